"""
Serve an output folder as an ASGI or WSGI application, and preview a site.
"""

from __future__ import annotations

from stridesfeed.http import Request, Response, ResponseSettings
from stridesfeed.serve.applications import asgi, wsgi
from stridesfeed.serve.folder import Folder
from stridesfeed.serve.preview import is_local, serve
from stridesfeed.serve.responses import respond

__all__ = ["Folder", "Request", "Response", "ResponseSettings", "asgi", "is_local", "respond", "serve", "wsgi"]
