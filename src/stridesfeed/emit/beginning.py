"""
The beginning of an XML document: the style sheet before its root element, and the attributes of the root element.
"""

from __future__ import annotations

import re
from html import escape

from stridesfeed.body.tree import escape as escape_text
from stridesfeed.errors import InvalidError
from stridesfeed.options import Options

_ROOT = re.compile(rb"<(?:rss|feed)\b[^>]*>")
_ATTRIBUTE = re.compile(r'\s([\w:.-]+)="([^"]*)"')

#: Prefixes that need no declaration (Namespaces in XML 1.0, 3).
_BOUND = frozenset({"xml", "xmlns"})


def with_beginning(head: bytes, options: Options) -> bytes:
    """
    Return the beginning of an XML document with the style sheet (Associating Style Sheets with XML documents) and the attributes of *options*.
    """
    if options.root_attributes:
        head = _ROOT.sub(lambda root: _with_attributes(root[0].decode(), options).encode(), head, count=1)
    if options.stylesheet is None:
        return head
    declaration, end, rest = head.partition(b"?>\n")
    kind = "css" if options.stylesheet.partition("?")[0].endswith(".css") else "xsl"
    instruction = f'<?xml-stylesheet type="text/{kind}" href="{escape(options.stylesheet)}"?>\n'
    return b"".join((declaration, end, instruction.encode(), rest))


def _with_attributes(root: str, options: Options) -> str:
    """
    Return the start tag *root* with further attributes. One that it has already must have the same value, and prefixes must be declared.
    """
    present = dict(_ATTRIBUTE.findall(root))
    given = {name: escape_text(value).replace('"', "&quot;") for name, value in options.root_attributes}
    for name, value in given.items():
        prefix = name.partition(":")[0] if ":" in name else "xml"
        if present.get(name, value) != value:
            raise _error(options, f"{name!r}: is {present[name]!r} in this document already: remove it")
        if prefix not in _BOUND and f"xmlns:{prefix}" not in present | given:
            raise _error(options, f"{name!r}: the prefix is not declared: add 'xmlns:{prefix}' with the URI of its namespace")
    added = "".join(f' {name}="{value}"' for name, value in given.items() if name not in present)
    return f"{root[:-1]}{added}>"


def _error(options: Options, rule: str) -> InvalidError:
    return InvalidError.of(options.subject, [options.fault("root_attributes", rule)])
