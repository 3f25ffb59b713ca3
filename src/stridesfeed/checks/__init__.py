"""
What a reader, a validator or a partner would trip over, said before it is published.
"""

from stridesfeed.checks.finding import LEVELS, Finding, Level, in_order
from stridesfeed.checks.rule import Found, Rule, table

__all__ = ["LEVELS", "Finding", "Found", "Level", "Rule", "in_order", "table"]
