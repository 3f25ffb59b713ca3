"""
Rules on files of content: what loading said of them, and what was taken out before an article came to be.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Found, Rule, table
from stridesfeed.load import Loaded, names
from stridesfeed.load.front_matter import normalize_key

#: What no feed can carry, and what stands for a character that was lost: stridesfeed.text takes out the ones and replaces the other.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")


#: A slip of one letter in a word of five.
_ALIKE = 0.8


@attrs.frozen(kw_only=True)
class CheckedContent:
    """
    What loading found, and the folder that its paths are relative to.
    """

    loaded: Loaded
    root: Path


def content_faulty(checked: CheckedContent) -> Iterator[Found]:
    """
    A file cannot become an article: a date is missing, an address is none, two have one id. A build stops there.

    The formats' own rules: RFC 4287, RSS 2.0, JSON Feed 1.1; the message names the field.

    Fix: as the message says.
    """
    for fault in checked.loaded.faults:
        yield Found(": ".join(part for part in (fault.field, fault.rule) if part), path=fault.path, line=fault.line)


def key_misspelt(checked: CheckedContent) -> Iterator[Found]:
    """
    Front matter has a key that nothing reads, and that looks like one with a slip: its value reaches no reader.

    No specification is concerned.

    Fix: the key as the reference of front matter has it.
    """
    for path, keys in checked.loaded.unknown_keys.items():
        for key in keys:
            for meant in difflib.get_close_matches(normalize_key(key), _SPELLED, n=1, cutoff=_ALIKE):
                yield Found(f"the key {key!r} is read by nothing; did you mean {meant!r}?", path=path)


def characters_removed(checked: CheckedContent) -> Iterator[Found]:
    """
    A file has characters that no document can carry, as they come with text from terminals and old programs. They are taken out; the sign of a
    character that was lost becomes a question mark.

    XML 1.0, 2.2; W3C feed validator, BadCharacters.

    Fix: take them out of the file.
    """
    for path in sorted({origin.partition(":")[0] for origin in checked.loaded.origins.values()}):
        text = _text(checked.root / path)
        if found := _UNFIT.search(text):
            count, line = len(_UNFIT.findall(text)), text.count("\n", 0, found.start()) + 1
            said = f"U+{ord(found[0]):04X} is no character that a feed can carry, and is one of {count}"
            yield Found(f"{said}: remove what cannot be seen from the file", path=path, line=line)


#: Rules on content, by their codes.
RULES: Mapping[str, Rule[CheckedContent]] = table(errors=[content_faulty], warnings=[characters_removed], hints=[key_misspelt])

_SPELLED = sorted(names.KNOWN)


def check_content(loaded: Loaded, root: Path) -> tuple[Finding, ...]:
    """
    What is wrong with the files that were *loaded*, whose paths are relative to *root*.
    """
    checked = CheckedContent(loaded=loaded, root=root)
    return sort_findings(finding for rule in RULES.values() for finding in rule.findings(checked))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig", "replace")
    except OSError:
        return ""
