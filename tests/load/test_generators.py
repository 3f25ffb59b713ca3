"""
Front matter as each generator's own documentation and starter projects write it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stridesfeed.load import Loaded
from stridesfeed.model import Person

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

ANN = Person("Ann Lee", "https://ann.example/")

#: The file, its text, and the fields that differ from those of :func:`fields_of` below.
HEADERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "Hugo": (
        "posts/barge/index.md",
        """+++
title = 'A barge'
date = 2026-04-21T10:30:00Z
lastmod = 2026-04-22T00:00:00Z
draft = false
weight = 10
description = 'Few words.'
tags = ['energy', 'harbours']
images = ['/img/barge.jpg']
keywords = ['x']
linkTitle = 'Barge'
aliases = ['/old/']
author = 'ann'
[build]
list = 'always'
[cascade]
type = 'blog'
+++
""",
        {},
    ),
    "Hugo PaperMod": (
        "posts/barge.md",
        """---
title: "A barge"
date: 2026-04-21T10:30:00+00:00
lastmod: 2026-04-22
author: [ann]
tags: ["energy", "harbours"]
summary: Few words.
ShowToc: true
hideMeta: false
cover:
  image: /img/barge.jpg
  alt: A barge
  caption: At noon
---
""",
        {"alt": "A barge", "unknown": ("hideMeta",)},
    ),
    "Zola": (
        "posts/barge.md",
        """+++
title = "A barge"
description = "Few words."
date = 2026-04-21T10:30:00Z
updated = 2026-04-22
authors = ["ann"]
template = "page.html"
in_search_index = true
insert_anchor_links = "left"
[taxonomies]
tags = ["energy", "harbours"]
[extra]
image = "/img/barge.jpg"
+++
""",
        {},
    ),
    "Jekyll": (
        "_posts/2026-04-21-barge.md",
        """---
layout: post
title: "A barge"
date: 2026-04-21 10:30:00 +0000
last_modified_at: 2026-04-22
author: ann
categories: energy harbours
excerpt: Few words.
excerpt_separator: <!--more-->
image: /img/barge.jpg
render_with_liquid: false
sitemap: false
---
""",
        {"section": None},
    ),
    "Pelican": (
        "posts/barge.md",
        """Title: A barge
Date: 2026-04-21 10:30
Modified: 2026-04-22
Author: ann
Tags: energy, harbours
Summary: Few words.
Image: /img/barge.jpg
Slug: barge
Status: published
Save_as: barge.html

""",
        {},
    ),
    "MkDocs Material": (
        "posts/barge.md",
        """---
date:
  created: 2026-04-21 10:30:00
  updated: 2026-04-22
authors:
  - ann
categories:
  - energy
tags:
  - harbours
description: Few words.
slug: barge
draft: false
pin: true
readtime: 4
icon: material/rss
hide: [toc]
search: {exclude: true}
image: /img/barge.jpg
---

# A barge
""",
        {},
    ),
    "Docusaurus": (
        "posts/2026-04-21-barge/index.md",
        """---
title: A barge
date: 2026-04-21T10:30
authors:
  - key: ann
    title: Guest
tags:
  - energy
  - label: harbours
    permalink: /h
description: Few words.
image: /img/barge.jpg
last_update:
  date: 2026-04-22
  author: Bo
keywords: [x]
hide_table_of_contents: false
toc_min_heading_level: 2
unlisted: false
---
""",
        {},
    ),
    "Astro's blog template": (
        "posts/barge.md",
        """---
title: 'A barge'
description: 'Few words.'
pubDate: 'Apr 21 2026 10:30'
updatedDate: 'Apr 22 2026'
heroImage: '/img/barge.jpg'
author: ann
tags: ["energy", "harbours"]
layout: ../../layouts/Post.astro
---
""",
        {},
    ),
    "AstroPaper": (
        "posts/barge.md",
        """---
author: ann
pubDatetime: 2026-04-21T10:30:00Z
modDatetime: 2026-04-22T00:00:00Z
title: A barge
slug: barge
featured: true
draft: false
tags:
  - energy
  - harbours
description: Few words.
ogImage: /img/barge.jpg
---
""",
        {},
    ),
    "Eleventy": (
        "posts/barge.md",
        """---js
{
  title: "A barge",
  date: "2026-04-21T10:30:00Z",
  updated: '2026-04-22',
  author: "ann",
  description: `Few words.`,
  image: "/img/barge.jpg",
  tags: ["energy", "harbours"],
  layout: "post.njk",
  eleventyNavigation: { key: "Barge", order: 3 },
}
---
""",
        {},
    ),
    "Hexo": (
        "_posts/barge.md",
        """title: A barge
date: 2026-04-21 10:30:00
updated: 2026-04-22 00:00:00
author: ann
categories:
- [energy, harbours]
excerpt: Few words.
photos:
- /img/barge.jpg
comments: true
toc: true
disableNunjucks: true
---
""",
        {"section": None},
    ),
    "Nikola": (
        "posts/barge.md",
        """<!--
.. title: A barge
.. slug: barge
.. date: 2026-04-21 12:30:00 UTC+02:00
.. updated: 2026-04-22 00:00:00 UTC
.. tags: energy, harbours, mathjax
.. category:
.. link:
.. description: Few words.
.. type: text
.. author: ann
.. previewimage: /img/barge.jpg
.. has_math: true
-->
""",
        {"categories": ["posts", "energy", "harbours", "mathjax"]},
    ),
    "Next.js": (
        "posts/barge.mdx",
        """---
title: 'A barge'
publishedAt: '2026-04-21T10:30:00Z'
updatedAt: '2026-04-22'
author: ann
summary: 'Few words.'
image: '/img/barge.jpg'
tags: [energy, harbours]
---
""",
        {},
    ),
    "Gatsby": (
        "posts/barge/index.md",
        """---
title: A barge
date: "2026-04-21T10:30:00.000Z"
updated: "2026-04-22"
author: ann
description: "Few words."
featuredImage: /img/barge.jpg
tags: ["energy", "harbours"]
template: post
---
""",
        {},
    ),
}


@pytest.mark.parametrize("generator", HEADERS)
def test_the_keys_of_every_generator_are_known(write: Write, loading: Loading, generator: str) -> None:
    path, text, others = HEADERS[generator]
    write(f"content/{path}", f"{text}\nBy noon it was answering questions.\n")

    loaded = loading(authors={"ann": ANN}, permalink="/{slug}/")

    assert loaded.faults == ()
    (article,) = loaded.articles
    section = others.get("section", "posts")
    assert (article.title, article.url, article.summary) == ("A barge", "https://strides.example/barge/", "Few words.")
    assert article.published == datetime(2026, 4, 21, 10, 30, tzinfo=UTC)
    assert article.updated == datetime(2026, 4, 22, tzinfo=UTC)
    assert article.authors == (ANN,)
    assert [each.name for each in article.categories] == others.get("categories", [*filter(None, [section]), "energy", "harbours"])
    assert article.image is not None
    assert (article.image.url, article.image.alt) == ("https://strides.example/img/barge.jpg", others.get("alt"))
    assert article.content == "<p>By noon it was answering questions.</p>"
    assert loaded.unknown_keys.get(f"content/{path}", ()) == others.get("unknown", ())


@pytest.mark.parametrize("date", ["Last Modified", "git Created", "git Last Modified", ""])
def test_the_dates_that_eleventy_takes_from_files_are_no_dates(write: Write, loading: Loading, date: str) -> None:
    write("content/2026-04-30-a.md", f"---\ntitle: A\ndate: {date}\n---\n")

    assert [article.published for article in loading().articles] == [datetime(2026, 4, 30, tzinfo=UTC)]


def test_docusaurus_may_name_only_the_author_of_the_last_update(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30\nlast_update: {author: Bo}\n---\n")

    assert [article.updated for article in loading().articles] == [datetime(2026, 4, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2017-02-29 11:00:00", datetime(2017, 3, 1, 11, tzinfo=UTC)),
        ("2026-04-31", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-12-31T23:00:00+02:00", datetime(2026, 12, 31, 21, tzinfo=UTC)),
        ("9999-12-31", datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_javascript_reads_impossible_days_as_days_of_the_next_month(write: Write, loading: Loading, date: str, published: datetime) -> None:
    write("content/a.md", f"---\ntitle: A\ndate: {date}\n---\n")
    as_of = datetime(9999, 12, 31, 1, tzinfo=UTC)

    assert [article.published for article in loading(generator="docusaurus", as_of=as_of).articles] == [published]
    assert bool(loading(as_of=as_of).faults) == (published.strftime("%d") == "01")
