"""
Characters that XML forbids, everywhere.
"""

from makers import a_feed, an_article

FEED = a_feed(
    an_article(
        title="Bell\x07 and\x00 null",
        summary="Vertical\x0b tab\ufffe",
        content="<p>Escape\x1b[0m, \ud800 surrogate, &#11; &#xFFFE; reference</p>",
    ),
    subtitle="It\x92s cp1252",
)
