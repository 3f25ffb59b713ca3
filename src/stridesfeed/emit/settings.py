"""
How documents are made.
"""

from __future__ import annotations

import attrs

from stridesfeed.body import ARTICLE, ENGINES, EngineName, Policy
from stridesfeed.cache import Cache
from stridesfeed.errors import FieldError, UnknownNameError
from stridesfeed.versions import installed

_SUBJECT = "RenderSettings"


def _check_engine(_settings: object, _field: object, engine: object) -> None:
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)


def _check_jobs(_settings: object, _field: object, jobs: object) -> None:
    if not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1:
        raise FieldError(_SUBJECT, "jobs", f"has to be a number of processes, 1 or more: got {jobs!r}")


def _check_policy(_settings: object, _field: object, policy: object) -> None:
    if not isinstance(policy, Policy):
        raise FieldError(_SUBJECT, "policy", f"has to be a Policy, such as ARTICLE or STRICT: got {policy!r}")


def _check_flag(_settings: object, field: attrs.Attribute[bool], value: object) -> None:
    if not isinstance(value, bool):
        raise FieldError(_SUBJECT, field.name, f"has to be True or False: got {value!r}")


@attrs.frozen(kw_only=True)
class RenderSettings:
    """
    Choices about how documents are made, for :func:`~stridesfeed.render` and its siblings.

    Only *policy* and *engine* can change the bytes; the rest changes the time they take. Invalid values raise
    :class:`~stridesfeed.errors.FieldError`, an unknown engine :class:`~stridesfeed.errors.UnknownNameError`.
    """

    #: The HTML that bodies may contain.
    policy: Policy = attrs.field(default=ARTICLE, validator=_check_policy)

    #: The sanitiser: "bleach" or "nh3".
    engine: EngineName = attrs.field(default="bleach", validator=_check_engine)

    #: Accept canonical bodies (:mod:`stridesfeed.body.canonical`) without calling the engine.
    fast_path: bool = attrs.field(default=True, validator=_check_flag)

    #: Remembers the parts of articles, so that only changed articles are rendered again. See :mod:`stridesfeed.cache` for whom to trust.
    cache: Cache | None = None

    #: How many processes share the work. With several, bodies are cleaned without the cache.
    jobs: int = attrs.field(default=1, validator=_check_jobs)

    def fingerprint(self) -> tuple[object, ...]:
        """
        Return what the bytes of documents depend on: the policy, the engine, and the installed versions.
        """
        versions = tuple(map(installed, ("stridesfeed", "feedgen", "lxml", self.engine)))
        return (versions, self.engine, self.policy.fingerprint)
