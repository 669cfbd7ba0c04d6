"""Photos as people's phones make them, drawn anew: a small square face, and a tiny one for lists.

Nothing but the picture itself goes over: not where it was taken, not when, not with what. A file that was made to
break a library must not break us; it is refused like any other that cannot be read.
"""

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from app.foundation.errors import Refused

BIGGEST_FILE = 8 * 1024 * 1024  # bytes: what a phone's camera makes, with room to spare
MOST_DOTS = 40_000_000  # seven thousand by five and a half; more would fill our memory when it is unpacked
KINDS = ("JPEG", "PNG", "WEBP")
FACE, LARGEST_FACE = 256, 30_000  # dots along a side, bytes
THUMBNAIL, LARGEST_THUMBNAIL = 64, 1_500
QUALITIES = (82, 70, 58, 45, 30, 15, 5)
WITHOUT_SHADES = {"P", "1"}  # few colours: they would come out jagged when made smaller
BEHIND = "#faf4e8"  # what shows through where a picture has holes: our paper

EMPTY = "This file is empty. Choose another picture."
TOO_BIG = "This picture is too big: 8 MB is the most. A screenshot of it is smaller."
NOT_READ = (
    "We could not read this as a picture. Choose a JPEG, PNG or WebP file, for example a screenshot of your photo."
)
TOO_MANY_DOTS = "This picture has too many dots: 40 million is the most. A screenshot of it has fewer."
_one_at_a_time = threading.Lock()  # unpacked, each takes much memory for a moment


@dataclass(frozen=True)
class Face:
    """A picture as we keep it, twice, both as WebP: `image` for a poster, `thumbnail` for a list."""

    image: bytes
    thumbnail: bytes


def draw_anew(data: bytes) -> Face:
    """The face on a photo (JPEG, PNG or WebP), upright, cut to a square. Slow: not inside a writing Work.
    Refused, with a sentence, for anything that is no such picture or is too big."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > BIGGEST_FILE:
        raise Refused(TOO_BIG)
    with _one_at_a_time:
        face = _square(data)
    return Face(
        image=_packed(face, (FACE,), LARGEST_FACE),
        thumbnail=_packed(face, (THUMBNAIL, 48, 32), LARGEST_THUMBNAIL),
    )


def _square(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=KINDS) as opened:  # reads no more than how big it is
            if opened.width * opened.height > MOST_DOTS:
                raise Refused(TOO_MANY_DOTS)
            opened.draft("RGB", (FACE * 2, FACE * 2))  # a JPEG is unpacked no larger than we need it
            whole = opened.convert("RGBA") if opened.mode in WITHOUT_SHADES else opened
            cut = ImageOps.exif_transpose(ImageOps.fit(whole, (FACE, FACE))).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_DOTS) from None
    except Refused:
        raise
    except Exception:  # whatever a broken file makes the library stumble over
        raise Refused(NOT_READ) from None
    fresh = Image.new("RGB", cut.size, BEHIND)  # carries nothing along but the dots
    fresh.paste(cut, mask=cut)
    return fresh


def _packed(face: Image.Image, sides: tuple[int, ...], largest: int) -> bytes:
    """As good as fits into `largest` bytes: first worse, then smaller."""
    packed = b""
    for side in sides:
        drawn = face.resize((side, side), Image.Resampling.LANCZOS) if face.width != side else face
        for quality in QUALITIES:
            file = BytesIO()
            drawn.save(file, "WEBP", quality=quality, method=6)
            packed = file.getvalue()
            if len(packed) <= largest:
                return packed
    return packed
