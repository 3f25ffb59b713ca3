"""
Articles that name nobody, in a feed that names its desk.
"""

from makers import a_feed, an_article
from stridesfeed.model import Person

FEED = a_feed(an_article("one", authors=()), an_article("two", authors=()), authors=[Person("AI Strides desk", email="desk@strides.example")])
