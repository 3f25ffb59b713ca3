"""
The built page at a URL, as a file.
"""

from __future__ import annotations

import hashlib
import os.path
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import attrs

from stridesfeed.errors import FileError


@attrs.frozen
class BuiltPage:
    """
    The file of a built page.
    """

    #: For messages.
    path: str

    #: The path in the folder of pages, with forward slashes.
    inside: str

    raw: bytes = attrs.field(repr=False)

    @property
    def digest(self) -> str:
        """
        A hash of its bytes.
        """
        return hashlib.sha256(self.raw).hexdigest()


def find_page(url: str, *, site: str, folder: Path, root: Path) -> BuiltPage | None:
    """
    Return the page that a server of *folder* at the URL *site* sends for *url*; ``None`` if there is none.

    Symbolic links are followed inside *folder* only. The path for messages is relative to *root*.

    Raises :class:`FileError` if the page cannot be read.
    """
    real_folder = os.path.realpath(folder)
    for inside in candidates(url, site):
        file = Path(os.path.normpath(folder / inside))
        path = os.path.relpath(file, root) if file.is_relative_to(root) else os.fspath(file)
        try:
            if Path(os.path.realpath(file)).is_relative_to(real_folder) and file.is_file():
                return BuiltPage(path.replace(os.sep, "/"), inside, file.read_bytes())
        except OSError as error:
            raise FileError(path.replace(os.sep, "/"), None, None, f"cannot be read: {error.strerror}") from error
        except ValueError:  # a null byte
            return None
    return None


def candidates(url: str, site: str) -> Iterator[str]:
    """
    Yield the paths of files, in the folder of the site's root, that servers send for *url*, most common first.

    >>> [*candidates("https://example.org/blog/grok", "https://example.org/")]
    ['blog/grok', 'blog/grok.html', 'blog/grok/index.html']
    """
    start = site.partition("#")[0].partition("?")[0].rstrip("/") + "/"
    if not url.startswith(start):
        return
    path = unquote(url.removeprefix(start).partition("#")[0].partition("?")[0])
    if not path or path.endswith("/"):
        yield f"{path}index.html"
        yield f"{path.rstrip('/')}.html"
    else:
        yield from (path, f"{path}.html", f"{path}/index.html")
