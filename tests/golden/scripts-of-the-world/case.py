"""
Arabic, Hebrew, Japanese, Thai, and emoji sequences, each article in its language.
"""

from makers import a_feed, an_article
from stridesfeed.model import Link

RELATED = [Link("https://strides.example/two", title="Two")]
FEED = a_feed(
    an_article("ar", title="مقال عن الذكاء", language="ar", content="<p>نص</p>", summary="ملخص", related=RELATED),
    an_article("he", title="מאמר", language="he", content='<p dir="rtl">טקסט</p>', summary="תקציר", related=RELATED),
    an_article("ja", title="日本語の記事", language="ja", content="<p><ruby>漢<rt>かん</rt></ruby>字</p>", summary="要約", related=RELATED),
    an_article("th", title="บทความ", language="th", content="<p>ข้อความ</p>", summary="สรุป", related=RELATED),
    an_article("en", title="Emoji 👩‍🚀 🏳️‍🌈", content="<p>👨‍👩‍👧‍👦</p>", summary="🇺🇳"),
)
