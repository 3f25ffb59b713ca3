"""
The tags of canonical bodies: read by the tokeniser of the pipeline, changed by the functions of the pipeline, and accepted if an engine writes
the result without a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from stridesfeed import iri
from stridesfeed.body.foreign import FormulaDeduplicator, SkippedElement, with_foreign_elements
from stridesfeed.body.policy import Policy
from stridesfeed.body.rewrite import REPLACEMENTS, keep_attributes
from stridesfeed.body.tokens import SWITCHING, EndTag, StartTag, read_markup, tokenize
from stridesfeed.body.tree import VOID, HtmlElement, escape, start_tag
from stridesfeed.body.tree_builder import BLOCKS, CELLS, RENAMED, built_elements, modern_name
from stridesfeed.body.urls import LONGEST, MEDIA_ATTRIBUTES, PLAIN_CHARACTERS, PLAIN_HOST, BodyContext
from stridesfeed.text import name_set

#: Elements that are nothing without a URL, and those whose URL can be in other attributes too.
_LOADED = name_set("audio img source track video")

#: URLs that all parsers read alike, without user, brackets and white space.
_SURE = re.compile(rf"https?://{PLAIN_HOST}(?:[/?#](?:{PLAIN_CHARACTERS}|[;?#&])*+)?|mailto:[A-Za-z0-9._+-]++@{PLAIN_HOST}")

#: URLs, as they are written, that do not change on any page.
_TAIL = f"(?:{PLAIN_CHARACTERS}|[;?]|&amp;)++"
_FIXED_URL = rf"://(?![a-z0-9.-]*xn--){PLAIN_HOST}(?:/(?:{PLAIN_CHARACTERS})*+(?:\?{_TAIL})?(?:#{_TAIL})?)?"

#: Attributes that the pipeline reads, besides those that stay.
_MEANINGFUL = frozenset({"aria-hidden", "class", "name"})

#: Longer tags, and more of them, are not remembered from one body to the next.
_SHORT = 300
_MOST = 2_000

_FIXED_EXAMPLE = "https://strides.example/"

#: Attributes that every engine writes as they are.
_PLAIN = name_set(
    "abbr align alt class colspan controls datetime default dir headers height hreflang id kind label lang loop muted open reversed rowspan "
    "scope span srclang start title type value width"
)
_URLS = name_set("cite href longdesc poster src")

#: Attributes that bleach writes without their value.
_BARE: Mapping[str, str] = MappingProxyType({"audio": "controls", "details": "open", "video": "controls"})


class CanonicalTag(NamedTuple):
    """
    A tag that is allowed, or a comment.
    """

    #: The name of the element; "" for comments and unknown elements.
    name: str = ""

    #: The tag as it is written.
    text: str = ""

    is_end: bool = False

    #: False for a link without a URL, which is replaced with its text.
    is_written: bool = True

    #: Whether the element can be the target of a link.
    has_id: bool = False

    #: Whether the tag is the same on every page, and likely to be met again.
    is_fixed: bool = True


_NOTHING = CanonicalTag()
_PASSING = CanonicalTag(is_fixed=False)


class TagRules:
    """
    The rules for tags under one policy, for one engine.
    """

    def __init__(self, policy: Policy, engine: str) -> None:
        self.policy = policy
        self.engine = engine
        #: The names of the elements that the pipeline builds.
        self.built = built_elements(policy)
        #: Elements of which the pipeline may change nothing but the attributes.
        self.simple = frozenset(policy.elements) - RENAMED.keys() - REPLACEMENTS.keys() - SWITCHING - _LOADED | {"a"} & policy.elements.keys()
        self.common = _common_tag(policy, self.simple)


#: Matches nothing, as a group.
_ABSENT = "((?!))?"


def _common_tag(policy: Policy, names: Iterable[str]) -> re.Pattern[str]:
    """
    Return a pattern of start tags with nothing that stays but a title, a link and an id, in this order, if *policy* allows these everywhere.
    """
    everywhere = policy.elements.get("*", frozenset())
    kept = frozenset[str]().union(*map(policy.allowed_attributes, names)) | _MEANINGFUL
    classes = "|".join(sorted(re.escape(name.removesuffix("*")) for name in policy.classes | {"math"}))
    others = (
        rf'(?: (?!(?:{"|".join(sorted(map(re.escape, kept)))})=)[a-z][a-z-]*+="[^"<>]*+"'
        rf'| class="(?![^"]*(?:{classes}))[^"<>&]*+")*+'
    )
    title = '( title="[^"<>&]*+")?' if "title" in everywhere else _ABSENT
    schemes = "|".join(sorted(iri.WEB & policy.link_schemes))
    link = rf'(?: href="(?:((?:{schemes}){_FIXED_URL})|([^"<>&]*+))")?' if schemes and policy.allows("a", "href") else _ABSENT * 2
    id_ = '( id="[^"<>&]++")?' if "id" in everywhere else _ABSENT
    return re.compile(rf"<([a-z][a-z0-9]*+){others}{title}{others}{link}{others}{id_}{others}(?: ?/)?>")


class CanonicalTags:
    """
    Reads the tags of one body; *fixed* are tags that are the same on every page.
    """

    def __init__(self, context: BodyContext, rules: TagRules, fixed: dict[str, CanonicalTag]) -> None:
        self._context = context
        self._rules = rules
        self._known: dict[str, CanonicalTag | None] = {}
        self._fixed = fixed
        # If the URL of the page is invalid, so is every URL in its body.
        self._is_sound = iri.is_plain(context.url) or iri.absolute(_FIXED_EXAMPLE, context.url) == _FIXED_EXAMPLE

    def read(self, tag: str) -> CanonicalTag | None:
        """
        Return *tag*, or a comment, as it is written; ``None`` if the pipeline must decide.
        """
        found = self._fixed.get(tag)
        if found is not None:
            return found
        if tag not in self._known:
            self._known[tag] = found = self._common(tag) or self._read(tag)
            if found is not None and found.is_fixed and len(tag) <= _SHORT and len(self._fixed) < _MOST:
                self._fixed[tag] = found
        return self._known[tag]

    def _common(self, tag: str) -> CanonicalTag | None:
        """
        Return *tag* without reading all its attributes, if it has none but common ones.
        """
        match = self._rules.common.fullmatch(tag) if len(tag) <= LONGEST else None
        if match is None or match[1] not in self._rules.simple or tag.count('="') > self._context.policy.max_attributes:
            return None
        name, title, fixed, relative, id_ = match.groups("")
        link = ""
        if fixed or match[4] is not None:
            url = fixed or escape(self._url("href", relative) or "")
            if name != "a" or not url or not self._is_sound:
                return None
            link = f' href="{url}"'
        if name == "a" and not link and not id_:
            return CanonicalTag(name, is_written=False)
        return CanonicalTag(name, f"<{name}{title}{link}{id_}>", has_id=bool(id_), is_fixed=not link and not id_)

    def _read(self, tag: str) -> CanonicalTag | None:
        # The pipeline removes longer values.
        markup = read_markup(tag) if len(tag) <= LONGEST else None
        if not markup:
            return None if markup is None else _PASSING if "{" in tag else _NOTHING
        (token,) = markup
        name = modern_name(token.name, self._rules.built, self._context.policy)
        if isinstance(token, StartTag) and (token.name in SWITCHING or self._is_special(token)):
            return None
        if name not in self._rules.built:
            return None if name in BLOCKS or name in CELLS or name in {"base", "br"} else _NOTHING
        if isinstance(token, EndTag):
            return None if name in VOID else CanonicalTag(name, f"</{name}>", is_end=True)
        return self._started(HtmlElement(name, token.attributes))

    def frame(self, tag: str) -> HtmlElement | None:
        """
        Return the frame that starts with *tag*; ``None`` if the pipeline must decide.
        """
        markup = read_markup(tag) if len(tag) <= LONGEST else None
        if not markup or not isinstance(markup[0], StartTag) or markup[0].name != "iframe" or self._is_special(markup[0]):
            return None
        return HtmlElement("iframe", markup[0].attributes)

    def drawing(self, source: str) -> str | None:
        """
        Return the name of the drawing that *source*, an svg element, contains; ``None`` if the pipeline must decide.
        """
        tokens = list(tokenize(source))
        starts = [token for token in tokens if isinstance(token, StartTag)]
        most = self._context.policy.max_attributes
        if not starts or self._is_special(starts[0]) or any(len(start.attributes) > most for start in starts):
            return None
        whole = list(with_foreign_elements(tokens))
        opened = sum(start.name == "svg" and not start.self_closing for start in starts)
        is_closed = opened == tokens.count(EndTag("svg"))
        return whole[0].readable() if len(whole) == 1 and isinstance(whole[0], SkippedElement) and is_closed else None

    def _is_special(self, token: StartTag) -> bool:
        """
        Return whether the pipeline does more than to open an element.
        """
        policy = self._context.policy
        return token.name in policy.dropped or len(token.attributes) > policy.max_attributes or FormulaDeduplicator().repeats(token)

    def _started(self, element: HtmlElement) -> CanonicalTag | None:
        name = element.name
        if name in REPLACEMENTS and REPLACEMENTS[name](element, self._context) != [element]:
            return None
        keep_attributes(element, self._context.policy)
        if name in _LOADED and "src" not in element.attributes:
            return None
        has_id = "id" in element.attributes
        is_fixed = name not in _LOADED and not has_id
        for key, value in element.attributes.items():
            if key in _URLS:
                url = self._url(key, value)
                if url is None:
                    return None
                element.attributes[key] = url
                is_fixed = False
            elif key not in _PLAIN:
                return None
        if name == "a" and not element.attributes.keys() & {"href", "id"}:
            return CanonicalTag(name, is_written=False)
        written = self._written(element)
        return None if "\ufeff" in written else CanonicalTag(name, written, has_id=has_id, is_fixed=is_fixed)

    def _url(self, key: str, value: str) -> str | None:
        """
        Return an absolute URL that every engine keeps.
        """
        url = self._context.media(value) if key in MEDIA_ATTRIBUTES else self._context.link(value)
        if url is None or not _SURE.fullmatch(url):
            return None
        # nh3 decodes such a host and may reject it.
        return url if "xn--" not in url or self._rules.engine == "bleach" else None

    def _written(self, element: HtmlElement) -> str:
        bare = _BARE.get(element.name) if self._rules.engine == "bleach" else None
        if bare is None or bare not in element.attributes:
            return start_tag(element.name, element.attributes)
        return start_tag(element.name, element.attributes | {bare: ""}).replace(f' {bare}=""', f" {bare}", 1)
