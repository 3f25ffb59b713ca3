from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import InvalidFilesError
from stridesfeed.publish.manifest import Manifest, ManifestFile, read_manifest, write_manifest

NOON = datetime(2026, 4, 30, 12, 0, tzinfo=UTC)


def a_file(path: str = "feed.xml", content: bytes = b"rss", **fields: Any) -> ManifestFile:
    return ManifestFile.of(path, content, **{"media_type": "application/rss+xml"} | fields)


def written(manifest: Manifest) -> Any:
    return json.loads(write_manifest(manifest))


def said(path: Path) -> list[str]:
    with pytest.raises(InvalidFilesError) as caught:
        read_manifest(path)
    return [str(fault) for fault in caught.value.faults]


def test_manifest_says_what_a_server_has_to_know() -> None:
    file = a_file(url="https://strides.example/feed.xml", updated=NOON)

    assert written(Manifest(files=(file,)))["files"] == [
        {
            "path": "feed.xml",
            "url": "https://strides.example/feed.xml",
            "media_type": "application/rss+xml",
            "size": 3,
            "sha256": hashlib.sha256(b"rss").hexdigest(),
            "etag": f'"{hashlib.sha256(b"rss").hexdigest()[:32]}"',
            "last_modified": "Thu, 30 Apr 2026 12:00:00 GMT",
        }
    ]


def test_last_modified_is_the_same_in_every_zone() -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=2)))

    assert a_file(updated=paris) == a_file(updated=NOON)


def test_manifest_does_not_depend_on_the_order_of_files() -> None:
    one, other = a_file("a"), a_file("b")

    assert write_manifest(Manifest(files=(one, other))) == write_manifest(Manifest(files=(other, one)))


def test_manifest_round_trips(tmp_path: Path) -> None:
    manifest = Manifest(
        files=(a_file("a é 😀.xml", updated=NOON, url="https://strides.example/a"), a_file("feeds/b.xml")), stale=(a_file("old.xml"),)
    )
    (tmp_path / "m.json").write_bytes(write_manifest(manifest))

    assert read_manifest(tmp_path / "m.json") == manifest


def test_a_missing_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "m.json") is None


def test_all_errors_are_raised_together_with_their_positions(tmp_path: Path) -> None:
    damaged = written(Manifest(files=(a_file("a"), a_file("b"), a_file("c")), stale=(a_file("old"),)))
    damaged["files"][0] |= {"path": "../../etc/passwd", "size": -1}
    damaged["files"][1] |= {"sha256": "abc", "last_modified": "yesterday", "media_type": "xml"}
    damaged["files"][2] = "c"
    del damaged["stale"]
    (tmp_path / "m.json").write_text(json.dumps(damaged), encoding="utf-8")

    faults = said(tmp_path / "m.json")

    assert [fault.split(": ")[1] for fault in faults] == [
        "files[0].path",
        "files[0].size",
        "files[1].last_modified",
        "files[1].media_type",
        "files[1].sha256",
        "files[2]",
        "stale",
    ]
    assert all(fault.startswith("m.json: ") and "delete the file" in fault for fault in faults)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "..", "a/../b", "a//b", "./a", "C:/a", "a\\b", "a\0b", "a/"])
def test_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    damaged = written(Manifest(files=(a_file("a"),)))
    damaged["files"][0]["path"] = path
    (tmp_path / "m.json").write_text(json.dumps(damaged), encoding="utf-8")

    assert len(said(tmp_path / "m.json")) == 1


def test_duplicate_path_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(write_manifest(Manifest(files=(a_file("a"),), stale=(a_file("a"),))))

    assert "must be listed only once" in said(tmp_path / "m.json")[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"version": 1,\n "files": [', "m.json:2: is not JSON"),
        (b"", "m.json:1: is not JSON"),
        (b"\xff\xfe\x00", "m.json: is not JSON"),
        (b"[" * 100_000, "m.json: is not JSON"),
        (b"[]", "m.json: is not a manifest of stridesfeed"),
        (b"{}", "m.json: is not a manifest of stridesfeed"),
        (b'{"version": 2}', "m.json: version: must be 1, not 2"),
    ],
)
def test_damaged_manifest_is_one_clear_message(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "m.json").write_bytes(content)

    (fault,) = said(tmp_path / "m.json")

    assert fault.startswith(words)
    assert fault.endswith("delete the file: the next build writes a new one, and removes only files that are listed in it")


def test_folder_in_the_place_of_the_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.json").mkdir()

    assert said(tmp_path / "m.json") == ["m.json: cannot be read: Is a directory"]


@given(st.binary(max_size=200))
def test_any_content_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(content)

    with pytest.raises(InvalidFilesError):
        read_manifest(file)


def test_file_with_the_same_source_is_unchanged(tmp_path: Path) -> None:
    source, other = hashlib.sha256(b"1").hexdigest(), hashlib.sha256(b"2").hexdigest()
    (tmp_path / "m.json").write_bytes(write_manifest(Manifest(files=(a_file("a", source=source), a_file("b")))))
    (tmp_path / "a").write_bytes(b"rss")
    manifest = read_manifest(tmp_path / "m.json")
    assert manifest

    assert manifest.unchanged("a", source, tmp_path) == a_file("a", source=source)
    assert manifest.unchanged("a", other, tmp_path) is None
    assert manifest.unchanged("b", source, tmp_path) is None
    assert manifest.unchanged("c", source, tmp_path) is None


@pytest.mark.parametrize("content", [None, b"RSS", b"longer"])
def test_modified_file_is_not_unchanged(tmp_path: Path, content: bytes | None) -> None:
    source = hashlib.sha256(b"1").hexdigest()
    if content is not None:
        (tmp_path / "a").write_bytes(content)

    assert Manifest(files=(a_file("a", source=source),)).unchanged("a", source, tmp_path) is None


def test_next_manifest_lists_stale_files() -> None:
    first = Manifest(files=(a_file("a"), a_file("b"), a_file("c")), stale=(a_file("d"), a_file("e")))

    then = first.after([a_file("a", b"new"), a_file("e", b"back")], removed=["c"])

    assert then.files == (a_file("a", b"new"), a_file("e", b"back"))
    assert then.stale == (a_file("d"), a_file("b"))


def test_the_manifest_is_written_as_the_json_encoder_indents_it() -> None:
    odd = ManifestFile.of('é"\\\n\x7f.xml', b"x", media_type="text/xml", url="https://a.example/%C3%A9")
    for manifest in (Manifest(), Manifest(files=(odd,)), Manifest(files=(ManifestFile.of("b", b"", media_type="a/b"), odd), stale=(odd,))):
        written = write_manifest(manifest)

        assert written.decode() == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"
