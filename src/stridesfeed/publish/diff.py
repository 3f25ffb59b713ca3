"""
Compare the next build with the published state: the changes that readers will see, and warnings about probable mistakes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from stridesfeed.publish.ledger import CHANGE_KINDS, Change, Ledger, mass_withdrawal
from stridesfeed.publish.ledger.likeness import likeness

#: From this number of articles on, a change of more than half of all articles is worth a warning.
_MASS_CHANGE = 10

#: The reason for the withdrawal of an article whose file no longer exists.
_FILE_GONE = "the file is gone"


@attrs.frozen(kw_only=True)
class Diff:
    """
    The difference between the published state and the next build.
    """

    #: By kind, and by order of first publication.
    changes: tuple[Change, ...]

    #: Probable mistakes and how to fix them, in one or two sentences each.
    warnings: tuple[str, ...]

    #: The number of articles that readers would show a second time.
    resent: int

    #: Whether the next build does nothing that would disturb readers.
    is_safe: bool

    def of_kind(self, kind: str) -> tuple[Change, ...]:
        """
        Return the changes of one of :data:`~stridesfeed.publish.ledger.CHANGE_KINDS`.
        """
        return tuple(change for change in self.changes if change.kind == kind)


def diff(
    changes: Iterable[Change],
    *,
    before: Ledger | None,
    after: Ledger,
    reasons: Mapping[str, str] | None = None,
    lost_ledger: str | None = None,
    later: int = 0,
) -> Diff:
    """
    Return the *changes* between the ledgers *before* (``None`` if there is none) and *after*, with warnings.

    *reasons* maps sources to the reasons why existing files are not published. *lost_ledger* is a warning that the ledger is
    missing although there are published documents.
    *later* is the number of published articles that are left out because they are dated after the time of the build.
    """
    with_reasons = [
        attrs.evolve(change, reason=(reasons or {}).get(change.source, _FILE_GONE))
        if change.kind == "withdrawn" and not change.reason
        else change
        for change in changes
    ]
    detected = _with_likely_resent(with_reasons, before or Ledger(), after)
    ordered = tuple(sorted(detected, key=lambda change: [*CHANGE_KINDS].index(change.kind)))
    counts = Counter(change.kind for change in ordered)
    live = len(before.live) if before else 0
    former_id = before.feed_id if before else None
    is_other_feed = former_id not in {None, after.feed_id}
    withdrawal = mass_withdrawal(live, gone=counts["withdrawn"], later=later)
    warnings = list[str]()
    if lost_ledger:
        warnings.append(lost_ledger)
    if counts["resent"]:
        first = next(change for change in ordered if change.kind == "resent")
        articles = "1 article" if counts["resent"] == 1 else f"{counts['resent']} articles"
        warnings.append(
            f"This build re-sends {articles}: the ids changed, so readers will show known articles again. {first.source}: "
            f"{first.reason}. To keep the id, add `id: {first.former}` to its front matter."
        )
    if is_other_feed:
        warnings.append(
            f"The id of the feed changes from {former_id} to {after.feed_id}, so readers may take it for another feed. "
            f'To keep the id, set `id = "{former_id}"` in [feed].'
        )
    if withdrawal:
        warnings.append(str(withdrawal))
    if counts["updated"] >= _MASS_CHANGE and counts["updated"] * 2 > live:
        warnings.append(
            f"{counts['updated']} of {live} articles will be shown as changed. "
            "Check whether their content contains text that belongs in a template."
        )
    return Diff(
        changes=ordered,
        warnings=tuple(warnings),
        resent=counts["resent"],
        is_safe=not (lost_ledger or counts["resent"] or withdrawal or is_other_feed),
    )


def _with_likely_resent(changes: list[Change], before: Ledger, after: Ledger) -> Iterator[Change]:
    """
    Yield *changes*; a new article with the same date of publication as one whose file is gone is "resent": it was moved and edited at once.

    Only an unambiguous date counts, and only if their texts are too short to compare. A date on the hour is probably one without a time, and
    counts only if the file has the same name.
    """
    gone = _by_unique_date(
        (change, before.by_id[change.id].published) for change in changes if change.kind == "withdrawn" and change.reason == _FILE_GONE
    )
    new = _by_unique_date((change, after.by_id[change.id].published) for change in changes if change.kind == "new")
    pairs = ((moment, new[moment], gone[moment]) for moment in new if moment in gone)
    former = {
        one.id: other
        for moment, one, other in pairs
        if (moment.minute or moment.second or one.source.rpartition("/")[2] == other.source.rpartition("/")[2])
        and likeness(after.by_id[one.id].signature, before.by_id[other.id].signature) is None
    }
    for change in changes:
        if change.kind == "new" and (other := former.get(change.id)):
            place = other.source or other.url
            reason = f"it has the same date as {place}, which is gone, and is probably the same article, moved and edited"
            yield attrs.evolve(change, kind="resent", former=other.id, reason=reason)
        else:
            yield change


def _by_unique_date(pairs: Iterable[tuple[Change, datetime]]) -> dict[datetime, Change]:
    """
    Return the changes that are the only one with their date.
    """
    groups = defaultdict[datetime, list[Change]](list)
    for change, moment in pairs:
        groups[moment].append(change)
    return {moment: group[0] for moment, group in groups.items() if len(group) == 1}
