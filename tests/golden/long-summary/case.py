"""
A summary that is longer than the text, and one that is not.
"""

from makers import a_feed, an_article

FEED = a_feed(
    an_article("one", summary="Two sentences about a page that is elsewhere. They say more than the text.", content="<p>See there.</p>"),
    an_article("two", summary="A summary.", content="<p>A text of one sentence.</p>"),
)
