"""
Small pages of a built site.
"""

from __future__ import annotations

BODY = "<article><h1>Grok 5</h1><p>Faster.</p></article>"
TIME = '<time datetime="2026-04-30T09:00:00Z">30 April</time>'
DATED = f"<article><h1>Grok 5</h1>{TIME}<p>Faster.</p></article>"


def a_page(body: str, head: str = "", language: str = "en") -> str:
    """
    Return a page with *body*, and with *head* in its head.
    """
    head = f"<title>Grok 5 | AI Strides</title>\n{head}"
    return f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
