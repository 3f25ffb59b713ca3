"""
A feed before its first article.
"""

from makers import a_feed

FEED = a_feed(subtitle=None, language=None)
ARGUMENTS = {"urls": {}}
