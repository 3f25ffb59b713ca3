"""
A made-up site of each generator: ``init`` recognises it, and the first build has the URLs, dates, authors and bodies that the generator has.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from stridesfeed.cli._click import program

HTML = "<html><body>Built.</body></html>"


@attrs.frozen(kw_only=True)
class Case:
    """
    A site and what becomes of it.
    """

    #: Contents by path.
    files: Mapping[str, str]

    #: The generator, as ``init`` names it.
    generator: str

    #: Keys of the new configuration.
    settings: Mapping[str, Any]

    #: The date and the authors of each article, by URL.
    articles: Mapping[str, tuple[str, tuple[str, ...]]]


def post(title: str, *keys: str, text: str = "By noon it was answering *questions*.") -> str:
    return "\n".join(["---", f"title: {title}", *keys, "---", text, ""])


CASES = {
    "jekyll": Case(
        generator="Jekyll",
        files={
            "_config.yml": "title: Barges &amp; pools\nurl: https://jekyll.example\nbaseurl: /blog\ndescription: About\n  barges\nlang: en_GB\n"
            "author:\n  name: Ilse Varga\n  email: ilse@jekyll.example\ntimezone: Europe/London\npermalink: pretty\n"
            "repository: https://code.example/barges\nsecret: not used\n",
            "_posts/2026-04-21-barge.md": post("A barge", text="[Text.]({{ site.repository }}/1) {{ site.unknown }}"),
            "_posts/2026-04-22-pool.md": post("A pool", "categories: news", "author: Bo Chen"),
            "_drafts/later.md": post("Later"),
            "about.md": post("About"),
            "README.md": "# A site\n",
        },
        settings={
            "feed.title": "Barges & pools",
            "feed.url": "https://jekyll.example/blog/",
            "feed.subtitle": "About barges",
            "feed.language": "en-GB",
            "content.folder": "_posts",
            "content.timezone": "Europe/London",
            "content.variables": {"repository": "https://code.example/barges"},
            "output.folder": "_site",
            "output.atom": "feed.xml",
            "output.rss": "rss-feed.xml",
        },
        articles={
            "https://jekyll.example/blog/2026/04/21/barge/": ("2026-04-20T23:00:00Z", ("Ilse Varga",)),
            "https://jekyll.example/blog/news/2026/04/22/pool/": ("2026-04-21T23:00:00Z", ("Bo Chen",)),
        },
    ),
    "hugo": Case(
        generator="Hugo",
        files={
            "hugo.toml": 'baseURL = "https://hugo.example"\ntitle = "Hugo"\nlanguageCode = "en-us"\ncopyright = "CC BY"\n'
            '[params]\ndescription = "News"\nauthor = "Ilse Varga"\n[permalinks]\nposts = "/:year/:month/:slug/"\n',
            "content/_index.md": post("Home"),
            "content/about.md": post("About"),
            "content/posts/barge/index.md": post("A barge", "date: 2026-04-21", "slug: the-barge"),
            "content/posts/pool.md": post("A pool", "date: 2026-04-22T09:00:00+02:00"),
            "content/notes/one.md": post("One", "date: 2026-04-23"),
            "static/robots.txt": "",
        },
        settings={
            "feed.url": "https://hugo.example/",
            "feed.language": "en-us",
            "feed.rights": "CC BY",
            "content.static": "static",
            "output.folder": "public",
            "output.rss": "index.xml",
        },
        articles={
            "https://hugo.example/2026/04/the-barge/": ("2026-04-21T00:00:00Z", ("Ilse Varga",)),
            "https://hugo.example/2026/04/a-pool/": ("2026-04-22T07:00:00Z", ("Ilse Varga",)),
            "https://hugo.example/notes/one/": ("2026-04-23T00:00:00Z", ("Ilse Varga",)),
        },
    ),
    "hugo, in three languages": Case(
        generator="Hugo",
        files={
            "config/_default/hugo.toml": 'baseURL = "https://hugo.example/"\ntitle = "Hugo"\n',
            "config/_default/languages.toml": '[en]\nlabel = "English"\n[fr]\nlabel = "Français"\n[pt-br]\nlabel = "Português"\n',
            "content/posts/barge.md": post("A barge", "date: 2026-04-21"),
            "content/posts/barge.pt-br.md": post("Uma barca", "date: 2026-04-21"),
            "content/fr/posts/barge.md": post("Une barge", "date: 2026-04-21"),
        },
        settings={"content.exclude": ["*.fr.*", "*.pt-br.*", "/fr"]},
        articles={"https://hugo.example/posts/barge/": ("2026-04-21T00:00:00Z", ())},
    ),
    "hugo, with dates in names": Case(
        generator="Hugo",
        files={
            "hugo.toml": 'baseURL = "https://hugo.example"\n[frontmatter]\ndate = [":filename", ":default"]\n'
            '[permalinks]\nnotes = "/notes/:year/:slug/"\n',
            "content/posts/2026-04-21-barge.md": post("A barge"),
            "content/notes/2026-04-22-pool/index.md": post("A pool"),
        },
        settings={"content.permalink": "/{folders}/{slug}/"},
        articles={
            "https://hugo.example/posts/barge/": ("2026-04-21T00:00:00Z", ()),
            "https://hugo.example/notes/2026/pool/": ("2026-04-22T00:00:00Z", ()),
        },
    ),
    "zola": Case(
        generator="Zola",
        files={
            "config.toml": 'base_url = "https://zola.example"\ntitle = "Zola"\ndescription = "News"\ndefault_language = "de"\n'
            "generate_feeds = true\n",
            "content/_index.md": "+++\n+++\n",
            "content/blog/_index.md": "+++\nsort_by = 'date'\n+++\n",
            "content/blog/barge.md": '+++\ntitle = "A barge"\ndate = 2026-04-21\nauthors = ["Ilse Varga"]\n+++\nText.\n',
            "content/blog/pool/index.md": '+++\ntitle = "A pool"\ndate = 2026-04-22T09:00:00Z\n+++\nText.\n',
        },
        settings={"feed.title": "Zola", "feed.language": "de", "output.atom": "atom.xml", "output.folder": "public"},
        articles={
            "https://zola.example/blog/barge/": ("2026-04-21T00:00:00Z", ("Ilse Varga",)),
            "https://zola.example/blog/pool/": ("2026-04-22T09:00:00Z", ()),
        },
    ),
    "pelican": Case(
        generator="Pelican",
        files={
            "pelicanconf.py": 'import os\nAUTHOR = "Ilse Varga"\nSITENAME = "A " + "Pelican"\nSITEURL = ""\nPATH = "content"\n'
            'TIMEZONE = "Europe/Paris"\nDEFAULT_LANG = "fr"\nARTICLE_URL = "posts/{date:%Y}/{date:%b}/{slug}/"\n'
            "FEED_ALL_ATOM = None\n",
            "publishconf.py": 'import os\nfrom pelicanconf import *\nSITEURL = "https://pelican.example"\n'
            'FEED_ALL_ATOM = "feeds/all.atom.xml"\n'
            'GOOGLE = os.environ["GOOGLE"]\nraise SystemExit("must not run")\n',
            "content/barge.md": "Title: A Barge: Notes\nDate: 2026-04-21 11:30\nAuthors: Bo Chen; Ilse Varga\n\nText.\n",
            "content/pool.md": "Title: A pool\nDate: 2026-04-22\nSlug: the-pool\n\nText.\n",
            "content/pages/about.md": "Title: About\n\nText.\n",
        },
        settings={
            "feed.title": "A Pelican",
            "feed.url": "https://pelican.example/",
            "feed.language": "fr",
            "output.folder": "output",
            "output.atom": "feeds/all.atom.xml",
        },
        articles={
            "https://pelican.example/posts/2026/Apr/a-barge-notes/": ("2026-04-21T09:30:00Z", ("Bo Chen", "Ilse Varga")),
            "https://pelican.example/posts/2026/Apr/the-pool/": ("2026-04-21T22:00:00Z", ("Ilse Varga",)),
        },
    ),
    "mkdocs": Case(
        generator="MkDocs",
        files={
            "mkdocs.yml": "site_name: Docs\nsite_url: https://mkdocs.example/docs/\nsite_author: Ilse Varga\ntheme:\n  name: material\n"
            "  language: pt-BR\nplugins:\n  - search\n  - blog:\n      blog_dir: news\n      post_url_date_format: yyyy/MM\n"
            "markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
            "extra:\n  key: !ENV [KEY, none]\n",
            "docs/index.md": "# Home\n",
            "docs/news/.authors.yml": "authors:\n  bo:\n    name: Bo Chen\n    description: Writer\n    avatar: https://mkdocs.example/bo.png\n",
            "docs/news/index.md": "# News\n",
            "docs/news/posts/barge.md": "---\ndate:\n  created: 2026-04-21\n  updated: 2026-04-23\nauthors: [bo]\n---\n"
            "# A barge drops anchor\n\nText.\n",
            "docs/news/posts/pool.md": "---\ndate: 2026-04-22\nslug: the-pool\n---\n# A pool\n\nText.\n",
        },
        settings={"feed.title": "Docs", "feed.language": "pt-BR", "content.folder": "docs/news/posts", "output.folder": "site"},
        articles={
            "https://mkdocs.example/docs/news/2026/04/a-barge-drops-anchor/": ("2026-04-21T00:00:00Z", ("Bo Chen",)),
            "https://mkdocs.example/docs/news/2026/04/the-pool/": ("2026-04-22T00:00:00Z", ("Ilse Varga",)),
        },
    ),
    "docusaurus": Case(
        generator="Docusaurus",
        files={
            "docusaurus.config.js": '// @ts-check\nconst host = "https://docusaurus.example";\n'
            '/** @type {import("@docusaurus/types").Config} */\n'
            'module.exports = {\n  title: "My Site", tagline: \'It\\u2019s news\', url: host, baseUrl: "/project/",\n'
            '  i18n: { defaultLocale: "en", locales: ["en"] },\n  presets: [["classic", /** @type {x} */ ({ docs: false,\n'
            '    blog: { routeBasePath: "/news", editUrl: ({ path }) => `https://git.example/${path}` } })]],\n};\n',
            "blog/authors.yml": "bo:\n  name: Bo Chen\n  title: Writer\n  url: https://docusaurus.example/bo\n",
            "blog/2026-04-21-barge.md": post("A barge", "authors: bo"),
            "blog/2026/04/22/pool/index.mdx": post("A pool", "slug: the-pool", "authors: [bo]"),
            "docs/intro.md": "# Intro\n",
        },
        settings={
            "feed.title": "My Site Blog",
            "feed.url": "https://docusaurus.example/project/",
            "feed.subtitle": "It’s news",
            "content.folder": "blog",
            "output.folder": "build",
            "output.rss": "news/rss.xml",
        },
        articles={
            "https://docusaurus.example/project/news/2026/04/21/barge": ("2026-04-21T00:00:00Z", ("Bo Chen",)),
            "https://docusaurus.example/project/news/the-pool": ("2026-04-22T00:00:00Z", ("Bo Chen",)),
        },
    ),
    "astro": Case(
        generator="Astro",
        files={
            "astro.config.mjs": "import { defineConfig } from 'astro/config';\nimport mdx from '@astrojs/mdx';\n"
            "export default defineConfig({\n  site: 'https://astro.example',\n  integrations: [mdx()],\n});\n",
            "src/consts.ts": "export const SITE_TITLE = 'Astro Blog';\nexport const SITE_DESCRIPTION: string = 'News';\n",
            "src/content/blog/barge.md": post("A barge", "pubDate: 'Apr 21 2026'"),
            "src/content/blog/pool.mdx": post("A pool", "pubDate: 2026-04-22", "author: Bo Chen"),
            "src/pages/articles/[...slug].astro": "---\n---\n",
            "src/pages/rss.xml.js": "export function GET() {}\n",
        },
        settings={"feed.title": "Astro Blog", "feed.subtitle": "News", "content.folder": "src/content/blog", "output.rss": "rss.xml"},
        articles={
            "https://astro.example/articles/barge/": ("2026-04-21T00:00:00Z", ()),
            "https://astro.example/articles/pool/": ("2026-04-22T00:00:00Z", ("Bo Chen",)),
        },
    ),
    "eleventy": Case(
        generator="Eleventy",
        files={
            "eleventy.config.js": "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default async function(config) {\n"
            '  config.addPlugin(feedPlugin, { type: "atom", outputPath: "/feed/feed.xml", metadata: { language: "en" } });\n}\n'
            'export const config = { dir: { input: "content", data: "../_data", output: "_site" } };\n',
            "_data/metadata.js": 'export default {\n  title: "Eleventy", url: "https://eleventy.example/", description: "News",\n'
            '  author: { name: "Ilse Varga", email: "ilse@eleventy.example" },\n}\n',
            "content/blog/barge.md": post("A barge", "date: 2026-04-21"),
            "content/blog/pool/pool.md": post("A pool", "date: 2026-04-22"),
            "content/index.md": "# Home\n",
        },
        settings={"feed.title": "Eleventy", "content.folder": "content/blog", "output.folder": "_site", "output.atom": "feed/feed.xml"},
        articles={
            "https://eleventy.example/blog/barge/": ("2026-04-21T00:00:00Z", ("Ilse Varga",)),
            "https://eleventy.example/blog/pool/": ("2026-04-22T00:00:00Z", ("Ilse Varga",)),
        },
    ),
    "hexo": Case(
        generator="Hexo",
        files={
            "_config.yml": "title: Hexo\nsubtitle: News\nauthor: Ilse Varga\nlanguage: [zh-CN, en]\ntimezone: Asia/Shanghai\n"
            "url: https://hexo.example\npermalink: :year/:month/:title/\nfeed:\n  type: [atom, rss2]\n  path: [atom.xml, rss2.xml]\n",
            "package.json": '{"dependencies": {"hexo": "7", "hexo-generator-feed": "3"}}',
            "source/_posts/barge.md": post("A barge", "date: 2026-04-21 09:00:00"),
            "source/_posts/pool.md": post("A pool", "date: 2026-04-22"),
            "source/about/index.md": post("About", "date: 2026-04-01"),
        },
        settings={"feed.language": "zh-CN", "content.folder": "source/_posts", "output.folder": "public", "output.rss": "rss2.xml"},
        articles={
            "https://hexo.example/2026/04/barge/": ("2026-04-21T01:00:00Z", ("Ilse Varga",)),
            "https://hexo.example/2026/04/pool/": ("2026-04-21T16:00:00Z", ("Ilse Varga",)),
        },
    ),
    "hexo with dates in the names of files": Case(
        generator="Hexo",
        files={
            "_config.yml": "title: Hexo\nurl: https://hexo.example\ntimezone: America/New_York\npermalink: news/:year/:month/:day/:title/\n"
            "new_post_name: :year-:month-:day-:title.md\n",
            "package.json": '{"dependencies": {"hexo": "8"}}',
            "source/_posts/2026-04-21-barge.md": post("A barge", "date: 2026-04-21T01:00:00Z"),
        },
        settings={"content.permalink": "/news/{year}/{month}/{day}/{path}/"},
        # As in Hexo, the URL has the day in the site's time zone.
        articles={"https://hexo.example/news/2026/04/20/barge/": ("2026-04-21T01:00:00Z", ())},
    ),
    "zola, in two languages": Case(
        generator="Zola",
        files={
            "config.toml": 'base_url = "https://zola.example"\ntitle = "Zola"\ndefault_language = "en"\n[languages.fr]\ntitle = "Zola"\n',
            "content/barge.md": post("A barge", "date: 2026-04-21"),
            "content/barge.fr.md": post("Une barge", "date: 2026-04-21"),
        },
        settings={"content.exclude": "*.fr.*"},
        articles={"https://zola.example/barge/": ("2026-04-21T00:00:00Z", ())},
    ),
    "nikola": Case(
        generator="Nikola",
        files={
            "conf.py": 'import time\nBLOG_TITLE = "Nikola"\nSITE_URL = "https://nikola.example/"\nBLOG_AUTHOR = "Ilse Varga"\n'
            'DEFAULT_LANG = "en"\n'
            'TRANSLATIONS = {DEFAULT_LANG: ""}\nPOSTS = (\n    ("posts/*.md", "news", "post.tmpl"),\n'
            '    ("posts/*.html", "news", "post.tmpl"),\n)\n'
            'TIMEZONE = "Europe/Berlin"\nCONTENT_FOOTER = CONTENT_FOOTER.format(time.gmtime())\n',
            "posts/barge.md": "<!--\n.. title: A barge\n.. slug: the-barge\n.. date: 2026-04-21 09:00:00 UTC+02:00\n-->\n\nText.\n",
            "posts/2026/pool.md": "<!--\n.. title: A pool\n.. slug: pool\n.. date: 2026-04-22 09:00:00\n.. author: Bo Chen\n-->\n\nText.\n",
        },
        settings={"feed.title": "Nikola", "content.folder": "posts", "output.folder": "output", "output.rss": "rss.xml"},
        articles={
            "https://nikola.example/news/the-barge/": ("2026-04-21T07:00:00Z", ("Ilse Varga",)),
            "https://nikola.example/news/2026/pool/": ("2026-04-22T07:00:00Z", ("Bo Chen",)),
        },
    ),
    "sphinx, built by sphinx-build": Case(
        generator="Sphinx with ABlog",
        files={
            "conf.py": 'project = "Sphinx"\nextensions = ["myst_parser", "ablog"]\nblog_baseurl = "https://sphinx.example/"\n',
            "Makefile": "html:\n\tsphinx-build -b html . _build/html\n",
            "posts/2026-04-21-A barge.md": "---\nblogpost: true\n---\n# A barge\n\nText.\n",
        },
        settings={"content.permalink": "/posts/{folders}/{filename}.html"},
        articles={"https://sphinx.example/posts/2026-04-21-A%20barge.html": ("2026-04-21T00:00:00Z", ())},
    ),
    "sphinx": Case(
        generator="Sphinx with ABlog",
        files={
            "conf.py": 'import ablog\nproject = "Sphinx"\nauthor = "Ilse Varga"\nextensions = ["myst_parser", "ablog"]\nlanguage = "en"\n'
            'blog_title = "Sphinx Blog"\nblog_baseurl = "https://sphinx.example/"\nblog_post_pattern = "posts/*/*"\n',
            "index.md": "# Home\n",
            "posts/2026/barge.md": "---\nblogpost: true\ndate: 2026-04-21\n---\n# A barge\n\nText.\n",
        },
        settings={"feed.title": "Sphinx Blog", "content.folder": "posts", "output.folder": "_website", "output.atom": "blog/atom.xml"},
        articles={"https://sphinx.example/posts/2026/barge/": ("2026-04-21T00:00:00Z", ("Ilse Varga",))},
    ),
    "nextjs": Case(
        generator="Next.js",
        files={
            "next.config.js": 'const isProduction = process.env.NODE_ENV === "production";\nmodule.exports = {\n  output: "export",\n'
            '  trailingSlash: true,\n  basePath: process.env.BASE || "",\n  async headers() { return []; },\n};\n',
            "data/siteMetadata.js": 'const siteMetadata = { title: "Next", author: "Ilse Varga",\n'
            '  siteUrl: "https://next.example", locale: "en-US" }\n'
            "module.exports = siteMetadata\n",
            "content/posts/barge.mdx": post("A barge", "date: 2026-04-21"),
        },
        settings={"feed.title": "Next", "feed.language": "en-US", "content.folder": "content/posts", "output.folder": "out"},
        articles={"https://next.example/posts/barge/": ("2026-04-21T00:00:00Z", ("Ilse Varga",))},
    ),
    "gatsby": Case(
        generator="Gatsby",
        files={
            "gatsby-config.js": "module.exports = {\n  siteMetadata: { title: `Gatsby`, siteUrl: `https://gatsby.example/`,\n"
            "    author: { name: `Ilse Varga`, summary: `writes` } },\n"
            "  plugins: [{ resolve: `gatsby-source-filesystem`, options: { path: `${__dirname}/content/blog` } }, `gatsby-plugin-feed`],\n}\n",
            "content/blog/barge/index.md": post("A barge", 'date: "2026-04-21T22:12:03.284Z"'),
        },
        settings={"feed.title": "Gatsby", "content.folder": "content/blog", "output.folder": "public", "output.rss": "rss.xml"},
        articles={"https://gatsby.example/barge/": ("2026-04-21T22:12:03Z", ("Ilse Varga",))},
    ),
    "html": Case(
        generator="HTML",
        files={
            "index.html": '<!DOCTYPE html><html lang="en-GB"><head><title>Barges &amp; pools</title><meta name="description" content="News">'
            '<link rel="canonical" href="https://plain.example/"></head><body><a href="2026/barge.html">A barge</a></body></html>',
            "2026/barge.html": '<html lang="en-GB"><head><title>A barge</title><meta name="author" content="Ilse Varga"></head><body><article>'
            '<h1>A barge</h1><time datetime="2026-04-21T08:00:00Z">21 April</time><p>Text.</p></article></body></html>',
            "about.html": "<html><head><title>About</title></head><body><h1>About</h1></body></html>",
        },
        settings={"feed.title": "Barges & pools", "feed.language": "en-GB", "content.pages": ".", "output.folder": "."},
        articles={"https://plain.example/2026/barge.html": ("2026-04-21T08:00:00Z", ("Ilse Varga",))},
    ),
}


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(program, [str(argument) for argument in arguments], env={"SOURCE_DATE_EPOCH": "1777593600"})
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_first_build_has_what_the_generator_has(tmp_path: Path, case: Case) -> None:
    write(tmp_path, case.files)

    init = run("init", tmp_path, "--json")
    assert init.exit_code == 0, init.output
    built = run("build", tmp_path)
    assert built.exit_code == 0, built.output

    said = json.loads(init.stdout)
    configuration = tomllib.loads((tmp_path / "stridesfeed.toml").read_text(encoding="utf-8"))
    output = configuration["output"]
    document = json.loads((tmp_path / output["folder"] / output["json"]).read_bytes())
    assert said["generator"] == case.generator
    assert said["evidence"] in {*case.files, *(name.partition("/")[0] for name in case.files)}
    flat = {f"{section}.{name}": value for section, values in configuration.items() for name, value in values.items()}
    assert {key: flat.get(key) for key in case.settings} == case.settings
    assert {
        item["url"]: (item["date_published"], tuple(person["name"] for person in item.get("authors", document.get("authors", []))))
        for item in document["items"]
    } == case.articles
    assert said["articles"] == len(case.articles)
    assert all("noon" in item["content_html"] or "Text." in item["content_html"] for item in document["items"])
