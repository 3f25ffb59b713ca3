"""
Everything that stridesfeed raises, as one tree.

::

    StridesError
    ├── FieldError            one field of one value breaks a rule (also a ValueError)
    ├── InvalidError          the faults of one value, together (an ExceptionGroup of FieldError)
    ├── FileError             one fault at one place of one file (also a ValueError)
    ├── InvalidFilesError     the faults of a run, together (an ExceptionGroup of FileError)
    ├── LimitError            a body is over a limit, and its policy says to refuse it (also a ValueError)
    ├── UnknownNameError      no format, engine or policy has this name (also a ValueError)
    ├── OutputError           a document could not be written (also an OSError)
    ├── WithdrawalError       so many articles are gone at once that somebody has to say that this is meant
    ├── WebError              an address could not be fetched or told something (also an OSError)
    └── MissingExtraError     an optional package is needed; says what to install (also an ImportError)

Errors of the libraries underneath never leave on their own: they are the ``__cause__`` of one of these.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Self


class StridesError(Exception):
    """
    The root: ``except StridesError`` catches all that this library raises on purpose.
    """


class FieldError(StridesError, ValueError):
    """
    One field of one value breaks one rule.
    """

    def __init__(self, subject: str, field: str, rule: str) -> None:
        super().__init__(subject, field, rule)
        #: Which value, as a person would name it: ``article 'tag:example.org,2026:one'``.
        self.subject = subject
        #: The field's name, as in the constructor.
        self.field = field
        #: What is wrong, and what to do.
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.subject}: {self.field}: {self.rule}"


def _whole(message: str, faults: Iterable[Exception]) -> str:
    """
    The text of a group: all of its faults, a line each.
    """
    return "\n".join([message, *(f"  {fault}" for fault in faults)])


class InvalidError(StridesError, ExceptionGroup[FieldError]):
    """
    All faults of one value; *faults* holds a :class:`FieldError` for each.
    """

    @property
    def faults(self) -> tuple[FieldError, ...]:
        """
        Every fault, in order.
        """
        return tuple(fault for fault in self.exceptions if isinstance(fault, FieldError))

    @classmethod
    def of(cls, subject: str, faults: Sequence[FieldError]) -> Self:
        """
        Gather the faults of one value.
        """
        return cls(f"{subject} is not valid", faults)

    def __str__(self) -> str:
        return _whole(self.message, self.faults)

    def derive(self, excs: Sequence[Exception]) -> InvalidError:  # type: ignore[override]
        """
        A part of the group, for ``except*``.
        """
        return InvalidError(self.message, excs)  # type: ignore[arg-type]


class FileError(StridesError, ValueError):
    """
    One fault at one place of one file: content or configuration.
    """

    def __init__(self, path: str, line: int | None, field: str | None, rule: str) -> None:
        super().__init__(path, line, field, rule)
        #: The file, relative to the site's folder where that is possible, with forward slashes.
        self.path = path
        #: Counted from 1; ``None`` where the fault has no line (a missing file).
        self.line = line
        #: The key as the file spells it; ``None`` where the fault is none of one key.
        self.field = field
        #: What is wrong, and what to do.
        self.rule = rule

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.rule) if part)


class InvalidFilesError(StridesError, ExceptionGroup[FileError]):
    """
    All faults of one run; *faults* holds a :class:`FileError` for each.
    """

    @property
    def faults(self) -> tuple[FileError, ...]:
        """
        Every fault, in order.
        """
        return tuple(fault for fault in self.exceptions if isinstance(fault, FileError))

    @classmethod
    def of(cls, faults: Sequence[FileError]) -> Self:
        """
        Gather the faults of one run, by file and line.
        """
        ordered = sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.field or ""))
        return cls(f"{len(ordered)} {'fault' if len(ordered) == 1 else 'faults'}", ordered)

    def __str__(self) -> str:
        return _whole(self.message, self.faults)

    def derive(self, excs: Sequence[Exception]) -> InvalidFilesError:  # type: ignore[override]
        """
        A part of the group, for ``except*``.
        """
        return InvalidFilesError(self.message, excs)  # type: ignore[arg-type]


class LimitError(StridesError, ValueError):
    """
    A body is over a limit of its policy, and the policy says to refuse rather than to reduce it to text.
    """

    def __init__(self, subject: str, limit: str, rule: str) -> None:
        super().__init__(subject, limit, rule)
        #: Which body: ``article 'tag:…'``, or ``html`` where it was given alone.
        self.subject = subject
        #: The limit's name in the policy.
        self.limit = limit
        #: What was found, and what is allowed.
        self.rule = rule

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
        return f"no {self.kind} is called {self.name!r}{suggestion(str(self.name), self.known)}"


class WithdrawalError(StridesError):
    """
    So many articles are gone at once that a mistake is likelier: nothing is withdrawn until somebody insists.
    """

    def __init__(self, gone: int, published: int) -> None:
        super().__init__(gone, published)
        #: How many articles would be withdrawn.
        self.gone = gone
        #: How many are published.
        self.published = published

    def __str__(self) -> str:
        return (
            f"{self.gone} of {self.published} articles are gone, and would be withdrawn at once: is the whole content there? "
            "If they are to be withdrawn, say so with --allow-mass-withdrawal"
        )


class OutputError(StridesError, OSError):
    """
    A document could not be written; what was there before is still whole.
    """


class WebError(StridesError, OSError):
    """
    Something at an address could not be fetched, or could not be told something.
    """

    def __init__(self, url: str, rule: str, *, passing: bool = False) -> None:
        super().__init__(url, rule)
        #: The address.
        self.url = url
        #: What is wrong, and what to do.
        self.rule = rule
        #: Whether it may be otherwise at the next attempt: a server that is down, and no address that is refused.
        self.passing = passing

    def __str__(self) -> str:
        return f"{self.url}: {self.rule}"

    def __reduce__(self) -> tuple[object, ...]:
        return _web_error, (self.url, self.rule, self.passing)


def _web_error(url: str, rule: str, passing: bool) -> WebError:
    return WebError(url, rule, passing=passing)


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
    The end of a sentence that refuses *name*: the nearest known name, or all of them.
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known are {', '.join(map(repr, names))}"
