"""
What the newsroom says of its articles.
"""

from makers import a_feed, an_article
from stridesfeed.extensions import Editorial, Score

FEED = a_feed(
    an_article("one", extensions=[Editorial(section="AI News", reading_minutes=5, source_count=1, score=Score(6.3, level="Moderate"))]),
    an_article("two", extensions=[Editorial(score=Score(4, scale=5))]),
    an_article("three", extensions=[Editorial()]),
)
