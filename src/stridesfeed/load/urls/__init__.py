"""
The URLs of articles: patterns, slugs and languages, as the common generators make them.
"""
