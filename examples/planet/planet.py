"""
A planet: parse the feeds in a folder, merge them without duplicates, and write one feed in all formats.

Run it with: python examples/planet/planet.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from stridesfeed import FORMATS, Feed, InvalidFilesError, ParsedFeed, merge, parse, render_all

HERE = Path(__file__).parent
SITE = "https://planet.example/"

planet = Feed(id=SITE, title="Planet Harbour", url=SITE, subtitle="What people at the coast write", language="en")

feeds: list[ParsedFeed] = []
for path in sorted((HERE / "feeds").iterdir()):
    try:
        found = parse(path.read_bytes(), name=path.name)
    except InvalidFilesError as error:
        print(error)
    else:
        feeds.append(found)
        for unread in found.unread:
            print(f"{path.name}: not kept: {unread}")

merged = merge(feeds, into=planet, limit=50)

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
files = {name: known.file_name for name, known in FORMATS.items()}
for name, document in render_all(merged, urls={name: SITE + file for name, file in files.items()}).items():
    (folder / files[name]).write_bytes(document)
