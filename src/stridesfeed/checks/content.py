"""
Rules on content files: errors found while loading, and what was removed before articles were created.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import attrs

from stridesfeed.checks.articles.checked_feed import SourceFiles, SourceLocation
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Found, Rule, table
from stridesfeed.errors import FileError
from stridesfeed.load import Loaded
from stridesfeed.load.front_matter import names
from stridesfeed.load.front_matter.nodes import normalize_key
from stridesfeed.model import Person

#: Characters that no feed can contain, which stridesfeed.text removes, and the replacement character, which it replaces with a question mark.
_UNSUPPORTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")

#: Accepts one wrong letter in a word of five.
_SIMILARITY = 0.8

#: Articles are rarely scheduled for a later date.
_FAR = timedelta(days=365)

_KNOWN_KEYS = sorted(names.KNOWN)

#: The keys of required fields, normalized.
_REQUIRED = {
    "date": frozenset(map(normalize_key, names.PUBLISHED)),
    "title": frozenset(map(normalize_key, names.TITLE)),
}


@attrs.frozen(kw_only=True)
class _MisspeltKey:
    """
    An unknown key that is similar to a known one.
    """

    key: str
    known: str
    location: SourceLocation


@attrs.frozen(kw_only=True, eq=False)
class CheckedContent:
    """
    Loaded content, and the folder that its paths are relative to.
    """

    loaded: Loaded
    root: Path

    #: The current time.
    as_of: datetime

    @cached_property
    def misspelt_keys(self) -> Mapping[str, tuple[_MisspeltKey, ...]]:
        """
        The misspelt keys of each file.
        """
        sources = SourceFiles(self.root)
        found = defaultdict[str, tuple[_MisspeltKey, ...]](tuple)
        for path, keys in self.loaded.unknown_keys.items():
            for key in keys:
                # Without the table of a key such as extra.sumary.
                name = key.rpartition(".")[2]
                for known in difflib.get_close_matches(normalize_key(name), _KNOWN_KEYS, n=1, cutoff=_SIMILARITY):
                    location = sources.locate(path, (key, name))
                    found[path] += (_MisspeltKey(key=key, known=known, location=location),)
        return found

    def intended(self, fault: FileError) -> _MisspeltKey | None:
        """
        Return the misspelt key that explains the *fault* that a field is missing.
        """
        keys = _REQUIRED.get(fault.field or "", ()) if fault.rule.startswith("is missing") else ()
        return next((misspelt for misspelt in self.misspelt_keys.get(fault.path, ()) if misspelt.known in keys), None)


def content_faulty(checked: CheckedContent) -> Iterator[Found]:
    """
    A file cannot become an article: a date is missing, a URL is invalid, two articles have the same id. A build stops at such errors.

    RFC 4287, RSS 2.0 and JSON Feed 1.1; the message names the field.

    Fix: Follow the message.
    """
    for fault in checked.loaded.faults:
        if misspelt := checked.intended(fault):
            message = f"{fault.field}: is missing; {misspelt.key!r} is unknown, did you mean {misspelt.known!r}?"
            yield Found(message, path=fault.path, line=misspelt.location.line or fault.line)
        else:
            yield Found(": ".join(part for part in (fault.field, fault.rule) if part), path=fault.path, line=fault.line)


def key_misspelt(checked: CheckedContent) -> Iterator[Found]:
    """
    A key in the front matter is unknown but similar to a known one. It is probably misspelt, and its value is ignored.

    No specification covers this.

    Fix: Correct the key; the reference of front matter lists all keys.
    """
    explained = [misspelt for fault in checked.loaded.faults if (misspelt := checked.intended(fault))]
    for path, keys in checked.misspelt_keys.items():
        for misspelt in keys:
            if misspelt not in explained:
                message = f"unknown key {misspelt.key!r} is ignored; did you mean {misspelt.known!r}?"
                yield Found(message, path=path, line=misspelt.location.line)


def author_invalid(checked: CheckedContent) -> Iterator[Found]:
    """
    A value in a file of authors is invalid, such as an e-mail address or a URL. It is left out of the feeds.

    RFC 4287, 3.2.

    Fix: Correct the value, or name another file in `content.authors_file`, or `[]` for none.
    """
    for fault in checked.loaded.author_faults:
        yield Found(": ".join(filter(None, (fault.field, fault.rule))), path=fault.path, line=fault.line)


def author_misspelt(checked: CheckedContent) -> Iterator[Found]:
    """
    An author is not in a file of authors, but similar to the key of one who is. It is probably misspelt, and appears in feeds as it is written.

    No specification covers this.

    Fix: Correct the key, or add the author to the file of authors.
    """
    keys = {key.casefold(): key for key in checked.loaded.authors}
    known = frozenset(checked.loaded.authors.values())
    sources = SourceFiles(checked.root)
    for article in checked.loaded.articles:
        for person in dict.fromkeys((*article.authors, *article.contributors)):
            is_name = person == Person(person.name) and person not in known
            for key in difflib.get_close_matches(person.name.casefold(), keys, n=1, cutoff=_SIMILARITY) if is_name else ():
                location = sources.locate(checked.loaded.origins.get(article.id), (*names.AUTHORS, *names.CONTRIBUTORS))
                message = f"author {person.name!r} is not in the files of authors; did you mean {keys[key]!r}?"
                yield Found(message, article.subject, location.path, location.line, article_id=article.id)


def published_far_in_future(checked: CheckedContent) -> Iterator[Found]:
    """
    The publication date is more than a year in the future, so the article is not published. Often the year is mistyped.

    No specification covers this.

    Fix: Correct the date, or mark the article as a draft.
    """
    sources = SourceFiles(checked.root)
    for skipped in checked.loaded.skipped:
        if skipped.published and skipped.published - checked.as_of > _FAR:
            location = sources.locate(skipped.path, names.PUBLISHED)
            message = f"not published before {skipped.published:%Y-%m-%d}, more than a year from now: correct the date, or mark it as a draft"
            yield Found(message, path=location.path, line=location.line)


def characters_removed(checked: CheckedContent) -> Iterator[Found]:
    """
    A file contains characters that feeds cannot contain, for example from a terminal or an old program. They are removed; the replacement
    character becomes a question mark.

    XML 1.0, 2.2; W3C feed validator, BadCharacters.

    Fix: Remove the invisible characters from the file.
    """
    for path in sorted({origin.partition(":")[0] for origin in checked.loaded.origins.values()}):
        try:
            text = (checked.root / path).read_text("utf-8-sig", "replace")
        except OSError:
            continue
        if found := _UNSUPPORTED.search(text):
            count, line = len(_UNSUPPORTED.findall(text)), text.count("\n", 0, found.start()) + 1
            characters = f"{count} character{'' if count == 1 else 's'} that feeds cannot contain, first U+{ord(found[0]):04X}"
            yield Found(f"{characters}: remove invisible characters from the file", path=path, line=line)


def markup_omitted(checked: CheckedContent) -> Iterator[Found]:
    """
    A text contains markup of its generator that only the generator can render: a component, a shortcode, a directive. The article is
    published without it; text inside it is kept.

    No specification covers this.

    Fix: Write the content in plain Markdown, or take the texts from the built pages. Set `content.templates` to "error" to stop the build.
    """
    ids = {origin: id_ for id_, origin in checked.loaded.origins.items()}
    for omission in checked.loaded.omissions:
        yield Found(omission.rule, path=omission.path, line=omission.line, article_id=ids.get(omission.path))


#: The codes of rules on template source and other markup that nothing has rendered.
TEMPLATE_RULES = frozenset({"markup-omitted", "template-left"})

#: Rules on content files, by code.
RULES: Mapping[str, Rule[CheckedContent]] = table(
    errors=[content_faulty],
    warnings=[author_invalid, characters_removed, markup_omitted, published_far_in_future],
    hints=[author_misspelt, key_misspelt],
)


def check_content(loaded: Loaded, root: Path, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    Check the content files that were *loaded*; their paths are relative to *root*. *as_of* is the current time.
    """
    checked = CheckedContent(loaded=loaded, root=root, as_of=as_of)
    return sort_findings(finding for rule in RULES.values() for finding in rule.findings(checked))
