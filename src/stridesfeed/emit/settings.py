"""
Settings of rendering: policy, engine, cache, processes.
"""

from __future__ import annotations

import attrs

from stridesfeed import rules
from stridesfeed.body import ARTICLE, ENGINES, EngineName, Policy
from stridesfeed.cache import Cache
from stridesfeed.value import Value, checked_by
from stridesfeed.versions import installed


def _cache(value: object) -> str | None:
    if isinstance(value, type):
        return f"must be a cache such as MemoryCache(), but a class was given: create an object of {value.__name__}"
    methods = [name for name in ("get", "put") if not callable(getattr(value, name, None))]
    if not methods:
        return None
    return f"must be a cache such as MemoryCache(), but {type(value).__name__} has no method {' and no method '.join(methods)}"


@attrs.frozen(kw_only=True)
class RenderSettings(Value):
    """
    Settings for :func:`~stridesfeed.render` and its siblings.

    Only *policy* and *engine* can change the bytes; the others change the time it takes. Invalid values raise
    :class:`~stridesfeed.errors.InvalidError`.
    """

    #: The HTML that bodies may contain.
    policy: Policy = attrs.field(default=ARTICLE, metadata=checked_by(rules.instance(Policy)))

    #: The sanitiser: "bleach" or "nh3".
    engine: EngineName = attrs.field(default="bleach", metadata=checked_by(rules.one_of(*ENGINES)))

    #: Accept canonical bodies (:mod:`stridesfeed.body.canonical`) without calling the engine.
    fast_path: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    #: Stores the parts of articles, so that only changed articles are rendered again. See :mod:`stridesfeed.cache` for which caches to trust.
    cache: Cache | None = attrs.field(default=None, metadata=checked_by(rules.optional(_cache)))

    #: The number of processes. With more than one, cleaned bodies are not cached.
    jobs: int = attrs.field(default=1, metadata=checked_by(rules.positive))

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return "RenderSettings"

    def fingerprint(self) -> tuple[object, ...]:
        """
        Return everything here that the bytes of documents depend on: policy, engine and installed versions.
        """
        versions = tuple(map(installed, ("stridesfeed", "feedgen", "lxml", self.engine)))
        return (versions, self.engine, self.policy.fingerprint)
