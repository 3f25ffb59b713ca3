"""
Template tags that stand in texts, as far as they are links or code.

Jekyll fills ``{% post_url … %}``, ``{% link … %}``, ``{{ site.… }}``, ``{{ '…' | relative_url }}`` in before it reads the Markdown, where
their blanks and braces could not be part of a link. So each becomes a mark that Markdown lets pass; once the document is parsed, a mark in
a link becomes the address, and a mark in code becomes what was written. ``{% raw %}`` and ``{% highlight %}`` are undone; all other tags,
and those whose file does not exist, stay as they are.
"""

from __future__ import annotations

import re
from typing import Literal

import attrs

from stridesfeed.load.links import Links

_RAW = r"\{%-?\s*raw\s*-?%\}(?P<raw>.*?)(?:(?P<endraw>\{%-?\s*endraw\s*-?%\})|\Z)"
_HIGHLIGHT = (
    r"^(?P<margin>[ \t]*)\{%-?\s*highlight\s+(?P<language>[\w.+#-]+)[^%\n]*%\}[ \t]*\n"
    r"(?P<code>.*?)(?:^[ \t]*(?P<endhighlight>\{%-?\s*endhighlight\s*-?%\})[ \t]*$|\Z)"
)
_LINK = (
    r"\{%-?\s*(?P<tag>post_url|link)\s+(?P<file>[^\s%{}][^%{}]*)%\}"
    r"|\{\{-?\s*site\.(?P<site>[A-Za-z_][\w.-]*)\s*-?\}\}"
    r"|\{\{-?\s*(?P<quote>[\"'])(?P<path>[^\"'{}]*)(?P=quote)\s*\|\s*(?:relative|absolute)_url\s*-?\}\}"
)
_FENCED = r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?)(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE_ELEMENT = r"<(?P<element>pre|code)\b.*?(?:</(?P=element)\s*>|\Z)"

_ANY_RAW = re.compile(_RAW, re.DOTALL)
_IN = {
    "markdown": re.compile(f"{_FENCED}|{_RAW}|{_HIGHLIGHT}|{_LINK}", re.DOTALL | re.MULTILINE),
    "html": re.compile(f"{_CODE_ELEMENT}|{_RAW}|{_LINK}", re.DOTALL | re.MULTILINE),
}
#: Names of the site that are parts of addresses, and mean nothing among words.
_OF_LINKS = frozenset({"url", "baseurl"})

_BACKTICKS = re.compile(r"`{3,}")


@attrs.define
class Marks:
    """
    The marks of one document.
    """

    sign: str
    written: list[str] = attrs.field(factory=list)
    addresses: list[str] = attrs.field(factory=list)
    in_words: list[str] = attrs.field(factory=list)

    def put(self, written: str, address: str, *, in_words: bool) -> str:
        """
        A mark for a tag that was *written*, and means *address* in links, and in words too where *in_words*.
        """
        self.written.append(written)
        self.addresses.append(address)
        self.in_words.append(address if in_words else written)
        return f"{self.sign}{len(self.written) - 1}x"

    def as_address(self, text: str) -> str:
        """
        *text*, a link's target, with addresses for marks.
        """
        return self._replaced(text, self.addresses)

    def as_written(self, text: str) -> str:
        """
        *text*, a piece of code, as it was.
        """
        return self._replaced(text, self.written)

    def as_words(self, text: str) -> str:
        """
        *text*, to be read: tags for links are addresses, names of the site stay.
        """
        return self._replaced(text, self.in_words)

    def _replaced(self, text: str, values: list[str]) -> str:
        if not values or self.sign not in text:
            return text
        return re.sub(rf"{self.sign}(\d+)x", lambda mark: values[int(mark[1])], text)


def marked(text: str, kind: Literal["markdown", "html"], links: Links) -> tuple[str, Marks]:
    """
    *text* with its tags undone or marked, and the marks.
    """
    marks = Marks(_sign(text))
    if "{%" not in text and "{{" not in text:
        return text, marks
    return _IN[kind].sub(lambda found: _replacement(found, marks, links), text), marks


def _sign(text: str) -> str:
    """
    Letters that *text* does not hold.
    """
    sign = "xlinkmarkx"
    while sign in text:
        sign += "x"
    return sign


def _replacement(found: re.Match[str], marks: Marks, links: Links) -> str:
    groups = found.groupdict()
    if groups.get("fence") or groups.get("element"):
        return _ANY_RAW.sub(_unraw, found[0])
    if found["raw"] is not None:
        return _unraw(found)
    if groups.get("code") is not None:
        return _fenced(found)
    return _link(found, marks, links)


def _unraw(found: re.Match[str]) -> str:
    return found["raw"] if found["endraw"] else found[0]


def _fenced(found: re.Match[str]) -> str:
    """
    A highlight block as fenced code, its fence longer than any inside.
    """
    if not found["endhighlight"]:
        return found[0]
    code = _ANY_RAW.sub(_unraw, found["code"])
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _BACKTICKS.findall(code))])
    return f"{found['margin']}{fence}{found['language']}\n{code}{found['margin']}{fence}"


def _link(found: re.Match[str], marks: Marks, links: Links) -> str:
    address = _address(found, links)
    return found[0] if address is None else marks.put(found[0], address, in_words=found["site"] not in _OF_LINKS)


def _address(found: re.Match[str], links: Links) -> str | None:
    if found["tag"]:
        name = found["file"].strip().removesuffix("-").strip()
        return links.post(name) if found["tag"] == "post_url" else links.linked(name)
    if found["site"]:
        return links.site_value(found["site"])
    return links.on_site(found["path"])
