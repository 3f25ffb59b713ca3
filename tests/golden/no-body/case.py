"""
Articles with a summary only, and with neither.
"""

from makers import a_feed, an_article

FEED = a_feed(an_article("one", content=None), an_article("two", content=None, summary=None))
