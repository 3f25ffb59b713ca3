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

#: The built-in templates, which other templates may extend, by name.
_TEMPLATES = {"stridesfeed/feed.html": "page/feed.html", "stridesfeed/digest.html": "digest/digest.html"}

#: The exceptions that code in a template may raise.
_TEMPLATE_ERRORS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def render(template: Path | None, default: str, values: Mapping[str, object]) -> str:
    """
    Render *template*, or the built-in one named *default*, with *values*.

    An error in a template raises :class:`InvalidFilesError` with its file and line.
    """
    name, folder = (default, None) if template is None else (template.name, template.parent)
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
        fault = FileError(path or str(template or default), line, None, f"the template cannot be rendered: {message}")
        raise InvalidFilesError.of([fault]) from error


_FILTERS: Mapping[str, Callable[..., str]] = {
    # A line of a narrow page ends after a slash of a URL, not inside a word.
    "breakable": lambda url: Markup("/<wbr>").join(re.split(r"(?<=[^:/])/", url)),
    "day": lambda moment: whole_utc(moment).date().isoformat(),
    "rfc3339": format_rfc3339,
}


@cache
def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    package = resources.files("stridesfeed.publish")
    built_in = DictLoader({name: package.joinpath(path).read_text(encoding="utf-8") for name, path in _TEMPLATES.items()})
    loader = ChoiceLoader([built_in, FileSystemLoader(folder)]) if folder is not None else built_in
    environment = ImmutableSandboxedEnvironment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(_FILTERS)
    return environment
