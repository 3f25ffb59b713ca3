"""
The same feed as a program of Django, with settings of its own: only a server in another process imports it.
"""

from __future__ import annotations

from datetime import datetime

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path

from feed_programs import FEED, PATHS
from stridesfeed import Article
from stridesfeed.django import Feed as FeedView

settings.configure(ALLOWED_HOSTS=["*"], USE_TZ=True, SECRET_KEY="for tests", ROOT_URLCONF=__name__)  # noqa: S106
django.setup()


class Latest(FeedView):
    title = FEED.title
    link = "/"
    description = "News of machines"

    def items(self) -> tuple[Article, ...]:
        return FEED.articles

    def item_title(self, item: Article) -> str:
        return item.name

    def item_link(self, item: Article) -> str:
        return item.address

    def item_description(self, item: Article) -> str:
        return item.content or ""

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published


urlpatterns = [path(name.removeprefix("/"), Latest(format_)) for name, format_ in PATHS.items()]
application = get_wsgi_application()
