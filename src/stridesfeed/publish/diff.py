"""
What readers will see of the next build, and what of it would go wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from stridesfeed.publish.ledger import KINDS, Change, Ledger

#: From so many articles on, what happens to more than half of all of them at once is worth a warning.
_MANY = 10

#: Of a file that is no longer there.
_GONE = "is gone"


@attrs.frozen(kw_only=True)
class Diff:
    """
    The difference between what is published and what would be.
    """

    #: By kind, and by the order of first appearance.
    changes: tuple[Change, ...]

    #: What readers would mind, and how to avoid it; a sentence or two each.
    warnings: tuple[str, ...]

    #: How many articles readers would be shown a second time.
    resent: int

    #: Whether readers would mind nothing that the next build does.
    is_safe: bool

    def of_kind(self, kind: str) -> tuple[Change, ...]:
        """
        The changes of one of :data:`~stridesfeed.publish.ledger.KINDS`.
        """
        return tuple(change for change in self.changes if change.kind == kind)


def diff(
    changes: Iterable[Change],
    *,
    before: Ledger | None,
    after: Ledger,
    reasons: Mapping[str, str] | None = None,
    published: Collection[str] = (),
    named: Collection[str] = (),
) -> Diff:
    """
    What *changes* mean for readers, where the ledger was *before* (``None`` for none) and would be *after*.

    *reasons* says, by source, why a file stays out that is still there. *published* names the documents that lie in the output already:
    where there are some and no ledger, it was probably lost. *named* has the ids that authors gave, and which no lost ledger can change.
    """
    known = [*_with_reasons(changes, reasons or {})]
    every = _likely_resent(known, before or Ledger(), after)
    ordered = tuple(sorted(every, key=lambda change: [*KINDS].index(change.kind)))
    resent = sum(change.kind == "resent" for change in ordered)
    withdrawn = sum(change.kind == "withdrawn" for change in ordered)
    lost = before is None and bool(published)
    minted = [change for change in ordered if change.kind == "new" and change.id not in {change.url, *named}] if lost else []
    live = len(before.live) if before else 0
    warnings = [
        *([_lost(published, len(minted))] if lost else []),
        *([_resent(resent, ordered)] if resent else []),
        *([_withdrawn(withdrawn, live)] if _is_most(withdrawn, live) else []),
        *([_updated(updated, live)] if _is_most(updated := sum(change.kind == "updated" for change in ordered), live) else []),
    ]
    is_safe = not (lost or resent or _is_most(withdrawn, live))
    return Diff(changes=ordered, warnings=tuple(warnings), resent=resent + len(minted), is_safe=is_safe)


def _is_most(count: int, of: int) -> bool:
    return count >= _MANY and count * 2 > of


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _lost(published: Collection[str], minted: int) -> str:
    documents = ", ".join(sorted(published)[:3])
    again = f"this build re-sends {_articles(minted)}" if minted else "what moved since it was published will be shown again"
    return (
        f"There is no ledger, but there are documents that were published ({documents}): if the ledger was lost, {again}. Restore it from "
        "version control before you build. If there never was one, build once, and commit it."
    )


def _resent(count: int, changes: Iterable[Change]) -> str:
    first = next(change for change in changes if change.kind == "resent")
    return (
        f"This build re-sends {_articles(count)}: readers will show again what they have, because the ids changed. {first.source}: "
        f"{first.reason}. To keep the id, write `id: {first.former}` into its front matter."
    )


def _withdrawn(count: int, live: int) -> str:
    return (
        f"{count} of {live} articles are gone and would be withdrawn: check that all of the content is there. "
        "A build needs --allow-mass-withdrawal."
    )


def _updated(count: int, live: int) -> str:
    return f"{count} of {live} articles will be shown as changed: is there something in their texts that a template should have written?"


def _likely_resent(changes: list[Change], before: Ledger, after: Ledger) -> Iterator[Change]:
    """
    *changes*, where a new article that was published at the very moment of one whose file is gone is that one: it moved, and was edited too.

    A whole hour is what dates without a time look like, and no hint; but where the file has its old name.
    """
    gone = _alone((change, before.by_id[change.id].published) for change in changes if change.kind == "withdrawn" and change.reason == _GONE)
    new = _alone((change, after.by_id[change.id].published) for change in changes if change.kind == "new")
    both = ((moment, new[moment], gone[moment]) for moment in new if moment in gone)
    twins = {one.id: other for moment, one, other in both if moment.minute or moment.second or _name(one) == _name(other)}
    for change in changes:
        if twin := twins.get(change.id) if change.kind == "new" else None:
            reason = f"it has the date of {twin.source or twin.url}, which is gone, and looks like that article moved and edited"
            yield attrs.evolve(change, kind="resent", former=twin.id, reason=reason)
        else:
            yield change


def _name(change: Change) -> str:
    return change.source.rpartition("/")[2]


def _alone(pairs: Iterable[tuple[Change, datetime]]) -> dict[datetime, Change]:
    """
    The changes that are the only one of their moment.
    """
    groups = defaultdict[datetime, list[Change]](list)
    for change, moment in pairs:
        groups[moment].append(change)
    return {moment: group[0] for moment, group in groups.items() if len(group) == 1}


def _with_reasons(changes: Iterable[Change], reasons: Mapping[str, str]) -> Iterator[Change]:
    for change in changes:
        is_withdrawn = change.kind == "withdrawn"
        yield attrs.evolve(change, reason=reasons.get(change.source, _GONE)) if is_withdrawn and not change.reason else change
