"""
The one door to feedgen 1.0 (and to lxml, which it brings): what feedgen gets wrong is put right here, once.

feedgen builds the trees of RSS and Atom documents. Each function below hands it what it writes correctly, and adds the rest as
:class:`~stridesfeed.markup.Element` values in *more*. The defects and the way round each:

- links of an entry lose their relation, type and title (upstream 135); feed links refuse IRI relations; only one self link reaches RSS, hubs
  and paging none: all links are elements in *more*, and feedgen's own are taken out again
- RSS dates go through ``setlocale``, which is process-wide: feedgen never gets one
- ``updated`` and ``lastBuildDate`` default to the clock: Atom's is always set, RSS's is suppressed
- authors without an e-mail vanish from RSS: they are dc:creator elements in *more*
- an enclosure without a length says "None", the last of several wins: exactly one is set, with "0" for an unknown length
- Atom ``type="CDATA"``: CDATA is asked for in RSS only
- fractions of seconds and odd offsets reach Atom: moments are whole and UTC before they come here; ``+00:00`` becomes ``Z``
- entries are put in front: ``order="append"``
- ``id()`` undoes ``guid(permalink=True)``: only ``guid()`` is called
- Atom ``source`` holds a title and a link only: it is an element in *more*
- ``category(label=None)`` writes an empty category; the caller's dicts are changed: fresh dicts without empty keys
- content and atom are declared in RSS whether used or not: declarations nobody uses are removed
- ``import feedgen.util`` needs ``lxml.etree`` to be imported first
- skipDays, textInput, cloud, the podcast and the syndication extension are wrong in ways of their own, and are not used
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree  # feedgen.util needs it to be there

from stridesfeed.extensions import NAMESPACES
from stridesfeed.extensions.content import NAMESPACE as CONTENT
from stridesfeed.markup import Element, Namespace, namespaces

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: The usual prefix of each namespace; what feedgen makes has none until it is part of a document.
_PREFIXES = {namespace.uri: prefix for prefix, namespace in NAMESPACES.items()}

_DC = f"{{{NAMESPACES['dc'].uri}}}"

#: Name, uri and e-mail address.
Person = tuple[str, str | None, str | None]

_REFERENCES = {"&": "#x26", "<": "#x3C"}


class _Entry(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """
    An entry of feedgen's, with elements that feedgen cannot write, in the order that readers need.
    """

    def __init__(self, more: Iterable[Element], language: str | None = None) -> None:
        super().__init__()
        self._more = tuple(more)
        self._language = language

    def rss_entry(self, extensions: bool = True) -> Any:
        """
        The item, mended.
        """
        item = super().rss_entry(extensions=extensions)
        _RSS_ITEM.mend(item, self._more)
        return item

    def atom_entry(self, extensions: bool = True) -> Any:
        """
        The entry, mended.
        """
        entry = super().atom_entry(extensions=extensions)
        _ATOM_ENTRY.mend(entry, self._more)
        if self._language:
            entry.set(_XML_LANG, self._language)
        return entry


class _Generator(FeedGenerator):  # type: ignore[misc]  # feedgen has no types
    """
    feedgen's generator, with elements that feedgen cannot write, in the order that readers need.
    """

    def __init__(self, more: Iterable[Element], inside: frozenset[Namespace]) -> None:
        super().__init__()
        self._more = tuple(more)
        self._inside = {namespace.prefix: namespace.uri for namespace in inside}
        declared = dict(sorted((self._inside | _namespaces(self._more)).items()))
        # The only way to declare a namespace on the root is an extension; feedgen wants a class that takes no arguments.
        self.register_extension("stridesfeed", lambda: _Declarations(declared))

    def _create_rss(self, extensions: bool = True) -> Any:
        root, document = super()._create_rss(extensions=extensions)
        _RSS_CHANNEL.mend(root[0], self._more)
        # The picture's title is the channel's, and is read like that.
        for title in root[0].iterfind("image/title"):
            _refer(title)
        etree.cleanup_namespaces(root, keep_ns_prefixes=list(self._inside))
        return root, document

    def _create_atom(self, extensions: bool = True) -> Any:
        root, document = super()._create_atom(extensions=extensions)
        _ATOM_FEED.mend(root, self._more)
        return root, document


class _Declarations:
    """
    An extension in feedgen's sense that only declares namespaces.
    """

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces

    def extend_ns(self) -> Mapping[str, str]:
        """
        Prefix and URI of each.
        """
        return self._namespaces

    def extend_rss(self, _root: Any) -> None:
        """
        Nothing: other elements are added once the tree is there.
        """

    extend_atom = extend_rss


def rss_item(
    *,
    title: str,
    link: str,
    description: str | None,
    content: str | None,
    guid: str,
    permalink: bool,
    categories: Iterable[tuple[str, str | None]],
    comments: str | None,
    enclosure: tuple[str, str, str] | None,
    source: tuple[str, str] | None,
    more: Sequence[Element],
) -> bytes:
    """
    An item. *description* is HTML, or is left out for *content* alone; *categories* are names and domains; *enclosure* is address, length and
    media type; *source* is title and address.
    """
    item = _Entry(more)
    item.title(title)
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
    return _between(etree.tostring(root, encoding="UTF-8", pretty_print=True), b"<channel>\n", b"  </channel>")


def rss(
    *,
    title: str,
    link: str,
    description: str,
    language: str | None,
    rights: str | None,
    managing_editor: str | None,
    categories: Iterable[tuple[str, str | None]],
    generator: str,
    image: str | None,
    more: Iterable[Element],
    inside: frozenset[Namespace],
) -> tuple[bytes, bytes]:
    """
    What stands before and after the items, which use the namespaces *inside*; other arguments are named after the elements of channel.
    """
    channel = _Generator(more, inside)
    channel.title(title)
    channel.link(href=link, rel="alternate")
    channel.description(description)
    channel.language(language)
    channel.copyright(rights)
    channel.managingEditor(managing_editor)
    channel.category(_domains(categories))
    channel.generator(generator)
    if image:
        channel.image(url=image, title=title, link=link)
    # There is no public way to say "no date": the setters ignore None.
    channel._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001
    return _around(channel.rss_str(pretty=True), b"  </channel>")


def atom_entry(
    *,
    title: str,
    link: str,
    id: str,
    published: datetime,
    updated: datetime,
    authors: Iterable[Person],
    contributors: Iterable[Person],
    categories: Iterable[tuple[str, str | None, str]],
    summary: str | None,
    content: str | None,
    rights: str | None,
    language: str | None,
    more: Sequence[Element],
) -> bytes:
    """
    An entry. *categories* are terms, schemes and labels; links are elements in *more*.
    """
    entry = _Entry(more, language)
    entry.title(title)
    entry.id(id)
    entry.published(published)
    entry.updated(updated)
    entry.author(_persons(authors))
    entry.contributor(_persons(contributors))
    entry.category(_categories(categories))
    entry.summary(summary)
    if content:
        entry.content(content, type="html")
    else:
        # feedgen refuses an entry that has neither; the link that is written comes from *more*.
        entry.link(href=link, rel="alternate")
    entry.rights(rights)
    root = etree.Element("feed", nsmap=_namespaces(more))
    root.append(entry.atom_entry())
    return _between(etree.tostring(root, encoding="UTF-8", pretty_print=True), b">\n", b"</feed>")


def atom(
    *,
    title: str,
    subtitle: str | None,
    id: str,
    updated: datetime,
    authors: Iterable[Person],
    categories: Iterable[tuple[str, str | None, str]],
    rights: str | None,
    icon: str | None,
    logo: str | None,
    generator: tuple[str, str],
    language: str | None,
    more: Iterable[Element],
    inside: frozenset[Namespace],
) -> tuple[bytes, bytes]:
    """
    What stands before and after the entries, which use the namespaces *inside*; other arguments are named after the elements of feed, and
    *generator* is name and version.
    """
    feed = _Generator(more, inside)
    feed.title(title)
    feed.subtitle(subtitle)
    feed.id(id)
    feed.updated(updated)
    feed.author(_persons(authors))
    feed.category(_categories(categories))
    feed.rights(rights)
    feed.icon(icon)
    feed.logo(logo)
    feed.generator(generator[0], version=generator[1])
    feed.language(language)
    return _around(feed.atom_str(pretty=True), b"</feed>")


def _between(document: bytes, start: bytes, end: bytes) -> bytes:
    """
    What stands after the first *start* and before the last *end*: a child as it is written inside its parent, indented as deep.
    """
    return document[document.index(start) + len(start) : document.rindex(end)]


def _around(document: bytes, end: bytes) -> tuple[bytes, bytes]:
    """
    What stands before the last *end*, and the rest.
    """
    position = document.rindex(end)
    return document[:position], document[position:]


def _persons(people: Iterable[Person]) -> list[dict[str, str]]:
    shapes = ({"name": name, "uri": uri, "email": email} for name, uri, email in people)
    return [{key: value for key, value in shape.items() if value} for shape in shapes]


def _domains(categories: Iterable[tuple[str, str | None]]) -> list[dict[str, str]]:
    return [{"term": name} | ({"scheme": domain} if domain else {}) for name, domain in categories]


def _categories(categories: Iterable[tuple[str, str | None, str]]) -> list[dict[str, str]]:
    return [{"term": term, "label": label} | ({"scheme": scheme} if scheme else {}) for term, scheme, label in categories]


def _tag(name: str, namespace: Namespace | None) -> str:
    return f"{{{namespace.uri}}}{name}" if namespace else name


def _added(parent: Any, elements: Iterable[Element]) -> list[Any]:
    """
    The children of *parent* that *elements* became.
    """
    children = []
    for element in elements:
        namespaces = {element.namespace.prefix: element.namespace.uri} if element.namespace else None
        child = etree.SubElement(parent, _tag(element.name, element.namespace), dict(element.attributes), nsmap=namespaces)
        child.text = element.text
        _added(child, element.children)
        children.append(child)
    return children


class _Form:
    """
    How the children of an element have to be: in which order, and in which spelling.
    """

    def __init__(self, *order: str, plain: Iterable[str], dates: Iterable[str] = (), ours: Iterable[str] = ()) -> None:
        self._places = {name: float(position) for position, name in enumerate(order)}
        # A namespace of somebody else's stands before the last, which has to be last.
        self._unknown = len(order) - 1.5
        self._plain = frozenset(plain)
        self._dates = frozenset(dates)
        self._ours = frozenset(ours)

    def mend(self, parent: Any, more: Iterable[Element]) -> None:
        """
        Add *more* to *parent*, spell its texts and put its children in order. One pass, because each look at a child makes an object for it.
        """
        children = [child for child in parent if child.tag not in self._ours] + _added(parent, more)
        for child in children:
            tag = child.tag
            if tag in self._plain or tag.startswith(_DC):
                _refer(child)
            elif tag in self._dates:
                # One reader ignores ISO offsets.
                child.text = child.text.replace("+00:00", "Z")
        parent[:] = sorted(children, key=self._place)

    def _place(self, child: Any) -> float:
        """
        Where a child stands: by its name, or by the usual prefix of its namespace, which it has none of before it is part of a document.
        """
        tag = child.tag
        if tag not in self._places:
            uri, _, _ = tag[1:].partition("}") if tag.startswith("{") else ("", "", "")
            self._places[tag] = self._places.get(_PREFIXES.get(uri, ""), self._unknown)
        return self._places[tag]


#: Elements of plain text, in which the validator and readers agree on ``&#x26;`` and ``&#x3C;``.
_RSS_PLAIN = ("title", "category", "copyright", "managingEditor", "source", "generator")
_ATOM_PLAIN = ("title", "subtitle", "summary", "rights")
_ATOM_DATES = ("published", "updated")

_RSS_CHANNEL = _Form(
    *("title", "link", "description", "language", "copyright", "managingEditor", "lastBuildDate", "category", "generator", "docs", "image"),
    *("dc", "fh", "atom", "item"),
    plain=(*_RSS_PLAIN, "description"),
)
#: RSS's own elements first, then the namespaces that readers confuse least, Atom's last: atom:link before link empties the link in two readers.
_RSS_ITEM = _Form(
    *("title", "link", "description", "category", "comments", "enclosure", "guid", "pubDate", "source"),
    *("dc", "dcterms", "content", "media", "strides", "atom"),
    plain=_RSS_PLAIN,
)
_ATOM_FEED = _Form(
    *("title", "subtitle", "link", "id", "updated", "author", "contributor", "category", "rights", "icon", "logo", "generator"),
    *("fh", "entry"),
    plain=_ATOM_PLAIN,
    dates=_ATOM_DATES,
)
#: The source last: placed first it replaces the entry's own title, id and date in three readers.
_ATOM_ENTRY = _Form(
    *("title", "link", "id", "published", "updated", "author", "contributor", "category", "summary", "content", "rights"),
    *("media", "strides", "source"),
    plain=_ATOM_PLAIN,
    dates=_ATOM_DATES,
    ours=("link",),
)


def _refer(element: Any) -> None:
    """
    Write ``&`` and ``<`` as hexadecimal references.
    """
    text = element.text
    if not text or ("&" not in text and "<" not in text):
        return
    element.text = None
    last = None
    for piece in _pieces(text):
        reference = _REFERENCES.get(piece)
        if reference:
            last = etree.Entity(reference)
            element.append(last)
        elif last is None:
            element.text = piece
        else:
            last.tail = piece


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for position, character in enumerate(text):
        if character in _REFERENCES:
            if position > start:
                yield text[start:position]
            yield character
            start = position + 1
    if start < len(text):
        yield text[start:]


def _namespaces(elements: Iterable[Element]) -> dict[str, str]:
    """
    The namespaces in use, by prefix and in its order.
    """
    return {namespace.prefix: namespace.uri for namespace in sorted(namespaces(elements), key=lambda namespace: namespace.prefix)}
