"""
The syntaxes of front matter.
"""

from __future__ import annotations

import pytest

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.headers import split_front_matter

BODY = "Text.\n\n---\n\n.. more: text\n"

#: Headers with a title, tags and a nested value, and the line of each.
HEADERS = {
    "yaml": ("---\ntitle: A B\ntags: [x, y]\nimage:\n  alt: A barge\n---\n", 2, 5),
    "yaml that dots end": ("---\ntitle: A B\ntags: [x, y]\nimage:\n  alt: A barge\n...\n", 2, 5),
    "named yaml": ("---yaml\ntitle: A B\ntags: [x, y]\nimage:\n  alt: A barge\n---\n", 2, 5),
    "toml": ('+++\ntitle = "A B"\ntags = ["x", "y"]\n[image]\nalt = "A barge"\n+++\n', 2, 5),
    "named toml": ('---toml\ntitle = "A B"\ntags = ["x", "y"]\n[image]\nalt = "A barge"\n---\n', 2, 5),
    "named json": ('---json\n{"title": "A B",\n"tags": ["x", "y"],\n"image": {\n"alt": "A barge"}}\n---\n', 2, 5),
    "json of Hexo": ('"title": "A B",\n"tags": ["x", "y"],\n"image": {"alt": "A barge"}\n', 2, 4),
    "json of Hugo": ('{\n "title": "A B",\n "tags": ["x", "y"],\n "image": {"alt": "A barge"}\n}\n', 2, 4),
    "an object of JavaScript": (
        "---js\n{ // note\n  title: 'A B', /* two\nlines */ tags: ['x', `y`,],\n  image: {alt: \"A barge\"},\n}\n---\n",
        3,
        5,
    ),
    "variables of JavaScript": (
        '---js\nconst title = "A B";\nlet tags = [\n  "x",\n  "y"\n];\nconst image = { alt: `A barge` };\n---\n',
        2,
        7,
    ),
    "an export of MDX": (
        "import { ann } from '@/authors'\n\nexport const meta = {\n  title: 'A B',\n  tags: ['x', 'y'],\n  image: {alt: 'A barge'},\n}\n",
        4,
        6,
    ),
}


@pytest.mark.parametrize("syntax", HEADERS)
def test_every_syntax_has_the_same_values_with_their_lines(syntax: str) -> None:
    header, title_line, alt_line = HEADERS[syntax]
    text = f";;;\n{header};;;\n" if syntax == "json of Hexo" else header

    split = split_front_matter(text + BODY, "a.md")

    title, tags, alt = (split.front_matter.at(key) for key in ("title", "tags", "image.alt"))
    assert (title and title.value, tags and tags.value, alt and alt.value) == ("A B", ["x", "y"], "A barge")
    assert (title and title.line, alt and alt.line) == (title_line, alt_line)
    assert split.has_front_matter
    assert split.body.endswith(BODY)
    lines = (text + BODY).split("\n")
    assert split.body.split("\n") == lines[split.body_line - 1 :] or syntax == "an export of MDX"


NIKOLA = ".. title: A: B\n.. date: 2015-05-05 15:14:36 UTC-03:00\n.. tags: x, y\n.. category: \n.. type: text\n"


@pytest.mark.parametrize("text", [f"<!-- \n{NIKOLA}-->\n\n{BODY}", f"{NIKOLA}\n{BODY}"])
def test_nikolas_lines_are_front_matter(text: str) -> None:
    split = split_front_matter(text, "a.md")

    assert split.front_matter.values == {"title": "A: B", "date": "2015-05-05 15:14:36 -03:00", "tags": "x, y", "type": "text"}
    assert split.body.strip() == BODY.strip()
    assert text.split("\n")[split.body_line :] == split.body.split("\n")[1:]


@pytest.mark.parametrize(
    "options",
    ["---\nauthor: Ann, Bo\ntags: x\ncategory: News\n---\n", ":author: Ann, Bo\n:tags: x\n\n:category: News\n"],
)
def test_ablogs_directive_in_myst_is_front_matter(options: str) -> None:
    split = split_front_matter(f"```{{post}} June 05 2020\n{options}```\n\n# Title\n", "a.md")

    assert split.front_matter.values == {"date": "June 05 2020", "author": ["Ann", "Bo"], "tags": ["x"], "category": ["News"]}
    assert (split.body, split.front_matter.line_of(("date",))) == ("\n# Title\n", 1)
    assert split.front_matter.line_of(("author",)) == (3 if options.startswith("-") else 2)


def test_hexos_front_matter_needs_no_opening_fence() -> None:
    split = split_front_matter(f"title: A\ntags:\n- x\n- y\n---\n{BODY}", "a.md")

    assert (split.front_matter.values, split.body, split.body_line) == ({"title": "A", "tags": ["x", "y"]}, BODY, 6)


@pytest.mark.parametrize(
    "text",
    [
        "Summary: what I did\n---\n\nText.\n",
        "A heading\nin two lines\n---\n",
        "Note: a sentence.\nAnother.\n---\n",
        "{% raw %}\n",
        "{{ x }}\n",
        ".. image:: a.png\n",
        ".. _target: https://a.example/\n",
        "<!-- note -->\n",
        "import that, please\n\nexport const meta\n",
        "---javascripts\nx\n---\n",
        "```{note} Beware\n```\n",
        "```{post} June 05 2020\n",
    ],
)
def test_text_is_not_front_matter(text: str) -> None:
    split = split_front_matter(text, "a.md")

    assert (split.has_front_matter, split.body, split.body_line) == (False, text, 1)


def test_exports_of_mdx_may_name_imports() -> None:
    text = (
        "import { ann, bo } from '@/authors'\nimport cover from './cover.jpg'\n\n"
        "export const meta = {\n  title: 'A',\n  authors: [ann, bo],\n  image: cover,\n  cover,\n  card: require('./card.png'),\n}\n\nText.\n"
    )

    split = split_front_matter(text, "a.mdx")

    assert split.front_matter.values == {
        "title": "A",
        "authors": ["ann", "bo"],
        "image": "./cover.jpg",
        "cover": "./cover.jpg",
        "card": "./card.png",
    }
    assert split.body == "import { ann, bo } from '@/authors'\nimport cover from './cover.jpg'\n\n\n\n\n\n\n\n\n\nText.\n"


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("'it\\'s\\u00e9\\x41\\u{1F600}\\n'", "it'séA😀\n"),
        ("`two\nlines $5`", "two\nlines $5"),
        ("new Date('2026-04-30')", "2026-04-30"),
        ("-1.5e3", -1500.0),
        ("[true, false, null, undefined,]", [True, False, None, None]),
        ("{'a-b': {c: [1, 2,],},}", {"a-b": {"c": [1, 2]}}),
        ("'// no comment; const x = 1'", "// no comment; const x = 1"),
    ],
)
def test_literals_of_javascript_are_data(literal: str, value: object) -> None:
    split = split_front_matter(f"---js\n{{\nkey: {literal},\nlast: 1 }}\n---\n", "a.md")

    assert split.front_matter.values == {"key": value, "last": 1}
    assert split.front_matter.line_of(("last",)) == 4 + literal.count("\n")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---js\n{\ntitle: 'A',\nurl: (data) => data.x\n}\n---\n", "a.md:4: is JavaScript that is more than data, at '('"),
        ("---js\n{ title: name }\n---\n", "a.md:2: is JavaScript that is more than data, at 'name'"),
        ("---js\n{ title: `A ${name}` }\n---\n", "a.md:2: is JavaScript that is more than data, at '`'"),
        ("---js\nconst title = 'A';\nfunction f() {}\n---\n", "a.md:3: is JavaScript that is more than data, at 'function'"),
        ("---js\n{ title: 'A' 'B' }\n---\n", "a.md:2: is not valid JSON: Expecting ',' delimiter"),
        ("---json\n{\n'title': 1\n}\n---\n", "a.md:3: is not valid JSON"),
        ('{"title": "A"\n', "a.md:2: is not valid JSON"),
        (";;;\n{}\n", "a.md:1: front matter is not closed; add a line of ;;; after it"),
        ("---js\n", "a.md:1: front matter is not closed; add a line of --- after it"),
    ],
)
def test_an_error_in_front_matter_names_its_line(text: str, fault: str) -> None:
    with pytest.raises(FileError) as caught:
        split_front_matter(text, "a.md")

    assert str(caught.value).startswith(fault)


@pytest.mark.parametrize(
    "unit",
    [
        "import a from 'b'\n",
        "import ",
        "```{post}\n",
        " \n",
        "title: a\n",
        ".. a: b\n",
        '{"a":',
        "---js\n{a:`",
        "\\",
        "{'",
        "/*",
        "const a = 1\n",
        "a:b,\n",
    ],
)
def test_long_headers_take_no_longer_than_their_length(unit: str) -> None:
    """
    Two hundred thousand characters; quadratic time would take minutes.
    """
    for text in (unit * (200_000 // len(unit)), f"---js\n{unit * (200_000 // len(unit))}\n---\n"):
        try:
            split_front_matter(text, "a.md")
        except FileError:
            continue


def test_each_of_many_keys_has_its_line() -> None:
    keys = ",\n".join(f'"k{number}": 0' for number in range(50_000))

    assert split_front_matter(f"---json\n{{\n{keys}}}\n---\n", "a.md").front_matter.line_of(("k49999",)) == 50_002
