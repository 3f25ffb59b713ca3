"""
Rules on titles, summaries and texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridesfeed.body import ARTICLE
from stridesfeed.body.limits import LimitExceeded
from stridesfeed.body.rewrite import rewrite
from stridesfeed.body.tokens import unescape
from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load.front_matter import names
from stridesfeed.model import Article
from stridesfeed.text import name_set

#: In characters. The limit of the strictest portal that we know.
_LONGEST_TITLE = 150

#: In characters. A longer summary repeats the text; portals cut much earlier.
_LONGEST_SUMMARY = 1000

#: In bytes. Google Reader and its successors accepted no more for one article.
_LARGEST_TEXT = 1_000_000

#: A title with fewer capital letters may be a name.
_FEWEST_CAPITALS = 12

#: In characters of template source in a message.
_LONGEST_SOURCE = 60

#: Elements that authors may write with a capital.
_HTML_NAMES = ARTICLE.elements.keys() | name_set("button center font form iframe input label object script style svg title video")

_SEPARATORS = " |-–—:·•/»«"

_TITLE_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});")
_SUMMARY_MARKUP = re.compile(r"</?(?:a|b|br|div|em|i|img|p|span|strong|ul|li)\b[^<>]*>|&(?:amp|lt|gt|quot|nbsp|#[0-9]{2,6});")

#: UTF-8 read as Windows-1252 or Latin-1: the first byte of two or three, and a second one that never follows such a letter in any language.
_MOJIBAKE = re.compile("[ÂÃ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€[\u0080-\u00bf™œ\u009d˜“”¦¢š]|\u0080[\u0080-\u00bf])|ï»¿|ðŸ")
_MOJIBAKE_SIGNS = ("Ã", "Â", "â€", "â\u0080", "ï»¿", "ðŸ")

#: The beginning of a line or block of HTML.
_BLOCK = r"(?:^|(?<=<p>)|(?<=<li>)|(?<=<td>))[ \t]*"

#: Source of a template or of markup that nothing has rendered, as it is in HTML: each pattern, with texts without which it cannot match.
_TEMPLATES: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("{%",), re.compile(r"(?<!\{)\{%-?\s*[a-z_][^%{}]*%\}")),
    (("{{",), re.compile(r"(?<![_^\\])\{\{(?:-|<|%|&lt;)?\s*/?\s*[\w.$\"'(&][^{}]*\}\}")),
    (("{:", "{#"), re.compile(r"\{:[ \t]*(?:[.#]|toc\b|[\w-]+=)[^{}\n]*\}|\{#[\w-]+\}")),
    ((":::",), re.compile(_BLOCK + r":::+[ \t]*\{?[A-Za-z.][^<\n]*", re.MULTILINE)),
    (("!!!", "???"), re.compile(_BLOCK + r"(?:!!!|\?\?\?\+?)[ \t]+[a-z][^<\n]*", re.MULTILINE)),
    (("===",), re.compile(_BLOCK + r"===[!+]?[ \t]+(?:\"|&quot;)[^<\n]*", re.MULTILINE)),
    (("[!",), re.compile(_BLOCK + r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.MULTILINE)),
    (("TOC",), re.compile(_BLOCK + r"\[(?:TOC|\[_?TOC_?\])\]", re.MULTILINE)),
    (("8",), re.compile(_BLOCK + r"-{1,2}8(?:<|&lt;)-{1,2}[^<\n]*", re.MULTILINE)),
    (("import ",), re.compile(_BLOCK + r"import\s[^<>;]{0,300}?\bfrom\s+(?:[\"']|&quot;|&#x27;)[^<\n]*", re.MULTILINE)),
    (("<",), re.compile(r"</?[A-Z][a-z][A-Za-z0-9.]*(?=[\s/>])")),
    (("&lt;",), re.compile(r"&lt;[A-Z][A-Za-z0-9.]*(?:\s[a-z][A-Za-z]*=(?:\{|\"|&quot;)|\s*/&gt;)")),
)

#: Text that stands for a text still to be written.
_PLACEHOLDERS = ("lorem ipsum", "TODO", "FIXME", "TBD", "XXX")
_PLACEHOLDER = re.compile(r"\b(?:[Ll]orem ipsum|TODO|FIXME|TBD|XXX)\b")

#: Markdown that nothing has rendered: a link or image, a link whose parts are separated, emphasis, a heading, a fence.
_MARKDOWN = re.compile(
    r"!?\[[^\[\]\n]{1,200}\]\((?:(?:https?:|/|\.|#|mailto:)[^()\s]*|[\w./-]+\.(?:md|html?|png|jpe?g|gif|svg|webp|pdf))\)"
    r"|\]\s?\(https?://[^()\s]*\)?|(?<![\w*])\*\*[^\s*][^*\n]{0,200}?\*\*(?![\w*])"
    r"|^#{1,6} (?=\S)|^```",
    re.MULTILINE,
)

_CODE_TAG = re.compile(r"<(/?)(code|pre|kbd|samp|script|style)\b[^<>]*>", re.IGNORECASE)


def title_too_long(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title is too long. Lists cut it off, and portals refuse the article: MSN accepts at most 150 characters, others fewer.

    No specification sets a limit.

    Fix: Shorten the title, and say the rest in the summary.
    """
    title = checked.article.title or ""
    if len(title) > _LONGEST_TITLE:
        yield checked.found(f"title has {len(title)} characters: shorten it to at most {_LONGEST_TITLE}", keys=names.TITLE)


def title_with_markup(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title contains a tag or a character reference. Titles are plain text: readers show the markup literally, or remove it. In an article
    about HTML this may be right.

    RFC 4287, 3.1.1.1; RSS Advisory Board, best practices, title; JSON Feed 1.1, title.

    Fix: Write plain text: "AT&T", not "AT&amp;T"; no <b>.
    """
    title = checked.article.title or ""
    if ("<" in title or "&" in title) and (found := _TITLE_MARKUP.search(title)):
        yield checked.found(f"title is plain text and shows {found[0]!r} literally: remove the markup", keys=names.TITLE)


def title_shouting(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title is in all capitals. It is hard to read, screen readers may spell it out, and portals refuse it.

    No specification forbids it.

    Fix: Use normal capitalisation.
    """
    title = checked.article.title or ""
    if title.isupper() and sum(map(str.isalpha, title)) >= _FEWEST_CAPITALS and " " in title:
        yield checked.found("title is in all capitals: use normal capitalisation", keys=names.TITLE)


def title_with_feed_name(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title ends with the name of the feed, like the title of a web page. Readers already show the feed's name next to each title.

    No specification forbids it.

    Fix: Remove the feed's name from the title.
    """
    title, feed = checked.article.title or "", checked.context.feed.title
    rest = title.removesuffix(feed)
    if rest != title and rest.strip() and rest.rstrip()[-1] in _SEPARATORS:
        yield checked.found(f"title ends with the feed's name, which readers already show: remove {feed!r}", keys=names.TITLE)


def title_repeated(checked: CheckedFeed) -> Iterator[Found]:
    """
    Several articles have the same title. People cannot tell them apart in a list, and some readers hide the second one.

    No specification forbids it.

    Fix: Make each title specific: add the number, the day or the place.
    """
    firsts: dict[str, Article] = {}
    for article in checked.feed.articles:
        first = firsts.setdefault(article.title.casefold(), article) if article.title else article
        if first is not article:
            yield checked.found(article, f"same title as {first.subject}: give each article its own", keys=names.TITLE)


def article_empty(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has neither text nor summary. Readers show only a title, and some skip the article.

    RFC 4287, 4.2.13 (an entry without text SHOULD have a summary); JSON Feed 1.1, content_html.

    Fix: Add the full text, or at least a summary.
    """
    if checked.article.content is None and checked.article.summary is None:
        yield checked.found("no text and no summary: add the text, or at least a summary")


def content_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has a summary but no text. People have to leave their reader, and portals and newsletters that need the full text refuse it.

    No specification requires the full text.

    Fix: Publish the full text.
    """
    if checked.article.content is None and checked.article.summary is not None:
        yield checked.found("no text, only a summary: publish the full text")


def summary_from_text(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has text but no summary. Lists, shared links and newsletters show the first words of the text instead.

    RFC 4287, 4.1.2 and 4.2.13.

    Fix: Summarise the article in one or two sentences.
    """
    if checked.article.summary is None and checked.article.content is not None:
        yield checked.found("no summary, the first words of the text are shown instead: write one or two sentences")


def summary_too_long(checked: CheckedArticle) -> Iterator[Found]:
    """
    The summary is as long as a text. Lists and shared links cut it off, and RSS readers that show the description present it as the full text.

    RFC 4287, 4.2.13 (a short summary).

    Fix: Shorten it to one or two sentences.
    """
    length = len(checked.article.summary or "")
    if length > _LONGEST_SUMMARY:
        yield checked.found(f"summary has {length} characters: shorten it to one or two sentences", keys=names.SUMMARY)


def summary_with_markup(checked: CheckedArticle) -> Iterator[Found]:
    """
    The summary contains HTML. Summaries are plain text in all formats, so readers show the tags literally.

    RFC 4287, 3.1.1.1; JSON Feed 1.1, summary.

    Fix: Remove the tags. HTML belongs in the text.
    """
    summary = checked.article.summary
    if summary and ("<" in summary or "&" in summary) and (found := _SUMMARY_MARKUP.search(summary)):
        yield checked.found(f"summary is plain text and shows {found[0]!r} literally: remove the markup", keys=names.SUMMARY)


def summary_repeats_title(checked: CheckedArticle) -> Iterator[Found]:
    """
    The summary only repeats the title, and readers show the same words twice.

    RFC 4287, 4.2.13 (it is not advisable to repeat the title).

    Fix: Say what the title leaves out, or remove the summary.
    """
    article = checked.article
    if article.summary is not None and article.summary.casefold().rstrip(".…") == (article.title or "").casefold().rstrip(".…"):
        yield checked.found("summary only repeats the title: say what the title leaves out", keys=names.SUMMARY)


def letters_garbled(checked: CheckedArticle) -> Iterator[Found]:
    """
    Text is garbled as in "CafÃ©", because UTF-8 was read as another encoding earlier. Every reader shows it like this.

    W3C feed validator, BadCharacters.

    Fix: Read the text as UTF-8 at its source, and save the file again.
    """
    article = checked.article
    for field, keys, text in (
        ("title", names.TITLE, article.title),
        ("summary", names.SUMMARY, article.summary),
        ("text", (), article.content),
    ):
        if text and not text.isascii() and any(sign in text for sign in _MOJIBAKE_SIGNS) and (found := _MOJIBAKE.search(text)):
            shown = text[max(found.start() - 8, 0) : found.end() + 8]
            message = f"{field} has garbled characters in {shown!r}: read the source as UTF-8, and save the file again"
            yield checked.found(message, keys=keys, words=None if keys else found[0])


def template_left(checked: CheckedArticle) -> Iterator[Found]:
    """
    Source of a template or of unknown markup was not rendered, and readers see it: ``{{ page.title }}``, ``{% include note.html %}``,
    ``:::note``, ``<Chart />``, ``import Chart from "./chart"``.

    No specification covers this.

    Fix: Write the actual text. In an article about templates, mark the source as code. If the site has many templates in its texts, take the
    texts from the built pages.
    """
    content = checked.article.content
    patterns = [pattern for signs, pattern in _TEMPLATES if content and any(sign in content for sign in signs)]
    if not content or not patterns:
        return
    text = _without_code(content)
    found = sorted((match for pattern in patterns for match in pattern.finditer(text) if not _is_html(match[0])), key=re.Match.start)
    if found:
        source = " ".join(unescape(found[0][0]).split())
        shown = source if len(source) <= _LONGEST_SOURCE else f"{source[:_LONGEST_SOURCE]}…"
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        message = f"text shows the template source {shown!r}{more}: write the actual text, or mark it as code"
        yield checked.found(message, words=unescape(found[0][0]).strip().partition("\n")[0])


def text_placeholder(checked: CheckedArticle) -> Iterator[Found]:
    """
    Title, summary or text has a note or filler that stands for a text still to be written: "Lorem ipsum", "TODO", "FIXME", "TBD".

    No specification covers this.

    Fix: Write the text, or leave the article out until it is written (draft: true).
    """
    article = checked.article
    for name, text in (("title", article.title), ("summary", article.summary), ("text", article.content)):
        if text and any(sign in text or sign in text.lower() for sign in _PLACEHOLDERS):
            plain = _without_code(text) if name == "text" else text
            if found := _PLACEHOLDER.search(re.sub(r"<[^<>]*>", " ", plain) if name == "text" else plain):
                yield checked.found(f"{name} has {found[0]!r}: write the text, or mark the article as a draft", words=found[0])


def markdown_left(checked: CheckedArticle) -> Iterator[Found]:
    """
    Summary or text shows the source of Markdown: ``[text](https://…)``, ``**words**``. In a text, the Markdown is inside HTML, or has a mistake
    such as a space between ``]`` and ``(``; a summary is plain text.

    CommonMark 0.31, 4.6, 6.3.

    Fix: Correct the link, surround Markdown inside HTML with empty lines, and write summaries without markup.
    """
    article = checked.article
    for name, text in (("summary", article.summary), ("text", article.content)):
        if text and ("](" in text or "] (" in text or "**" in text or "#" in text or "```" in text):
            plain = unescape(re.sub(r"<[^<>]*>", " " if name == "text" else "", _without_code(text))) if name == "text" else text
            if found := _MARKDOWN.search(plain):
                source = " ".join(found[0].split())[:_LONGEST_SOURCE]
                yield checked.found(f"{name} shows the Markdown {source!r}: correct or remove the markup", words=found[0].strip())


def _without_code(html: str) -> str:
    """
    Return *html* without elements that show code.
    """
    kept, start, inside, depth = [], 0, "", 0
    for tag in _CODE_TAG.finditer(html):
        name = tag[2].lower()
        if not inside and not tag[1]:
            kept.append(html[start : tag.start()])
            inside, depth = name, 1
        elif name == inside:
            depth += -1 if tag[1] else 1
            if not depth:
                inside, start = "", tag.end()
    return "".join(kept if inside else [*kept, html[start:]])


def _is_html(source: str) -> bool:
    """
    Return whether *source* is a tag of HTML in mixed case, such as ``<Table``.
    """
    return source.startswith("<") and source.strip("</").lower() in _HTML_NAMES


def text_too_large(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text is over a megabyte. Readers are slow to show it, and services cut it off or skip it.

    No specification sets a limit; large services accepted a megabyte.

    Fix: Split the article. Keep images in files of their own, not inside the text.
    """
    content = checked.article.content
    if content and len(content) > _LARGEST_TEXT // 4 and (size := len(content.encode("utf-8", "replace"))) > _LARGEST_TEXT:
        yield checked.found(f"text has {size // 1000:,} kB, services accept at most {_LARGEST_TEXT // 1000:,} kB: split the article")


def text_over_limit(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text is over a limit of the policy: it is too long, too deeply nested, or has too many elements to be cleaned in bounded time. It
    becomes plain paragraphs in the feed, or the article is rejected, depending on the policy.

    No specification sets a limit; the limits protect against bodies that are designed to keep a program busy.

    Fix: Simplify the HTML, or raise the limit in a policy of your own if the text is as intended.
    """
    article, tags, policy = checked.article, checked.tags, checked.context.policy
    # A cheap test first: the exact one costs as much as cleaning.
    may_be_over = (
        2 * len(article.content or "") > policy.max_length
        # Fixing overlapping tags adds elements.
        or 2 * tags.count > policy.max_elements
        or (tags.count > policy.max_depth and tags.depth() >= policy.max_depth)
        or any(len(tag.attributes) > policy.max_attributes for tag in tags.unusual)
    )
    if article.content and may_be_over:
        try:
            rewrite(article.content, article.address, policy, article.title or "")
        except LimitExceeded as over:
            yield checked.found(f"text is over a limit and loses its formatting: {over.rule}")
