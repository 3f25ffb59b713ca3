"""
Answer HTTP requests for feeds, with any framework or none.

:class:`FeedResource` turns a request into a response: conditional requests, compression, content negotiation, deltas. The modules
:mod:`stridesfeed.django`, :mod:`stridesfeed.flask` and :mod:`stridesfeed.starlette` adapt it to frameworks.
"""

from __future__ import annotations

from stridesfeed.http.applications import ASGI, WSGI, asgi_application, wsgi_application
from stridesfeed.http.messages import Request, Response, ResponseSettings
from stridesfeed.http.resource import FeedResource

__all__ = ["ASGI", "WSGI", "FeedResource", "Request", "Response", "ResponseSettings", "asgi_application", "wsgi_application"]
