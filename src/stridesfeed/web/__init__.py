"""
The web as a careful client: what an address holds, and telling an address something.

Only http and https; every hop of a redirect is checked; an address on this machine or in its network is refused unless it is allowed, and it
is the very address of the connection that is checked; bytes and time have limits.
"""

from __future__ import annotations

from stridesfeed.web.client import fetch, post
from stridesfeed.web.guard import Resolve, resolve
from stridesfeed.web.response import Response

__all__ = ["Resolve", "Response", "fetch", "post", "resolve"]
