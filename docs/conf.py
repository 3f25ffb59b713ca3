"""
The Sphinx configuration.
"""

from __future__ import annotations

import sys
from pathlib import Path

from stridesfeed import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "stridesfeed"
author = "The stridesfeed developers"
project_copyright = "The stridesfeed developers"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "from_code"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "stridesfeed"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_theme_options = {"light_logo": "logo-light.svg", "dark_logo": "logo-dark.svg", "sidebar_hide_name": True}
# Output does not depend on the date.
html_last_updated_fmt = None
html_show_copyright = False
# Quotation marks are mostly in code.
smartquotes = False

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3

# Fields are listed in source order.
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autoclass_content = "class"
