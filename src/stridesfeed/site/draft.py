"""
A new configuration as commented text.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from stridesfeed.load.front_matter.data_formats import to_toml
from stridesfeed.site import keys
from stridesfeed.site.toml import Setting

#: The keys of every new configuration. Those without a value are comments, with this example.
_SAMPLES: dict[tuple[str, str], str | None] = {
    ("feed", "title"): None,
    ("feed", "url"): "https://www.example.org/",
    ("feed", "id"): None,
    ("feed", "subtitle"): "A sentence about the feed.",
    ("feed", "language"): "en",
    ("content", "folder"): None,
    ("content", "pages"): "public",
    ("content", "permalink"): None,
    ("content", "timezone"): "Europe/London",
    ("output", "folder"): None,
    ("output", "rss"): None,
    ("output", "atom"): None,
    ("output", "json"): None,
    ("output", "limit"): None,
}


#: Of comments, in characters.
_WIDTH = 120

#: Keys that most sites need no value for.
_OPTIONAL = frozenset({("feed", "subtitle"), ("content", "pages")})


def draft_configuration(settings: Mapping[tuple[str, str], Setting], generator: str | None) -> str:
    """
    Return the text of a ``stridesfeed.toml`` with *settings*, by section and name: each key below a comment that says what it is and, if it
    was found in the site of a *generator*, where.
    """
    kind = f" of a {generator} site" if generator else " of this site"
    lines = [f"# The feeds{kind}. After a change, run: stridesfeed build"]
    section = ""
    # Pages without a folder are the articles themselves.
    left_out = {("content", "folder")} if ("content", "pages") in settings else set()
    for key in keys.KEYS:
        setting = settings.get((key.section, key.name))
        if setting is None and (key.section, key.name) not in _SAMPLES.keys() - left_out:
            continue
        if key.section != section:
            section = key.section
            lines += ["", f"[{section}]"]
        lines += (f"# {line}" for line in wrap(key.description, _WIDTH, break_long_words=False, break_on_hyphens=False))
        if setting and setting.origin:
            lines.append(f"# Source: {setting.origin}.")
        value = setting.value if setting else key.default
        if value is None:
            if generator and (key.section, key.name) not in _OPTIONAL:
                lines.append("# To edit: it was not found.")
            lines.append(f"# {key.name} = {to_toml(_SAMPLES[key.section, key.name])}")
        else:
            lines.append(f"{key.name} = {to_toml(value)}")
    return "\n".join([*lines, ""])
