"""
What happens to a site between two builds, and builds with a cache compared with builds without one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs

from publisher import START, Publisher
from stridesfeed.build import Report, build
from stridesfeed.errors import StridesError
from stridesfeed.site import read_site

#: A change of a site.
Step = Callable[[Publisher], None]


def written(name: str, text: str, day: int, keys: dict[str, str]) -> Step:
    return lambda site: site.write(name, text, day=day, **keys)


def appended(name: str, text: str) -> Step:
    def step(site: Publisher) -> None:
        if site.path(name).exists():
            site.path(name).write_text(f"{site.path(name).read_text('utf-8')}\n{text}\n", "utf-8")

    return step


def removed(name: str) -> Step:
    return lambda site: site.path(name).unlink(missing_ok=True)


def with_file(path: str, content: bytes | None) -> Step:
    """
    Return the step that writes a file below the site's folder, or removes it.
    """

    def step(site: Publisher) -> None:
        file = site.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True) if content is None else file.write_bytes(content)

    return step


def state(folder: Path) -> dict[str, bytes]:
    """
    Return all files of the site in *folder* except its content and cache.
    """
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(("content/", ".stridesfeed/"))}


def assert_cache_changes_nothing(site: Publisher, hours: int, **options: Any) -> None:
    """
    Build the site, and a copy of it without its cache: reports and files must be the same.
    """
    copy = Path(shutil.copytree(site.folder, site.folder.with_name("cold"), ignore=shutil.ignore_patterns(".stridesfeed")))
    expected = _report(copy, hours, use_cache=False, **options)
    assert _report(site.folder, hours, **options) == expected
    assert state(site.folder) == state(copy)
    shutil.rmtree(copy)


def _report(folder: Path, hours: int, **options: Any) -> str:
    """
    Build the site in *folder*, and return the report or the error as text, with paths that do not depend on the folder.
    """
    try:
        report = build(read_site(folder), as_of=START + timedelta(days=5, hours=hours), **options)
    except StridesError as error:
        report = Report(kept=(type(error).__name__, str(error)))
    return repr(attrs.evolve(report, findings_changed=True)).replace(str(folder), "")
