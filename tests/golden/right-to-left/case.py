"""
Bodies with their direction and language: declared, told by the letters, written by the author, of an article without a body, and of a
left-to-right article in the feed of a right-to-left language.
"""

from makers import a_feed, an_article
from stridesfeed.model import Image, Link

FEED = a_feed(
    an_article(
        "mixed",
        title="HTML5 הוא תקן",
        content="<p>HTML5 הוא תקן של W3C (2014).</p>",
        summary="HTML5 הוא תקן של W3C (2014).",
        image=Image("https://strides.example/lead.png", alt="תמונה"),
        sources=[Link("https://w3.example/", title="W3C")],
    ),
    an_article("wrapped", title="מאמר", content='<div dir="rtl" lang="he"><p>טקסט</p></div>', summary="תקציר"),
    an_article("no-body", title="ללא גוף", content=None, summary="תקציר של W3C (2014)."),
    an_article("english", title="In English", language="en", content="<p>Text.</p>", summary="Summary."),
    an_article("arabic", title="مقال", language="ar", content="<p>نص</p>", summary="ملخص"),
    language="he",
)
