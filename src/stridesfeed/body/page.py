"""
The page that a body stands on: what its addresses are relative to, and what its policy lets stay.
"""

from __future__ import annotations

import attrs

from stridesfeed.body import urls
from stridesfeed.body.policy import Policy


@attrs.frozen
class Page:
    """
    What every pass over a body has to know.
    """

    #: The address of the article.
    url: str

    #: What relative addresses are relative to: *url*, unless the body says otherwise.
    base: str

    policy: Policy

    def link(self, reference: str) -> str | None:
        """
        *reference* as an absolute address that a person may follow, or ``None``.
        """
        base = self.url if reference.lstrip().startswith("#") else self.base
        return urls.absolute(reference, base, self.policy.link_schemes)

    def media(self, reference: str) -> str | None:
        """
        *reference* as an absolute address that a reader may fetch, or ``None``.
        """
        return urls.absolute(reference, self.base, self.policy.media_schemes) if reference.strip() else None
