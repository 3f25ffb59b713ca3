"""
Texts as HTML: Markdown, reStructuredText, notebooks, HTML and JSON Lines, with the shortcodes and components of the common generators.

The readers of files are imported with the first file of their type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.lazy import lazy_names

if TYPE_CHECKING:
    from stridesfeed.load.markup.html_pages import read_html
    from stridesfeed.load.markup.json_lines import read_json_lines
    from stridesfeed.load.markup.markdown import read_markdown
    from stridesfeed.load.markup.notebooks import read_notebook
    from stridesfeed.load.markup.rst import read_rst, read_text_file
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "html_pages": "read_html",
            "json_lines": "read_json_lines",
            "markdown": "read_markdown",
            "notebooks": "read_notebook",
            "rst": "read_rst read_text_file",
        },
    )

__all__ = ["read_html", "read_json_lines", "read_markdown", "read_notebook", "read_rst", "read_text_file"]
