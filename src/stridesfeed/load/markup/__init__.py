"""
Texts as HTML: Markdown, reStructuredText, notebooks and HTML, with the shortcodes and components of the common generators.
"""
