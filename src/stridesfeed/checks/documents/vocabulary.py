"""
The grammar of RSS 2.0 and Atom 1.0 as data: what an element may, must and may only once hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from stridesfeed.checks.documents.namespaces import words


@attrs.frozen
class Shape:
    """
    What an element of a format may hold, of the format's own.
    """

    children: frozenset[str] = attrs.field(default="", converter=words)
    #: Children that have to be there.
    required: frozenset[str] = attrs.field(default="", converter=words)
    #: Children that may be there more than once.
    repeated: frozenset[str] = attrs.field(default="", converter=words)
    attributes: frozenset[str] = attrs.field(default="", converter=words)
    required_attributes: frozenset[str] = attrs.field(default="", converter=words)
    #: Whether it holds text.
    text: bool = False


_TEXT = Shape(text=True)

#: RSS 2.0.11. The names are unique but for title, link, description and url, which are text everywhere.
RSS: Mapping[str, Shape] = MappingProxyType(
    {
        "rss": Shape("channel", "channel", attributes="version", required_attributes="version"),
        "channel": Shape(
            "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs cloud ttl image "
            "rating textInput skipHours skipDays item",
            "title link description",
            "category item",
        ),
        "item": Shape("title link description author category comments enclosure guid pubDate source", "", "category enclosure"),
        "image": Shape("url title link width height description", "url title link"),
        "textInput": Shape("title description name link", "title description name link"),
        "skipHours": Shape("hour", "hour", "hour"),
        "skipDays": Shape("day", "day", "day"),
        "cloud": Shape(
            attributes="domain port path registerProcedure protocol", required_attributes="domain port path registerProcedure protocol"
        ),
        "enclosure": Shape(attributes="url length type", required_attributes="url length type"),
        "source": Shape(attributes="url", required_attributes="url", text=True),
        "guid": Shape(attributes="isPermaLink", text=True),
        "category": Shape(attributes="domain", text=True),
    }
    | dict.fromkeys(
        words(
            "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs ttl rating author "
            "comments url width height name hour day"
        ),
        _TEXT,
    )
)

_META = "author category contributor generator icon id link logo rights subtitle title updated"
_MANY = "author category contributor link"
_PERSON = Shape("name uri email", "name")
_CONSTRUCT = Shape(attributes="type", text=True)

#: RFC 4287, appendix B.
ATOM: Mapping[str, Shape] = MappingProxyType(
    {
        "feed": Shape(f"{_META} entry", "id title updated", f"{_MANY} entry"),
        "source": Shape(_META, "", _MANY),
        "entry": Shape("author category content contributor id link published rights source summary title updated", "id title updated", _MANY),
        "author": _PERSON,
        "contributor": _PERSON,
        "category": Shape(attributes="term scheme label", required_attributes="term"),
        "link": Shape(attributes="href rel type hreflang title length", required_attributes="href"),
        "generator": Shape(attributes="uri version", text=True),
        "content": Shape(attributes="type src", text=True),
    }
    | dict.fromkeys(words("title subtitle summary rights"), _CONSTRUCT)
    | dict.fromkeys(words("id updated published icon logo name uri email"), _TEXT)
)

#: Elements of Atom with text that is text, HTML or XHTML (RFC 4287, 3.1).
CONSTRUCTS = words("title subtitle summary rights")

#: Elements of RSS with text that holds no HTML.
PLAIN = words("title copyright category generator source name author managingEditor webMaster rating")


def shapes(format: str | None) -> Mapping[str, Shape]:
    """
    The grammar of a format.
    """
    return {"rss": RSS, "atom": ATOM}.get(format or "", MappingProxyType({}))
