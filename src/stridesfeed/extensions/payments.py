"""
Payments of Podcasting 2.0, and references to other shows, whose payments an episode may share.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from stridesfeed.extensions.elements import TypedElement
from stridesfeed.value import Many, as_tuple


@attrs.frozen
class RemoteItem(TypedElement):
    """
    Another show, or one of its episodes.

    RSS, Atom: podcast:remoteItem. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:remoteItem"

    #: The podcast:guid of the show.
    feed_guid: str

    feed_url: str | None = None

    #: The guid of the episode.
    item_guid: str | None = None

    #: If it is not "podcast".
    medium: str | None = None

    title: str | None = None


@attrs.frozen
class ValueRecipient(TypedElement):
    """
    A recipient of payments.

    RSS, Atom: podcast:valueRecipient. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:valueRecipient"

    #: "node" or "lnaddress".
    type: str

    address: str

    #: The number of shares.
    split: int

    name: str | None = None
    custom_key: str | None = None
    custom_value: str | None = None
    fee: bool | None = None


def _recipients(recipients: Many[ValueRecipient]) -> tuple[ValueRecipient, ...]:
    return as_tuple(recipients)


@attrs.frozen
class ValueTimeSplit(TypedElement):
    """
    Other recipients for a part of an episode: *recipients*, or those of *remote_item*.

    RSS, Atom: podcast:valueTimeSplit. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:valueTimeSplit"

    #: In seconds.
    start_time: float

    #: In seconds.
    duration: float

    recipients: tuple[ValueRecipient, ...] = attrs.field(default=(), converter=_recipients)
    remote_item: RemoteItem | None = None

    #: In seconds.
    remote_start_time: float | None = None

    #: From 0 to 100.
    remote_percentage: float | None = None


def _splits(splits: Many[ValueTimeSplit]) -> tuple[ValueTimeSplit, ...]:
    return as_tuple(splits)


@attrs.frozen
class Value(TypedElement):
    """
    Payments of listeners. That of an episode replaces that of the show.

    RSS, Atom: podcast:value. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:value"

    recipients: tuple[ValueRecipient, ...] = attrs.field(converter=_recipients)

    type: str = "lightning"
    method: str = "keysend"

    #: The suggested amount of a payment.
    suggested: float | None = None

    time_splits: tuple[ValueTimeSplit, ...] = attrs.field(default=(), converter=_splits)
