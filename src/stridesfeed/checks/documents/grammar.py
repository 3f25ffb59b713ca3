"""
The grammar of RSS 2.0, RSS 1.0 and Atom 1.0: the children and attributes of each element.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from stridesfeed.checks.documents.namespaces import words


@attrs.frozen
class ElementModel:
    """
    The content model of an element: children and attributes of the format itself.
    """

    #: Allowed children.
    children: frozenset[str] = attrs.field(default="", converter=words)
    #: Required children.
    required: frozenset[str] = attrs.field(default="", converter=words)
    #: Children that may occur more than once.
    repeated: frozenset[str] = attrs.field(default="", converter=words)
    attributes: frozenset[str] = attrs.field(default="", converter=words)
    required_attributes: frozenset[str] = attrs.field(default="", converter=words)
    #: Whether text is allowed.
    text: bool = False


_TEXT = ElementModel(text=True)

#: RSS 2.0.11. A name means the same in every parent: title, link, description and url hold text everywhere.
RSS: Mapping[str, ElementModel] = MappingProxyType(
    {
        "rss": ElementModel("channel", "channel", attributes="version", required_attributes="version"),
        "channel": ElementModel(
            "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs cloud ttl image "
            "rating textInput skipHours skipDays item",
            "title link description",
            "category item",
        ),
        "item": ElementModel("title link description author category comments enclosure guid pubDate source", "", "category enclosure"),
        "image": ElementModel("url title link width height description", "url title link"),
        "textInput": ElementModel("title description name link", "title description name link"),
        "skipHours": ElementModel("hour", "hour", "hour"),
        "skipDays": ElementModel("day", "day", "day"),
        "cloud": ElementModel(
            attributes="domain port path registerProcedure protocol", required_attributes="domain port path registerProcedure protocol"
        ),
        "enclosure": ElementModel(attributes="url length type", required_attributes="url length type"),
        "source": ElementModel(attributes="url", required_attributes="url", text=True),
        "guid": ElementModel(attributes="isPermaLink", text=True),
        "category": ElementModel(attributes="domain", text=True),
    }
    | dict.fromkeys(
        words(
            "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs ttl rating author "
            "comments url width height name hour day"
        ),
        _TEXT,
    )
)

#: RSS 1.0. Required elements have a rule of their own, because an image in a channel is only a reference.
RDF: Mapping[str, ElementModel] = MappingProxyType(
    {
        "channel": ElementModel("title link description image items textinput"),
        "item": ElementModel("title link description"),
        "image": ElementModel("title url link"),
        "textinput": ElementModel("title description name link"),
        "items": ElementModel(),
    }
    | dict.fromkeys(words("title link description url name"), _TEXT)
)

_META = "author category contributor generator icon id link logo rights subtitle title updated"
_MANY = "author category contributor link"
_PERSON = ElementModel("name uri email", "name")
_CONSTRUCT = ElementModel(attributes="type", text=True)

#: RFC 4287, appendix B.
ATOM: Mapping[str, ElementModel] = MappingProxyType(
    {
        "feed": ElementModel(f"{_META} entry", "id title updated", f"{_MANY} entry"),
        "source": ElementModel(_META, "", _MANY),
        "entry": ElementModel(
            "author category content contributor id link published rights source summary title updated", "id title updated", _MANY
        ),
        "author": _PERSON,
        "contributor": _PERSON,
        "category": ElementModel(attributes="term scheme label", required_attributes="term"),
        "link": ElementModel(attributes="href rel type hreflang title length", required_attributes="href"),
        "generator": ElementModel(attributes="uri version", text=True),
        "content": ElementModel(attributes="type src", text=True),
    }
    | dict.fromkeys(words("title subtitle summary rights"), _CONSTRUCT)
    | dict.fromkeys(words("id updated published icon logo name uri email"), _TEXT)
)

#: Atom's text constructs: elements that hold plain text, HTML or XHTML (RFC 4287, 3.1).
TEXT_CONSTRUCTS = words("title subtitle summary rights")

#: RSS elements that hold plain text.
PLAIN_TEXT = words("title copyright category generator source name author managingEditor webMaster rating")


def element_models(format: str | None) -> Mapping[str, ElementModel]:
    """
    Return the grammar of a format; empty for other formats than RSS and Atom.
    """
    return {"rss": RSS, "atom": ATOM, "rdf": RDF}.get(format or "", MappingProxyType({}))
