"""
Serving: an output folder as an application for web servers, and a preview that follows what is written.
"""

from __future__ import annotations

from stridesfeed.serve.answering import Manner, answer
from stridesfeed.serve.applications import asgi, wsgi
from stridesfeed.serve.folder import Folder
from stridesfeed.serve.message import Answer, Request
from stridesfeed.serve.previewing import is_local, serve

__all__ = ["Answer", "Folder", "Manner", "Request", "answer", "asgi", "is_local", "serve", "wsgi"]
