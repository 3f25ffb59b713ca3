"""
Rules on articles and feeds, before documents are rendered: a table of rules for each article, and one for the feed as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import ModuleType

import attrs

from stridesfeed.body import ARTICLE, Policy
from stridesfeed.cache import Cache
from stridesfeed.checks.articles import attachments, feeds, ids_and_dates, images, links, people, sanitised, texts
from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed, SourceFiles
from stridesfeed.checks.articles.known_findings import KnownFindings
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Found, Rule, table
from stridesfeed.model import Feed
from stridesfeed.options import DEFAULT, Options

__all__ = ["ARTICLE_RULES", "FEED_RULES", "FEED_WIDE", "check"]

#: Rules for each article.
ARTICLE_RULES: Mapping[str, Rule[CheckedArticle]] = table(
    errors=[
        attachments.attachment_length_wrong,
        ids_and_dates.id_date_impossible,
    ],
    warnings=[
        attachments.attachment_dead,
        attachments.attachment_length_missing,
        attachments.attachment_type_unregistered,
        attachments.attachment_type_wrong,
        ids_and_dates.published_in_future,
        ids_and_dates.published_too_early,
        ids_and_dates.updated_too_early,
        ids_and_dates.updated_in_future,
        images.image_dead,
        images.image_over_http,
        images.image_alt_missing,
        links.address_of_this_machine,
        links.link_dead,
        links.link_target_missing,
        links.link_to_source_file,
        links.link_within_broken,
        links.paging_in_article,
        links.related_dead,
        links.related_to_itself,
        links.relation_unregistered,
        people.authors_missing,
        people.category_repeated,
        people.category_with_comma,
        sanitised.address_removed,
        sanitised.element_dropped,
        texts.letters_garbled,
        texts.summary_repeats_title,
        texts.summary_with_markup,
        texts.template_left,
        texts.article_empty,
        texts.text_over_limit,
        texts.text_too_large,
        texts.text_placeholder,
        texts.markdown_left,
        texts.title_too_long,
        texts.title_with_markup,
    ],
    hints=[
        attachments.attachments_several,
        ids_and_dates.guid_not_unique,
        ids_and_dates.id_unusual,
        images.image_missing,
        images.image_without_size,
        links.link_relative,
        people.author_begins_with_by,
        people.author_is_email,
        people.author_of_several_names,
        sanitised.counter_removed,
        sanitised.drawing_replaced,
        sanitised.formula_replaced,
        sanitised.frame_replaced,
        sanitised.handler_removed,
        sanitised.style_removed,
        sanitised.tag_removed,
        texts.content_missing,
        texts.summary_from_text,
        texts.summary_too_long,
        texts.title_shouting,
        texts.title_with_feed_name,
    ],
)

#: Rules for the feed as a whole.
FEED_RULES: Mapping[str, Rule[CheckedFeed]] = table(
    errors=[
        links.complete_feed_with_pages,
    ],
    warnings=[
        ids_and_dates.articles_out_of_order,
        feeds.feed_empty,
        feeds.feed_too_large,
        feeds.language_missing,
        feeds.podcast_incomplete,
        links.address_repeated,
        links.home_page_is_feed,
        links.home_page_of_this_machine,
        people.author_spelled_twice,
        people.category_spelled_twice,
        texts.title_repeated,
    ],
    hints=[
        ids_and_dates.published_far_from_others,
        ids_and_dates.updated_repeated,
        feeds.feed_heavy,
        feeds.feed_long,
        feeds.feed_short,
        feeds.field_not_carried,
        feeds.languages_mixed,
        feeds.subtitle_missing,
        ids_and_dates.feed_id_unusual,
        images.icon_is_logo,
        images.icon_missing,
        links.home_page_unsafe,
    ],
)

#: Rules about something that a whole feed usually lacks or has: their findings are one finding for people.
FEED_WIDE = frozenset({"authors-missing", "content-missing", "image-missing", "summary-from-text"})

#: Those for the feed as a whole that depend on the texts of its newest articles.
SIZE_RULES = ("feed-heavy", "feed-too-large")


@attrs.define
class CheckMemory:
    """
    What a check found out about a site, for :func:`check_edited`.
    """

    #: The addresses on the site that were looked up, and whether they are dead.
    addresses: dict[str, bool] = attrs.field(factory=dict)

    #: The paths on the site of those that depend on files in the last of the folders that it serves.
    unsure_addresses: dict[str, bool] = attrs.field(factory=dict)

    #: All findings, and whether they have lines.
    findings: tuple[Finding, ...] = ()
    has_lines: bool = False

    #: The findings about markup that texts leave out.
    omitted: tuple[Finding, ...] = ()

    #: Whether any article has a file whose size was looked up, or names a hidden one.
    depends_on_files: bool = False


def check(
    feed: Feed,
    *,
    as_of: datetime | None = None,
    origins: Mapping[str, str] | None = None,
    root: Path | None = None,
    lines: bool = True,
    folders: Iterable[Path] | None = None,
    other_urls: Iterable[str] = (),
    limit: int = 0,
    formats: Iterable[str] = (),
    options: Options = DEFAULT,
    policy: Policy = ARTICLE,
    cache: Cache | None = None,
    memory: CheckMemory | None = None,
) -> tuple[Finding, ...]:
    """
    Check *feed* for problems that readers and partners would have, sorted by file and line.

    Pass *feed* as it was given or loaded: once it is clean, removed content can no longer be reported.

    *as_of* is the current time, for dates in the future. *origins* are the files of articles by id, relative to *root*; with *root*, findings
    have lines, unless *lines* is False. *folders* contain the files that the site serves from its root; with them, links within the site are
    checked; *other_urls* of the site, such as redirects, exist without an article or file. *limit* is the number of articles in a document, 0
    for all. *formats* are those whose losses are reported. *cache* holds what was found before: an unchanged article is not checked again.
    *memory* is filled with what :func:`check_edited` needs.

    >>> feed = Feed(id="https://a.example/", title="A", url="https://a.example/", subtitle="B", icon="https://a.example/i.png", language="en")
    >>> [str(finding) for finding in check(feed)]
    ["warning feed-empty: feed 'https://a.example/': no articles: check the content folder in the configuration"]
    """
    checked = CheckedFeed(
        feed=feed,
        as_of=as_of,
        origins=origins or {},
        sources=SourceFiles(root, lines),
        folders=None if folders is None else tuple(folders),
        other_urls=frozenset(other_urls),
        limit=limit,
        formats=tuple(formats),
        options=options,
        policy=policy,
        cache=cache,
    )
    of_feed = (finding for rule in FEED_RULES.values() for finding in rule.findings(checked))
    ordered = sort_findings((*of_feed, *_article_findings(checked, memory)))
    if memory:
        memory.findings, memory.has_lines = ordered, lines
        memory.addresses = checked.known_addresses
        unsure = checked.addresses_in(checked.folders[-1]) if checked.folders else {}
        memory.unsure_addresses = {page.removeprefix(checked.site): is_dead for page, is_dead in unsure.items()}
        memory.depends_on_files |= any("/." in page for page in checked.known_addresses)
    return ordered


def check_edited(
    feed: Feed,
    *,
    as_of: datetime,
    origins: Mapping[str, str],
    root: Path,
    folders: Iterable[Path],
    addresses: Mapping[str, bool],
    options: Options,
    lines: bool,
    cache: Cache | None,
) -> list[Finding]:
    """
    Check the articles of *feed*; the others of the site are as they were when *addresses* were looked up.

    The arguments are those of :func:`check`. :class:`~stridesfeed.checks.articles.checked_feed.UnknownAddressError` is raised if an article has
    an address that was not looked up then, or a file.
    """
    checked = CheckedFeed(
        feed=feed,
        as_of=as_of,
        origins=origins,
        sources=SourceFiles(root, lines),
        folders=tuple(folders),
        options=options,
        cache=cache,
        known_addresses=dict(addresses),
        is_partial=True,
    )
    return [*_article_findings(checked)]


def check_size(feed: Feed) -> list[Finding]:
    """
    Check the size of a document with all articles of *feed*.
    """
    return [finding for code in SIZE_RULES for finding in FEED_RULES[code].findings(CheckedFeed(feed=feed))]


def _article_findings(checked: CheckedFeed, memory: CheckMemory | None = None) -> Iterator[Finding]:
    """
    Yield the findings about the articles of *checked*.
    """
    known = KnownFindings(checked, checked.cache)
    for article in checked.feed.articles:
        findings = known.find(article)
        if findings is None:
            one = CheckedArticle.of(article, checked)
            rules = _APPLICABLE_RULES[bool(article.attachments), bool(one.tags.unusual or one.disallowed or one.foreign)]
            findings = [rule.finding(found) for rule, function in rules for found in function(one)]
            known.add(one, findings)
            if memory and one.files:
                memory.depends_on_files = True
        yield from findings
    known.save()


def _rules_without(*modules: ModuleType) -> tuple[tuple[Rule[CheckedArticle], Callable[[CheckedArticle], Iterable[Found]]], ...]:
    names = {module.__name__ for module in modules}
    return tuple((rule, rule.function) for rule in ARTICLE_RULES.values() if rule.function.__module__ not in names)


#: Rules with their functions, without those that cannot find anything: by whether an article has attachments, and whether sanitising may
#: remove something from its text.
_APPLICABLE_RULES = {
    (True, True): _rules_without(),
    (True, False): _rules_without(sanitised),
    (False, True): _rules_without(attachments),
    (False, False): _rules_without(attachments, sanitised),
}
