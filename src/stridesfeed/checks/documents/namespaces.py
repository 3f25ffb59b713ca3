"""
The namespaces of documents: addresses, usual prefixes, and misspellings.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stridesfeed.vocabularies import Vocabulary, vocabularies
from stridesfeed.xml_tree import XmlTree

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS_10 = "http://purl.org/rss/1.0/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
FH = "http://purl.org/syndication/history/1.0"
THR = "http://purl.org/syndication/thread/1.0"
AT = "http://purl.org/atompub/tombstones/1.0"
APP = "http://www.w3.org/2007/app"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
SY = "http://purl.org/rss/1.0/modules/syndication/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
WFW = "http://wellformedweb.org/CommentAPI/"
GEORSS = "http://www.georss.org/georss"
CREATIVE_COMMONS = "http://backend.userland.com/creativeCommonsRssModule"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def words(text: str) -> frozenset[str]:
    """
    Split *text* at white space.
    """
    return frozenset(text.split())


#: The namespaces that are common in feeds, by their addresses.
KNOWN: Mapping[str, Vocabulary] = MappingProxyType(
    {uri: vocabulary for vocabulary in vocabularies().values() for uri in (*vocabulary.also, vocabulary.uri)}
)

#: The addresses behind each usual prefix.
ADDRESSES: Mapping[str, frozenset[str]] = MappingProxyType(
    {vocabulary.prefix: frozenset({vocabulary.uri, *vocabulary.also}) for vocabulary in vocabularies().values() if vocabulary.prefix}
)

#: The namespaces of Atom's drafts, such as Atom 0.3.
OLD_ATOM = frozenset({"http://purl.org/atom/ns#", "http://example.com/newformat#", "http://necho.sourceforge.net/"})

#: Wrong addresses of namespaces, and the right ones. Those that differ only in scheme, case and the last sign need no entry.
_MISTAKEN: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(OLD_ATOM, ATOM) | {wrong: vocabulary.uri for vocabulary in vocabularies().values() for wrong in vocabulary.misspelt}
)

#: RSS 0.9x and 2.0 have no namespace. Some documents use one of these, which readers do not expect.
NOT_FOR_RSS = frozenset(
    {
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        RSS_10,
        "http://backend.userland.com/RSS2",
    }
)


def _essence(namespace: str) -> str:
    """
    Return what misspellings of a namespace have in common with it.
    """
    return namespace.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/#")


_RIGHT: Mapping[str, str] = MappingProxyType(
    {_essence(namespace): right for namespace, right in _MISTAKEN.items()} | {_essence(namespace): namespace for namespace in KNOWN}
)


def right_namespace(namespace: str) -> str:
    """
    Return the known namespace of which *namespace* is a misspelling, or else *namespace* itself.
    """
    return namespace if namespace in KNOWN else _RIGHT.get(_essence(namespace), namespace)


def correct_namespaces(tree: XmlTree) -> None:
    """
    Replace misspelt namespaces in the elements and attributes of *tree*, so that all rules apply to them; its declarations stay as written.

    A document in a draft of Atom stays one. The elements of RSS lose a namespace that they should not have.
    """
    root = tree.root
    wrong = {each.namespace: right for each in tree.declarations if (right := right_namespace(each.namespace)) != each.namespace}
    if root is None:
        return
    is_rss = root.name == "rss"
    if is_rss:
        wrong |= dict.fromkeys(NOT_FOR_RSS, "")
    elif root.namespace in OLD_ATOM:
        return
    own = (root.namespace, root.prefix)
    for element in tree.elements if wrong or (is_rss and root.namespace) else ():
        is_of_rss = is_rss and (element.namespace, element.prefix) == own
        element.namespace = "" if is_of_rss else wrong.get(element.namespace, element.namespace)
        element.attributes = {_corrected(name, wrong): value for name, value in element.attributes.items()}


def _corrected(attribute: str, wrong: Mapping[str, str]) -> str:
    namespace, brace, name = attribute.removeprefix("{").rpartition("}")
    right = wrong.get(namespace) if brace else None
    return attribute if right is None else f"{{{right}}}{name}"
