"""
Every field of the model.
"""

from everything import the_feed

FEED = the_feed()
