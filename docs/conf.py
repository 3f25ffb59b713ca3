"""
How Sphinx builds these pages.
"""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "stridesfeed"
author = "The stridesfeed developers"
project_copyright = "The stridesfeed developers"
version = release = installed("stridesfeed")

extensions = ["myst_parser", "sphinx.ext.autodoc", "from_code"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "stridesfeed"
# The same pages from the same text, on any day.
html_last_updated_fmt = None
html_show_copyright = False
# Quotation marks in these pages are those of programs.
smartquotes = False

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3

# Fields are described one by one, in the order in which one reads them in the source.
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autoclass_content = "class"
