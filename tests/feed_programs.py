"""
The same feed as a program of each framework, and without one. Servers import these names.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from flask import Flask
from flask.typing import ResponseReturnValue
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import stridesfeed.flask
import stridesfeed.starlette
from stridesfeed import Article, Feed, FormatName
from stridesfeed.http import FeedResource, asgi_application, wsgi_application

#: The path of each format.
PATHS: dict[str, FormatName] = {"/feed.xml": "rss", "/atom.xml": "atom", "/feed.json": "json"}

FEED = Feed(
    id="https://strides.example/",
    title="AI Strides",
    url="https://strides.example/",
    articles=[
        Article(
            url=f"https://strides.example/{number}/",
            title=f"Number {number}: a barge",
            published=datetime(2026, 4, 30, tzinfo=UTC) - timedelta(days=number),
            content="<p>By noon it was answering questions.</p>" * 20,
        )
        for number in range(10)
    ],
)

resource = FeedResource(FEED, urls={format_: f"https://strides.example{path}" for path, format_ in PATHS.items()})

wsgi = wsgi_application(resource.respond_by_path)
asgi = asgi_application(resource.respond_by_path)

flask_program = Flask(__name__)


@flask_program.get("/<name>")
def flask_feed(name: str) -> ResponseReturnValue:
    return stridesfeed.flask.respond(resource, PATHS[f"/{name}"])


async def starlette_feed(request: Request) -> Response:
    return await stridesfeed.starlette.respond(request, resource, PATHS[request.url.path])


starlette_program = Starlette(routes=[Route(path, starlette_feed) for path in PATHS])

fastapi_program = FastAPI()
for _path in PATHS:
    fastapi_program.api_route(_path, methods=["GET", "HEAD"])(starlette_feed)
