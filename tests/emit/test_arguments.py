"""
Arguments of rendering are checked at run time, for callers without a type checker.
"""

from __future__ import annotations

from typing import Any

import pytest

from makers import a_feed, an_article
from stridesfeed.cache import MemoryCache
from stridesfeed.emit import RenderSettings, render_all, sizes, unwritten_all
from stridesfeed.errors import FieldError, InvalidError


@pytest.mark.parametrize("function", [render_all, sizes, unwritten_all])
@pytest.mark.parametrize("formats", ["rss", "", b"rss"])
def test_a_string_is_not_a_list_of_formats(function: Any, formats: Any) -> None:
    with pytest.raises(FieldError, match=r"formats: must be a list of names, not text: write formats=\[b?'"):
        function(a_feed(), formats=formats)


class Store:
    """
    A cache of one's own.
    """

    def get(self, _keys: object) -> dict[bytes, bytes]:
        """
        Return nothing.
        """
        return {}

    def put(self, _entries: object) -> None:
        """
        Store nothing.
        """


@pytest.mark.parametrize("cache", [None, MemoryCache(), Store()], ids=["none", "memory", "own"])
def test_a_cache_is_an_object_with_get_and_put(cache: Any) -> None:
    assert render_all(a_feed(an_article()), settings=RenderSettings(cache=cache))


@pytest.mark.parametrize(
    ("cache", "message"),
    [
        ("cache.db", "must be a cache such as DiskCache(path) or MemoryCache(), but str has no method get and no method put"),
        ({}, "must be a cache such as DiskCache(path) or MemoryCache(), but dict has no method put"),
        (MemoryCache, "must be a cache such as DiskCache(path) or MemoryCache(), but a class was given: create an object of MemoryCache"),
    ],
    ids=["path", "dict", "class"],
)
def test_other_objects_are_not_a_cache(cache: Any, message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        RenderSettings(cache=cache)

    assert [(fault.field, fault.rule) for fault in caught.value.faults] == [("cache", message)]
