"""
Several authors, whose names are joined; categories with labels, with and without a scheme.
"""

from makers import a_feed, an_article
from stridesfeed.model import Category, Person

FEED = a_feed(
    an_article(
        "one",
        authors=[Person("Ann Lee", uri="https://ann.example/"), Person("Bo Chen", uri="https://bo.example/")],
        categories=[
            Category("rd", label="R&D"),
            Category("ml", scheme="https://strides.example/topics", label="Machine Learning"),
            Category("Energy"),
        ],
    ),
    an_article("two", authors=[Person("Ann Lee", uri="https://ann.example/")]),
)
