"""
Files of podcasts: facts about audio and artwork, local or on a server, and chapters and transcripts as files.

The elements of a show are :class:`stridesfeed.Podcast`, :class:`stridesfeed.Episode` and the classes of
:mod:`stridesfeed.extensions.podcast`.
"""

from __future__ import annotations

from stridesfeed.podcasts.chapters import Chapter, chapters_json
from stridesfeed.podcasts.files import artwork, audio, remote_file
from stridesfeed.podcasts.transcripts import Cue, srt, vtt

__all__ = ["Chapter", "Cue", "artwork", "audio", "chapters_json", "remote_file", "srt", "vtt"]
