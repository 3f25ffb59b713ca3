"""
The door to Jinja: a template and its values, as text.

Everything is escaped but what says that it is HTML already (:class:`stridesfeed.publish.page.html.Html`). Templates run in Jinja's sandbox: a
theme from elsewhere can show the values and change nothing.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.errors import FileError, InvalidFilesError, MissingExtraError

try:
    from jinja2 import BaseLoader, ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined
    from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
except ImportError as error:
    raise MissingExtraError("The page for people", "page") from error

#: Our own template, as others may extend it.
OWN = "stridesfeed/feed.html"

#: What the code of a template may raise, beside the errors of templates.
_RAISED = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def render(template: Path | None, values: Mapping[str, object]) -> str:
    """
    Our own template with *values*, or another.

    What is wrong in a template raises :class:`InvalidFilesError` with its file and line.
    """
    name, folder = (OWN, None) if template is None else (template.name, template.parent)
    try:
        return _environment(folder).get_template(name).render(values)
    except (OSError, *_RAISED) as error:
        raise InvalidFilesError.of([_fault(error, template)]) from error


@cache
def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(_FILTERS)
    return environment


def _loader(folder: Path | None) -> BaseLoader:
    own = DictLoader({OWN: resources.files(__package__).joinpath("feed.html").read_text(encoding="utf-8")})
    return ChoiceLoader([own, FileSystemLoader(folder)]) if folder is not None else own


_FILTERS: Mapping[str, Callable[..., str]] = {
    "day": lambda moment: whole_utc(moment).date().isoformat(),
    "rfc3339": format_rfc3339,
}


def _fault(error: Exception, template: Path | None) -> FileError:
    """
    *error* with the file and the line where it is.
    """
    path, line = _place(error)
    return FileError(path or str(template or OWN), line, None, f"the template cannot be used: {_said(error)}")


def _place(error: Exception) -> tuple[str | None, int | None]:
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name, error.lineno
    # Jinja puts the lines of templates into tracebacks, in place of those of the code that it made of them.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_template(frame.filename)]
    return (frames[-1].filename, frames[-1].lineno) if frames else (None, None)


def _is_template(file: str) -> bool:
    return not file.endswith(".py") and not file.startswith("<frozen ")


def _said(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no file {error.name} in its folder"
    return " ".join(str(error).split()) or type(error).__name__
