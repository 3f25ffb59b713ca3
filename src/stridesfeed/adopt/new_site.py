"""
The configuration and the ledger of a site that continues an adopted feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import unquote

import attrs

from stridesfeed.adopt.adoption import Adoption
from stridesfeed.adopt.files import ContentFile
from stridesfeed.emit import FORMATS
from stridesfeed.extensions.shows import Podcast
from stridesfeed.load.front_matter.data_formats import to_toml
from stridesfeed.load.shows import as_table
from stridesfeed.model import Article, Feed
from stridesfeed.publish.ledger import Entry, Ledger
from stridesfeed.publish.ledger.likeness import signature


def new_configuration(feed: Feed, *, content: str, files: Mapping[str, str]) -> str:
    """
    Return the text of a ``stridesfeed.toml`` for *feed*, with the content folder *content* and the output *files* by format.
    """
    authors = [{"name": each.name, "url": each.uri, "email": each.email, "avatar": each.avatar} for each in feed.authors]
    sections: dict[str, dict[str, object]] = {
        "feed": {
            "title": feed.title,
            "url": feed.url,
            "id": None if feed.id == feed.url else feed.id,
            "subtitle": feed.subtitle,
            "language": feed.language,
            "rights": feed.rights,
            "icon": feed.icon,
            "logo": feed.logo,
            "hubs": list(feed.hubs),
            "categories": [category.name for category in feed.categories],
            "authors": [{name: value for name, value in author.items() if value} for author in authors],
        },
        "content": {"folder": content},
    }
    for show in feed.extensions:
        if isinstance(show, Podcast):
            sections["podcast"] = as_table(show)
    if files:
        sections["output"] = dict(files)
    lines = ["# The feeds of this site. After a change: stridesfeed build"]
    for section, values in sections.items():
        lines += ["", f"[{section}]", *(f"{name} = {to_toml(value)}" for name, value in values.items() if value not in (None, []))]
    return "\n".join([*lines, ""])


def output_files(adoption: Adoption, served_at: str | None) -> dict[str, str]:
    """
    Return the output files by format that serve the adopted format at the URL *served_at*; empty if no file can be served there.
    """
    home = adoption.feed.url
    start = home if home.endswith("/") else f"{home}/"
    name = unquote(served_at.removeprefix(start)) if served_at and served_at.startswith(start) else ""
    is_feed = name.rpartition(".")[2] in {"xml", "rss", "atom", "json"}
    is_file = is_feed and not set(name) & set("?#\\:") and name.isprintable() and all(part.strip(". ") for part in name.split("/"))
    if adoption.format is None or not is_file:
        return {}
    clashing = (known for known in FORMATS.values() if known.name != adoption.format and known.file_name.casefold() == name.casefold())
    return {adoption.format: name} | {known.name: f"{known.name}-{known.file_name}" for known in clashing}


def add_to_ledger(ledger: Ledger, files: Iterable[ContentFile], folder: str, *, as_of: datetime) -> Ledger:
    """
    Return *ledger* with the articles of *files*, in *folder* of the site, that are published at *as_of*, so that they keep their ids and dates.

    They are added in order of publication. Articles whose ids are in the ledger already are not added again. The first build adds
    fingerprints, because it sees the articles as they are loaded.
    """
    articles = [(adopted.article, f"{folder}/{file.path}") for file in files for adopted in file.articles if not adopted.is_draft]
    return with_articles(ledger, articles, as_of)


def with_articles(ledger: Ledger, articles: Iterable[tuple[Article, str]], as_of: datetime) -> Ledger:
    """
    Return *ledger* with the articles that it lacks, each with its file, in order of publication.
    """
    new = [(article, source) for article, source in articles if article.sort_date <= as_of and article.id not in ledger.by_id]
    in_order = sorted(new, key=lambda pair: (pair[0].sort_date, pair[0].id))
    entries = (
        Entry(
            n=n,
            id=article.id,
            source=source,
            url=article.address,
            published=article.sort_date,
            updated=max(article.sort_date, article.updated or article.sort_date),
            signature=signature(article),
        )
        for n, (article, source) in enumerate(in_order, start=ledger.next_n)
    )
    return attrs.evolve(ledger, entries=(*ledger.entries, *entries))
