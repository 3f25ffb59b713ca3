from __future__ import annotations

from itertools import combinations

import pytest

from stridesfeed.checks import LEVELS, RULES, TABLES


@pytest.mark.parametrize("pair", [*combinations(TABLES, 2)], ids="-".join)
def test_no_code_belongs_to_two_rules(pair: tuple[str, str]) -> None:
    one, other = (TABLES[name] for name in pair)

    assert [code for code in one.keys() & other.keys() if one[code].function is not other[code].function] == []


@pytest.mark.parametrize("code", [*RULES])
def test_every_rule_has_a_level_and_an_explanation(code: str) -> None:
    rule = RULES[code]

    assert rule.level in LEVELS
    assert rule.summary.endswith(".")
    assert "Fix: " in rule.explanation.partition("\n\n")[2]
