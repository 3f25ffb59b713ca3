"""
The one door to JSON writing: orjson where it is installed (the extra ``fast``), else the standard library, to the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def plain(value: Any) -> bytes:
    """
    *value* as UTF-8, indented by two, with a newline at its end: by the standard library alone.
    """
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _fastest() -> Callable[[Any], bytes]:
    try:
        import orjson  # noqa: PLC0415  # an optional extra
    except ImportError:
        return plain
    return lambda value: orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


dumps = _fastest()
