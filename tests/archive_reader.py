"""
A reader of archives that does what RFC 5005, 4.2 says and knows nothing of how they were made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

#: Gives the bytes at an address.
Fetch = Callable[[str], bytes]

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


class AtomReader:
    """
    Polls a subscription document, and follows prev-archive to documents that it has not processed yet.
    """

    #: The format that it reads.
    format: ClassVar = "atom"

    def __init__(self, fetch: Fetch, address: str) -> None:
        self._fetch = fetch
        self._address = address
        self._processed: set[str] = set()
        #: The logical feed: moment of the last change and title, by id.
        self.entries: dict[str, tuple[str, str]] = {}
        #: How many documents it fetched.
        self.fetched = 0

    def poll(self) -> None:
        """
        Catch up. What is older is taken in first, so that of two entries of one moment that of the newer document stays.
        """
        documents = [self._document(self._address)]
        while (address := self._previous(documents[-1])) and address not in self._processed:
            self._processed.add(address)
            documents.append(self._document(address))
        for document in reversed(documents):
            for id_, updated, title in self._entries(document):
                if id_ not in self.entries or self.entries[id_][0] <= updated:
                    self.entries[id_] = (updated, title)
        for id_, when in self._gone(documents[0]):
            if id_ in self.entries and self.entries[id_][0] <= when:
                del self.entries[id_]

    def _document(self, address: str) -> Any:
        self.fetched += 1
        return self._parse(self._fetch(address))

    def _parse(self, document: bytes) -> Any:
        return ET.fromstring(document)  # noqa: S314  # our own document

    def _previous(self, root: Any) -> str | None:
        return next((link.get("href") for link in root.findall(f"{_ATOM}link") if link.get("rel") == "prev-archive"), None)

    def _entries(self, root: Any) -> Iterator[tuple[str, str, str]]:
        for entry in root.findall(f"{_ATOM}entry"):
            yield entry.findtext(f"{_ATOM}id"), entry.findtext(f"{_ATOM}updated"), entry.findtext(f"{_ATOM}title")

    def _gone(self, root: Any) -> Iterator[tuple[str, str]]:
        return ((element.get("ref"), element.get("when")) for element in root.findall(_TOMBSTONE))


class RssReader(AtomReader):
    """
    The same in RSS (RFC 5005, appendix B), which has no tombstones.
    """

    format: ClassVar = "rss"

    def _previous(self, root: Any) -> str | None:
        return super()._previous(root.find("channel"))

    def _entries(self, root: Any) -> Iterator[tuple[str, str, str]]:
        for item in root.iter("item"):
            yield item.findtext("guid"), item.findtext(f"{_ATOM}updated") or "", item.findtext("title")

    def _gone(self, _: Any) -> Iterator[tuple[str, str]]:
        return iter(())


class JsonReader(AtomReader):
    """
    The same in JSON Feed, which goes on at its next_url and has no tombstones.
    """

    format: ClassVar = "json"

    def _parse(self, document: bytes) -> Any:
        return json.loads(document)

    def _previous(self, root: Any) -> str | None:
        return root.get("next_url")  # type: ignore[no-any-return]  # a document without types

    def _entries(self, root: Any) -> Iterator[tuple[str, str, str]]:
        for item in root["items"]:
            yield item["id"], item.get("date_modified", ""), item["title"]

    def _gone(self, _: Any) -> Iterator[tuple[str, str]]:
        return iter(())
