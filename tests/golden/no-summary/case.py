"""
An article that leaves its summary to be taken from its body.
"""

from makers import a_feed, an_article

BODY = "<h2>Heading</h2><p>" + "A sentence of some length that goes on. " * 20 + "</p>"
FEED = a_feed(an_article(summary=None, content=BODY))
