"""
Rules about the structure of RSS and Atom: roots, namespaces; unknown, missing, repeated and empty elements and attributes.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.grammar import TEXT_CONSTRUCTS, element_models
from stridesfeed.checks.documents.vocabulary import defined_elements, parent_kind
from stridesfeed.checks.documents.xml_document import XmlDocument, children, found_at
from stridesfeed.checks.rule import Found, table
from stridesfeed.errors import suggestion
from stridesfeed.xml_tree import NamespaceDeclaration, XmlElement


def not_a_feed(document: XmlDocument) -> Iterator[Found]:
    """
    The root element is not that of a feed, so people cannot subscribe to the document.

    RSS 2.0, rss; RFC 4287, 4.1.1.

    Fix: Give the address of the feed; or write ``<rss>``, or ``<feed>`` in Atom's namespace.
    """
    root = document.root
    if root is not None and document.format is None:
        yield document.found(root, f"<{root.tag}> is not the root of a feed: RSS has <rss>, Atom has <feed> in the namespace {ns.ATOM}")


def format_outdated(document: XmlDocument) -> Iterator[Found]:
    """
    RSS 1.0 and 0.90 are RDF, which newer programs do not read.

    RSS 1.0.

    Fix: Prefer RSS 2.0 or Atom 1.0.
    """
    if document.format == "rdf" and document.root is not None:
        yield document.found(document.root, "RSS in RDF is outdated: prefer RSS 2.0 or Atom 1.0")


def namespace_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    A namespace is misspelt or outdated, so readers do not recognize its elements.

    Namespaces in XML 1.0, 2.3; RFC 4287, 1.2; RSS 2.0, extending RSS.

    Fix: Copy the namespace from its specification, character by character.
    """
    root = document.root
    for declaration in _namespaces(document):
        right = ns.right_namespace(declaration.namespace)
        is_of_rss = document.format == "rss" and root is not None and (declaration.position, declaration.prefix) == (root.position, root.prefix)
        if document.format == "rss" and (is_of_rss or (declaration.namespace in ns.NOT_FOR_RSS and not declaration.prefix)):
            yield found_at(declaration.position, f"RSS elements have no namespace: remove {declaration.namespace!r}")
        elif document.format == "draft" and declaration.namespace in ns.OLD_ATOM:
            message = f"a draft of Atom, which is not checked further: write Atom 1.0, in the namespace {ns.ATOM}"
            yield found_at(declaration.position, message)
        elif right != declaration.namespace:
            yield found_at(declaration.position, f"wrong namespace {declaration.namespace!r}: write {right!r}")


def _namespaces(document: XmlDocument) -> Iterator[NamespaceDeclaration]:
    """
    Yield the first declaration of each namespace.
    """
    seen = {""}
    for declaration in document.tree.declarations:
        if declaration.namespace not in seen:
            seen.add(declaration.namespace)
            yield declaration


def prefix_taken(document: XmlDocument) -> Iterator[Found]:
    """
    A well-known prefix is declared for another namespace. Many readers only look at prefixes.

    Namespaces in XML 1.0, 3.

    Fix: Use another prefix.
    """
    for declaration in document.tree.declarations:
        usual = ns.ADDRESSES.get(declaration.prefix)
        if usual and ns.right_namespace(declaration.namespace) not in usual:
            expected = " or ".join(sorted(usual))
            yield found_at(declaration.position, f"readers expect {expected} behind the prefix {declaration.prefix}: use another prefix")


def prefix_unusual(document: XmlDocument) -> Iterator[Found]:
    """
    A well-known namespace has an unusual prefix. Readers that only look at prefixes miss its elements.

    Namespaces in XML 1.0, 3.

    Fix: Use the usual prefix.
    """
    for declaration in document.tree.declarations:
        namespace = ns.right_namespace(declaration.namespace)
        known = ns.KNOWN.get(namespace)
        if known and known.prefix and declaration.prefix not in {"", known.prefix, "a10"}:
            message = f"unusual prefix {declaration.prefix} for {namespace}: use {known.prefix}"
            yield found_at(declaration.position, message)


def prefix_in_atom(document: XmlDocument) -> Iterator[Found]:
    """
    Atom's elements, or the XHTML in them, have a prefix. More than ten common readers then show an empty feed.

    RFC 4287, 1.2.

    Fix: Declare Atom's namespace as the default namespace of the feed, and XHTML's on the div.
    """
    if document.format != "atom":
        return
    for declaration in document.tree.declarations:
        if declaration.prefix and ns.right_namespace(declaration.namespace) in {ns.ATOM, ns.XHTML}:
            message = f"many readers miss elements with the prefix {declaration.prefix}: declare a default namespace instead"
            yield found_at(declaration.position, message)


def namespace_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    The namespace is not one of those that are common in feeds, so the elements in it are not checked.

    Fix: If it is misspelt, correct it. Otherwise nothing needs to be done.
    """
    for declaration in _namespaces(document):
        address = declaration.namespace
        if ns.right_namespace(address) not in ns.KNOWN and address not in ns.NOT_FOR_RSS:
            yield found_at(declaration.position, f"elements in the namespace {address} are not checked: see that it is spelt right")


def rss_version_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    The version of RSS does not exist.

    RSS 2.0, rss.

    Fix: Write ``version="2.0"``.
    """
    version = document.rss_version
    if version is not None and version not in {"2.0", "0.91", "0.92", "0.93", "0.94"} and document.root:
        yield document.found(document.root, f'RSS {version!r} does not exist: write version="2.0"')


def rss_version_old(document: XmlDocument) -> Iterator[Found]:
    """
    RSS 0.9x has fewer elements than RSS 2.0, which replaced it and which every reader supports.

    RSS 2.0, rss.

    Fix: Write ``version="2.0"``.
    """
    version = document.rss_version
    if version and version.startswith("0.9") and document.root:
        yield document.found(document.root, f'RSS {version} is outdated: write version="2.0"')


def element_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    The format, or the namespace, does not have this element here, so readers ignore it.

    RSS 2.0, extending RSS; RFC 4287, 6.

    Fix: Correct the name or move the element; or put it into a namespace of your own.
    """
    models = element_models(document.format)
    for element in document.elements if document.format in {"rss", "atom", "rdf"} else ():
        parent = document.parent(element)
        if parent is None or parent.namespace != document.namespace:
            continue
        if element.namespace != document.namespace:
            known = ns.KNOWN.get(element.namespace)
            if known and known.elements and element.name not in known.elements:
                message = f"the namespace {known.prefix} has no <{element.name}>{suggestion(element.name, sorted(known.elements))}"
                yield document.found(element, message)
            continue
        # Atom's texts and contents have rules of their own.
        has_own_rules = document.format == "atom" and parent.name in TEXT_CONSTRUCTS | {"content"}
        model = models.get(parent.name)
        if model is not None and not has_own_rules and element.name not in model.children:
            hint = suggestion(element.name, sorted(model.children)) if model.children else ": it only contains text"
            yield document.found(element, f"<{parent.name}> of {'Atom' if document.format == 'atom' else 'RSS'} has no <{element.name}>{hint}")


def element_without_namespace(document: XmlDocument) -> Iterator[Found]:
    """
    An element without a namespace is inside one that has a namespace, so its meaning is undefined.

    RFC 4287, 6.4; RSS 2.0, extending RSS.

    Fix: Give it a namespace, or remove it.
    """
    for element in document.elements if document.format is not None else ():
        parent = document.parent(element)
        if element.namespace == "" and parent is not None and parent.namespace in {ns.ATOM, ns.XHTML}:
            yield document.found(element, f"<{element.name}> has no namespace: give it one, or remove it")


def element_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    An element of an extension is in the wrong place, so readers ignore it.

    The specification of the namespace; docs/reference/namespaces.md names it.

    Fix: Move it.
    """
    for element, definition, _ in defined_elements(document):
        parent = parent_kind(document, element)
        if parent is not None and not definition.allows(parent):
            places = " or ".join(_PLACES.get(name, f"<{name}>") for name in definition.parents)
            yield document.found(element, f"<{element.tag}> does not belong into {_PLACES.get(parent, f'<{parent}>')}: move it into {places}")


#: Parents in the tables of namespaces, for people.
_PLACES = {"feed": "the feed itself", "item": "an entry", "author": "an author"}


def element_missing(document: XmlDocument) -> Iterator[Found]:
    """
    A required element is missing. Readers show a gap, or refuse the entry or the whole feed.

    RSS 2.0, required channel elements; RFC 4287, 4.1.1, 4.1.2, 3.2.1.

    Fix: Add the element.
    """
    models = element_models(document.format)
    for element in document.format_elements:
        model = models.get(element.name)
        if model is None:
            continue
        present = {child.name for child in element.children if child.namespace == element.namespace}
        for name in sorted(model.required - present):
            yield document.found(element, f"<{element.name}> has no <{name}>: add it")


def element_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An element occurs more often than allowed. Some readers use the first, some the last, and one refuses the feed.

    RSS 2.0; RFC 4287, 4.1.1, 4.1.2, 3.2.

    Fix: Keep one.
    """
    models = element_models(document.format)
    for element in document.format_elements:
        model = models.get(element.name)
        if model is None:
            continue
        seen: set[tuple[str, str]] = set()
        for child in element.children:
            key = (child.namespace, child.name)
            if child.namespace == element.namespace and child.name in model.children - model.repeated and key in seen:
                yield document.found(child, f"<{element.name}> has more than one <{child.tag}>: keep one")
            seen.add(key)
    first: set[tuple[XmlElement | None, str, str]] = set()
    for child, definition, _ in defined_elements(document):
        parent = parent_kind(document, child)
        place = (document.parent(child), child.namespace, child.name)
        if parent is not None and not definition.may_repeat_in(parent) and definition.allows(parent) and place in first:
            yield document.found(child, f"<{document.parent_name(child)}> has more than one <{child.tag}>: keep one")
        first.add(place)


def entries_before_metadata(document: XmlDocument) -> Iterator[Found]:
    """
    An element of the feed comes after the first entry. Readers that show entries while they load the feed do not know it yet.

    RFC 4287, 4.1.1; RSS profile, item.

    Fix: Write the entries last.
    """
    feed = document.feed
    if feed is None or not document.entries:
        return
    has_entry = False
    for child in feed.children:
        if child.namespace != document.namespace:
            continue
        if child.name in {"item", "entry"}:
            has_entry = True
        elif has_entry:
            yield document.found(child, f"<{child.name}> comes after an entry: write the entries last")


def _stray_texts(document: XmlDocument) -> Iterator[tuple[XmlElement, bool]]:
    """
    Yield elements with text that readers ignore, and whether the format allows it, as Atom does in category and link.
    """
    models = element_models(document.format)
    for element in document.format_elements:
        model = models.get(element.name)
        if model and not model.text and element.text.strip():
            yield element, document.format == "atom" and element.name in {"category", "link"}


def text_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    There is text where only elements are allowed, or in an element that must be empty. Readers do not show it.

    RSS 2.0; RFC 4287, 4.1 and appendix B.

    Fix: Move the text into an element.
    """
    for element, is_allowed in _stray_texts(document):
        if not is_allowed:
            yield document.found(element, f"text directly in <{element.name}>: move {element.text.strip()[:40]!r} into an element")


def text_without_meaning(document: XmlDocument) -> Iterator[Found]:
    """
    An Atom link or category contains text. The format allows it but gives it no meaning, so readers do not show it.

    RFC 4287, 4.2.2, 4.2.7.

    Fix: Write it into the attribute title of the link, or label of the category.
    """
    for element, is_allowed in _stray_texts(document):
        if is_allowed:
            attribute = "title" if element.name == "link" else "label"
            text = element.text.strip()[:40]
            yield document.found(element, f"readers ignore text in <{element.name}>: move {text!r} into the attribute {attribute}")


_FILLED_IN_ATOM = frozenset({"title", "subtitle", "summary", "rights", "name", "icon", "logo", "generator", "guid"})


def element_blank(document: XmlDocument) -> Iterator[Found]:
    """
    An element is empty. Some readers show an empty line, or an empty name.

    RFC 4287, 4.2; RSS profile, title.

    Fix: Fill it, or remove it.
    """
    for element in document.format_elements:
        if document.format == "atom":
            should_be_filled = element.name in _FILLED_IN_ATOM or (element.name == "content" and element.get("src") is None)
        else:
            should_be_filled = element.name in {"title", "category", "ttl", "docs"}
        if should_be_filled and not element.text.strip() and not element.children:
            yield document.found(element, f"<{element.name}> is empty: fill it, or remove it")


def item_empty(document: XmlDocument) -> Iterator[Found]:
    """
    An item has neither a title nor a description, so readers have nothing to show.

    RSS 2.0, item.

    Fix: Add a title or a description.
    """
    for item in document.rss_items:
        if not children(item, "title", "description"):
            yield document.found(item, "neither title nor description: add one")


def attribute_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    The format does not have this attribute, so readers ignore it. Often its name is misspelt.

    RSS 2.0, extending RSS; RFC 4287, 2 and appendix B.

    Fix: Correct the name, or remove the attribute.
    """
    models = element_models(document.format)
    for element in document.format_elements:
        model = models.get(element.name)
        for name in element.attributes if model else ():
            if model and not name.startswith("{") and name not in model.attributes:
                hint = suggestion(name, sorted(model.attributes)) if model.attributes else ": remove it"
                yield document.found(element, f"<{element.name}> has no attribute {name!r}{hint}")
    for element, definition, _ in defined_elements(document):
        for name in element.attributes if not definition.allows_any_attribute else ():
            if not name.startswith("{") and name not in definition.attributes:
                hint = suggestion(name, definition.attributes) if definition.attributes else ": remove it"
                yield document.found(element, f"<{element.tag}> has no attribute {name!r}{hint}")


def attribute_missing(document: XmlDocument) -> Iterator[Found]:
    """
    A required attribute is missing, without which the element has no meaning.

    RSS 2.0, enclosure, source, cloud; RFC 4287, 4.2.2.1, 4.2.7.1; RFC 4685, 3.

    Fix: Add the attribute.
    """
    models = element_models(document.format)
    for element in document.format_elements:
        model = models.get(element.name)
        for name in sorted(model.required_attributes - set(element.attributes)) if model else ():
            yield document.found(element, f"<{element.name}> needs the attribute {name!r}: add it")
    for element, definition, _ in defined_elements(document):
        for attribute in definition.attributes.values():
            if attribute.is_required and element.get(attribute.name) is None:
                yield document.found(element, f"<{element.tag}> needs the attribute {attribute.name!r}: add {attribute.type.wanted}")


#: Attributes that may be empty: an empty address is that of this document, and some protocols of cloud need no procedure.
_MAY_BE_EMPTY = frozenset({("link", "href"), ("content", "src"), ("cloud", "registerProcedure")})

#: Attributes whose value is free text.
_FREE_TEXT = frozenset(
    [("category", name) for name in ("term", "label", "domain")] + [("generator", name) for name in ("uri", "version")] + [("link", "title")]
)


def _empty_attributes(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    for element in document.format_elements:
        for name, value in element.attributes.items():
            if not value.strip() and not name.startswith("{") and (element.name, name) not in _MAY_BE_EMPTY:
                yield element, name


def attribute_blank(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute is empty, but the format requires a certain form of value.

    RFC 4287, 3.1.1, 4.2.2, 4.2.7; RSS 2.0, enclosure.

    Fix: Fill it, or remove it.
    """
    for element, name in _empty_attributes(document):
        if (element.name, name) not in _FREE_TEXT:
            yield document.found(element, f"the attribute {name!r} of <{element.name}> is empty: fill it, or remove it")


def text_attribute_blank(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute for text is empty. Some readers show an empty name.

    RFC 4287, 4.2.2, 4.2.4, 4.2.7.5; RSS 2.0, category.

    Fix: Fill it, or remove it.
    """
    for element, name in _empty_attributes(document):
        if (element.name, name) in _FREE_TEXT:
            yield document.found(element, f"the attribute {name!r} of <{element.name}> is empty: fill it, or remove it")


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
        item_empty,
        attribute_unknown,
        attribute_missing,
        attribute_blank,
    ),
    warnings=(
        prefix_taken,
        prefix_in_atom,
        element_without_namespace,
        entries_before_metadata,
        element_blank,
        text_without_meaning,
        text_attribute_blank,
    ),
    hints=(format_outdated, prefix_unusual, namespace_unknown, rss_version_old),
)
