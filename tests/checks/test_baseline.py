from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.checks.baseline import Baseline
from stridesfeed.checks.finding import Finding
from stridesfeed.errors import FileError

LONG = Finding(code="title-too-long", level="warning", message="the title has 151 characters", subject="article 'a'", path="a.md", line=2)

FINDINGS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["a-b", "c-d"]),
        level=st.just("hint"),
        message=st.text(max_size=5),
        subject=st.none() | st.text(max_size=3),
        path=st.none() | st.sampled_from(["a.md", "é b.md"]),
        line=st.none() | st.integers(1, 9),
    ),
    max_size=6,
)


@given(FINDINGS)
def test_no_finding_is_new_under_its_own_baseline(findings: list[Finding]) -> None:
    content = Baseline.of(findings).content()

    assert Baseline.read(content, "checks.json").new(findings) == ()
    assert Baseline.read(content, "checks.json").content() == content


def test_line_and_numbers_in_the_message_do_not_make_a_finding_new() -> None:
    moved = attrs.evolve(LONG, line=7, message="the title has 1,160 characters")

    assert Baseline.of([LONG]).new([moved]) == ()


@pytest.mark.parametrize("message", ["link to https://strides.example/2025/ is dead", "link to /a1 is dead", "link to '2' is dead"])
def test_another_message_of_the_same_rule_and_subject_is_new(message: str) -> None:
    dead = attrs.evolve(LONG, code="link-dead", message="link to https://strides.example/2024/ is dead")
    other = attrs.evolve(dead, message=message)

    assert Baseline.of([dead]).new([other]) == (other,)
    assert Baseline.of([dead]).new([other, dead]) == (other,)


def test_another_rule_file_subject_or_count_is_new() -> None:
    others = [attrs.evolve(LONG, code="other"), attrs.evolve(LONG, path="other"), attrs.evolve(LONG, subject="other")]

    assert Baseline.of([LONG]).new(others) == tuple(others)
    assert Baseline.of([LONG]).new([LONG, attrs.evolve(LONG, line=9)]) == (attrs.evolve(LONG, line=9),)


def test_a_baseline_has_a_line_for_each_entry() -> None:
    lines = Baseline.of([attrs.evolve(LONG, path="z.md"), LONG, LONG]).content().decode().splitlines()

    assert lines == [
        "{",
        '  "version": 2,',
        '  "findings": [',
        '    {"path": "a.md", "code": "title-too-long", "subject": "article \'a\'", "message": "the title has # characters", "count": 2},',
        '    {"path": "z.md", "code": "title-too-long", "subject": "article \'a\'", "message": "the title has # characters", "count": 1}',
        "  ]",
        "}",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a baseline"),
        (b"\xff", "is not a baseline"),
        (b"[]", "is not a baseline"),
        (b'{"version": 2}', "is not a baseline"),
        (b'{"version": 2, "findings": [{"code": "a"}]}', "is not a baseline"),
        (b'{"version": 1, "findings": []}', "is of version 1, not 2: renew it with `stridesfeed check --baseline checks.json --write-baseline"),
        (b'{"version": "3", "findings": []}', "is of version '3', not 2"),
    ],
)
def test_an_invalid_baseline_is_an_error(content: bytes, message: str) -> None:
    with pytest.raises(FileError, match=f"checks.json: {message}"):
        Baseline.read(content, "checks.json")
