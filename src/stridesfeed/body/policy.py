"""
Policies for bodies, as data without code: they can be compared, pickled and fingerprinted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import attrs

from stridesfeed import iri
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.text import name_set

#: Elements that no policy can allow: they run, load or submit something, or have parsing rules of their own.
_NEVER = name_set(
    "applet base bgsound button canvas datalist dialog embed fencedframe form frame frameset head html body iframe input isindex keygen link "
    "listing math meta noembed noframes noscript object optgroup option param picture plaintext portal script search select slot style svg "
    "template textarea title xmp"
)

#: Attributes that no policy can allow, in addition to those that begin with "on".
_NEVER_ATTRIBUTES = frozenset({"style", "srcdoc", "srcset", "imagesrcset", "formaction", "action", "background", "ping", "http-equiv"})

#: Bounds the recursion of every pass over a body.
_DEEPEST = 200

#: The minimum of *max_nesting*: a list, its item, a link and its content.
_FLATTEST = 4


_NONE = frozenset[str]()


def _names(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


class Elements(Mapping[str, frozenset[str]]):
    """
    The names of elements and their allowed attributes; "*" holds for all elements. Immutable, so that it can be hashed.
    """

    __slots__ = ("_attributes",)

    def __init__(self, elements: Mapping[str, Iterable[str]]) -> None:
        self._attributes = {name: frozenset(elements[name]) for name in sorted(elements)}

    def __getitem__(self, name: str) -> frozenset[str]:
        return self._attributes[name]

    def __contains__(self, name: object) -> bool:
        return name in self._attributes

    def __iter__(self) -> Iterator[str]:
        return iter(self._attributes)

    def __len__(self) -> int:
        return len(self._attributes)

    def __hash__(self) -> int:
        return hash(tuple(self._attributes.items()))

    def __reduce__(self) -> tuple[type[Elements], tuple[dict[str, frozenset[str]]]]:
        return Elements, (self._attributes,)

    def __repr__(self) -> str:
        return repr({name: sorted(names) for name, names in self._attributes.items()})


@attrs.frozen(kw_only=True, cache_hash=True)
class Policy:
    """
    The elements, attributes and URLs that may stay in a body, and the limits of its size.

    Make your own from :data:`ARTICLE`, :data:`STRICT` or :data:`MINIMAL`:

    >>> quiet = attrs.evolve(ARTICLE, elements={name: kept for name, kept in ARTICLE.elements.items() if name not in {"audio", "video"}})
    >>> "video" in quiet.elements
    False
    """

    #: Allowed elements and their attributes; "*" holds for all elements. The content of others stays: blocks become paragraphs, if those are
    #: allowed, bold and italic become strong and emphasis, images their alternative text, audio and video links.
    elements: Mapping[str, frozenset[str]] = attrs.field(converter=Elements)

    #: Elements that are removed with their content.
    dropped: frozenset[str] = attrs.field(converter=_names)

    #: Allowed class names; ``language-*`` allows all with this prefix.
    classes: frozenset[str] = attrs.field(default=frozenset(), converter=_names)

    #: Allowed schemes of URLs that a person follows: href, cite, longdesc.
    link_schemes: frozenset[str] = attrs.field(default=iri.LINK, converter=_names)

    #: Allowed schemes of URLs that a reader loads: src, poster.
    media_schemes: frozenset[str] = attrs.field(default=iri.WEB, converter=_names)

    #: The maximum length in characters, after removing what cannot be in a feed.
    max_length: int = 2_000_000

    #: The maximum nesting of elements in the input.
    max_depth: int = 100

    #: The maximum nesting in the output: blocks two levels above it, and phrases at it, lose their tags but keep their text, links and images
    #: (:mod:`stridesfeed.body.flatten`). ``None`` for no limit besides *max_depth*.
    max_nesting: int | None = None

    #: The maximum number of attributes of one element in the input.
    max_attributes: int = 250

    #: The maximum number of elements in the input.
    max_elements: int = 50_000

    #: A body over a limit becomes its text in paragraphs, or is refused with a :class:`stridesfeed.errors.LimitError`.
    over_limit: Literal["text", "refuse"] = "text"

    def __attrs_post_init__(self) -> None:
        faults = [FieldError("policy", field, rule) for field, rule in self._faults()]
        if faults:
            raise InvalidError.of("policy", faults)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if never := sorted(_NEVER & set(self.elements)):
            yield "elements", f"must not allow {', '.join(never)}: no feed can carry them safely"
        unsafe = sorted({name for names in self.elements.values() for name in names if name.startswith("on") or name in _NEVER_ATTRIBUTES})
        if unsafe:
            yield "elements", f"must not allow the attributes {', '.join(unsafe)}: they run or restyle something in the reader"
        if both := sorted(self.dropped & set(self.elements)):
            yield "dropped", f"must not name what elements allows: {', '.join(both)}"
        if "table" in self.elements and (missing := sorted({"colgroup", "tbody", "td", "tr"} - set(self.elements))):
            yield "elements", f"must allow {', '.join(missing)} where it allows table: a table is made of them"
        if not 1 <= self.max_depth <= _DEEPEST:
            yield "max_depth", f"must be between 1 and {_DEEPEST}, not {self.max_depth}"
        if self.max_nesting is not None and self.max_nesting < _FLATTEST:
            yield "max_nesting", f"must be at least {_FLATTEST}, not {self.max_nesting}: a list of linked images needs so many"
        if self.over_limit not in {"text", "refuse"}:
            yield "over_limit", f"must be 'text' or 'refuse', not {self.over_limit!r}"

    @cached_property
    def fingerprint(self) -> str:
        """
        The SHA-256 of the policy: equal policies have equal fingerprints on every machine.
        """
        return hashlib.sha256(json.dumps(_plain(attrs.asdict(self, recurse=False)), sort_keys=True).encode()).hexdigest()

    def allows(self, element: str, attribute: str) -> bool:
        """
        Return whether *element* is allowed and may have *attribute*.
        """
        return attribute in self.allowed_attributes(element)

    def allowed_attributes(self, element: str) -> frozenset[str]:
        """
        Return the attributes that *element* may have, including those of all elements; none if the element is not allowed.
        """
        return self._attributes.get(element, _NONE)

    @cached_property
    def _attributes(self) -> dict[str, frozenset[str]]:
        of_all = self.elements.get("*", _NONE)
        return {name: self.elements[name] | of_all for name in self.elements}

    def keeps_class(self, name: str) -> bool:
        """
        Return whether the class *name* is allowed.
        """
        return name in self.classes or any(name.startswith(beginning) for beginning in self._class_beginnings)

    @cached_property
    def _class_beginnings(self) -> tuple[str, ...]:
        return tuple(sorted(name[:-1] for name in self.classes if name.endswith("*")))


def _plain(value: Any) -> Any:
    """
    Return *value* as JSON types, with sets in sorted order.
    """
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return sorted(value) if isinstance(value, frozenset) else value


_PLAIN = name_set(
    "abbr address article aside b bdi bdo br caption cite code dd dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i "
    "kbd main mark nav p pre rp rt ruby s samp section small span strong sub summary sup table tbody tfoot thead tr u ul var wbr"
)

_WITH_ATTRIBUTES = {
    "*": "id class lang dir title",
    "a": "href hreflang type",
    "audio": "src controls loop muted",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "open",
    "img": "src alt width height longdesc",
    "ins": "cite datetime",
    "li": "value",
    "ol": "start reversed type",
    "q": "cite",
    "source": "src type",
    "td": "colspan rowspan headers align",
    "th": "colspan rowspan headers align scope abbr",
    "time": "datetime",
    "track": "src kind srclang label default",
    "video": "src poster width height controls loop muted",
}

#: Elements that every policy here removes with their content.
_DROPPED = name_set("script style template title textarea select datalist noembed noframes frameset applet")

ARTICLE = Policy(
    elements={name: frozenset[str]() for name in _PLAIN} | {name: name_set(said) for name, said in _WITH_ATTRIBUTES.items()},
    dropped=_DROPPED,
    classes=frozenset({"language-*", "lang-*", "footnote", "footnotes", "footnote-*", "footnotes-*", "task-list-item", "contains-task-list"}),
)
"""
Everything that an article is made of: headings, lists, tables, figures, code, quotes, ruby, details, images, sound and film.
"""

STRICT = Policy(
    elements={
        name: frozenset[str]() for name in name_set("b br caption em h1 h2 h3 h4 h5 i p small strong sub sup table tbody tfoot thead tr ul")
    }
    | {
        "*": {"dir", "lang"},
        "a": {"href"},
        "blockquote": {"cite"},
        "col": {"span"},
        "colgroup": {"span"},
        "img": name_set("src alt width height"),
        "li": {"value"},
        "ol": name_set("start reversed type"),
        "td": name_set("colspan rowspan"),
        "th": name_set("colspan rowspan scope"),
    },
    dropped=_DROPPED,
    link_schemes=iri.WEB | {"mailto"},
    max_nesting=9,
)
"""
What the portals take, MSN and Yahoo among them: text, headings, lists, tables, quotes and images; links to the web and to mail; fewer than ten
levels; of what holds for all elements, the language and its direction.
"""

MINIMAL = Policy(
    elements={name: frozenset[str]() for name in name_set("blockquote br code em li ol p pre strong ul")}
    | {"*": {"dir", "lang"}, "a": {"href"}},
    dropped=_DROPPED,
    link_schemes=iri.WEB | {"mailto"},
    max_nesting=9,
)
"""
Text, and what it cannot do without: paragraphs, links, emphasis, lists, quotes and code. Of an image its alternative text stays.
"""

#: The predefined policies by name.
POLICIES: Mapping[str, Policy] = MappingProxyType({"ARTICLE": ARTICLE, "STRICT": STRICT, "MINIMAL": MINIMAL})
