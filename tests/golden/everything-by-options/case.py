"""
Every field of the model, and every option other than its default.
"""

from everything import the_feed
from stridesfeed.options import Options

FEED = the_feed()
ARGUMENTS = {
    "options": Options(
        creators="each",
        updated="dcterms",
        image_elements="both",
        atom_terms="label",
        enclosures="all",
        durations="all",
        emails=True,
        lead_image=False,
        sources=False,
        related=False,
        excerpt=0,
    )
}
