"""
Tags of templates that stand for links.

Jekyll replaces Liquid tags (``{% post_url … %}``, ``{% link … %}``, ``{{ site.… }}``, ``{{ '…' | relative_url }}``) before it parses the
Markdown, because their spaces and braces cannot be part of a Markdown link. So :func:`replace_tags` turns each tag into a placeholder that
Markdown leaves alone; once the document is parsed, a placeholder in a link becomes the URL, and a placeholder in code becomes the tag as
written. ``{% raw %}`` and ``{% highlight %}`` are undone. All other tags, and tags whose file does not exist, are left to the markup.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Literal

import attrs

from stridesfeed.load.links import Links

_RAW = r"\{%-?\s*raw\s*-?%\}(?P<raw>.*?)(?:(?P<endraw>\{%-?\s*endraw\s*-?%\})|\Z)"
_HIGHLIGHT = (
    r"^(?P<margin>[ \t]*)\{%-?\s*highlight\s+(?P<language>[\w.+#-]+)[^%\n]*%\}[ \t]*\n"
    r"(?P<code>.*?)(?:^[ \t]*(?P<endhighlight>\{%-?\s*endhighlight\s*-?%\})[ \t]*$|\Z)"
)
_SITE = r"\{\{-?\s*site\.(?:base)?url\s*-?\}\}"
_LINK = (
    rf"(?:{_SITE}){{0,2}}\{{%-?\s*(?P<tag>post_url|link)\s+(?P<file>[^\s%{{}}][^%{{}}]*)%\}}"
    r"|\{\{-?\s*site\.(?P<site>[A-Za-z_][\w.-]*)\s*-?\}\}"
    r"|\{\{-?\s*(?P<quote>[\"'])(?P<path>[^\"'{}]*)(?P=quote)\s*\|\s*"
    r"(?:(?:relative_|absolute_)?url|(?:prepend:\s*site\.(?:base)?url\s*\|?\s*){1,2})\s*-?\}\}"
    r"|\{\{-?\s*[\"'](?P<absolute>https?://[^\"'{}]*)[\"']\s*\|\s*\w+\s*-?\}\}"
    r"|\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?[\"'`]?(?P<ref>[^\s\"'`{}<>%]+)[\"'`]?[^\n{}<>%]*[%>]\}\}"
)
_FENCED = r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?)(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE_ELEMENT = r"<(?P<element>pre|code)\b.*?(?:</(?P=element)\s*>|\Z)"

_ANY_RAW = re.compile(_RAW, re.DOTALL)
_TAGS = {
    "markdown": re.compile(f"{_FENCED}|{_RAW}|{_HIGHLIGHT}|{_LINK}", re.DOTALL | re.MULTILINE),
    "html": re.compile(f"{_CODE_ELEMENT}|{_RAW}|{_LINK}", re.DOTALL | re.MULTILINE),
}
#: Variables of ``site`` that are parts of URLs; in running text they stay as written.
_URL_VARIABLES = frozenset({"url", "baseurl"})

_PLACEHOLDER = re.compile(r"xlinkmark(?=(\d+)x)", re.ASCII)
_TAG_START = re.compile(r"\{(?=[{%])")
_BACKTICKS = re.compile(r"`{3,}")


@attrs.define
class Placeholders:
    """
    The placeholders of one document, and the tags that they stand for.
    """

    #: What every placeholder begins with; the document does not contain it.
    prefix: str

    tags: list[str] = attrs.field(factory=list)
    urls: list[str] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)

    def add(self, tag: str, url: str, *, show_url: bool) -> str:
        """
        Return a placeholder for *tag*: *url* in links and, if *show_url*, in running text too.
        """
        self.tags.append(tag)
        self.urls.append(url)
        self.texts.append(f"{self.prefix}brace" if tag == "{" else url if show_url else tag)
        return f"{self.prefix}{len(self.tags) - 1}x"

    def literal(self, text: str) -> str:
        """
        Return *text* with placeholders for the braces that begin tags, so that it stays text.
        """
        return _TAG_START.sub(lambda _brace: self.add("{", "{", show_url=False), text)

    def as_html(self, html: str) -> str:
        """
        Return *html*, in which all text is escaped, with literal braces that are no tags.
        """
        return html.replace(f"{self.prefix}brace", "&#123;") if self.prefix else html

    def as_url(self, target: str) -> str:
        """
        Return *target*, of a link, with URLs for placeholders.
        """
        return self._replace(target, self.urls)

    def as_code(self, code: str) -> str:
        """
        Return *code* with its tags as written.
        """
        return self._replace(code, self.tags)

    def as_text(self, text: str) -> str:
        """
        Return *text* with URLs for link tags; ``site.url`` and ``site.baseurl`` stay as written.
        """
        return self._replace(text, self.texts)

    def _replace(self, text: str, values: list[str]) -> str:
        if not values or self.prefix not in text:
            return text
        return re.sub(rf"{self.prefix}(\d+)x", lambda placeholder: values[int(placeholder[1])], text)


def replace_tags(text: str, markup: Literal["markdown", "html"], links: Links) -> tuple[str, Placeholders]:
    """
    Return *text* with placeholders for its link tags, and without ``raw`` and ``highlight`` tags; and the placeholders.
    """
    if "{%" not in text and "{{" not in text:
        return text, Placeholders("")
    taken = set(_PLACEHOLDER.findall(text))
    placeholders = Placeholders(next(f"xlinkmark{number}x" for number in map(str, count()) if number not in taken))

    def replace(found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("fence") or groups.get("element"):
            return _ANY_RAW.sub(_undo_raw, found[0])
        if found["raw"] is not None:
            return placeholders.literal(found["raw"]) if found["endraw"] else found[0]
        if groups.get("code") is not None:
            return _to_fenced_code(found)
        url = _tag_value(found, links)
        return found[0] if url is None else placeholders.add(found[0], url, show_url=found["site"] not in _URL_VARIABLES)

    return _TAGS[markup].sub(replace, text), placeholders


def _undo_raw(found: re.Match[str]) -> str:
    return found["raw"] if found["endraw"] else found[0]


def _to_fenced_code(found: re.Match[str]) -> str:
    """
    Return a ``highlight`` block as fenced code, with a fence longer than any inside.
    """
    if not found["endhighlight"]:
        return found[0]
    code = _ANY_RAW.sub(_undo_raw, found["code"])
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _BACKTICKS.findall(code))])
    return f"{found['margin']}{fence}{found['language']}\n{code}{found['margin']}{fence}"


def _tag_value(tag: re.Match[str], links: Links) -> str | None:
    """
    Return the URL or text that a link tag stands for; ``None`` if its file or variable does not exist.
    """
    if tag["tag"]:
        name = tag["file"].strip().removesuffix("-").strip()
        return links.post_url(name) if tag["tag"] == "post_url" else links.link_tag_url(name)
    if tag["site"]:
        return links.site_variable(tag["site"])
    if tag["ref"]:
        return _ref_url(tag["ref"], links)
    if tag["absolute"]:
        return tag["absolute"]
    return links.on_site(tag["path"])


def _ref_url(reference: str, links: Links) -> str | None:
    """
    Return the URL of the page that Hugo's ``ref`` names: by its file with or without suffix, from the page's folder or the content folder.
    """
    name, hash_, fragment = reference.partition("#")
    stem = name.rstrip("/").removesuffix(".md")
    if not stem:
        return hash_ + fragment
    spellings = (name, f"{stem}.md", f"{stem}/index.md", f"/{stem}.md")
    url = next(filter(None, map(links.resolve, spellings)), None) or links.post_url(stem.strip("/"))
    return url + hash_ + fragment if url else None
