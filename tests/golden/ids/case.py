"""
Ids that are addresses, tags, UUIDs and IRIs, kept to the character.
"""

from makers import a_feed, an_article

IDS = [
    "https://strides.example/0",
    "tag:strides.example,2026:one",
    "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "HTTPS://Strides.example/%7Eone",
]
FEED = a_feed(*(an_article(str(number), id=id_) for number, id_ in enumerate(IDS)))
