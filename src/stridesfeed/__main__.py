"""
``python -m stridesfeed``.
"""

from __future__ import annotations

from stridesfeed.cli import main

if __name__ == "__main__":
    main()
