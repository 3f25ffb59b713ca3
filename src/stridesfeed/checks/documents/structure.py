"""
Rules about what stands in what: roots, namespaces, unknown, missing and repeated elements, text out of place.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.vocabulary import CONSTRUCTS, shapes
from stridesfeed.checks.documents.xml_document import XmlDocument, children, found_at
from stridesfeed.checks.rule import Found, table
from stridesfeed.errors import suggestion
from stridesfeed.xml_tree import XmlElement

#: Their content is looked at by rules of its own.
_OWN = CONSTRUCTS | {"content"}


def not_a_feed(document: XmlDocument) -> Iterator[Found]:
    """
    The outermost element is none of a feed, so readers see nothing to subscribe to.

    RSS 2.0, rss; RFC 4287, 4.1.1.

    Fix: give the address of the feed, or write ``rss``, or ``feed`` in Atom's namespace.
    """
    root = document.root
    if root is not None and document.format is None:
        yield document.found(root, f"<{root.tag}> is no feed: RSS has <rss>, Atom has <feed> in the namespace {ns.ATOM}")


def format_not_covered(document: XmlDocument) -> Iterator[Found]:
    """
    RSS 1.0 is RDF; of it only what holds for every document is looked at.

    Fix: RSS 2.0 and Atom 1.0 are what readers know best.
    """
    if document.format == "rdf" and document.root is not None:
        yield document.found(document.root, "RSS 1.0 is not looked at further")


def namespace_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    A namespace is written differently from its specification, or is one that was given up: readers take the elements for unknown ones.

    Namespaces in XML 1.0, 2.3; RFC 4287, 1.2; RSS 2.0, extending RSS.

    Fix: write it to the letter.
    """
    for declaration in document.tree.declarations:
        meant = ns.MISTAKEN.get(declaration.namespace)
        if meant is not None:
            yield found_at(declaration.position, f"{declaration.namespace!r} has to be {meant!r}")
        elif document.format == "rss" and declaration.namespace in ns.NOT_FOR_RSS and not declaration.prefix:
            yield found_at(declaration.position, "the elements of RSS stand in no namespace: leave the declaration out")


def prefix_taken(document: XmlDocument) -> Iterator[Found]:
    """
    A well-known prefix stands for another namespace: many readers look at prefixes alone.

    Namespaces in XML 1.0, 3.

    Fix: take another prefix.
    """
    usual = {known.prefix: namespace for namespace, known in ns.KNOWN.items()}
    for declaration in document.tree.declarations:
        meant = usual.get(declaration.prefix)
        if declaration.prefix and meant not in {None, declaration.namespace, ns.MISTAKEN.get(declaration.namespace)}:
            yield found_at(declaration.position, f"readers take {declaration.prefix}: for {meant}: take another prefix")


def prefix_unusual(document: XmlDocument) -> Iterator[Found]:
    """
    A well-known namespace has another prefix than usual: readers that look at prefixes do not see its elements.

    Namespaces in XML 1.0, 3.

    Fix: take the usual prefix.
    """
    for declaration in document.tree.declarations:
        known = ns.KNOWN.get(declaration.namespace)
        if known and declaration.prefix and declaration.prefix not in {known.prefix, "a10"}:
            yield found_at(declaration.position, f"readers know {declaration.namespace} as {known.prefix}:, not as {declaration.prefix}:")


def prefix_in_atom(document: XmlDocument) -> Iterator[Found]:
    """
    The elements of Atom, or the XHTML in them, have a prefix: more than ten common readers then see an empty feed.

    RFC 4287, 1.2.

    Fix: declare Atom's namespace as the default one, and XHTML's on the div.
    """
    if document.format != "atom":
        return
    for declaration in document.tree.declarations:
        if declaration.prefix and declaration.namespace in {ns.ATOM, ns.XHTML}:
            yield found_at(declaration.position, f"write these elements without {declaration.prefix}:, in a default namespace")


def namespace_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    A namespace that no reader we know of looks at.

    Fix: none where it is your own; leave it out where nobody asked for it.
    """
    for declaration in document.tree.declarations:
        address = declaration.namespace
        if address and address not in ns.KNOWN and address not in ns.MISTAKEN and address not in ns.NOT_FOR_RSS:
            yield found_at(declaration.position, f"no reader is known to look at {address}")


def rss_version_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    The version of RSS is none that there is.

    RSS 2.0, rss.

    Fix: write ``version="2.0"``.
    """
    version = document.root.get("version") if document.format == "rss" and document.root else None
    if version is not None and version not in {"2.0", "0.91", "0.92", "0.93", "0.94"} and document.root:
        yield document.found(document.root, f'there is no RSS {version!r}: write version="2.0"')


def rss_version_old(document: XmlDocument) -> Iterator[Found]:
    """
    RSS 0.9x was replaced by 2.0, which readers take in its place and which can say more.

    RSS 2.0, rss.

    Fix: write ``version="2.0"``.
    """
    version = document.root.get("version") if document.format == "rss" and document.root else None
    if version and version.startswith("0.9") and document.root:
        yield document.found(document.root, f'RSS {version} was replaced by 2.0: write version="2.0"')


def element_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    An element that the format, or the namespace it claims, does not have in this place: readers do not see what it says.

    RSS 2.0, extending RSS; RFC 4287, 6.

    Fix: use the right name and place, or a namespace of your own.
    """
    for element in document.elements if document.format in {"rss", "atom"} else ():
        parent = document.parent(element)
        if parent is None or parent.namespace != document.core:
            continue
        if element.namespace == document.core:
            yield from _unknown_here(document, element, parent)
        else:
            yield from _unknown_there(document, element)


def _unknown_there(document: XmlDocument, element: XmlElement) -> Iterator[Found]:
    known = ns.KNOWN.get(element.namespace)
    if known and known.elements is not None and element.name not in known.elements:
        yield document.found(element, f"{known.prefix}: has no <{element.name}>{suggestion(element.name, sorted(known.elements))}")


def _unknown_here(document: XmlDocument, element: XmlElement, parent: XmlElement) -> Iterator[Found]:
    shape = shapes(document.format).get(parent.name)
    if shape is None or (parent.name in _OWN and document.format == "atom") or element.name in shape.children:
        return
    format = "RSS" if document.format == "rss" else "Atom"
    instead = suggestion(element.name, sorted(shape.children)) if shape.children else ": it holds text alone"
    yield document.found(element, f"<{parent.name}> of {format} has no <{element.name}>{instead}")


def element_without_namespace(document: XmlDocument) -> Iterator[Found]:
    """
    An element in no namespace among those of a format that has one, or inside another namespace's: nobody can say what it means.

    RFC 4287, 6.4; RSS 2.0, extending RSS.

    Fix: give it a namespace, or take it out.
    """
    if document.format is None:
        return
    for element in document.elements:
        parent = document.parent(element)
        foreign = parent is not None and parent.namespace in {ns.ATOM, ns.XHTML}
        if element.namespace == "" and foreign:
            yield document.found(element, f"<{element.name}> is in no namespace")


def element_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    An element of another namespace that its specification puts elsewhere.

    RFC 5005, 2, 4; RSS profile, content:encoded.

    Fix: move it.
    """
    for element in document.named("encoded", namespace=ns.CONTENT):
        if document.format in {"rss", "atom"} and document.inside(element) not in {"item", "entry"}:
            yield document.found(element, f"<{element.tag}> belongs into an entry")
    for element in document.named("complete", "archive", namespace=ns.FH):
        if document.format in {"rss", "atom"} and document.parent(element) is not document.feed:
            yield document.found(element, f"<{element.tag}> belongs to the whole feed")


def element_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An element that the format requires is not there: readers show a gap, refuse the entry, or the whole feed.

    RSS 2.0, required channel elements; RFC 4287, 4.1.1, 4.1.2, 3.2.1.

    Fix: write it.
    """
    known = shapes(document.format)
    for element in document.own:
        shape = known.get(element.name)
        if shape is None:
            continue
        there = {child.name for child in element.children if child.namespace == element.namespace}
        for name in sorted(shape.required - there):
            yield document.found(element, f"<{element.name}> needs <{name}>")


def element_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An element stands twice where the format has it once: some readers take the first, some the last, and one refuses the feed.

    RSS 2.0; RFC 4287, 4.1.1, 4.1.2, 3.2.

    Fix: keep one.
    """
    known = shapes(document.format)
    for element in document.own:
        shape = known.get(element.name)
        seen: set[tuple[str, str]] = set()
        for child in element.children if shape else ():
            key = (child.namespace, child.name)
            once = shape and child.name in shape.children - shape.repeated if child.namespace == element.namespace else key in _ONCE
            if once and key in seen:
                yield document.found(child, f"<{element.name}> has more than one <{child.tag}>: keep one")
            seen.add(key)


_ONCE = frozenset(
    [(ns.CONTENT, "encoded"), *((ns.SY, name) for name in ("updatePeriod", "updateFrequency", "updateBase"))]
    + [(ns.FH, name) for name in ("complete", "archive")]
    + [(ns.SLASH, name) for name in ("comments", "section", "department", "hit_parade")]
    + [(ns.DC, name) for name in ("language", "rights", "title", "description")]
    + [(ns.THR, "total"), ("http://webns.net/mvcb/", "errorReportsTo"), ("http://webns.net/mvcb/", "generatorAgent")]
    + [
        (ns.ITUNES, name)
        for name in ("author", "block", "complete", "duration", "explicit", "image", "new-feed-url", "owner", "subtitle", "summary", "type")
    ]
)


def entries_before_metadata(document: XmlDocument) -> Iterator[Found]:
    """
    What holds for the whole feed stands after the first entry: readers that show entries as they come do not know it yet.

    RFC 4287, 4.1.1; RSS profile, item.

    Fix: write the entries last.
    """
    feed = document.feed
    if feed is None or not document.entries:
        return
    seen = False
    for child in feed.children:
        if child.namespace != document.core:
            continue
        if child.name in {"item", "entry"}:
            seen = True
        elif seen:
            yield document.found(child, f"<{child.name}> stands after an entry: write the entries last")


#: The format assigns no meaning to what they hold, and does not forbid it.
_WITHOUT_MEANING = frozenset({"category", "link"})


def _stray_texts(document: XmlDocument) -> Iterator[tuple[XmlElement, bool]]:
    """
    Elements that hold text where none belongs, and whether the format allows it nevertheless.
    """
    known = shapes(document.format)
    for element in document.own:
        shape = known.get(element.name)
        if shape and not shape.text and element.text.strip():
            yield element, document.format == "atom" and element.name in _WITHOUT_MEANING


def text_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    Text stands where only elements may, or in an element that has to be empty: readers do not show it.

    RSS 2.0; RFC 4287, 4.1 and appendix B.

    Fix: put it into an element.
    """
    for element, is_allowed in _stray_texts(document):
        if not is_allowed:
            yield document.found(element, f"<{element.name}> holds no text of its own: {element.text.strip()[:40]!r}")


def text_without_meaning(document: XmlDocument) -> Iterator[Found]:
    """
    Text stands in a link or a category of Atom: the format allows it and gives it no meaning, so readers do not show it.

    RFC 4287, 4.2.2, 4.2.7.

    Fix: write it into the attribute title, or label.
    """
    for element, is_allowed in _stray_texts(document):
        if is_allowed:
            yield document.found(element, f"no reader shows the text of <{element.name}>: {element.text.strip()[:40]!r}")


_BLANK = frozenset({"title", "subtitle", "summary", "rights", "name", "icon", "logo", "generator", "guid"})


def element_blank(document: XmlDocument) -> Iterator[Found]:
    """
    An element has nothing in it: some readers show an empty line, or an empty name.

    RFC 4287, 4.2; RSS profile, title.

    Fix: fill it, or leave it out.
    """
    for element in document.own:
        if document.format == "atom":
            blank = element.name in _BLANK or (element.name == "content" and element.get("src") is None)
        else:
            blank = element.name in {"title", "category", "ttl", "docs"}
        if blank and not element.text.strip() and not element.children:
            yield document.found(element, f"<{element.name}> is empty: fill it, or leave it out")


def item_says_nothing(document: XmlDocument) -> Iterator[Found]:
    """
    An item has neither title nor description, so readers have nothing to show.

    RSS 2.0, item.

    Fix: give it one of the two.
    """
    if document.format != "rss":
        return
    for item in document.entries:
        if not children(item, "title", "description"):
            yield document.found(item, "an item needs a title or a description")


RULES = table(
    errors=(
        not_a_feed,
        namespace_wrong,
        rss_version_wrong,
        element_unknown,
        element_misplaced,
        element_missing,
        element_repeated,
        text_misplaced,
        item_says_nothing,
    ),
    warnings=(
        prefix_taken,
        prefix_in_atom,
        element_without_namespace,
        entries_before_metadata,
        element_blank,
        text_without_meaning,
    ),
    hints=(format_not_covered, prefix_unusual, namespace_unknown, rss_version_old),
)
