"""
Text that looks like markup, in every place of plain text.
"""

from makers import a_feed, an_article
from stridesfeed.model import Category, Person

FEED = a_feed(
    an_article(
        title="AT&T: when <script> isn't &amp; x < y",
        content="<p>A text that is longer than the summary of the article.</p>",
        summary="a < b && c > d, &nbsp; and <br>",
        authors=[Person("Ann <ann@x.org>"), Person("Bob & Sons")],
        categories=[Category("R&D"), Category("C<D>")],
        rights="© A&B <all>",
    ),
    title="Q&A <daily>",
    subtitle="R&D",
    rights="© A&B",
)
