"""
Facts about files on servers, which are not downloaded.
"""

from __future__ import annotations

import pytest

from servers import Answer, Request, serving
from stridesfeed import Attachment, FieldError, WebError
from stridesfeed.podcasts import remote_file

AUDIO = Answer(b"x" * 1234, headers={"Content-Type": "audio/mpeg; charset=x"})


def test_the_server_says_length_and_type() -> None:
    with serving(lambda _: AUDIO) as server:
        found = remote_file(f"{server.url}/1", duration=61, title="Read aloud", allow_private=True)

    assert found == Attachment(f"{server.url}/1", "audio/mpeg", length=1234, duration=61, title="Read aloud")
    assert [request.method for request in server.requests] == ["HEAD"]


def test_the_address_stays_that_of_a_redirect() -> None:
    def answer(request: Request) -> Answer:
        return AUDIO if request.path == "/real.mp3" else Answer(status=302, headers={"Location": "/real.mp3"})

    with serving(answer) as server:
        found = remote_file(f"{server.url}/counted.mp3", allow_private=True)

    assert (found.url, found.length) == (f"{server.url}/counted.mp3", 1234)


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/octet-stream"}])
def test_the_suffix_tells_a_type_that_the_server_does_not_know(headers: dict[str, str]) -> None:
    with serving(lambda _: Answer(b"x", headers=headers)) as server:
        assert remote_file(f"{server.url}/1.mp3", allow_private=True).type == "audio/mpeg"
        with pytest.raises(FieldError, match="does not know the media type"):
            remote_file(f"{server.url}/1", allow_private=True)


def test_a_compressed_answer_is_no_error() -> None:
    with serving(lambda _: Answer(b"", headers={"Content-Type": "audio/mpeg", "Content-Encoding": "gzip"})) as server:
        assert remote_file(f"{server.url}/1.mp3", allow_private=True).type == "audio/mpeg"


def test_a_file_that_is_missing_and_a_private_server_are_errors() -> None:
    with serving(lambda _: Answer(status=404)) as server:
        with pytest.raises(WebError, match="the server answers 404"):
            remote_file(f"{server.url}/1.mp3", allow_private=True)
        with pytest.raises(WebError, match=r"private|this machine"):
            remote_file(f"{server.url}/1.mp3")
