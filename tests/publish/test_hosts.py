"""
The configuration files of hosts, checked against the documentation of each host.
"""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from stridesfeed.errors import FieldError, OutputError, UnknownNameError
from stridesfeed.publish import hosts
from stridesfeed.publish.headers import Caching, HostedFile, headers_of
from stridesfeed.publish.hosts import HOSTS, existing_files, host_files
from stridesfeed.publish.redirects import Redirect

HOME = "https://strides.example"
MOVED = Redirect(old=f"{HOME}/old%20feed.xml", new=f"{HOME}/feed.xml")


def a_file(name: str = "feed.xml", **fields: Any) -> HostedFile:
    return HostedFile(**{"url": f"{HOME}/{quote(name)}", "media_type": "application/rss+xml"} | fields)


def told(*names: str, files: list[HostedFile], existing: bytes | None = None, **more: Any) -> dict[str, str]:
    """
    The text of each file for the hosts *names*.
    """
    read = {file for name in names if name in HOSTS for file in HOSTS[name].files}
    made = host_files(names, files, more.pop("redirects", ()), existing=lambda name, _in_output: existing if name in read else None, **more)
    return {file.name: file.content.decode() for file in made}


def parsed(text: str) -> list[tuple[str, list[str]]]:
    """
    The rules of a ``_headers`` file: each path with its lines.
    """
    rules: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            rules[-1][1].append(line.strip())
        else:
            rules.append((line, []))
    return rules


def as_cloudflare_answers(text: str, path: str) -> dict[str, str]:
    """
    The response headers for *path*: of all matching rules, in order; values of the same header are joined by a comma.
    """
    headers = {"access-control-allow-origin": "*", "content-type": "application/xml", "cache-control": "public, max-age=0"}
    said: set[str] = set()
    for pattern, lines in parsed(text)[:100]:
        escaped = re.escape(pattern).replace(r"\*", ".*")
        if not re.fullmatch(re.sub(r":[A-Za-z]\w*", "[^/]+", escaped), path):
            continue
        for line in sorted(lines, key=lambda line: not line.startswith("!")):
            name, _, value = line.partition(":")
            key = name.lower()
            if line.startswith("!"):
                headers.pop(line.removeprefix("!").strip().lower(), None)
            else:
                headers[key] = f"{headers[key]}, {value.strip()}" if key in said and key in headers else value.strip()
                said.add(key)
    return headers


def answers_as_wanted(text: str, file: HostedFile) -> bool:
    """
    Return whether *file* is sent with exactly its headers.
    """
    wanted = {name.lower(): value for name, value in headers_of(file, Caching())}
    return wanted.items() <= as_cloudflare_answers(text, file.path).items()


def test_every_module_of_a_host_is_in_the_table() -> None:
    modules = {module.name for module in pkgutil.iter_modules(hosts.__path__)} - {"host", "block"}

    assert modules == set(HOSTS)


@pytest.mark.parametrize("name", HOSTS)
def test_every_host_gets_all_files_and_redirects(name: str) -> None:
    text = "".join(told(name, files=[a_file(hubs=("https://hub.example/",)), a_file("a.json")], redirects=[MOVED]).values())

    assert "/feed.xml" in text
    assert "/a.json" in text
    assert "application/rss+xml; charset=utf-8" in text
    assert "https://hub.example/" in text
    assert re.search(r"/old(?:%20| )feed\.xml", text)
    assert "301" in text


@pytest.mark.parametrize("name", HOSTS)
def test_host_without_files_and_redirects_gets_no_configuration(name: str) -> None:
    assert told(name, files=[]) == {}


@pytest.mark.parametrize("name", HOSTS)
def test_other_lines_in_a_file_are_kept(name: str) -> None:
    others = "# mine\n/secret\n  X-Robots-Tag: noindex"
    once = told(name, files=[a_file()], existing=others.encode())

    for text in once.values():
        assert text.startswith(others + "\n# stridesfeed: begin")
        again = told(name, files=[a_file("other.xml")], existing=text.encode() + b"# after\n")
        assert [line for line in again.values() if "/feed.xml" in line] == []
        assert all(line.startswith(others) and line.endswith("# after\n") for line in again.values())


@pytest.mark.parametrize("name", HOSTS)
def test_block_of_an_earlier_build_is_removed(name: str, tmp_path: Path) -> None:
    """
    After the last redirect or the host is removed from the configuration.
    """
    existing = existing_files(tmp_path, tmp_path)
    (tmp_path / HOSTS[name].files[0]).write_bytes(b"# mine\n")
    for file in host_files([name], [a_file()], [MOVED], existing=existing):
        (tmp_path / file.name).write_bytes(file.content)

    back = host_files([], [], existing=existing)

    assert {file.name: file.content for file in back} == dict.fromkeys(HOSTS[name].files, b"") | {HOSTS[name].files[0]: b"# mine\n"}
    for file in back:
        (tmp_path / file.name).write_bytes(file.content)
    assert host_files([], [], existing=existing) == ()


def test_unreadable_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "_headers").mkdir()

    with pytest.raises(OutputError, match=r"_headers: cannot be read: .*; make it readable, because its other lines must be kept"):
        host_files(["netlify"], [a_file()], existing=existing_files(tmp_path, tmp_path))


@pytest.mark.parametrize("name", HOSTS)
def test_second_build_gives_the_same_bytes(name: str) -> None:
    once = told(name, files=[a_file()], existing=b"# mine\r\n\r\n")

    for file, text in once.items():
        assert told(name, files=[a_file()], existing=text.encode())[file] == text


@pytest.mark.parametrize(
    "damaged",
    [
        b"# stridesfeed: begin\n/feed.xml\n",
        b"/feed.xml\n# stridesfeed: end\n",
        b"# stridesfeed: end\n# stridesfeed: begin\n",
        b"# stridesfeed: begin\n# stridesfeed: end\n# stridesfeed: begin\n# stridesfeed: end\n",
    ],
)
def test_damaged_markers_are_an_error(damaged: bytes) -> None:
    with pytest.raises(OutputError, match="_headers: the begin and end markers of stridesfeed must each be there once"):
        told("netlify", files=[a_file()], existing=damaged)


def test_two_hosts_that_read_the_same_file_are_refused() -> None:
    with pytest.raises(FieldError, match="must not name two hosts that read _headers: choose one"):
        told("netlify", "cloudflare", files=[a_file()])


def test_unknown_host_is_named() -> None:
    with pytest.raises(UnknownNameError, match="unknown host 'netlfy'; did you mean 'netlify'"):
        told("netlfy", files=[])


def test_private_files_are_outside_the_output_folder() -> None:
    made = host_files(["nginx", "caddy", "netlify"], [a_file()], existing=lambda _name, _in_output: None)

    assert {file.name for file in made if file.in_output} == {"_headers"}
    assert {file.name for file in made if not file.in_output} == {"stridesfeed.nginx.conf", "stridesfeed.caddy"}


def test_netlify_has_a_rule_for_each_file() -> None:
    text = told("netlify", files=[a_file("a b*:é.xml"), *(a_file(f"{number}.xml") for number in range(150))])["_headers"]

    rules = parsed(text)
    assert len(rules) == 151
    assert rules[0] == (
        "/a%20b%2A%3A%C3%A9.xml",
        ["Content-Type: application/rss+xml; charset=utf-8", "Cache-Control: public, max-age=300", "Access-Control-Allow-Origin: *"],
    )


def test_netlify_redirects_even_if_an_old_file_exists() -> None:
    assert told("netlify", files=[], redirects=[MOVED])["_redirects"].splitlines()[1] == f"/old%20feed.xml {HOME}/feed.xml 301!"


def test_cloudflare_redirects_with_a_plain_code() -> None:
    assert told("cloudflare", files=[], redirects=[MOVED])["_redirects"].splitlines()[1] == f"/old%20feed.xml {HOME}/feed.xml 301"


def test_cloudflare_sends_each_header_once_despite_other_rules() -> None:
    """
    ``Access-Control-Allow-Origin: *, *`` would be refused by every browser.
    """
    file = a_file("a é.xml")
    text = told("cloudflare", files=[file], existing=b"/*\n  Access-Control-Allow-Origin: *\n  Cache-Control: no-store\n")["_headers"]

    assert answers_as_wanted(text, file)


def test_cloudflare_merges_many_files_into_a_hundred_rules() -> None:
    archives = [a_file(f"archive/{number}.{end}", immutable=True) for number in range(300) for end in ("xml", "atom")]
    tags = [a_file(f"tags/t{number}/feed.xml") for number in range(200)]
    own = [a_file("feed.xml", hubs=("https://hub.example/",)), a_file("archive/index.html", media_type="text/html")]
    text = told("cloudflare", files=[*archives, *tags, *own])["_headers"]

    assert len(parsed(text)) <= 100
    assert all(answers_as_wanted(text, file) for file in [*archives, *tags, *own])


def test_cloudflare_never_merges_files_with_different_headers() -> None:
    mixed = [a_file(f"archive/{number}.xml", immutable=number % 2 == 0) for number in range(60)]
    apart = [a_file(f"tags/t{number}/feed.xml") for number in range(60)]
    text = told("cloudflare", files=[*mixed, *apart])["_headers"]

    assert all(answers_as_wanted(text, file) for file in [*mixed, *apart])


def test_too_many_rules_for_cloudflare_are_an_error() -> None:
    files = [a_file(f"{number}.xml", hubs=(f"https://hub{number}.example/",)) for number in range(101)]

    with pytest.raises(FieldError, match="reads at most 100 header rules, but this site needs 101"):
        told("cloudflare", files=files)


def test_nginx_has_a_location_for_each_file_and_redirect() -> None:
    text = told("nginx", files=[a_file('a "b" é.xml')], redirects=[Redirect(old=f"{HOME}/old", new=f"{HOME}/a?b=$c")], encodings=["gzip"])

    assert text["stridesfeed.nginx.conf"].splitlines()[1:-1] == [
        r'location = "/a \"b\" é.xml" {',
        "    types { }",
        '    default_type "application/rss+xml; charset=utf-8";',
        '    add_header Cache-Control "public, max-age=300";',
        '    add_header Access-Control-Allow-Origin "*";',
        "    gzip_static on;",
        "    gzip_vary on;",
        "}",
        'location = "/old" {',
        f'    return 301 "{HOME}/a?b=%24c";',
        "}",
    ]


def test_nginx_reads_no_variable_in_a_header() -> None:
    text = told("nginx", files=[a_file(hubs=("https://hub.example/$host",))])["stridesfeed.nginx.conf"]

    assert "$" not in text
    assert '"<https://hub.example/%24host>; rel=\\"hub\\"' in text.replace("'", '"')


def test_apache_reads_no_format_specifier_in_a_header() -> None:
    """
    A single percent sign begins a specifier there: an unknown one makes Apache refuse the whole folder.
    """
    text = told("apache", files=[a_file("tags/é/feed.xml", hubs=("https://hub.example/",))])[".htaccess"]

    assert "/tags/%%C3%%A9/feed.xml" in text


def test_nginx_serves_compressed_files_only_if_there_are_some() -> None:
    assert "gzip_static" not in told("nginx", files=[a_file()])["stridesfeed.nginx.conf"]


def test_caddy_groups_files_with_the_same_headers() -> None:
    text = told("caddy", files=[a_file("a b.xml"), a_file("c.xml"), a_file("{d}*%.xml", immutable=True)], redirects=[MOVED])

    assert text["stridesfeed.caddy"].splitlines()[1:-1] == [
        '@stridesfeed1 path "/a b.xml" "/c.xml"',
        "header @stridesfeed1 {",
        '    Content-Type "application/rss+xml; charset=utf-8"',
        '    Cache-Control "public, max-age=300"',
        '    Access-Control-Allow-Origin "*"',
        "}",
        '@stridesfeed2 path "/%7Bd%7D%2A%25.xml"',
        "header @stridesfeed2 {",
        '    Content-Type "application/rss+xml; charset=utf-8"',
        '    Cache-Control "public, max-age=604800"',
        '    Access-Control-Allow-Origin "*"',
        "}",
        f'redir "/old feed.xml" "{HOME}/feed.xml" 301',
    ]


def test_apache_groups_files_with_the_same_headers() -> None:
    text = told("apache", files=[a_file("it's.xml"), a_file('c"d.xml')], redirects=[MOVED])

    assert text[".htaccess"].splitlines()[1:-1] == [
        r"""<If "%{REQUEST_URI} in { '/it\'s.xml', '/c\"d.xml' }">""",
        "  <IfModule mod_headers.c>",
        '    Header set Content-Type "application/rss+xml; charset=utf-8"',
        '    Header set Cache-Control "public, max-age=300"',
        '    Header set Access-Control-Allow-Origin "*"',
        "  </IfModule>",
        "</If>",
        f'Redirect 301 "/old feed.xml" "{HOME}/feed.xml"',
    ]
