"""
Golden documents with one error, or with one unusual but valid detail: a label and the edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

GOLDEN = Path(__file__).parents[1] / "golden"


@attrs.frozen
class Edit:
    """
    A golden document with the first *old* replaced by *new*.
    """

    name: str
    label: str
    old: str
    new: str

    @property
    def document(self) -> bytes:
        """
        The edited document.
        """
        content = (GOLDEN / self.name).read_text("utf-8")
        assert self.old in content, f"{self.name} has no {self.old!r}"
        return content.replace(self.old, self.new, 1).encode()


def _edits(name: str, *edits: tuple[str, str, str]) -> Iterator[Edit]:
    for label, old, new in edits:
        yield Edit(name, label, old, new)


_LINK = "<link>https://strides.example/</link>"
_BUILT = "<lastBuildDate>Thu, 30 Apr 2026 14:00:00 GMT</lastBuildDate>"
_ENCLOSURE = '<enclosure url="https://strides.example/1.mp3" length="1234" type="audio/mpeg"/>'
_GUID = '<guid isPermaLink="false">everything-1</guid>'
_PLAIN = "<title>Article plain</title>"
_IMAGE_URL = "<url>https://strides.example/logo.png</url>"
_ARCHIVE = "<fh:archive/>"

_RSS_DAMAGES = _edits(
    "everything/feed.xml",
    ("no version", ' version="2.0"', ""),
    ("an unknown version", 'version="2.0"', 'version="2.1"'),
    ("elements in a namespace", "<rss ", '<rss xmlns="http://backend.userland.com/rss2" '),
    ("two channels", "</channel>", "</channel><channel><title>x</title></channel>"),
    ("an item beside the channel", "</channel>", "</channel><item><title>x</title></item>"),
    ("no title", "<title>AI Strides</title>", ""),
    ("two titles", "<title>AI Strides</title>", "<title>AI Strides</title><title>Strides</title>"),
    ("no link", _LINK, ""),
    ("an empty link", _LINK, "<link/>"),
    ("a relative link", _LINK, "<link>/</link>"),
    ("a link without a host", _LINK, "<link>https:///</link>"),
    ("a link with a space", _LINK, "<link>https://strides.example/a b</link>"),
    ("a link with letters beyond ASCII", _LINK, "<link>https://strides.example/é</link>"),
    ("half a percent-encoding", _LINK, "<link>https://strides.example/%f</link>"),
    ("no description", "<description>One stride at a time</description>", ""),
    ("text in the channel", "<channel>", "<channel>Strides"),
    ("an unknown element in the channel", _ARCHIVE, "<subtitle>One at a time</subtitle>"),
    ("an unknown attribute", "<channel>", '<channel lang="en">'),
    ("a locale for a language", "<language>en</language>", "<language>en_US.UTF-8</language>"),
    ("a word for a language", "<language>en</language>", "<language>english</language>"),
    ("two languages", "<language>en</language>", "<language>en</language><language>de</language>"),
    ("a date of Atom", _BUILT, "<lastBuildDate>2026-04-30T14:00:00Z</lastBuildDate>"),
    ("a date in German", _BUILT, "<lastBuildDate>Do, 30 Apr 2026 14:00:00 GMT</lastBuildDate>"),
    ("a day that does not exist", _BUILT, "<lastBuildDate>31 Apr 2026 14:00:00 GMT</lastBuildDate>"),
    ("an hour that does not exist", _BUILT, "<lastBuildDate>30 Apr 2026 24:00:00 GMT</lastBuildDate>"),
    ("a date without a zone", _BUILT, "<lastBuildDate>30 Apr 2026 14:00:00</lastBuildDate>"),
    ("an empty date", _BUILT, "<lastBuildDate/>"),
    ("a date with a comment", _BUILT, "<lastBuildDate>30 Apr 2026 (noon) 14:00:00 GMT</lastBuildDate>"),
    ("an editor without an address", _ARCHIVE, "<managingEditor>Ann Lee</managingEditor>"),
    ("an image without a URL", _IMAGE_URL, ""),
    ("an image with a relative URL", _IMAGE_URL, "<url>logo.png</url>"),
    ("an image that is too wide", _IMAGE_URL, f"{_IMAGE_URL}<width>145</width>"),
    ("an image with a height of 0", _IMAGE_URL, f"{_IMAGE_URL}<height>0</height>"),
    ("a ttl in words", _ARCHIVE, "<ttl>an hour</ttl>"),
    ("a cloud without a port", _ARCHIVE, '<cloud domain="a.example" path="/" registerProcedure="" protocol="http-post"/>'),
    ("a cloud without a name", _ARCHIVE, '<cloud domain="" port="80" path="/" registerProcedure="" protocol="http-post"/>'),
    ("an hour beyond the day", _ARCHIVE, "<skipHours><hour>25</hour></skipHours>"),
    ("midnight at the end of the day", _ARCHIVE, "<skipHours><hour>24</hour></skipHours>"),
    ("no hours to skip", _ARCHIVE, "<skipHours/>"),
    ("a day in short", _ARCHIVE, "<skipDays><day>Mon</day></skipDays>"),
    ("a form without a field", _ARCHIVE, "<textInput><title>a</title><description>b</description><link>https://a.example/</link></textInput>"),
    (
        "an item without title and description",
        f"{_PLAIN}\n      <link>https://strides.example/plain</link>\n      <description>Summary of plain.</description>",
        "",
    ),
    ("two links of an item", _PLAIN, f"{_PLAIN}<link>https://strides.example/</link>"),
    ("an unknown element in an item", _PLAIN, f"{_PLAIN}<updated>2026-04-30T14:00:00Z</updated>"),
    ("an author without an address", _PLAIN, f"{_PLAIN}<author>Ann Lee</author>"),
    ("two guids", _GUID, _GUID * 2),
    ("an invalid isPermaLink", _GUID, '<guid isPermaLink="no">everything-1</guid>'),
    ("a guid that is not a URL", _GUID, "<guid>everything-1</guid>"),
    ("a misspelt attribute", _GUID, '<guid isPermalink="false">https://strides.example/everything</guid>'),
    ("an enclosure without a length", ' length="1234"', ""),
    ("a length with its unit", 'length="1234"', 'length="1234 kB"'),
    ("a negative length", 'length="1234"', 'length="-1"'),
    ("half a media type", 'type="audio/mpeg"', 'type="audio"'),
    ("an enclosure that is not on the web", 'url="https://strides.example/1.mp3"', 'url="ftp://strides.example/1.mp3"'),
    ("a relative enclosure", 'url="https://strides.example/1.mp3"', 'url="1.mp3"'),
    ("an enclosure with text", _ENCLOSURE, _ENCLOSURE.replace("/>", ">An edition</enclosure>")),
    ("a source without a URL", ' url="https://planet.example/feed"', ""),
    ("two sources", "<source url", '<source url="https://a.example/">A</source><source url'),
    ("relative comments", "<comments>https://strides.example/everything/comments</comments>", "<comments>#comments</comments>"),
)

_PERSON = "<name>Desk</name>"
_CATEGORY = '<category term="ai" scheme="https://strides.example/topics" label="Artificial Intelligence"/>'
_ID = "<id>tag:strides.example,2026:everything</id>"
_UPDATED = "<updated>2026-04-30T14:00:00Z</updated>"
_SELF = '<link rel="self" type="application/atom+xml" href="https://strides.example/atom.xml"/>'
_RELATED = 'rel="related" type="text/html"'
_SUMMARY = "<summary>Summary of plain.</summary>"
_CONTENT = '<content type="html">&lt;p&gt;Text of plain.&lt;/p&gt;</content>'
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">AI <b>Strides</b></div>'
_ALTERNATE = 'rel="alternate" type="text/html" href="https://strides.example/plain"'
_AUTHOR = "<author>\n    <name>Desk</name>\n    <uri>https://desk.example/</uri>\n  </author>"

_ATOM_DAMAGES = _edits(
    "everything/atom.xml",
    ("another namespace", 'xmlns="http://www.w3.org/2005/Atom"', 'xmlns="http://purl.org/atom/ns#"'),
    ("no namespace", ' xmlns="http://www.w3.org/2005/Atom"', ""),
    ("no title", "<title>AI Strides</title>", ""),
    ("two titles", "<title>AI Strides</title>", "<title>AI Strides</title><title>Strides</title>"),
    ("a title of a media type", "<title>AI", '<title type="text/plain">AI'),
    ("a type in capitals", "<title>AI", '<title type="HTML">AI'),
    ("an empty type", "<title>AI", '<title type="">AI'),
    ("markup in a title", "<title>AI Strides</title>", '<title>AI <b xmlns="http://www.w3.org/1999/xhtml">Strides</b></title>'),
    ("XHTML without a div", "<title>AI Strides</title>", '<title type="xhtml">AI Strides</title>'),
    ("two divs", "<title>AI Strides</title>", f'<title type="xhtml">{_DIV}{_DIV}</title>'),
    ("no id", _ID, ""),
    ("two ids", _ID, _ID * 2),
    ("an empty id", _ID, "<id/>"),
    ("a relative id", _ID, "<id>/everything</id>"),
    ("an id with a space", _ID, "<id>https://strides.example/every thing</id>"),
    ("an id on a line of its own", _ID, "<id>\n      tag:strides.example,2026:everything\n    </id>"),
    ("a tag URI without a year", _ID, "<id>tag:strides.example:everything</id>"),
    ("a UUID with a letter too few", _ID, "<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6</id>"),
    ("no date", _UPDATED, ""),
    ("a day without a time", _UPDATED, "<updated>2026-04-30</updated>"),
    ("a time without a zone", _UPDATED, "<updated>2026-04-30T14:00:00</updated>"),
    ("small letters in a date", _UPDATED, "<updated>2026-04-30t14:00:00z</updated>"),
    ("a month that does not exist", _UPDATED, "<updated>2026-13-30T14:00:00Z</updated>"),
    ("a day that does not exist", _UPDATED, "<updated>2026-02-29T14:00:00Z</updated>"),
    ("a date of RSS", _UPDATED, "<updated>Thu, 30 Apr 2026 14:00:00 GMT</updated>"),
    ("two dates of publication", "<published>", "<published>2026-04-30T12:00:00Z</published><published>"),
    ("an author without a name", _PERSON, ""),
    ("an author with two names", _PERSON, _PERSON * 2),
    ("an author as text", _AUTHOR, "<author>Desk</author>"),
    ("an e-mail address with a name", _PERSON, f"{_PERSON}<email>Desk &lt;desk@a.example&gt;</email>"),
    ("an unknown element in an author", _PERSON, f"{_PERSON}<url>https://desk.example/</url>"),
    ("a URL with braces", "<uri>https://desk.example/", "<uri>https://desk.example/{me}"),
    ("a category without a term", _CATEGORY, '<category label="AI"/>'),
    ("a relative scheme", _CATEGORY, '<category term="ai" scheme="topics"/>'),
    ("a category in a category", _CATEGORY, '<category term="a"><category term="b"/></category>'),
    ("a link without a URL", _SELF, '<link rel="self"/>'),
    ("an unknown attribute of a link", _SELF, '<link rel="self" href="https://strides.example/atom.xml" class="a"/>'),
    ("an empty relation", _RELATED, 'rel=""'),
    ("two relations in one attribute", _RELATED, 'rel="related license"'),
    ("half a media type", 'type="audio/mpeg"', 'type="audio"'),
    ("a locale for a language", 'hreflang="de"', 'hreflang="de_DE"'),
    ("a length with its unit", 'length="1234"', 'length="1.2 kB"'),
    ("an invalid language", 'xml:lang="fr"', 'xml:lang="français"'),
    ("a link with a space", 'href="https://links.example/related"', 'href="https://links.example/a b"'),
    ("a colon in a relative URL", 'href="https://links.example/related"', 'href="2026:one"'),
    ("an invalid base", "<feed ", '<feed xml:base="&lt;here&gt;" '),
    ("two icons", "<icon>", "<icon>https://strides.example/a.png</icon><icon>"),
    ("two generators", "<generator", "<generator>a</generator><generator"),
    ("an unknown element in the feed", _ARCHIVE, "<description>x</description>"),
    ("an entry's element in the feed", _ARCHIVE, "<published>2026-04-30T14:00:00Z</published>"),
    ("a feed's element in an entry", _SUMMARY, f"{_SUMMARY}<subtitle>x</subtitle>"),
    ("text in an entry", "<entry>", "<entry>Plain"),
    ("metadata after the entries", "</feed>", '<link rel="license" href="https://a.example/"/></feed>'),
    ("two summaries", _SUMMARY, _SUMMARY * 2),
    ("two contents", _CONTENT, _CONTENT * 2),
    ("unescaped markup", _CONTENT, '<content type="html"><p xmlns="http://www.w3.org/1999/xhtml">Text</p></content>'),
    ("an unknown type", _CONTENT, '<content type="markdown">Text</content>'),
    ("a composite type", _CONTENT, '<content type="multipart/mixed">Text</content>'),
    ("text that is not Base64", _CONTENT, '<content type="image/png">Text.</content>'),
    ("elements in plain text", _CONTENT, '<content type="text/plain"><a xmlns="https://a.example/"/></content>'),
    ("content with src and text", _CONTENT, '<content type="text/html" src="https://a.example/">Text</content>'),
    ("html with src", _CONTENT, '<content type="html" src="https://a.example/"/>'),
    ("content with src and no summary", f"{_SUMMARY}\n    {_CONTENT}", '<content type="text/html" src="https://a.example/"/>'),
    ("Base64 and no summary", f"{_SUMMARY}\n    {_CONTENT}", '<content type="image/png">bm90IHNv</content>'),
    ("an entry in an entry", "<source>", "<entry/><source>"),
    ("two sources", "<source>", "<source/><source>"),
)

_VERSION = '"version": "https://jsonfeed.org/version/1.1",'
_TITLE = '"title": "AI Strides",'
_HOME = '"home_page_url": "https://strides.example/",'
_HUB = '"type": "WebSub",'
_ITEM = '"id": "everything-1",'
_DATE = '"date_published": "2026-04-30T12:00:00Z",'
_ATTACHED = '"url": "https://strides.example/1.mp3",'
_EXTENSION = '"_strides": {'

_JSON_DAMAGES = _edits(
    "everything/feed.json",
    ("no version", _VERSION, ""),
    ("an unknown version", _VERSION, '"version": "1.1",'),
    ("a version as a number", _VERSION, '"version": 1.1,'),
    ("no title", _TITLE, ""),
    ("a title as a number", _TITLE, '"title": 1,'),
    ("no items", '"items": [', '"_items": ['),
    ("items that are not an array", '"items": [', '"items": {}, "_items": ['),
    ("an item that is not an object", '"items": [', '"items": ["everything",'),
    ("a relative URL", _HOME, '"home_page_url": "/",'),
    ("a URL with a space", _HOME, '"home_page_url": "https://strides.example/a b",'),
    ("a URL without a host", _HOME, '"home_page_url": "https:///",'),
    ("an empty URL", _HOME, '"home_page_url": "",'),
    ("a URL that is null", _HOME, '"home_page_url": null,'),
    ("expired in words", _TITLE, f'{_TITLE} "expired": "yes",'),
    ("a locale for a language", '"language": "en"', '"language": "en_US"'),
    ("an empty language", '"language": "en"', '"language": ""'),
    ("a hub without a type", _HUB, ""),
    ("a hub that is not an object", '"hubs": [', '"hubs": ["https://hub.example/",'),
    ("no id", _ITEM, ""),
    ("an id as a number", _ITEM, '"id": 1,'),
    ("no content", '"content_html": "<p>Text of plain.</p>",', ""),
    ("content that is not a string", '"content_html": "<p>Text of plain.</p>",', '"content_html": ["<p>Text of plain.</p>"],'),
    ("a day without a time", _DATE, '"date_published": "2026-04-30",'),
    ("a date of RSS", _DATE, '"date_published": "Thu, 30 Apr 2026 12:00:00 GMT",'),
    ("a date as a number", _DATE, '"date_published": 1777550400,'),
    ("a day that does not exist", _DATE, '"date_published": "2026-04-31T12:00:00Z",'),
    ("tags as a string", '"tags": [\n        "Policy & Law"\n      ]', '"tags": "Policy & Law"'),
    ("a tag that is not a string", '"Policy & Law"', '{"name": "Policy & Law"}'),
    ("an empty author", '"authors": [', '"authors": [{},'),
    ("an author as text", '"authors": [', '"authors": ["Ann Author",'),
    ("authors that are not an array", '"tags": [', '"authors": {"name": "Ann"}, "tags": ['),
    ("a relative avatar", '"avatar": "https://ann-author.example/me.png"', '"avatar": "me.png"'),
    ("an attachment without a URL", _ATTACHED, ""),
    ("an attachment without a type", '"mime_type": "audio/mpeg",', ""),
    ("half a media type", '"mime_type": "audio/mpeg",', '"mime_type": "audio",'),
    ("a size as text", '"size_in_bytes": 1234', '"size_in_bytes": "1234"'),
    ("a negative size", '"size_in_bytes": 1234', '"size_in_bytes": -1'),
    ("a negative duration", '"duration_in_seconds": 61', '"duration_in_seconds": -0.5'),
    ("an extension that is not an object", _EXTENSION, '"_own": 1, "_strides": {'),
    ("an extension with a period", _EXTENSION, '"_own.a": {}, "_strides": {'),
    ("an extension without a letter", _EXTENSION, '"_1": {}, "_strides": {'),
    ("a member with a period", _EXTENSION, '"_strides": {"a.b": 1,'),
    ("a name with a period", _EXTENSION, '"a.b": 1, "_strides": {'),
)

_SIGNED = "<author>\n      <name>Ann Lee</name>\n    </author>"
_WHERE = '<link rel="alternate" type="text/html" href="https://strides.example/one"/>'

DAMAGES = (
    *_RSS_DAMAGES,
    *_ATOM_DAMAGES,
    *_JSON_DAMAGES,
    Edit("one-article/atom.xml", "no author", _SIGNED, ""),
    Edit("one-article/atom.xml", "an empty author", _SIGNED, "<author/>"),
    Edit("no-body/atom.xml", "neither content nor link", _WHERE, ""),
    Edit("no-body/atom.xml", "no link but an enclosure", _WHERE, _WHERE.replace("alternate", "enclosure")),
)

HARMLESS = (
    Edit("one-article/atom.xml", "a source that has the author", _SIGNED, f"<source>{_SIGNED}</source>"),
    *_edits(
        "everything/feed.xml",
        ("an element of the publisher", _ARCHIVE, '<a:b xmlns:a="https://a.example/ns" c="d">e<f/></a:b>'),
        ("an attribute of the publisher", "<channel>", '<channel xmlns:a="https://a.example/ns" a:b="c">'),
        ("white space around an address", _LINK, "<link>\n  https://strides.example/\n</link>"),
        ("another order", "</channel>", "<ttl>60</ttl></channel>"),
        ("two digits for a year", _BUILT, "<lastBuildDate>30 Apr 26 14:00 EDT</lastBuildDate>"),
        ("a leap second", _BUILT, "<lastBuildDate>30 Jun 2015 23:59:60 GMT</lastBuildDate>"),
        ("two enclosures", _ENCLOSURE, _ENCLOSURE * 2),
        ("a mailto: URL", _LINK, "<link>mailto:desk@strides.example</link>"),
        ("a cloud without a procedure", _ARCHIVE, '<cloud domain="a.example" port="80" path="/" registerProcedure="" protocol="http-post"/>'),
        ("an item without a title", "<title>Article everything</title>", ""),
        ("a comment", "<channel>", "<channel><!-- x --><?x?>"),
    ),
    *_edits(
        "everything/atom.xml",
        ("an element of the publisher", _ARCHIVE, '<a:b xmlns:a="https://a.example/ns" c="d">e<f/></a:b>'),
        ("an element in no namespace", _ARCHIVE, '<b xmlns="">c</b>'),
        ("an attribute of the publisher", "<entry>", '<entry xmlns:a="https://a.example/ns" a:b="c">'),
        ("XHTML", "<title>AI Strides</title>", f'<title type="xhtml">{_DIV}</title>'),
        ("text in a link", _SELF, _SELF.replace("/>", ">here</link>")),
        ("a category without a name", _CATEGORY, '<category term="" label=""/>'),
        ("an empty URL", 'href="https://links.example/related"', 'href=""'),
        ("a relation of the publisher", _RELATED, 'rel="https://a.example/rel/own"'),
        (
            "an alternate link by its IRI",
            _ALTERNATE,
            'rel="http://www.iana.org/assignments/relation/alternate" href="https://strides.example/plain"',
        ),
        ("a relative icon", "<icon>https://strides.example/", "<icon>"),
        ("a base with non-ASCII letters", "<feed ", '<feed xml:base="https://strides.example/é/" '),
        ("no language", 'xml:lang="fr"', 'xml:lang=""'),
        ("a leap second", _UPDATED, "<updated>2015-06-30T23:59:60.5Z</updated>"),
        ("SVG", _CONTENT, '<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>'),
        ("Base64", _CONTENT, '<content type="image/png">\n  bm90\n  IHNv\n</content>'),
        ("content with src", _CONTENT, '<content type="text/html" src="https://a.example/"/>'),
        ("no content", _CONTENT, ""),
        ("the summary last", f"{_SUMMARY}\n    {_CONTENT}", f'{_CONTENT}<link rel="related" href="/"/>{_SUMMARY}'),
        ("a language of a source", "<source>", '<source xml:lang="en">'),
    ),
    *_edits(
        "everything/feed.json",
        ("a name of a later version", _TITLE, f'{_TITLE} "subtitle2": [],'),
        ("version 1", _VERSION, '"version": "https://jsonfeed.org/version/1",'),
        ("an extension anywhere", _HUB, f'{_HUB} "_own": {{"a": [{{}}]}},'),
        ("small letters in a date", _DATE, '"date_published": "2026-04-30t12:00:00.25z",'),
        ("content as text", '"content_html": "<p>Text of plain.</p>",', '"content_text": "",'),
        ("a mailto: URL", '"url": "https://ann-author.example/"', '"url": "mailto:ann@a.example"'),
        ("an author with only an avatar", '"authors": [', '"authors": [{"avatar": "https://a.example/é.png"},'),
        ("half a byte", '"size_in_bytes": 1234', '"size_in_bytes": 1234.5'),
    ),
)
