"""
A site as its generator's configuration describes it: settings of ours, each with its origin, and notes about what could not be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs

from stridesfeed.body import html_to_text
from stridesfeed.errors import FieldError, FileError, MissingExtraError
from stridesfeed.load.urls.permalink_patterns import translate
from stridesfeed.site import keys
from stridesfeed.site.generators.config_files import Config, Unread, read_config
from stridesfeed.site.toml import Setting
from stridesfeed.text import line

#: Files of a web host that hold the site's domain, and the folders in which generators keep such files.
_DOMAIN_FILES = ("CNAME", "static/CNAME", "public/CNAME", "docs/CNAME", "source/CNAME", "src/CNAME", "content/CNAME", "content/extra/CNAME")


@attrs.frozen
class FeedDocument:
    """
    A feed that the generator writes.
    """

    #: The path inside the output folder.
    path: str

    #: The name of its format: "rss".
    format: str


@attrs.define(kw_only=True)
class RecognizedSite:
    """
    The generator of a site, and the settings that its configuration implies.
    """

    root: Path

    #: "Jekyll".
    generator: str

    #: The file or folder that gave the generator away, relative to *root*.
    evidence: str

    #: By section and name of the key.
    settings: dict[tuple[str, str], Setting] = attrs.field(factory=dict)

    #: Sentences about values that could not be read or translated.
    notes: list[str] = attrs.field(factory=list)

    #: The feeds that the generator writes, the most important first.
    feeds: list[FeedDocument] = attrs.field(factory=list)

    #: Whether articles are programs or templates (MDX, components), so that only the built pages have their text.
    has_templates: bool = False

    #: Whether the URLs of built pages have no ``.html``.
    has_clean_urls: bool = False

    def set(self, path: str, value: object, origin: str) -> bool:
        """
        Set the key at *path* ("feed.title") unless it is set already or *value* is empty; return whether it has a value now.

        A value that is an expression, or that our configuration does not allow, becomes a note.
        """
        section, _, name = path.partition(".")
        if (section, name) in self.settings:
            return True
        if isinstance(value, Unread):
            self.notes.append(f"{origin}: {value.reason}; set {name} in [{section}]")
            return False
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str):
            value = line(html_to_text(value) if "<" in value else unescape(value)).strip()
        if value in (None, "", [], {}):
            return False
        if fault := keys.key(section, name).type.rule(value):
            self.notes.append(f"{origin}: {fault}; set {name} in [{section}]")
            return False
        self.settings[section, name] = Setting(value, origin)
        return True

    def take(self, path: str, config: Config, *names: str, convert: Callable[[Any], object] = lambda value: value) -> bool:
        """
        Set the key at *path* to the first value that *config* has under one of *names* ("theme.language").
        """
        for name in names:
            value = config.get(name)
            if value is not None and self.set(path, value if isinstance(value, Unread) else convert(value), config.origin(name)):
                return True
        return False

    def value(self, path: str, default: Any = None) -> Any:
        """
        Return the value of the key at *path*.
        """
        section, _, name = path.partition(".")
        found = self.settings.get((section, name))
        return found.value if found else default

    def read(self, *paths: str) -> Config | None:
        """
        Return the first of the configuration files *paths* that exists; one that cannot be read becomes a note.
        """
        for path in paths:
            if not (self.root / path).is_file():
                continue
            try:
                return read_config(self.root, path)
            except (FileError, MissingExtraError) as error:
                self.notes.append(f"{path} was not read: {error}")
        return None

    def set_folders(self, folders: Iterable[str], origin: str) -> bool:
        """
        Set the content folders to those of *folders* that exist; the others become notes.
        """
        normal = [folder.strip("/").removeprefix("./") or "." for folder in folders]
        existing = [folder for folder in dict.fromkeys(normal) if (self.root / folder).is_dir()]
        self.notes += [f"{origin}: there is no folder {folder!r}" for folder in normal if folder not in existing]
        return self.set("content.folder", existing, origin)

    def leave_out_languages(self, codes: Iterable[str], content: str, origin: str) -> None:
        """
        Leave out the articles in other languages, as the generator's main feed does: files such as ``post.fr.md``, and folders of *content*.
        """
        found = [*codes]
        if found:
            files = [f"*.{code}.*" for code in found]
            self.set("content.exclude", files + [f"/{code}" for code in found if (self.root / content / code).is_dir()], origin)
            languages = f"languages = [{', '.join(map(json.dumps, found))}]"
            self.notes.append(f"{origin}: articles in other languages are left out; to have them too, replace exclude by {languages}")

    def translate(self, generator: str, pattern: str) -> str | None:
        """
        Return a *pattern* of URLs of *generator*, or its default if that is empty, as one of ours; one without equivalent becomes a note.
        """
        try:
            return translate(generator, pattern)
        except FieldError as error:
            self.notes.append(f"{error.subject}: {error.rule}")
            return None

    def set_permalink(self, generator: str, pattern: str, origin: str) -> None:
        """
        Set the pattern of URLs from a *pattern* of *generator*, or from its default if that is empty.
        """
        self.set("content.permalink", self.translate(generator, pattern), origin)

    def set_author(self, config: Config, *names: str) -> None:
        """
        Set the default author to the first value under one of *names*: a name, or a table with a name.
        """
        for name in names:
            value = config.get(name)
            table = value if isinstance(value, dict) else {}
            known = {key: table[key] for key in ("name", "url", "email") if isinstance(table.get(key), str) and table[key].strip()}
            author = known if "name" in known and len(known) > 1 else known.get("name") or (value if isinstance(value, str) else None)
            if author and self.set("feed.authors", [author], config.origin(name)):
                return

    def set_home(self) -> None:
        """
        Set the home page from a file of the web host, or package.json, if the generator's configuration does not have it.
        """
        for name in _DOMAIN_FILES:
            if (self.root / name).is_file():
                domain = (self.root / name).read_text(encoding="utf-8", errors="replace").strip()
                self.set("feed.url", f"https://{domain}/", name)
        if package := self.read("package.json", "../package.json"):
            home = package.text("homepage")
            self.set("feed.url", None if urlsplit(home).hostname == "github.com" else home, package.origin("homepage"))


@attrs.frozen
class Generator:
    """
    A generator of static sites.
    """

    #: "Jekyll".
    name: str

    #: Returns the site in a folder; ``None`` if another generator made it.
    recognize: Callable[[Path], RecognizedSite | None]


def has_package(root: Path, *names: str) -> bool:
    """
    Return whether ``package.json`` lists one of the packages *names*.
    """
    try:
        package = json.loads((root / "package.json").read_bytes())
        return any(name in package.get(kind, {}) for kind in ("dependencies", "devDependencies") for name in names)
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return False


def first_file(root: Path, *names: str) -> str | None:
    """
    Return the first of *names* that is a file in *root*.
    """
    return next((name for name in names if (root / name).is_file()), None)


def first_folder(root: Path, *names: str) -> str | None:
    """
    Return the first of *names* that is a folder in *root* with a file or folder in it.
    """
    return next((name for name in names if (root / name).is_dir() and any((root / name).iterdir())), None)


def with_slash(url: str) -> str:
    """
    Return *url* with a slash at its end.
    """
    return url if url.endswith("/") else f"{url}/"
