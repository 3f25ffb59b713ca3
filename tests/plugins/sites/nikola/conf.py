import stridesfeed.plugins.nikola

BLOG_AUTHOR = "Ada Lovelace"
BLOG_TITLE = "Strides & Steps"
BLOG_EMAIL = "ada@example.org"
BLOG_DESCRIPTION = "What happened in AI"
SITE_URL = "https://example.org/"
DEFAULT_LANG = "en"
TRANSLATIONS = {"en": ""}
POSTS = (("posts/*.md", "posts", "post.tmpl"), ("posts/*.rst", "posts", "post.tmpl"))
PAGES = ()
TIMEZONE = "Europe/Berlin"
FEED_TEASERS = False
USE_BUNDLES = False
EXTRA_PLUGINS_DIRS = [stridesfeed.plugins.nikola.FOLDER]
