"""
Articles to measure with: made up, always the same, about 6 KB of HTML each, as Markdown renders it.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from stridesfeed import Article, Attachment, Category, Feed, Link, Person

SITE = "https://strides.example/"
WORDS = [
    "model",
    "training",
    "data",
    "benchmark",
    "inference",
    "policy",
    "court",
    "license",
    "open",
    "weights",
    "research",
    "agent",
    "token",
    "context",
    "chip",
    "energy",
    "market",
    "safety",
    "distillation",
    "reasoning",
    "vision",
    "speech",
    "robot",
    "startup",
    "regulator",
    "dataset",
    "paper",
    "method",
    "result",
    "limit",
    "cost",
    "price",
    "user",
    "tool",
    "release",
    "version",
]


def sentence(chance: random.Random) -> str:
    """
    A sentence with a link, an emphasis, an entity or code now and then.
    """
    words = [chance.choice(WORDS) for _ in range(chance.randint(8, 16))]
    spot = chance.randrange(len(words))
    words[spot] = chance.choice(
        [
            f'<a href="https://lab.example/{words[spot]}?a=1&amp;b=2">{words[spot]}</a>',
            f"<em>{words[spot]}</em>",
            f"<strong>{words[spot]}</strong>",
            f"<code>{words[spot]} &lt; 5</code>",
            f"{words[spot]} &amp; more",
            words[spot],
        ]
    )
    return " ".join(words).capitalize() + "."


def paragraph(chance: random.Random) -> str:
    """
    A paragraph of a few sentences.
    """
    return "<p>" + " ".join(sentence(chance) for _ in range(chance.randint(2, 5))) + "</p>"


def body(seed: int, size: int = 6000) -> str:
    """
    A body of about *size* characters: headings, paragraphs, lists, quotes, code, a picture.
    """
    chance = random.Random(seed)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(f"<h2>{' '.join(chance.sample(WORDS, 4)).capitalize()}</h2>")
        parts.extend(paragraph(chance) for _ in range(3))
        parts.append("<ul>\n" + "\n".join(f"<li>{sentence(chance)}</li>" for _ in range(4)) + "\n</ul>")
        parts.append(f"<blockquote>\n{paragraph(chance)}\n</blockquote>")
        parts.append('<pre><code class="language-python">for token in model:\n    print(token)\n</code></pre>')
        parts.append(f'<p><img src="https://strides.example/images/{seed}.png" alt="Figure" /></p>')
    return "\n".join(parts)


def feed(count: int) -> Feed:
    """
    A feed of *count* articles.
    """
    return Feed(id=SITE, title="AI Strides", url=SITE, subtitle="One stride at a time", language="en", articles=map(article, range(count)))


def article(number: int) -> Article:
    """
    One article with authors, categories, an attachment, and no composition to do, so that peers do the same work.
    """
    return Article(
        id=f"tag:strides.example,2026:{number}",
        url=f"{SITE}news/{number}",
        title=f"Article {number} & its title",
        published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        authors=[Person("Ann Lee"), Person("AI Strides desk")],
        categories=[Category("AI News"), Category("R&D")],
        summary=f"The summary of article {number}, in a sentence or two.",
        content=body(number),
        attachments=[Attachment(f"{SITE}audio/{number}.mp3", type="audio/mpeg", length=12345)],
        related=[Link(f"{SITE}news/{number + 1}", title=f"Article {number + 1}")],
    )
