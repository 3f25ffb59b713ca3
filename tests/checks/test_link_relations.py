"""
The checks of articles and of documents agree on which link relations are registered, and which belong to feeds.
"""

from __future__ import annotations

import pytest

from makers import a_feed, an_article
from stridesfeed.checks import check, check_document
from stridesfeed.checks.link_relations import OF_FEEDS, REGISTERED
from stridesfeed.emit import render
from stridesfeed.model import Link

IANA = "http://www.iana.org/assignments/relation/"
UNREGISTERED = {"shortlink", "amp", "relatd", f"{IANA}amp"}
PAGING = {"prev", "next", f"{IANA}next"}
OTHERS = {"acl", "ice-server", "manifest", "micropub", "openid2.provider"}


def codes(rel: str) -> tuple[set[str], set[str]]:
    """
    Return the codes of the findings about an article with such a link, and about its Atom document.
    """
    feed = a_feed(an_article(links=[Link("https://strides.example/other", rel)]))
    return {each.code for each in check(feed)}, {each.code for each in check_document(render(feed, "atom", url="https://strides.example/a"))}


@pytest.mark.parametrize("rel", sorted(UNREGISTERED | PAGING | OTHERS))
def test_articles_and_documents_agree_on_a_relation(rel: str) -> None:
    of_article, of_document = codes(rel)

    assert ("relation-unregistered" in of_article) is ("relation-unknown" in of_document) is (rel in UNREGISTERED)
    assert ("paging-in-article" in of_article) is ("page-link-in-entry" in of_document) is (rel in PAGING)


def test_the_registry_is_in_lower_case_and_has_the_relations_of_feeds() -> None:
    assert all(rel == rel.lower() for rel in REGISTERED)
    assert {"alternate", "enclosure", "self", "via", "replies", "hub", "edit", "license"} | OF_FEEDS <= REGISTERED
