"""
Directives and roles of Sphinx, ablog, Nikola and Pelican. Unknown ones are reported; their content and text are kept.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.admonitions import Admonition
from docutils.parsers.rst.directives.images import Image
from docutils.parsers.rst.directives.misc import Replace
from docutils.parsers.rst.states import Inliner

from stridesfeed.load.markup import shortcodes
from stridesfeed.load.markup._docutils.context import context_of
from stridesfeed.load.markup.shortcodes import Shortcode

_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]*)>", re.DOTALL)


class _AnyOptions(dict[str, Callable[[str], Any]]):
    """
    Allows every option of a directive.
    """

    def __missing__(self, name: str) -> Callable[[str], Any]:
        return lambda value: value or ""


class _Open(Directive):
    """
    A directive with any arguments, options and content.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = _AnyOptions({"class": str})

    def children(self) -> list[nodes.Node]:
        """
        Return the parsed content.
        """
        container = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, container, match_titles=True)
        return container.children

    def argument(self) -> str:
        """
        Return the text after the directive's name.
        """
        return self.arguments[0].strip() if self.arguments else ""

    def omit(self) -> None:
        """
        Report that the directive cannot be rendered.
        """
        rule = f"the directive {self.name!r} is left out; write its content in plain reStructuredText, or take the texts from the built pages"
        context_of(self.state.document).omit(self.lineno, rule)


class _Unknown(_Open):
    """
    An unknown directive: its content is kept.
    """

    def run(self) -> list[nodes.Node]:
        self.omit()
        return self.children()


class _Silent(_Open):
    """
    A directive that shows nothing in an article.
    """

    def run(self) -> list[nodes.Node]:
        return []


class _Layout(_Open):
    """
    A directive that lays out its content, with a title if it has one.
    """

    def run(self) -> list[nodes.Node]:
        words = self.argument() if self.name not in _UNTITLED else ""
        title = [nodes.paragraph("", "", nodes.strong("", words))] if words else []
        return [*title, *self.children()]


class _Details(_Open):
    """
    A directive whose content can be folded.
    """

    def run(self) -> list[nodes.Node]:
        summary = escape(self.argument() or "Details")
        before = nodes.raw("", f"<details><summary>{summary}</summary>", format="html")
        return [before, *self.children(), nodes.raw("", "</details>", format="html")]


class _Note(_Open):
    """
    A note with a title of its own, which includes the version of ``versionadded`` and the like.
    """

    def run(self) -> list[nodes.Node]:
        version, text = (*self.argument().split(None, 1), "", "")[:2] if "{}" in _NOTES[self.name] else ("", self.argument())
        node = nodes.admonition("", nodes.title("", _NOTES[self.name].format(version).strip()))
        words, messages = self.state.inline_text(text, self.lineno)
        node += [nodes.paragraph("", "", *words)] if text else []
        node += [*messages, *self.children()]
        return [node]


class _Code(_Open):
    """
    Code with its language.
    """

    def run(self) -> list[nodes.Node]:
        caption = str(self.options.get("caption", ""))
        code = nodes.literal_block(
            "\n".join(self.content), "\n".join(self.content), classes=["code", self.argument()] if self.argument() else ["code"]
        )
        return [*([nodes.paragraph("", "", nodes.strong("", caption))] if caption else []), code]


class _RawHtml(_Open):
    """
    HTML, which is cleaned like all HTML. Files and URLs are not read.
    """

    def run(self) -> list[nodes.Node]:
        if "html" not in self.argument().split():
            return []
        if "file" in self.options or "url" in self.options:
            self.omit()
        return [nodes.raw("", "\n".join(self.content), format="html")]


class _Replace(Replace):
    """
    A substitution. Its text contains no other substitutions, because a few of them could stand for gigabytes.
    """

    def run(self) -> list[nodes.Node]:
        if any("|" in line for line in self.content):
            rule = "the substitution contains other substitutions and is left out; write its whole text"
            context_of(self.state.document).omit(self.lineno, rule)
            return [nodes.Text("")]
        return list(super().run())


class _Embed(_Open):
    """
    A video or another embed, by its id or URL.
    """

    def run(self) -> list[nodes.Node]:
        argument = self.argument()
        code = Shortcode("youtube" if self.name == "media" and "youtu" in argument else self.name, tuple(argument.split()))
        html = shortcodes.link(argument) if argument.startswith("http") and self.name in {"media", "gist"} else shortcodes.render(code)
        if html is None:
            self.omit()
        return [nodes.raw("", html or "", format="html")]


#: Titles of notes; "{}" is the argument.
_NOTES: Mapping[str, str] = {
    "deprecated": "Deprecated since {}",
    "info": "Info",
    "question": "Question",
    "seealso": "See also",
    "todo": "To do",
    "versionadded": "New in {}",
    "versionchanged": "Changed in {}",
}

#: Directives whose arguments are no titles.
_UNTITLED = frozenset({"container", "grid", "grid-item", "only", "tab-set", "tabs", "rst-class", "centered", "hlist"})


def _named(kind: type[Directive], names: str) -> dict[str, type[Directive]]:
    return dict.fromkeys(names.split(), kind)


_DIRECTIVES: dict[str, type[Directive]] = {
    **_named(_Code, "code code-block sourcecode prompt ipython console highlight-block"),
    **_named(_Details, "collapse details dropdown"),
    **_named(_Embed, "gist media soundcloud vimeo youtube"),
    **_named(Image, "thumbnail"),
    **_named(_Layout, "card centered grid grid-item grid-item-card hlist only rst-class tab tab-item tab-set tabs"),
    **_named(_Note, " ".join(_NOTES)),
    **_named(_RawHtml, "raw"),
    **_named(
        _Silent,
        "author contents currentmodule default-domain footer header highlight index meta module post sectionauthor sectnum tags toctree update",
    ),
    **_named(_Unknown, "date include"),
    "admonition": Admonition,
    "replace": _Replace,
}


#: The nodes that a role returns, and messages.
_RoleResult = tuple[list[nodes.Node], list[nodes.system_message]]

#: Domains of Sphinx, whose roles are names in programs.
_DOMAINS = frozenset({"c", "cpp", "js", "py", "rst"})


def _split(text: str) -> tuple[str, str]:
    """
    Return the text and the target of a role.
    """
    plain = nodes.unescape(text)
    found = _TARGET.fullmatch(plain)
    return (found["text"], found["target"]) if found else (plain, plain)


def _code(_role: str, _raw: str, text: str, _line: int, _inliner: Inliner, _options: Any = None, _content: Any = None) -> _RoleResult:
    words, target = _split(text)
    if words == target:
        words = words.lstrip("!")
        words = words.rpartition(".")[2] if words.startswith("~") else words
    return [nodes.literal("", words)], []


def _marked(kind: type[nodes.TextElement]) -> Any:
    def role(_role: str, _raw: str, text: str, _line: int, _inliner: Inliner, _options: Any = None, _content: Any = None) -> _RoleResult:
        return [kind("", _split(text)[0].replace("-->", "→"))], []

    return role


def _key(_role: str, _raw: str, text: str, _line: int, _inliner: Inliner, _options: Any = None, _content: Any = None) -> _RoleResult:
    return [nodes.raw("", f"<kbd>{escape(nodes.unescape(text))}</kbd>", format="html")], []


def _page(_role: str, _raw: str, text: str, _line: int, inliner: Inliner, _options: Any = None, _content: Any = None) -> _RoleResult:
    words, target = _split(text)
    url = context_of(inliner.document).page(target)
    return [nodes.reference("", words, refuri=url) if url else nodes.inline("", words)], []


def _text(_role: str, _raw: str, text: str, _line: int, _inliner: Inliner, _options: Any = None, _content: Any = None) -> _RoleResult:
    return [nodes.inline("", _split(text)[0])], []


def _unknown(role: str, raw: str, text: str, line: int, inliner: Inliner, _options: Any = None, _content: Any = None) -> _RoleResult:
    rule = f"the role {role!r} is unknown and only its text is shown; write a link or plain text, or take the texts from the built pages"
    context_of(inliner.document).omit(line, rule)
    return _text(role, raw, text, line, inliner)


_ROLES: dict[str, Any] = {
    **dict.fromkeys(
        ["attr", "class", "command", "const", "data", "envvar", "exc", "file", "func", "meth", "mod", "obj", "option", "program", "samp"], _code
    ),
    **dict.fromkeys(("guilabel", "menuselection"), _marked(nodes.strong)),
    **dict.fromkeys(("dfn", "term"), _marked(nodes.emphasis)),
    **dict.fromkeys(("any", "doc"), _page),
    **dict.fromkeys(("abbr", "download", "eq", "numref", "ref"), _text),
    "kbd": _key,
}


class _DefaultRole(Directive):
    """
    Sets the role of text in backquotes, for this document only.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0] if self.arguments else "title-reference"
        lookup: Any = roles
        role, messages = lookup.role(name, self.state_machine.language, self.lineno, self.state.reporter)
        lookup.register_local_role("", role)
        return list(messages)


_DIRECTIVES["default-role"] = _DefaultRole


@contextlib.contextmanager
def own_markup() -> Iterator[None]:
    """
    Use our directives and roles, and those of docutils itself, instead of those that are registered in this process. Roles that a document
    defines hold for this document only.
    """
    directive_lookup: Any = directives
    role_lookup: Any = roles
    find_directive, find_role, register = directives.directive, roles.role, roles.register_local_role
    local = dict(_ROLES)

    def directive(name: str, language: Any, document: nodes.document) -> tuple[type[Directive], list[nodes.system_message]]:
        own = _DIRECTIVES.get(name.lower())
        found = own or find_directive(name, language, document)[0]
        return (found if found and (own or found.__module__.startswith("docutils.")) else _Unknown), []

    def role(name: str, language: Any, line: int, reporter: Any) -> tuple[Any, list[nodes.system_message]]:
        key = name.lower()
        if key not in local:
            fallback = _code if key.partition(":")[0] in _DOMAINS else _unknown
            local[key] = find_role(name, language, line, reporter)[0] or fallback
        return local[key], []

    def register_local_role(name: str, function: Any) -> None:
        roles.set_implicit_options(function)
        local[name.lower()] = function

    directive_lookup.directive, role_lookup.role, role_lookup.register_local_role = directive, role, register_local_role
    try:
        yield
    finally:
        directive_lookup.directive, role_lookup.role, role_lookup.register_local_role = find_directive, find_role, register
