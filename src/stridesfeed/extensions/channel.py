"""
Elements of RSS that neither Atom nor JSON Feed has: for clients of a certain kind, and for the people behind a channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Literal, get_args

import attrs

from stridesfeed import iri, rules
from stridesfeed.dates import format_rfc822
from stridesfeed.markup import Element
from stridesfeed.model import Extension, Place, XmlFormat
from stridesfeed.value import Many, Value, as_tuple, as_uri, checked_by, line_or_none, one_line, uri_or_none

Day = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_TEXT = checked_by(rules.text)
_WEB = checked_by(rules.address(iri.WEB))
#: The days as RSS names them.
DAYS = get_args(Day)

#: In pixels: the largest image of a channel (RSS 2.0, image).
_MAX_WIDTH, _MAX_HEIGHT = 144, 400


def _at_most(limit: int) -> rules.Rule:
    def rule(value: object) -> str | None:
        return rules.positive(value) or (f"must be at most {limit}, not {value}" if isinstance(value, int) and value > limit else None)

    return rule


@attrs.frozen
class Cloud(Value):
    """
    A service that clients register with to be told of changes (rssCloud).

    RSS 2.0: cloud. Atom, JSON Feed: –.
    """

    domain: str = attrs.field(metadata=_TEXT)
    port: int = attrs.field(metadata=checked_by(_at_most(65_535)))
    path: str = attrs.field(metadata=_TEXT)

    #: The procedure to call; may be empty.
    register_procedure: str = attrs.field(metadata=checked_by(rules.html))

    protocol: Literal["xml-rpc", "soap", "http-post"] = attrs.field(metadata=checked_by(rules.one_of("xml-rpc", "soap", "http-post")))


@attrs.frozen
class TextInput(Value):
    """
    A form with one field, such as a search. Most readers ignore it.

    RSS 2.0: textInput. Atom, JSON Feed: –.
    """

    #: The label of the button.
    title: str = attrs.field(converter=one_line, metadata=_TEXT)

    description: str = attrs.field(converter=one_line, metadata=_TEXT)

    #: The name of the field.
    name: str = attrs.field(metadata=_TEXT)

    #: The address of the program that takes the text.
    link: str = attrs.field(converter=as_uri, metadata=_WEB)


@attrs.frozen
class ChannelImage(Value):
    """
    The image of a channel with its details. It replaces the one of the feed's logo.

    RSS 2.0: image. Atom, JSON Feed: –.
    """

    #: The address of a GIF, JPEG or PNG.
    url: str = attrs.field(converter=as_uri, metadata=_WEB)

    #: Defaults to the title of the channel.
    title: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: Defaults to the address of the home page.
    link: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: In pixels: at most 144; 88 if omitted.
    width: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(_at_most(_MAX_WIDTH))))

    #: In pixels: at most 400; 31 if omitted.
    height: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(_at_most(_MAX_HEIGHT))))

    #: The text of the link's title in HTML.
    description: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))


def _hours(values: Many[int]) -> tuple[int, ...]:
    return as_tuple(values)


def _days(values: Many[Day]) -> tuple[Day, ...]:
    return as_tuple(values)


def _each(rule: rules.Rule) -> rules.Rule:
    def check(values: object) -> str | None:
        if not isinstance(values, tuple):
            return f"must be a list, not {type(values).__name__}"
        if len(set(values)) < len(values):
            return "must not repeat a value"
        return next((fault for value in values if (fault := rule(value))), None)

    return check


def _hour(value: object) -> str | None:
    return rules.count(value) or (f"must be from 0 to 23, not {value}" if isinstance(value, int) and value > 23 else None)  # hours


def _optional(rule: rules.Rule) -> dict[str, Any]:
    return checked_by(rules.optional(rule))


@attrs.frozen(kw_only=True)
class RssChannel(Extension):
    """
    Elements of a channel for RSS alone.

    RSS 2.0: as named at each field. Atom, JSON Feed: –.

    >>> [element.name for element in RssChannel(ttl=60, skip_days=["Sunday"]).elements("rss")]
    ['ttl', 'skipDays']
    """

    #: How long the document may be cached, in minutes. ttl.
    ttl: int | None = attrs.field(default=None, metadata=_optional(rules.positive))

    #: The hours in UTC, 0 to 23, in which clients need not ask. skipHours.
    skip_hours: tuple[int, ...] = attrs.field(default=(), converter=_hours, metadata=checked_by(_each(_hour)))

    #: The days on which clients need not ask: "Sunday". skipDays.
    skip_days: tuple[Day, ...] = attrs.field(default=(), converter=_days, metadata=checked_by(_each(rules.one_of(*DAYS))))

    #: cloud.
    cloud: Cloud | None = attrs.field(default=None, metadata=_optional(rules.instance(Cloud)))

    #: The address of the editor, "desk@example.org (Ann Lee)". It is public. managingEditor.
    managing_editor: str | None = attrs.field(default=None, converter=line_or_none, metadata=_optional(rules.text))

    #: The address of the person for technical questions. It is public. webMaster.
    web_master: str | None = attrs.field(default=None, converter=line_or_none, metadata=_optional(rules.text))

    #: The date of publication of the content, such as the issue of a magazine. pubDate.
    published: datetime | None = attrs.field(default=None, metadata=_optional(rules.moment))

    #: The address of the documentation of the format; defaults to the specification of RSS. docs.
    docs: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_optional(rules.address(iri.WEB)))

    #: A PICS rating. rating.
    rating: str | None = attrs.field(default=None, converter=line_or_none, metadata=_optional(rules.text))

    #: image.
    image: ChannelImage | None = attrs.field(default=None, metadata=_optional(rules.instance(ChannelImage)))

    #: textInput.
    text_input: TextInput | None = attrs.field(default=None, metadata=_optional(rules.instance(TextInput)))

    #: The elements that are the text of a field.
    _TEXTS: ClassVar = (
        ("managingEditor", "managing_editor"),
        ("webMaster", "web_master"),
        ("docs", "docs"),
        ("ttl", "ttl"),
        ("rating", "rating"),
    )

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return "RssChannel"

    @property
    def place(self) -> Place | None:
        """
        A feed.
        """
        return "feed"

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield the elements of the fields that are set, for RSS.
        """
        if format != "rss":
            return
        for name, field in self._TEXTS:
            value = getattr(self, field)
            if value is not None:
                yield Element(name, str(value))
        if self.published:
            yield Element("pubDate", format_rfc822(self.published))
        if self.cloud:
            cloud = self.cloud
            attributes: dict[str, str | int | None] = {"domain": cloud.domain, "port": cloud.port, "path": cloud.path}
            attributes |= {"registerProcedure": cloud.register_procedure, "protocol": cloud.protocol}
            yield Element("cloud", attributes=attributes)
        for name, children in (("image", self._children(self.image)), ("textInput", self._children(self.text_input))):
            if children:
                yield Element(name, children=children)
        for name, child, values in (("skipHours", "hour", self.skip_hours), ("skipDays", "day", self.skip_days)):
            if values:
                yield Element(name, children=[Element(child, str(value)) for value in values])

    @staticmethod
    def _children(value: Value | None) -> list[Element]:
        kind: Any = type(value)
        given = {field.name: getattr(value, field.name) for field in attrs.fields(kind)} if value else {}
        return [Element(name, str(each)) for name, each in given.items() if each is not None]

    def _faults(self) -> Iterator[Any]:
        for field, value in (("managing_editor", self.managing_editor), ("web_master", self.web_master)):
            if isinstance(value, str) and rules.email(value.partition(" ")[0]):
                yield self.fault(field, f"must begin with an e-mail address, such as desk@example.org (Ann Lee), not {value!r}")
