"""
The only module that imports orjson (optional extra ``fast``). Without it, the standard library writes the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def plain(value: Any) -> bytes:
    """
    Return *value* as JSON in UTF-8, indented by two, with a newline at its end; written by the standard library.
    """
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


try:
    import orjson
except ImportError:
    dumps: Callable[[Any], bytes] = plain
else:

    def dumps(value: Any) -> bytes:
        """
        Return the same bytes as :func:`plain`, faster.
        """
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
