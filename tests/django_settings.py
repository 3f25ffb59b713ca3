"""
The settings of Django in the process of the tests, which has one set of them.
"""

from __future__ import annotations

import django
from django.conf import settings

__all__ = ["settings"]

if not settings.configured:
    settings.configure(ALLOWED_HOSTS=["*"], USE_TZ=True, TIME_ZONE="Europe/Berlin", SECRET_KEY="for tests", LANGUAGE_CODE="en")  # noqa: S106
    django.setup()
