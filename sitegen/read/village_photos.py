"""Photos that villages name: each must be a file of content/media/, and a photo."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from sitegen.model import Media
from sitegen.read.content_files import MEDIA
from sitegen.read.data_files import Data
from sitegen.read.reading import Reading
from sitegen.scalars import nearest


def check_village_photos(reading: Reading, data: Data, media: Mapping[str, Media]) -> None:
    """Report the photo of a village that is not there or is none, at the line that names it.

    A file of content/media/ that could not be read, and why, is told already.
    """
    for village, span, index in data.villages.each():
        if village.image is None or not village.image.src:
            continue
        src = village.image.src
        file = posixpath.normpath(src)
        if file in reading.unread:
            continue
        if file not in media:
            near = nearest(file if file.startswith(MEDIA) else f"{MEDIA}{posixpath.basename(file)}", sorted(media))
            reading.report.error("unknown-image", reading.span(span.file, index, "image", "src"), near, path=src)
        elif not media[file].width:
            reading.report.error("image-unreadable", reading.span(span.file, index, "image", "src"), path=src)
