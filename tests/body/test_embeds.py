from __future__ import annotations

import attrs
import pytest

from stridesfeed.body import ARTICLE, STRICT, clean_html

BASE = "https://strides.example/news/one"
VIDEO = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/embed/{VIDEO}?rel=0&start=3",
        f"//www.youtube-nocookie.com/embed/{VIDEO}",
        f"https://youtu.be/{VIDEO}",
        f"https://m.youtube.com/watch?v={VIDEO}",
        f"http://www.youtube.com/v/{VIDEO}",
    ],
)
def test_a_youtube_frame_is_a_link_with_a_still(address: str) -> None:
    assert clean_html(f'<iframe src="{address}" title="A  talk"></iframe>', BASE) == (
        f'<p><a href="https://www.youtube.com/watch?v={VIDEO}"><img src="https://i.ytimg.com/vi/{VIDEO}/hqdefault.jpg" alt="A talk"></a></p>'
    )


@pytest.mark.parametrize(
    ("address", "href", "name"),
    [
        ("https://player.vimeo.com/video/123?h=1", "https://vimeo.com/123", "Video on Vimeo"),
        ("https://www.dailymotion.com/embed/video/x8abc", "https://www.dailymotion.com/video/x8abc", "Video on Dailymotion"),
        ("https://geo.dailymotion.com/player.html?video=x8abc", "https://www.dailymotion.com/video/x8abc", "Video on Dailymotion"),
        ("https://open.spotify.com/embed/episode/abc?utm=1", "https://open.spotify.com/episode/abc", "Audio on Spotify"),
        ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b", "https://soundcloud.com/a/b", "Audio on SoundCloud"),
        ("https://codepen.io/ann/embed/abc", "https://codepen.io/ann/pen/abc", "Code on CodePen"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1", "Playlist on YouTube"),
        ("https://www.maps.example/embed?pb=1", "https://www.maps.example/embed?pb=1", "maps.example/embed"),
        ("/chart.html", "https://strides.example/chart.html", "strides.example/chart.html"),
        ("https://www.youtube.com/live_chat", "https://www.youtube.com/watch?v=live_chat", "Video on YouTube"),
    ],
)
def test_a_frame_is_a_link_that_says_what_it_leads_to(address: str, href: str, name: str) -> None:
    cleaned = clean_html(f'<p><iframe src="{address}"></iframe></p>', BASE)

    assert cleaned.startswith(f'<p><a href="{href}">')
    assert name in cleaned


def test_the_title_of_a_frame_is_its_name() -> None:
    html = '<iframe src="/chart.html" title="Chart &amp; table"></iframe>'

    assert clean_html(html, BASE) == '<p><a href="https://strides.example/chart.html">Chart &amp; table</a></p>'


@pytest.mark.parametrize(
    "frame", ["<iframe srcdoc='<p>x'></iframe>", "<iframe src=about:blank></iframe>", "<iframe src=javascript:1></iframe>"]
)
def test_a_frame_without_address_leads_to_the_article(frame: str) -> None:
    assert f'<a href="{BASE}">' in clean_html(frame, BASE)
    assert clean_html(f"<p>a{frame.replace(' ', ' title=b ', 1)}</p>", "http://[") == "<p>ab</p>"


def test_a_frame_that_waits_for_consent_is_found() -> None:
    html = '<iframe src="about:blank" data-src="https://player.vimeo.com/video/123"></iframe>'

    assert '<a href="https://vimeo.com/123">' in clean_html(html, BASE)


@pytest.mark.parametrize("hidden", ["width=0 height=0", 'style="display:none;visibility:hidden"', "height=1"])
def test_a_frame_that_counts_readers_goes(hidden: str) -> None:
    assert clean_html(f'a<iframe src="https://t.example/" {hidden}></iframe>', BASE) == "a"


@pytest.mark.parametrize(
    "html",
    [
        f'<object data="/player.swf"><param name="movie" value="x"><embed src="https://www.youtube.com/v/{VIDEO}"></object>',
        f'<object data="https://www.youtube.com/v/{VIDEO}"></object>',
        f'<embed src="https://www.youtube.com/v/{VIDEO}">',
    ],
)
def test_an_object_and_what_is_embedded_in_it_are_one_link(html: str) -> None:
    assert clean_html(html, BASE).count(f'<a href="https://www.youtube.com/watch?v={VIDEO}">') == 1


def test_an_object_shows_what_a_page_shows_in_its_stead() -> None:
    assert clean_html('<object data="/x.swf"><img src="/x.png" alt="x"></object>', BASE) == '<img src="https://strides.example/x.png" alt="x">'
    assert clean_html("<object>text</object>", BASE) == "text"


def test_a_frame_within_a_link_makes_no_second_link() -> None:
    html = '<a href="/x"><iframe src="https://player.vimeo.com/video/123"></iframe></a>'

    assert clean_html(html, BASE) == '<a href="https://strides.example/x">Video on Vimeo</a>'


def test_sound_and_film_survive() -> None:
    assert clean_html('<video poster="p.jpg" autoplay><source src="v.webm" type="video/webm"><p>Film.</p></video>', BASE) == (
        '<video poster="https://strides.example/news/p.jpg" controls>'
        '<source src="https://strides.example/news/v.webm" type="video/webm"><p>Film.</p></video>'
    )
    assert (
        clean_html('<audio src="/a.mp3" controls preload="none"></audio>', BASE)
        == '<audio src="https://strides.example/a.mp3" controls></audio>'
    )


def test_film_without_a_file_is_its_text() -> None:
    assert clean_html('<video src="blob:x"><source src="data:,">See <a href="/v">the film</a></video>', BASE) == (
        'See <a href="https://strides.example/v">the film</a>'
    )


@pytest.mark.parametrize(
    ("without", "cleaned"),
    [
        ("img", f'<p><a href="https://www.youtube.com/watch?v={VIDEO}">Talk</a></p>'),
        ("p", f'<a href="https://www.youtube.com/watch?v={VIDEO}"><img src="https://i.ytimg.com/vi/{VIDEO}/hqdefault.jpg" alt="Talk"></a>'),
        ("a", f'<img src="https://i.ytimg.com/vi/{VIDEO}/hqdefault.jpg" alt="Talk">'),
    ],
)
def test_what_stands_for_a_frame_keeps_to_the_policy(without: str, cleaned: str) -> None:
    policy = attrs.evolve(ARTICLE, elements={name: kept for name, kept in ARTICLE.elements.items() if name != without})

    assert clean_html(f'<iframe src="https://www.youtube.com/embed/{VIDEO}" title="Talk"></iframe>', BASE, policy=policy) == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (
            (
                '<blockquote class="twitter-tweet"><p lang="en">Hi <a href="https://t.co/x">x</a></p>&mdash; Ann <a href="https://x.com/ann/status/1">'
                'May 1</a></blockquote> <script async src="https://platform.x.com/widgets.js"></script>'
            ),
            '<blockquote><p lang="en">Hi <a href="https://t.co/x">x</a></p>— Ann <a href="https://x.com/ann/status/1">May 1</a></blockquote>',
        ),
        (
            (
                '<blockquote class="mastodon-embed" data-embed-url="https://social.example/@ann/1/embed" style="color:red">'
                '<a href="https://social.example/@ann/1" target="_blank"><svg viewBox="0 0 1 1"><path d="M0"/></svg><div>Post by @ann</div></a>'
                '</blockquote><script data-allowed-prefixes="https://social.example/" async src="https://social.example/embed.js"></script>'
            ),
            '<blockquote><a href="https://social.example/@ann/1"><div>Post by @ann</div></a></blockquote>',
        ),
        (
            (
                '<p class="codepen" data-slug-hash="abc" data-user="ann" style="height:300px"><span>See the Pen <a href="https://codepen.io/ann/pen/abc">'
                'Waves</a> by Ann.</span></p><script async src="https://public.codepen.io/embed/index.js"></script>'
            ),
            '<p><span>See the Pen <a href="https://codepen.io/ann/pen/abc">Waves</a> by Ann.</span></p>',
        ),
    ],
    ids=["x", "mastodon", "codepen"],
)
def test_an_embed_that_a_script_would_draw_keeps_its_text_and_links(html: str, cleaned: str) -> None:
    assert clean_html(html, BASE) == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<video src="/v.mp4" title="The barge">no film</video>', '<p><a href="https://strides.example/v.mp4">The barge</a></p>'),
        (
            '<p><audio><source src="javascript:1"><source src="/a.mp3"></audio></p>',
            '<p><a href="https://strides.example/a.mp3">strides.example/a.mp3</a></p>',
        ),
        (
            '<video src="/v.mp4" poster="/p.png" title="The barge"></video>',
            '<p><a href="https://strides.example/v.mp4"><img src="https://strides.example/p.png" alt="The barge"></a></p>',
        ),
        ("<video><p>no film</p></video>", "<p>no film</p>"),
    ],
)
def test_sound_and_film_that_a_policy_does_not_allow_are_links(html: str, cleaned: str) -> None:
    assert clean_html(html, BASE, policy=STRICT) == cleaned


def test_what_cannot_be_played_leaves_what_the_page_shows_instead() -> None:
    assert clean_html('<audio><track src="/a.vtt"><p>no sound</p></audio>', BASE) == "<p>no sound</p>"
