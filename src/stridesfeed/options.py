"""
Choices that the formats leave to the publisher.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import attrs

from stridesfeed import rules
from stridesfeed._version import __version__
from stridesfeed.model import Generator
from stridesfeed.text import forbidden_character
from stridesfeed.value import Many, Value, as_tuple, checked_by, line_or_none, uri_or_none
from stridesfeed.versions import NAME

_ATTRIBUTE = re.compile(r"(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*", re.ASCII)


def _pairs(value: Mapping[str, str] | Many[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(value.items()) if isinstance(value, Mapping) else as_tuple(value)


def _root_attributes(value: object) -> str | None:
    if not isinstance(value, tuple) or not all(isinstance(pair, tuple) and [*map(type, pair)] == [str, str] for pair in value):
        return "must be a dict of names and texts, such as {'xml:lang': 'en'}"
    for name, text in value:
        if not _ATTRIBUTE.fullmatch(name) or name == "xmlns":
            return f"{name!r}: must be a name such as 'xml:lang' or 'xmlns:ex'"
        if found := forbidden_character(text):
            return f"{name!r}: must not contain the character {found!r}, which XML forbids: remove it"
    return None


def _generator(value: object) -> str | None:
    return None if value is None or isinstance(value, Generator) else rules.html(value)


@attrs.frozen(kw_only=True)
class Options(Value):
    """
    Choices about documents that the formats leave open. The defaults are what most readers display best.

    Invalid values raise :class:`~stridesfeed.errors.InvalidError`.
    """

    #: RSS, Atom: "joined" writes one dc:creator, one author, for all authors ("A, B"), which nearly all readers show in full; "each" writes one
    #: per author, of which most readers show only the first or the last. "joined-in-rss" writes one in RSS, and in Atom one per author with the
    #: person's page, for programs that collect articles.
    creators: Literal["joined", "each", "joined-in-rss"] = attrs.field(
        default="joined", metadata=checked_by(rules.one_of("joined", "each", "joined-in-rss"))
    )

    #: Atom: the term of a category, which most readers show instead of its label: "auto" writes the label of a category without scheme, and the
    #: term of one with a scheme, because both together identify it; "label" and "term" write always the same.
    atom_terms: Literal["auto", "label", "term"] = attrs.field(default="auto", metadata=checked_by(rules.one_of("auto", "label", "term")))

    #: Atom: how HTML is written: "html" as text, which every reader displays; "xhtml" as elements of XHTML, for programs that process XML.
    atom_markup: Literal["html", "xhtml"] = attrs.field(default="html", metadata=checked_by(rules.one_of("html", "xhtml")))

    #: RSS: the element for the date of the last change: "atom" (atom:updated), "dcterms" (dcterms:modified, which MSN reads) or "none".
    updated: Literal["atom", "dcterms", "none"] = attrs.field(default="atom", metadata=checked_by(rules.one_of("atom", "dcterms", "none")))

    #: RSS: the elements of the lead image: "thumbnail" writes media:thumbnail, which is enough for readers; "both" adds media:content, which
    #: some partners need, but Thunderbird, RSS Guard and Tiny Tiny RSS then show the image twice.
    image_elements: Literal["thumbnail", "both"] = attrs.field(default="thumbnail", metadata=checked_by(rules.one_of("thumbnail", "both")))

    #: RSS: "first" writes the first attachment as enclosure and the others as media:content, because the RSS Advisory Board recommends one
    #: enclosure; "all" writes an enclosure for each, which more programs read.
    enclosures: Literal["first", "all"] = attrs.field(default="first", metadata=checked_by(rules.one_of("first", "all")))

    #: RSS: "podcasts" writes the duration of audio and video (itunes:duration) in feeds with a :class:`~stridesfeed.Podcast`; "all" in others
    #: too, where validators then ask for the other elements of Apple Podcasts, and one reader takes the feed for a podcast.
    durations: Literal["podcasts", "all"] = attrs.field(default="podcasts", metadata=checked_by(rules.one_of("podcasts", "all")))

    #: RSS, Atom: the address that the title of a link post leads to: "page" for its own page, "external" for the one it is about, as in a
    #: linkblog; then the page is a related link.
    link: Literal["page", "external"] = attrs.field(default="page", metadata=checked_by(rules.one_of("page", "external")))

    #: Publish the e-mail addresses of people (Atom: email; RSS: managingEditor, for the first author of the feed).
    emails: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    #: RSS: with *emails*, also write author, the address and name of the authors of an article who have an address: of the "first", or of
    #: "all". Seven programs display the address; one parser and validators refuse items with two of them.
    rss_author: Literal["none", "first", "all"] = attrs.field(default="none", metadata=checked_by(rules.one_of("none", "first", "all")))

    #: JSON Feed: "inherited" writes the authors of the feed only if no article has its own, because programs show both; "always" writes them
    #: in any case.
    feed_authors: Literal["inherited", "always"] = attrs.field(default="inherited", metadata=checked_by(rules.one_of("inherited", "always")))

    #: RSS, Atom: "shorter" leaves out a summary that is as long as the text, because Tiny Tiny RSS and Liferea show the longer of the two and
    #: hide the other; "all" writes every summary.
    summaries: Literal["shorter", "all"] = attrs.field(default="shorter", metadata=checked_by(rules.one_of("shorter", "all")))

    #: Put the lead image at the start of the body, unless the body already contains it.
    lead_image: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    #: Put the list of sources into the body.
    sources: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    #: Put the list of related links into the body.
    related: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    #: The program that is named as the generator of RSS and Atom documents, by its name or with its page and version; "" for none. Defaults to
    #: this library and its version.
    generator: Generator | str | None = attrs.field(default=None, metadata=checked_by(_generator))

    #: The address of a style sheet that browsers apply to RSS and Atom documents: XSLT, or CSS if it ends in .css.
    stylesheet: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: RSS, Atom: attributes of the root element, such as "xml:lang", and declarations of namespaces, such as "xmlns:ex". The namespaces of
    #: elements are declared in any case.
    root_attributes: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs, metadata=checked_by(_root_attributes))

    #: A text for people who look at a JSON Feed document: user_comment.
    user_comment: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The maximum length, in characters, of the summary taken from the body of an article without one; 0 turns this off.
    excerpt: int = attrs.field(default=280, metadata=checked_by(rules.count))

    @property
    def program(self) -> Generator | None:
        """
        The generator that documents name; ``None`` for none.
        """
        if self.generator is None:
            return Generator(NAME, version=__version__)
        if isinstance(self.generator, str):
            return Generator(self.generator) if self.generator.strip() else None
        return self.generator

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return "Options"


DEFAULT = Options()
