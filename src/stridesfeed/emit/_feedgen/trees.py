"""
The only module that imports feedgen 1.0 (and lxml, which feedgen requires). Defects of feedgen are worked around here.

feedgen builds the trees of RSS and Atom documents. Each function passes it what it writes correctly, and adds the rest as
:class:`~stridesfeed.markup.Element` values in *more*. The defects and their workarounds:

- links of an entry lose their relation, type and title (upstream 135); links of a feed reject IRI relations; RSS gets only one self link, and
  no hubs or paging: all links are elements in *links* or *more*, and feedgen's own
  are removed
- RSS dates go through ``setlocale``, which affects the whole process: feedgen never gets a date for RSS
- ``updated`` and ``lastBuildDate`` default to the current time: Atom's is always set, RSS's is suppressed
- authors without an e-mail address vanish from RSS: they are dc:creator elements in *more*
- an enclosure without a length becomes "None", and only the last of several is written: exactly one is set, with "0" for an unknown length
- Atom ``type="CDATA"``: CDATA is used only in RSS, and where XHTML takes its place
- fractions of seconds and unusual offsets reach Atom: dates are passed in UTC and whole seconds, and ``+00:00`` becomes ``Z``
- entries are prepended: ``order="append"``
- ``id()`` undoes ``guid(permalink=True)``: only ``guid()`` is called
- Atom ``source`` has only a title and a link, and ``content`` with ``src`` no type: they are elements in *more*
- ``category(label=None)`` writes an empty category, and the caller's dicts are modified: each call gets new dicts without empty keys
- ``subtitle()`` has no type: it is set afterwards
- RSS always declares the content and atom namespaces: unused declarations are removed
- ``import feedgen.util`` requires that ``lxml.etree`` is already imported
- skipDays, textInput, cloud, the podcast and the syndication extension have defects of their own and are not used
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree  # before feedgen.util

from stridesfeed.extensions import NAMESPACES
from stridesfeed.extensions.atom import LinkValues
from stridesfeed.extensions.atom import element as link_element
from stridesfeed.extensions.content import NAMESPACE as CONTENT
from stridesfeed.markup import Element, Namespace, namespaces
from stridesfeed.model import Generator

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: The usual prefix of each namespace: feedgen's elements have none until they are part of a document.
_PREFIXES = {namespace.uri: prefix for prefix, namespace in NAMESPACES.items()}

_DC = f"{{{NAMESPACES['dc'].uri}}}"

#: The type of XHTML for feedgen, until the document is complete.
_XHTML_AS_CDATA = "CDATA"

#: Name, uri and e-mail address.
PersonTuple = tuple[str, str | None, str | None]

_REFERENCES = {"&": "#x26", "<": "#x3C"}
_SPECIAL = re.compile("([&<])")


class _Entry(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """
    A feedgen entry with additional elements, all in the order that readers need.
    """

    def __init__(self, more: Iterable[Element], language: str | None = None) -> None:
        super().__init__()
        self._more = tuple(more)
        self._language = language

    def rss_entry(self, extensions: bool = True) -> Any:
        """
        Return the item, corrected.
        """
        item = super().rss_entry(extensions=extensions)
        _RSS_ITEM.apply(item, self._more)
        return self._in_language(item)

    def atom_entry(self, extensions: bool = True) -> Any:
        """
        Return the entry, corrected.
        """
        entry = super().atom_entry(extensions=extensions)
        _ATOM_ENTRY.apply(entry, self._more)
        return self._in_language(entry)

    def _in_language(self, element: Any) -> Any:
        if self._language:
            element.set(_XML_LANG, self._language)
        return element


class _Generator(FeedGenerator):  # type: ignore[misc]  # feedgen has no types
    """
    A feedgen feed with additional elements, all in the order that readers need.
    """

    def __init__(self, more: Iterable[Element], inside: frozenset[Namespace], *, subtitle_type: str | None = None) -> None:
        super().__init__()
        self._more = tuple(more)
        self._subtitle_type = subtitle_type
        self._inside = {namespace.prefix: namespace.uri for namespace in inside}
        declared = dict(sorted((self._inside | _namespaces(self._more)).items()))
        # Only an extension can declare namespaces on the root. feedgen expects a class without arguments.
        self.register_extension("stridesfeed", lambda: _Declarations(declared))

    def _create_rss(self, extensions: bool = True) -> Any:
        root, document = super()._create_rss(extensions=extensions)
        _RSS_CHANNEL.apply(root[0], self._more)
        # The title of the image is that of the channel, and needs the same escaping.
        for title in root[0].iterfind("image/title"):
            _escape_plain_text(title)
        etree.cleanup_namespaces(root, keep_ns_prefixes=list(self._inside))
        return root, document

    def _create_atom(self, extensions: bool = True) -> Any:
        root, document = super()._create_atom(extensions=extensions)
        if self._subtitle_type:
            subtitle = root.find("subtitle")
            subtitle.set("type", self._subtitle_type)
            if self._subtitle_type == _XHTML_AS_CDATA:
                subtitle.text = etree.CDATA(subtitle.text)
        _ATOM_FEED.apply(root, self._more)
        return root, document


class _Declarations:
    """
    A feedgen extension that only declares namespaces.
    """

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces

    def extend_ns(self) -> Mapping[str, str]:
        """
        Return the URI of each namespace by prefix.
        """
        return self._namespaces

    def extend_rss(self, _root: Any) -> None:
        """
        Do nothing: elements are added after feedgen has built the tree.
        """

    extend_atom = extend_rss


def rss_item(
    *,
    title: str | None,
    link: str | None,
    description: str | None,
    content: str | None,
    guid: str,
    permalink: bool,
    categories: Iterable[tuple[str, str | None]],
    comments: str | None,
    enclosure: tuple[str, str, str] | None,
    source: tuple[str, str] | None,
    language: str | None,
    published: str | None,
    more: Sequence[Element],
    links: Iterable[LinkValues],
) -> tuple[bytes, frozenset[Namespace]]:
    """
    Return an item, and the namespaces that it uses.

    *description* is HTML, or ``None`` if there is only *content*; *categories* are names and domains; *enclosure* is address, length and media
    type; *source* is title and address; *published* is the pubDate; *links* are elements of Atom, after *more*.
    """
    more = [*([Element("pubDate", published)] if published else []), *more, *(link_element(link, inside_rss=True) for link in links)]
    item = _Entry(more, language)
    item.title(title)
    if link:
        item.link(href=link, rel="alternate")
    item.description(description)
    if content:
        item.content(content, type="CDATA")
    item.guid(guid, permalink=permalink)
    item.category(_domains(categories))
    item.comments(comments)
    if enclosure:
        item.enclosure(*enclosure)
    if source:
        item.source(title=source[0], url=source[1])
    root = etree.Element("rss", nsmap=_namespaces(more) | {CONTENT.prefix: CONTENT.uri})
    etree.SubElement(root, "channel").append(item.rss_entry())
    text = _between(etree.tostring(root, encoding="UTF-8", pretty_print=True), b"<channel>\n", b"  </channel>")
    return text, namespaces(more) | ({CONTENT} if content and description else set())


def rss(
    *,
    title: str,
    link: str,
    description: str,
    language: str | None,
    rights: str | None,
    managing_editor: str | None,
    categories: Iterable[tuple[str, str | None]],
    generator: str | None,
    image: str | None,
    more: Iterable[Element],
    inside: frozenset[Namespace],
) -> tuple[bytes, bytes]:
    """
    Return the channel before and after its items, which use the namespaces *inside*. Other arguments are named after the elements of channel.
    """
    channel = _Generator(more, inside)
    channel.title(title)
    channel.link(href=link, rel="alternate")
    channel.description(description)
    channel.language(language)
    channel.copyright(rights)
    channel.managingEditor(managing_editor)
    channel.category(_domains(categories))
    channel.generator(generator or "")
    if image:
        channel.image(url=image, title=title, link=link)
    # There is no public way to remove the date: the setter ignores None.
    channel._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001
    return _split_before(channel.rss_str(pretty=True), b"  </channel>")


def atom_entry(
    *,
    title: str,
    link: str | None,
    id: str,
    published: datetime | None,
    updated: datetime,
    authors: Iterable[PersonTuple],
    contributors: Iterable[PersonTuple],
    categories: Iterable[tuple[str, str | None, str]],
    summary: str | None,
    summary_is_html: bool,
    content: str | None,
    is_xhtml: bool,
    rights: str | None,
    language: str | None,
    links: Iterable[LinkValues],
    more: Sequence[Element],
) -> tuple[bytes, frozenset[Namespace]]:
    """
    Return an entry, and the namespaces that it uses.

    *categories* are terms, schemes and labels. If *is_xhtml*, the content, and a summary that is HTML, are XHTML.
    """
    more = [*(link_element(link, inside_rss=False) for link in links), *more]
    entry = _Entry(more, language)
    entry.title(title)
    entry.id(id)
    if published:
        entry.published(published)
    entry.updated(updated)
    entry.author(_persons(authors))
    entry.contributor(_persons(contributors))
    entry.category(_categories(categories))
    entry.summary(summary, type=_markup_type(is_xhtml) if summary_is_html else None)
    if content:
        entry.content(content, type=_markup_type(is_xhtml))
    else:
        # feedgen rejects an entry with neither content nor link. One of *links* replaces this one.
        entry.link(href=link, rel="alternate")
    entry.rights(rights)
    root = etree.Element("feed", nsmap=_namespaces(more))
    root.append(entry.atom_entry())
    text = _with_xhtml(_between(etree.tostring(root, encoding="UTF-8", pretty_print=True), b">\n", b"</feed>"))
    return text, namespaces(more)


def atom(
    *,
    title: str,
    subtitle: str | None,
    subtitle_is_html: bool,
    is_xhtml: bool,
    id: str,
    updated: datetime,
    authors: Iterable[PersonTuple],
    contributors: Iterable[PersonTuple],
    categories: Iterable[tuple[str, str | None, str]],
    rights: str | None,
    icon: str | None,
    logo: str | None,
    generator: Generator | None,
    language: str | None,
    more: Iterable[Element],
    inside: frozenset[Namespace],
) -> tuple[bytes, bytes]:
    """
    Return the feed before and after its entries, which use the namespaces *inside*. Other arguments are named after the elements of feed.
    """
    feed = _Generator(more, inside, subtitle_type=_markup_type(is_xhtml) if subtitle_is_html else None)
    feed.title(title)
    feed.subtitle(subtitle)
    feed.id(id)
    feed.updated(updated)
    feed.author(_persons(authors))
    feed.contributor(_persons(contributors))
    feed.category(_categories(categories))
    feed.rights(rights)
    feed.icon(icon)
    feed.logo(logo)
    if generator:
        feed.generator(generator.name, version=generator.version, uri=generator.uri)
    else:
        # There is no public way to write none.
        feed._FeedGenerator__atom_generator = None  # noqa: SLF001
    feed.language(language)
    return _split_before(_with_xhtml(feed.atom_str(pretty=True)), b"</feed>")


def _markup_type(is_xhtml: bool) -> str:  # its only argument
    return _XHTML_AS_CDATA if is_xhtml else "html"


def _with_xhtml(document: bytes) -> bytes:
    """
    Return *document* with XHTML in place of the CDATA that contains it. As elements, lxml would indent it, which adds white space to the text.
    """
    for name in (b"summary", b"content", b"subtitle") if b'type="CDATA"' in document else ():
        opened = document.replace(b'<%s type="CDATA"><![CDATA[' % name, b'<%s type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">' % name)
        document = opened.replace(b"]]></%s>" % name, b"</div></%s>" % name)
    return document


def _between(document: bytes, start: bytes, end: bytes) -> bytes:
    """
    Return the text after the first *start* and before the last *end*: a child, indented as inside its parent.
    """
    return document[document.index(start) + len(start) : document.rindex(end)]


def _split_before(document: bytes, end: bytes) -> tuple[bytes, bytes]:
    """
    Return the text before the last *end*, and the rest.
    """
    position = document.rindex(end)
    return document[:position], document[position:]


def _persons(people: Iterable[PersonTuple]) -> list[dict[str, str]]:
    shapes = ({"name": name, "uri": uri, "email": email} for name, uri, email in people)
    return [{key: value for key, value in shape.items() if value} for shape in shapes]


def _domains(categories: Iterable[tuple[str, str | None]]) -> list[dict[str, str]]:
    return [{"term": name} | ({"scheme": domain} if domain else {}) for name, domain in categories]


def _categories(categories: Iterable[tuple[str, str | None, str]]) -> list[dict[str, str]]:
    return [{"term": term, "label": label} | ({"scheme": scheme} if scheme else {}) for term, scheme, label in categories]


def _add_elements(parent: Any, elements: Iterable[Element]) -> list[Any]:
    """
    Append *elements* to *parent* and return the new children.
    """
    children = []
    for element in elements:
        namespace = element.namespace
        tag = f"{{{namespace.uri}}}{element.name}" if namespace else element.name
        declarations = {namespace.prefix: namespace.uri} if namespace else {}
        attributes = dict(element.attributes)
        for each in element.qualified:
            declarations[each.namespace.prefix] = each.namespace.uri
            attributes[f"{{{each.namespace.uri}}}{each.name}"] = each.text
        child = etree.SubElement(parent, tag, attributes, nsmap=declarations or None)
        child.text = element.text
        _add_elements(child, element.children)
        children.append(child)
    return children


class _Layout:
    """
    The order and escaping of the children of an element.
    """

    def __init__(
        self, *order: str, plain: Iterable[str], dates: Iterable[str] = (), replaced: Iterable[str] = (), single: Iterable[str] = ()
    ) -> None:
        self._positions = {name: float(position) for position, name in enumerate(order)}
        # Elements of unknown namespaces go before the last group, which must remain last.
        self._unknown = len(order) - 1.5
        self._plain = frozenset(plain)
        self._dates = frozenset(dates)
        self._replaced = frozenset(replaced)
        self._single = frozenset(single)

    def apply(self, parent: Any, more: Iterable[Element]) -> None:
        """
        Add *more* to *parent*, escape texts and sort the children. One pass, because lxml creates an object for each access to a child.

        Elements in *more* replace those of feedgen that may occur only once.
        """
        more = tuple(more)
        replaced = self._replaced | {element.name for element in more if element.namespace is None and element.name in self._single}
        children = [child for child in parent if child.tag not in replaced] + _add_elements(parent, more)
        for child in children:
            tag = child.tag
            if tag not in self._positions:
                # By its name, or by the usual prefix of its namespace.
                uri, _, _ = tag[1:].partition("}") if tag.startswith("{") else ("", "", "")
                self._positions[tag] = self._positions.get(_PREFIXES.get(uri, ""), self._unknown)
            if (tag in self._plain or tag.startswith(_DC)) and child.get("type") != _XHTML_AS_CDATA:
                _escape_plain_text(child)
            elif tag in self._dates and child.text:
                # One reader ignores ISO offsets.
                child.text = child.text.replace("+00:00", "Z")
        parent[:] = sorted(children, key=lambda child: self._positions[child.tag])


#: Elements of plain text. The validator and readers agree on ``&#x26;`` and ``&#x3C;`` in them.
_RSS_PLAIN = ("title", "category", "copyright", "managingEditor", "author", "source", "generator")
_ATOM_PLAIN = ("title", "subtitle", "summary", "rights")
_ATOM_DATES = ("published", "updated")

_RSS_CHANNEL = _Layout(
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "lastBuildDate", "category", "generator", "docs"),
    *("cloud", "ttl", "image", "rating", "textInput", "skipHours", "skipDays", "dc", "fh", "atom", "item"),
    plain=(*_RSS_PLAIN, "description", "webMaster"),
    single=("docs", "image", "managingEditor"),
)
#: Elements of RSS first, then namespaces, atom last: with atom:link before link, two readers find an empty link.
_RSS_ITEM = _Layout(
    *("title", "link", "description", "category", "comments", "enclosure", "guid", "pubDate", "source"),
    *("dc", "dcterms", "content", "itunes", "media", "strides", "atom"),
    plain=_RSS_PLAIN,
)
_ATOM_FEED = _Layout(
    *("title", "subtitle", "link", "id", "updated", "author", "contributor", "category", "rights", "icon", "logo", "generator"),
    *("fh", "entry"),
    plain=_ATOM_PLAIN,
    dates=_ATOM_DATES,
)
#: The source last: if it is first, three readers take its title, id and date for those of the entry.
_ATOM_ENTRY = _Layout(
    *("title", "link", "id", "published", "updated", "author", "contributor", "category", "summary", "content", "rights"),
    *("media", "strides", "source"),
    plain=_ATOM_PLAIN,
    dates=_ATOM_DATES,
    replaced=("link",),
)


def _escape_plain_text(element: Any) -> None:
    """
    Write ``&`` and ``<`` in the text of *element* as hexadecimal character references.
    """
    text = element.text
    if not text or ("&" not in text and "<" not in text):
        return
    # lxml escapes a text in its own way, but writes an entity node as it is.
    element.text = None
    last: Any = None
    for piece in _SPECIAL.split(text):
        if piece in _REFERENCES:
            last = etree.Entity(_REFERENCES[piece])
            element.append(last)
        elif piece and last is None:
            element.text = piece
        elif piece:
            last.tail = piece


def _namespaces(elements: Iterable[Element]) -> dict[str, str]:
    """
    Return the namespaces that *elements* use, sorted by prefix.
    """
    return {namespace.prefix: namespace.uri for namespace in sorted(namespaces(elements), key=lambda namespace: namespace.prefix)}
