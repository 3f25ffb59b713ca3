"""
A careful HTTP client: GET, HEAD and POST form data.

Only http and https. Every hop of a redirect is checked. Addresses on this machine or in its network are refused unless they are allowed, and
the address that is checked is the address that is connected to. Bytes and time are limited.
"""

from __future__ import annotations

from stridesfeed.web.client import Response, fetch, head, post
from stridesfeed.web.guard import Resolve, resolve

__all__ = ["Resolve", "Response", "fetch", "head", "post", "resolve"]
