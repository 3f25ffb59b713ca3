"""
Elements and members that no reader knows, as an extension that writes them again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain, count

from stridesfeed.emit.extension_content import plain_json
from stridesfeed.errors import InvalidError
from stridesfeed.extensions import NAMESPACES, JsonMembers, strides
from stridesfeed.extensions.foreign import Foreign
from stridesfeed.markup import Element, Namespace, QualifiedAttribute
from stridesfeed.parsing.elements import ATOM, ATOM_03, MEDIA
from stridesfeed.parsing.report import Report
from stridesfeed.parsing.tracking import TrackedElement, TrackedObject
from stridesfeed.vocabularies import find_vocabulary

#: The last word of a URI, for a namespace without a prefix: ``http://example.org/ns/mood#`` becomes ``mood``.
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[^A-Za-z0-9]*(?:[0-9.]+[^A-Za-z0-9]*)?$")

#: Languages and bases are inherited; our documents have their own.
_OF_XML = frozenset({"http://www.w3.org/XML/1998/namespace"})

_MEMBER = re.compile(r"_[A-Za-z][\w-]*", re.ASCII)


class Prefixes:
    """
    The prefixes of namespaces: the usual one of a known namespace, that of the document if it is free, or else another.
    """

    def __init__(self) -> None:
        self._by_uri: dict[str, str] = {namespace.uri: prefix for prefix, namespace in NAMESPACES.items()}
        self._taken = set(self._by_uri.values())
        self._numbers = count(2)

    def namespace(self, uri: str, prefix: str) -> Namespace:
        """
        Return the namespace of *uri*, for which the document uses *prefix*. Raises :class:`InvalidError` for a URI that is none.
        """
        if uri in self._by_uri:
            return Namespace(self._by_uri[uri], uri)
        Namespace("x", uri)  # checks the URI
        last = _LAST_WORD.search(uri)
        candidates = chain((prefix, last[1].lower() if last else ""), map("x{}".format, self._numbers))
        self._by_uri[uri] = next(name for name in candidates if name not in self._taken and _is_prefix(name))
        self._taken.add(self._by_uri[uri])
        return Namespace(self._by_uri[uri], uri)


def _is_prefix(name: str) -> bool:
    try:
        return bool(Namespace(name, "urn:x"))
    except InvalidError:
        return False


class _UnfitError(Exception):
    """
    No extension can write the element.
    """


def keep_elements(
    report: Report, parent: TrackedElement, prefixes: Prefixes, own: Collection[str], fields: Collection[str] = ()
) -> Iterator[Foreign]:
    """
    Yield the child elements of *parent* that were not read, except those of the format itself: of its namespaces *own*, or named as one of
    *fields*, which are written from fields. Elements of Media RSS that were read only in part, or are invalid, are kept whole.
    """
    kept: list[Element] = []
    for child in parent.children:
        is_read = child.is_found and not (child.namespace in MEDIA and _is_read_in_part(child))
        if is_read or child.namespace in own or (not child.namespace and child.name in fields):
            continue
        try:
            kept.append(_element(report, child, prefixes))
        except (_UnfitError, InvalidError):
            continue
        child.is_found = child.is_done = child.is_kept = True
    if kept:
        of_rss = [each.namespace is None or each.namespace.uri in {ATOM, ATOM_03} for each in kept]
        yield Foreign(
            of_namespaces=[each for each, is_of_rss in zip(kept, of_rss, strict=True) if not is_of_rss],
            of_rss=[each for each, is_of_rss in zip(kept, of_rss, strict=True) if is_of_rss],
        )


def _is_read_in_part(element: TrackedElement) -> bool:
    return (
        bool(element.faults)
        or any(name not in element.attributes_read for name in element.attributes)
        or any(not child.is_found or _is_read_in_part(child) for child in element.children)
    )


def _element(report: Report, element: TrackedElement, prefixes: Prefixes) -> Element:
    if element.children and element.text.strip():
        raise _UnfitError
    namespace = prefixes.namespace(element.namespace, element.prefix) if element.namespace else None
    children = [_element(report, child, prefixes) for child in element.children]
    attributes: dict[str, str] = {}
    qualified: list[QualifiedAttribute] = []
    for name, value in element.attributes.items():
        uri, _, local = name[1:].rpartition("}")
        if not uri:
            attributes[name] = value
        elif uri in _OF_XML:
            report.skip(f"attribute {name} of {element.tag}")
        else:
            known = find_vocabulary(uri)
            qualified.append(QualifiedAttribute(prefixes.namespace(uri, known.prefix if known else ""), local, value))
    return Element(element.name, None if children else element.text or None, children, attributes, namespace, qualified)


def keep_members(owner: TrackedObject) -> Iterator[JsonMembers]:
    """
    Yield the members of *owner* that were not read and are objects whose names begin with an underscore (JSON Feed 1.1, Extensions).
    """
    kept = {}
    for name, value in owner.items():
        if name in owner.names_read or name == strides.MEMBER or not _MEMBER.fullmatch(name) or not isinstance(value, TrackedObject):
            continue
        try:
            kept[name] = plain_json(value, name)
        except ValueError:
            continue
        value.is_done = True
    for name in kept:
        owner.get(name)
    if kept:
        yield JsonMembers(kept)
