from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stridesfeed.checks.content import RULES, check_content
from stridesfeed.errors import FileError
from stridesfeed.load import Content, load
from stridesfeed.model import Person

DATE = "date: 2026-04-30T09:00:00Z\n"
HEADER = f"---\ntitle: One\n{DATE}"

INVALID_AUTHOR = f"{HEADER}---\n"

CASES = {
    "author-invalid": (INVALID_AUTHOR, f"{HEADER}---\n\nText.\n"),
    "content-faulty": ("---\ntitle: One\n---\n\nText.\n", HEADER + "---\n\nText.\n"),
    "author-misspelt": (
        HEADER + "authors: [desk, Ilse-Vargo]\n---\n\nText.\n",
        HEADER + "authors: [ilse-varga, Bo]\n---\n\nText.\n",
    ),
    "key-misspelt": (HEADER + "sumary: Words.\n---\n\nText.\n", HEADER + "colour: red\n---\n\nText.\n"),
    "published-far-in-future": (
        "---\ntitle: One\ndate: 2206-04-30T09:00:00Z\n---\n\nText.\n",
        "---\ntitle: One\ndate: 2027-05-01T00:00:00Z\n---\n\nText.\n",
    ),
    "markup-omitted": (HEADER + "---\n\n{{< chart >}}\n", HEADER + "---\n\n`{{< chart >}}`\n"),
    "characters-removed": (HEADER + "---\n\nText.\n\nA\x0bB.\n", HEADER + "---\n\nText.\n\nA\tB.\n"),
}


def found(folder: Path, text: str) -> dict[str, str]:
    """
    Return the location and message of each finding in a file of this text, by code. *INVALID_AUTHOR* stands for an invalid file of authors.
    """
    (folder / "content").mkdir()
    (folder / "content" / "one.md").write_text(text, "utf-8")
    content = Content(
        root=folder,
        folders=(folder / "content",),
        url="https://strides.example/",
        authors={"ilse-varga": Person("Ilse Varga")},
        author_faults=(FileError("authors.yml", 2, "ilse.email", "must be one e-mail address"),) if text == INVALID_AUTHOR else (),
    )
    as_of = datetime(2026, 5, 1, tzinfo=UTC)
    findings = check_content(load(content, as_of=as_of), folder, as_of=as_of)
    return {finding.code: f"{finding.location}: {finding.message}" for finding in findings}


def test_every_rule_has_a_case() -> None:
    assert sorted(CASES) == sorted(RULES)


@pytest.mark.parametrize("code", CASES)
def test_a_rule_fires_on_its_smallest_case(code: str, tmp_path: Path) -> None:
    assert code in found(tmp_path, CASES[code][0])


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_silent_on_the_nearest_valid_case(code: str, tmp_path: Path) -> None:
    assert code not in found(tmp_path, CASES[code][1])


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("content-faulty", "content/one.md:1: date: is missing; add one"),
        ("author-invalid", "authors.yml:2: ilse.email: must be one e-mail address"),
        ("author-misspelt", "content/one.md:4: author 'Ilse-Vargo' is not in the files of authors; did you mean 'ilse-varga'?"),
        ("key-misspelt", "content/one.md:4: unknown key 'sumary' is ignored; did you mean 'summary'?"),
        ("published-far-in-future", "content/one.md:3: not published before 2206-04-30, more than a year from now: correct the date"),
        ("markup-omitted", "content/one.md:6: the shortcode 'chart' is left out; write its content in Markdown, or take"),
        ("characters-removed", "content/one.md:8: 1 character that feeds cannot contain, first U+000B: remove"),
    ],
)
def test_a_finding_names_the_file_and_the_fix(code: str, message: str, tmp_path: Path) -> None:
    assert found(tmp_path, CASES[code][0])[code].startswith(message)


@pytest.mark.parametrize(
    ("front_matter", "code", "message"),
    [
        (f"{DATE}title: A\nextra:\n  sumary: A\n", "key-misspelt", "5: unknown key 'extra.sumary'"),
        ("title: A\ndat: 2026-04-30\n", "content-faulty", "3: date: is missing; 'dat' is unknown, did you mean 'date'?"),
        (f"titel: A\n{DATE}", "content-faulty", "2: title: is missing; 'titel' is unknown, did you mean 'title'?"),
        ("title: A\npublised: 2026-04-30\n", "content-faulty", "3: date: is missing; 'publised' is unknown, did you mean 'published'?"),
    ],
)
def test_a_misspelt_key_is_one_finding_at_its_line(front_matter: str, code: str, message: str, tmp_path: Path) -> None:
    findings = found(tmp_path, f"---\n{front_matter}---\nText.\n")

    assert [*findings] == [code]
    assert findings[code].startswith(f"content/one.md:{message}")
