"""
The door to Jinja: render a template.

All values are escaped except :class:`stridesfeed.publish.page.Html`. Templates run in Jinja's sandbox: a template from an untrusted
source can show the values and change nothing.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.errors import FileError, InvalidFilesError, MissingExtraError

try:
    from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined
    from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup
except ImportError as error:
    raise MissingExtraError("The page for people", "page") from error

#: The name of the default template, which other templates may extend.
DEFAULT_TEMPLATE = "stridesfeed/feed.html"

#: The exceptions that code in a template may raise.
_TEMPLATE_ERRORS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def render(template: Path | None, values: Mapping[str, object]) -> str:
    """
    Render *template*, or the default one, with *values*.

    An error in a template raises :class:`InvalidFilesError` with its file and line.
    """
    name, folder = (DEFAULT_TEMPLATE, None) if template is None else (template.name, template.parent)
    try:
        return _environment(folder).get_template(name).render(values)
    except (OSError, *_TEMPLATE_ERRORS) as error:
        path, line = None, None
        if isinstance(error, TemplateSyntaxError):
            path, line = error.filename or error.name, error.lineno
        else:
            # Jinja replaces the lines of compiled code in tracebacks by those of templates.
            for frame in traceback.extract_tb(error.__traceback__):
                if not frame.filename.endswith(".py") and not frame.filename.startswith("<frozen "):
                    path, line = frame.filename, frame.lineno
        message = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, TemplateNotFound):
            message = f"its folder has no file {error.name}"
        fault = FileError(path or str(template or DEFAULT_TEMPLATE), line, None, f"the template cannot be rendered: {message}")
        raise InvalidFilesError.of([fault]) from error


_FILTERS: Mapping[str, Callable[..., str]] = {
    # A line of a narrow page ends after a slash of a URL, not inside a word.
    "breakable": lambda url: Markup("/<wbr>").join(re.split(r"(?<=[^:/])/", url)),
    "day": lambda moment: whole_utc(moment).date().isoformat(),
    "rfc3339": format_rfc3339,
}


@cache
def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    default = DictLoader({DEFAULT_TEMPLATE: resources.files(__package__).joinpath("feed.html").read_text(encoding="utf-8")})
    loader = ChoiceLoader([default, FileSystemLoader(folder)]) if folder is not None else default
    environment = ImmutableSandboxedEnvironment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(_FILTERS)
    return environment
