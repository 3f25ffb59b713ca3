"""
The usual: one article with a summary and a body.
"""

from makers import a_feed, an_article

FEED = a_feed(an_article())
