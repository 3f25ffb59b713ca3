"""
Rules on summaries and texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridesfeed.body.limits import OverLimit
from stridesfeed.body.rewrite import rewrite
from stridesfeed.checks.articles.subjects import CheckedArticle
from stridesfeed.checks.rule import Found
from stridesfeed.load import names
from stridesfeed.model import Article

#: A summary that is longer is the text again; portals that have a limit cut much earlier.
_LONGEST_SUMMARY = 1000

#: Bytes. Google Reader and its heirs took no more of one article.
_LARGEST_ARTICLE = 1_000_000

_MARKUP = re.compile(r"</?(?:a|b|br|div|em|i|img|p|span|strong|ul|li)\b[^<>]*>|&(?:amp|lt|gt|quot|nbsp|#[0-9]{2,6});")

#: UTF-8 read as Windows-1252 or Latin-1: the first byte of two or three, and a second one that follows no such letter in any language.
_MOJIBAKE = re.compile("[ÂÃ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€[\u0080-\u00bf™œ\u009d˜“”¦¢š]|\u0080[\u0080-\u00bf])|ï»¿|ðŸ")
_MOJIBAKE_SIGNS = ("Ã", "Â", "â€", "â\u0080", "ï»¿", "ðŸ")

_TEMPLATE = re.compile(r"\{%-?\s*[a-z_]+[^%{}]*%\}|\{\{[-<%]?\s*[\w.$][^{}]*\}\}")
_CODE = re.compile(r"<(code|pre|kbd|samp|script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)

_SUMMARY_OR_TEXT = "give it a summary, or its text"


def article_empty(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has neither text nor summary: readers show a title and nothing below it, and some drop the article.

    RFC 4287, 4.2.13 (an entry without text SHOULD have a summary); JSON Feed 1.1, content_html.

    Fix: the whole text, or at least a summary.
    """
    if checked.article.content is None and checked.article.summary is None:
        yield checked.found(f"has neither text nor summary: {_SUMMARY_OR_TEXT}")


def content_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has a summary and no text. People have to leave their reader, and portals and newsletters that need the whole refuse it.

    No specification asks for the whole text.

    Fix: the whole text as content.
    """
    if checked.article.content is None and checked.article.summary is not None:
        yield checked.found("has a summary and no text: give it the whole text, which most readers ask for")


def summary_from_text(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has text and no summary. The first words stand for it in lists, in shared links and in newsletters, whatever they say.

    RFC 4287, 4.1.2 and 4.2.13.

    Fix: one or two sentences that say what is in it.
    """
    if checked.article.summary is None and checked.article.content is not None:
        yield checked.found("has no summary, so that its first words stand for it: write one or two sentences")


def summary_too_long(checked: CheckedArticle) -> Iterator[Found]:
    """
    The summary is as long as a text. Lists and shared links cut it off, and readers of RSS that show the description take it for all.

    RFC 4287, 4.2.13 (a summary is a short one).

    Fix: one or two sentences.
    """
    length = len(checked.article.summary or "")
    if length > _LONGEST_SUMMARY:
        yield checked.found(f"the summary has {length} characters: say it in one or two sentences", keys=names.SUMMARY)


def summary_with_markup(checked: CheckedArticle) -> Iterator[Found]:
    """
    The summary holds HTML. It is plain text in all formats, so that readers show the tags as letters.

    RFC 4287, 3.1.1.1; JSON Feed 1.1, summary.

    Fix: the words alone; HTML belongs in the text.
    """
    summary = checked.article.summary
    if summary and ("<" in summary or "&" in summary) and (found := _MARKUP.search(summary)):
        yield checked.found(f"the summary shows {found[0]!r} as letters, for it is plain text: write the words alone", keys=names.SUMMARY)


def summary_repeats_title(checked: CheckedArticle) -> Iterator[Found]:
    """
    The summary says the title again and nothing else, so that readers show the same words twice.

    RFC 4287, 4.2.13 (it is not advisable to repeat the title).

    Fix: say what the title leaves out, or give no summary.
    """
    article = checked.article
    if article.summary is not None and article.summary.casefold().rstrip(".…") == article.title.casefold().rstrip(".…"):
        yield checked.found("the summary is the title again: say what the title leaves out", keys=names.SUMMARY)


def letters_garbled(checked: CheckedArticle) -> Iterator[Found]:
    """
    Letters are garbled as in "CafÃ©": text in UTF-8 was read as another charset before it came here. Every reader shows it so.

    W3C feed validator, BadCharacters.

    Fix: read the text as UTF-8 where it comes from, and save the file anew.
    """
    article = checked.article
    for field, keys, text in (
        ("title", names.TITLE, article.title),
        ("summary", names.SUMMARY, article.summary),
        ("text", (), article.content),
    ):
        if text and not text.isascii() and any(sign in text for sign in _MOJIBAKE_SIGNS) and (found := _MOJIBAKE.search(text)):
            shown = text[max(found.start() - 8, 0) : found.end() + 8]
            yield checked.found(
                f"the {field} has garbled letters in {shown!r}: read it as UTF-8 and save it anew", keys=keys, words=_words(keys, found[0])
            )


def _words(keys: tuple[str, ...], words: str) -> str | None:
    return None if keys else words


def template_left(checked: CheckedArticle) -> Iterator[Found]:
    """
    A tag of a template language was left as it is, so that readers see it: ``{{ page.title }}``, ``{% include note.html %}``.

    No specification is concerned.

    Fix: write what it stands for; in an article about templates, put it into code.
    """
    content = checked.article.content
    if content and "{" in content and ("{{" in content or "{%" in content) and (found := _TEMPLATE.search(_CODE.sub("", content))):
        yield checked.found(f"the text shows {found[0]!r}: write what it stands for, or mark it as code", words=found[0])


def text_too_large(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article is over a megabyte. Readers take long to show it, and services cut it off or drop it.

    No specification has a limit; a megabyte is what large services took.

    Fix: split it; pictures belong in files of their own, not into the text.
    """
    content = checked.article.content
    if content and len(content) > _LARGEST_ARTICLE // 4 and (size := len(content.encode("utf-8", "replace"))) > _LARGEST_ARTICLE:
        yield checked.found(f"the text has {size // 1000:,} kB, and services cut off at {_LARGEST_ARTICLE // 1000:,} kB: split it")


def text_over_limit(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text is over a limit of the policy: it is too long, too deep, or made of too many elements to be cleaned in bounded time. In the feed it
    becomes its words in paragraphs, or the article is refused, as the policy says.

    No specification has a limit; these guard against bodies that are made to keep a program busy.

    Fix: simpler HTML; a higher limit in a policy of your own where the text is meant so.
    """
    article = checked.article
    if article.content and _may_be_over(checked) and (over := _limit(article, checked)):
        yield checked.found(f"the text is over the limit {over.limit}, and loses all that is no text: {over.rule}")


def _may_be_over(checked: CheckedArticle) -> bool:
    """
    A look that costs little, for the real one costs as much as cleaning.
    """
    body, policy = checked.body, checked.whole.policy
    return (
        2 * len(checked.article.content or "") > policy.max_length
        # Mending tags that cross takes further elements.
        or 2 * body.count > policy.max_elements
        or (body.count > policy.max_depth and body.deepest() >= policy.max_depth)
        or any(len(tag.attributes) > policy.max_attributes for tag in body.odd)
    )


def _limit(article: Article, checked: CheckedArticle) -> OverLimit | None:
    try:
        rewrite(article.content or "", article.url, checked.whole.policy, article.title)
    except OverLimit as over:
        return over
    return None
