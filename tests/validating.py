"""
What the schemas of ``schemas/`` say of a document: RSS 2.0, Atom 1.0 or JSON Feed 1.1, each written after the words of its specification.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"

_ATOM = "{http://www.w3.org/2005/Atom}"
_FILES = {"rss": "rss.rng", f"{_ATOM}feed": "atom.rng", f"{_ATOM}entry": "atom.rng"}


def refusal(document: bytes) -> str | None:
    """
    Why *document* is not valid by its schema, or ``None`` where it is.
    """
    return _refusal_of_json(document) if document.lstrip()[:1] in {b"{", b"["} else _refusal_of_xml(document)


def _refusal_of_xml(document: bytes) -> str | None:
    try:
        root = etree.fromstring(document, etree.XMLParser(no_network=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return f"no XML: {error}"
    if root.tag not in _FILES:
        return f"no feed: {root.tag}"
    schema = _grammar(_FILES[root.tag])
    return None if schema.validate(root) else str(schema.error_log.last_error)


def _refusal_of_json(document: bytes) -> str | None:
    try:
        value = json.loads(document)
    except ValueError as error:
        return f"no JSON: {error}"
    fault = next(_validator().iter_errors(value), None)
    return fault and f"{fault.json_path}: {fault.message}"


@cache
def _grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(SCHEMAS / name)))


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((SCHEMAS / "feed.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
