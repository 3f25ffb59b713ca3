"""
Files without a date: articles whose date was forgotten, or pages of the site, which have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stridesfeed.load.content import Undated
from stridesfeed.load.pending import PendingArticle


def skip_pages(articles: Sequence[PendingArticle], undated: Undated | None) -> None:
    """
    Skip those of *articles* that have no date and are pages of the site. The others without a date are errors.

    A file is a page by its name or layout, or if fewer files in its folder have a date than have none. If no file of the site has a date,
    none is skipped for the second reason: the dates are somewhere else.
    """
    without_date = [article for article in articles if article.is_undated and article.skip_reason is None]
    if not without_date:
        return
    dated = Counter(article.folder for article in articles if not article.is_undated)
    missing = Counter(article.folder for article in without_date if not article.is_page)
    for article in without_date:
        is_forgotten = undated == "error" or not article.owns_file or not dated or dated[article.folder] >= missing[article.folder]
        if undated == "skip" or article.is_page or not is_forgotten:
            article.skip_as_page()
