"""
Rules on articles and feeds, before anything is written: two tables, one for what is looked at in each article, one for the feed as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import ModuleType

from stridesfeed.body import ARTICLE, Policy
from stridesfeed.checks.articles import attachments, dates, feeds, identity, images, links, people, sanitised, texts, titles
from stridesfeed.checks.articles.places import Places
from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Found, Rule, table
from stridesfeed.model import Feed
from stridesfeed.options import DEFAULT, Options

__all__ = ["ARTICLE_RULES", "FEED_RULES", "check"]

#: What each article is asked.
ARTICLE_RULES: Mapping[str, Rule[CheckedArticle]] = table(
    errors=[
        attachments.attachment_length_wrong,
        identity.id_date_impossible,
    ],
    warnings=[
        attachments.attachment_dead,
        attachments.attachment_length_missing,
        attachments.attachment_type_unregistered,
        attachments.attachment_type_wrong,
        dates.published_in_future,
        dates.published_too_early,
        dates.updated_too_early,
        dates.updated_in_future,
        images.image_dead,
        images.image_over_http,
        images.image_without_words,
        links.address_of_this_machine,
        links.link_dead,
        links.link_leads_nowhere,
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
        titles.title_too_long,
        titles.title_with_markup,
    ],
    hints=[
        attachments.attachments_several,
        identity.guid_not_unique,
        identity.id_unusual,
        images.image_missing,
        images.image_without_size,
        links.link_relative,
        people.author_begins_with_by,
        people.author_of_several_names,
        sanitised.counter_removed,
        sanitised.frame_replaced,
        sanitised.handler_removed,
        sanitised.style_removed,
        sanitised.tag_removed,
        texts.content_missing,
        texts.summary_from_text,
        texts.summary_too_long,
        titles.title_shouting,
        titles.title_with_feed_name,
    ],
)

#: What the feed is asked, once.
FEED_RULES: Mapping[str, Rule[CheckedFeed]] = table(
    errors=[
        links.complete_feed_with_pages,
    ],
    warnings=[
        dates.articles_out_of_order,
        feeds.feed_empty,
        feeds.feed_too_large,
        feeds.language_missing,
        links.address_repeated,
        links.home_page_is_feed,
        links.home_page_of_this_machine,
        people.author_spelled_twice,
        people.category_spelled_twice,
        titles.title_repeated,
    ],
    hints=[
        dates.published_far_from_others,
        dates.updated_repeated,
        feeds.feed_heavy,
        feeds.feed_long,
        feeds.feed_short,
        feeds.field_not_carried,
        feeds.languages_mixed,
        feeds.subtitle_missing,
        identity.feed_id_unusual,
        images.icon_is_logo,
        images.icon_missing,
        links.home_page_unsafe,
    ],
)


def check(
    feed: Feed,
    *,
    as_of: datetime | None = None,
    origins: Mapping[str, str] | None = None,
    root: Path | None = None,
    lines: bool = True,
    folders: Iterable[Path] | None = None,
    limit: int = 0,
    formats: Iterable[str] = (),
    options: Options = DEFAULT,
    policy: Policy = ARTICLE,
) -> tuple[Finding, ...]:
    """
    What readers and partners would trip over in *feed*, by file and line, what concerns the whole first.

    *as_of* is the moment that dates in the future are later than. *origins* are the files of articles, by id; *root* is the folder that they
    are relative to: with it, findings have lines, unless no file is to be read for *lines*. *folders* hold the files that the site serves from
    its root: with them, its own addresses are followed. *limit* is how many articles a document holds, 0 for all. *formats* are those whose
    losses are named. *feed* is the feed as it was given or loaded: of one that is clean nobody can say what was taken out.

    >>> feed = Feed(id="https://a.example/", title="A", url="https://a.example/", subtitle="B", icon="https://a.example/i.png", language="en")
    >>> [str(finding) for finding in check(feed)]
    ["warning feed-empty: feed 'https://a.example/': has no article: look whether they are where the configuration says"]
    """
    checked = CheckedFeed(
        feed=feed,
        as_of=as_of,
        origins=origins or {},
        places=Places(root, lines),
        folders=None if folders is None else tuple(folders),
        limit=limit,
        formats=tuple(formats),
        options=options,
        policy=policy,
    )
    found = [finding for rule in FEED_RULES.values() for finding in rule.findings(checked)]
    for article in feed.articles:
        one = CheckedArticle.of(article, checked)
        found += [rule.finding(each) for rule, function in _asked(one) for each in function(one)]
    return sort_findings(found)


_Asked = tuple[tuple[Rule[CheckedArticle], Callable[[CheckedArticle], Iterable[Found]]], ...]


def _asked(checked: CheckedArticle) -> _Asked:
    """
    The rules that may have something to say of an article: nearly all are silent, and cost no more than their call, or not even that.
    """
    is_plain = not (checked.body.odd or checked.strangers)
    return _RULES[bool(checked.article.attachments), not is_plain]


def _without(*modules: ModuleType) -> _Asked:
    names = {module.__name__ for module in modules}
    return tuple((rule, rule.function) for rule in ARTICLE_RULES.values() if rule.function.__module__ not in names)


#: By whether an article has attachments, and whether its text has anything that sanitising may take out.
_RULES = {
    (True, True): _without(),
    (True, False): _without(sanitised),
    (False, True): _without(attachments),
    (False, False): _without(attachments, sanitised),
}
