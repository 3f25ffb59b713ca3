"""
The literals that a Python file assigns to names at its top level. The file is parsed, never run.
"""

from __future__ import annotations

import ast
from typing import Any

from stridesfeed.errors import FileError
from stridesfeed.site.generators.unread import Unread


def python_values(text: str, path: str) -> dict[str, Any]:
    r"""
    Return the values by name; expressions are :class:`Unread`. Raises :class:`FileError` if *text* is not Python.

    >>> python_values('SITE = "Blog"\nNAME = SITE + "!"\nHOME = os.environ["HOME"]', "conf.py")
    {'SITE': 'Blog', 'NAME': 'Blog!', 'HOME': Unread(reason='is an expression')}
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FileError(path, getattr(error, "lineno", None), None, f"is not valid Python: {error.__class__.__name__}") from error
    values: dict[str, Any] = {}
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                values[target.id] = _evaluate(statement.value, values)
    return values


def _evaluate(node: ast.expr, names: dict[str, Any]) -> Any:
    """
    Return the value of a literal, or of an expression of literals and *names*.
    """
    unread = Unread("is an expression")
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id, unread)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [_evaluate(each, names) for each in node.elts]
    if isinstance(node, ast.Dict):
        pairs = [(_evaluate(key, names) if key else None, _evaluate(value, names)) for key, value in zip(node.keys, node.values, strict=True)]
        return {key: value for key, value in pairs if isinstance(key, str)}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _evaluate(node.left, names), _evaluate(node.right, names)
        return left + right if type(left) is type(right) and isinstance(left, str | list) else unread
    return unread
