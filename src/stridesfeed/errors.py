"""
The errors that stridesfeed raises, as one tree.

::

    StridesError
    ├── FieldError            one field of one value breaks a rule (also a ValueError)
    ├── InvalidError          all errors of one value (an ExceptionGroup of FieldError, also a ValueError)
    ├── FileError             one error in a content or configuration file (also a ValueError)
    ├── InvalidFilesError     all errors of a run (an ExceptionGroup of FileError, also a ValueError)
    ├── LimitError            a body exceeds a limit, and its policy rejects such bodies (also a ValueError)
    ├── UnknownNameError      no format, engine or policy has this name (also a ValueError)
    ├── OutputError           a document could not be written (also an OSError)
    ├── WithdrawalError       more than half of all articles would leave the feeds at once
    ├── WebError              a web request failed (also an OSError)
    ├── WorkerError           a process that rendered for this one died (also a RuntimeError)
    └── MissingExtraError     an optional package is not installed; the message says which (also an ImportError)

Errors of third-party libraries are never raised directly: they are the ``__cause__`` of one of these.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Self


class StridesError(Exception):
    """
    The base class: ``except StridesError`` catches every error that this library raises deliberately.
    """


class FieldError(StridesError, ValueError):
    """
    One field of one value breaks one rule.
    """

    def __init__(self, subject: str, field: str, rule: str, *, article_id: str | None = None) -> None:
        super().__init__(subject, field, rule)
        #: The value's name for messages: ``article 'tag:example.org,2026:one'``.
        self.subject = subject
        #: The name of the field, as in the constructor.
        self.field = field
        #: What is wrong and how to fix it.
        self.rule = rule
        #: The id of the article, if the value is an article.
        self.article_id = article_id

    def __str__(self) -> str:
        return f"{self.subject}: {self.field}: {self.rule}"


class InvalidError(StridesError, ExceptionGroup[FieldError], ValueError):
    """
    All errors of one value; *faults* has a :class:`FieldError` for each.
    """

    @property
    def faults(self) -> tuple[FieldError, ...]:
        """
        Every error, in order.
        """
        return tuple(fault for fault in self.exceptions if isinstance(fault, FieldError))

    @classmethod
    def of(cls, subject: str, faults: Sequence[FieldError]) -> Self:
        """
        Group the errors of one value.
        """
        return cls(f"{subject} is not valid", faults)

    def __str__(self) -> str:
        return "\n  ".join([self.message, *map(str, self.faults)])

    def derive(self, excs: Sequence[Exception]) -> InvalidError:  # type: ignore[override]
        """
        Return a group with some of the errors, for ``except*``.
        """
        return InvalidError(self.message, excs)  # type: ignore[arg-type]


class FileError(StridesError, ValueError):
    """
    One error in a content or configuration file.
    """

    def __init__(self, path: str, line: int | None, field: str | None, rule: str) -> None:
        super().__init__(path, line, field, rule)
        #: The file, with forward slashes; relative to the site's folder if the file is inside it.
        self.path = path
        #: The line number, from 1; ``None`` if there is no such line, for example because the file is missing.
        self.line = line
        #: The key as written in the file; ``None`` if the error does not concern a single key.
        self.field = field
        #: What is wrong and how to fix it.
        self.rule = rule

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.rule) if part)


class InvalidFilesError(StridesError, ExceptionGroup[FileError], ValueError):
    """
    All errors of one run; *faults* has a :class:`FileError` for each.
    """

    @property
    def faults(self) -> tuple[FileError, ...]:
        """
        Every error, in order.
        """
        return tuple(fault for fault in self.exceptions if isinstance(fault, FileError))

    @classmethod
    def of(cls, faults: Sequence[FileError]) -> Self:
        """
        Group the errors of one run, sorted by file and line.
        """
        ordered = sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.field or ""))
        return cls(f"{len(ordered)} {'error' if len(ordered) == 1 else 'errors'}", ordered)

    def __str__(self) -> str:
        return "\n  ".join([self.message, *map(str, self.faults)])

    def derive(self, excs: Sequence[Exception]) -> InvalidFilesError:  # type: ignore[override]
        """
        Return a group with some of the errors, for ``except*``.
        """
        return InvalidFilesError(self.message, excs)  # type: ignore[arg-type]


class LimitError(StridesError, ValueError):
    """
    A body exceeds a limit of its policy, and the policy rejects such bodies instead of reducing them to text.
    """

    def __init__(self, subject: str, limit: str, rule: str, *, article_id: str | None = None) -> None:
        super().__init__(subject, limit, rule)
        #: The body's name for messages: ``article 'tag:…'``, or ``html`` for a body without an article.
        self.subject = subject
        #: The name of the limit in the policy.
        self.limit = limit
        #: The value found and the value allowed.
        self.rule = rule
        #: The id of the article whose body it is, if there is one.
        self.article_id = article_id

    def __str__(self) -> str:
        return f"{self.subject}: {self.limit}: {self.rule}"


class UnknownNameError(StridesError, ValueError):
    """
    No format, engine or policy has this name.
    """

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        super().__init__(kind, name, tuple(known))
        self.kind, self.name, self.known = self.args

    def __str__(self) -> str:
        return f"unknown {self.kind} {self.name!r}{suggestion(str(self.name), self.known)}"


class WithdrawalError(StridesError):
    """
    More than half of all articles would leave the feeds at once, which is probably a mistake. Nothing is withdrawn until it is allowed.
    """

    def __init__(self, gone: int, published: int, invalid: int = 0, later: int = 0) -> None:
        super().__init__(gone, published, invalid, later)
        #: How many articles would be withdrawn.
        self.gone = gone
        #: How many articles are published.
        self.published = published
        #: How many articles have errors.
        self.invalid = invalid
        #: How many articles are dated after the time of the build.
        self.later = later

    def __str__(self) -> str:
        return self.explain("--allow-mass-withdrawal")

    def explain(self, permission: str) -> str:
        """
        Return the message; *permission* is the option or setting that allows the withdrawal.
        """
        counts = {"gone": self.gone, "with errors": self.invalid, "dated after the time of this build": self.later}
        reasons = ", ".join(f"{count} {reason}" for reason, count in counts.items() if count)
        return (
            f"{self.gone + self.invalid + self.later} of {self.published} published articles would leave the feeds ({reasons}): check that all "
            f"content files are there and the time of the build is right, or allow it with {permission}"
        )


class OutputError(StridesError, OSError):
    """
    A document could not be written. The previous version of the file is intact.
    """


class WebError(StridesError, OSError):
    """
    A web request failed.
    """

    def __init__(self, url: str, rule: str, *, temporary: bool = False) -> None:
        super().__init__(url, rule)
        #: The requested address.
        self.url = url
        #: What is wrong and how to fix it.
        self.rule = rule
        #: True if a retry may succeed: the server is down, for example. False if the address is refused.
        self.temporary = temporary

    def __str__(self) -> str:
        return f"{self.url}: {self.rule}"

    # OSError's own __reduce__ drops the keyword argument.
    def __reduce__(self) -> tuple[object, ...]:
        return _web_error, (self.url, self.rule, self.temporary)


def _web_error(url: str, rule: str, temporary: bool) -> WebError:
    return WebError(url, rule, temporary=temporary)


class WorkerError(StridesError, RuntimeError):
    """
    A process of an executor died while it was working for this one, or the executor takes no more work.
    """

    def __str__(self) -> str:
        return (
            "the workers are gone: a process died, or the executor was closed; look for the cause in the system's log, often too little "
            "memory, and run it again, with fewer workers"
        )


class MissingExtraError(StridesError, ImportError):
    """
    An optional package is needed and not installed.
    """

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs an optional package: pip install 'stridesfeed[{extra}]'")
        self.purpose = purpose
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.purpose, self.extra)


def suggestion(name: str, known: Iterable[str]) -> str:
    """
    Return the end of a message about the unknown *name*: the most similar known name, or all known names.
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(map(repr, names))}"
