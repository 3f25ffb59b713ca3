"""
Deterministic sample articles, written in Markdown and rendered by markdown-it to about 6 KB of HTML each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from markdown_it import MarkdownIt

from stridesfeed import Article, Attachment, Category, Feed, Link, Person

SITE = "https://strides.example/"
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)

#: The approximate number of characters of HTML in a body.
USUAL = 6000

_WORDS = [
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

_RENDERER = MarkdownIt("commonmark").enable("table")


def feed(count: int, size: int = USUAL) -> Feed:
    """
    Return a feed of *count* articles.
    """
    made = [article(number, size) for number in range(count)]
    return Feed(id=SITE, title="AI Strides", url=SITE, subtitle="One stride at a time", language="en", articles=made)


def article(number: int, size: int = USUAL) -> Article:
    """
    Return an article with authors, categories, a file and a related article.
    """
    return Article(
        id=f"tag:strides.example,2026:{number}",
        url=f"{SITE}news/{number}",
        title=f"Article {number} & its title",
        published=PUBLISHED + timedelta(minutes=number),
        authors=[Person("Ann Lee"), Person("AI Strides desk")],
        categories=[Category("AI News"), Category("R&D")],
        summary=f"The summary of article {number}, in a sentence or two.",
        content=body(number, size),
        attachments=[Attachment(f"{SITE}audio/{number}.mp3", type="audio/mpeg", length=12345)],
        related=[Link(f"{SITE}news/{number + 1}", title=f"Article {number + 1}")],
    )


def body(seed: int, size: int = USUAL) -> str:
    """
    Return a body of about *size* characters of HTML, rendered from Markdown.
    """
    html: str = _RENDERER.render(markdown(seed, size))
    return html


def markdown(seed: int, size: int = USUAL) -> str:
    """
    Return Markdown for about *size* characters of HTML: headings, paragraphs, lists, quotes, code, tables and a picture.
    """
    blocks: list[str] = []
    coming = _blocks(random.Random(seed), seed)
    # Tags and URLs make up a fifth of the HTML.
    while sum(map(len, blocks)) < size * 0.78:
        blocks.append(next(coming))
    return "\n\n".join(blocks) + "\n"


def _blocks(chance: random.Random, seed: int) -> Iterator[str]:
    while True:
        yield from _section(chance, seed)


def _section(chance: random.Random, seed: int) -> list[str]:
    return [
        f"## {' '.join(chance.sample(_WORDS, 4)).capitalize()}",
        *(_paragraph(chance) for _ in range(3)),
        "\n".join(f"- {_sentence(chance)}" for _ in range(4)),
        f"> {_paragraph(chance)}",
        "```python\nfor token in model:\n    print(token)\n```",
        f"| {_word(chance)} | {_word(chance)} |\n|---|---|\n| {_sentence(chance)} | {chance.randint(1, 99)} |",
        f"![Figure](https://strides.example/images/{seed}.png)",
    ]


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 5)))


def _sentence(chance: random.Random) -> str:
    """
    Return a sentence, sometimes with a link, emphasis, code or a character that must be escaped.
    """
    words = [_word(chance) for _ in range(chance.randint(8, 16))]
    spot = chance.randrange(len(words))
    word = words[spot]
    words[spot] = chance.choice(
        [f"[{word}](https://lab.example/{word}?a=1&b=2)", f"*{word}*", f"**{word}**", f"`{word} < 5`", f"{word} & more", word]
    )
    return " ".join(words).capitalize() + "."


def _word(chance: random.Random) -> str:
    return chance.choice(_WORDS)
