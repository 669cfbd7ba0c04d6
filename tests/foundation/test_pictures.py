"""A photo is drawn anew: small, square, upright, and without a word of what the camera wrote."""

import io
import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.foundation import pictures
from app.foundation.errors import Refused
from app.foundation.pictures import draw_anew

CAMERA = "Secretcam 3000"
KINDS = ("JPEG", "PNG", "WEBP")
TURNED = {1: "top", 3: "bottom", 6: "right", 8: "left"}  # where the top of the stored picture ends up


def photo(kind: str, *, way: int = 1, size: tuple[int, int] = (400, 300), mode: str = "RGB", **more: object) -> bytes:
    """A white photo with a red bar along its stored top, and all that a telling camera writes."""
    drawn = Image.new(mode, size, "white")
    drawn.paste("red", (0, 0, size[0], size[1] // 4))
    written = Image.Exif()
    written[0x0112], written[0x010F], written[0x0132] = way, CAMERA, "2027:03:10 08:12:00"
    written[0x8825] = {1: "N", 2: (53.0, 24.0, 12.0), 3: "W", 4: (1.0, 30.0, 9.0)}  # GPS
    file = io.BytesIO()
    drawn.save(file, kind, exif=written, **more)
    return file.getvalue()


def red_side(image: bytes) -> set[str]:
    with Image.open(io.BytesIO(image)) as opened:
        seen = opened.convert("RGB")
    far = seen.width - 8
    middle = seen.width // 2
    spots = {"top": (middle, 8), "bottom": (middle, far), "left": (8, middle), "right": (far, middle)}
    return {side for side, spot in spots.items() if seen.getpixel(spot)[1] < 100}


def chunks(webp: bytes) -> set[bytes]:
    """The kinds of all parts of a WebP file."""
    assert (webp[:4], webp[8:12]) == (b"RIFF", b"WEBP")
    at, found = 12, set()
    while at < len(webp):
        (length,) = struct.unpack("<I", webp[at + 4 : at + 8])
        found.add(webp[at : at + 4])
        at += 8 + length + length % 2
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_what_the_camera_wrote_is_kept(kind: str) -> None:
    original = photo(kind, comment=b"taken at home") if kind == "JPEG" else photo(kind)
    assert CAMERA.encode() in original
    face = draw_anew(original)
    for drawn in (face.image, face.thumbnail):
        assert chunks(drawn) == {b"VP8 "}, "the picture, and no part that could say anything else"
        for word in (CAMERA.encode(), b"Exif", b"2027:03", b"taken at home", b"http"):
            assert word not in drawn
        with Image.open(io.BytesIO(drawn)) as opened:
            assert len(opened.getexif()) == 0


@pytest.mark.parametrize("way", TURNED)
@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_held_sideways_stands_upright(kind: str, way: int) -> None:
    face = draw_anew(photo(kind, way=way, size=(300, 300)))
    assert red_side(face.image) == red_side(face.thumbnail) == {TURNED[way]}


@pytest.mark.parametrize("size", [(4000, 300), (300, 4000), (1, 1), (2, 900), (1200, 1600)])
def test_every_shape_becomes_a_small_square(size: tuple[int, int]) -> None:
    face = draw_anew(photo("JPEG", size=size))
    for drawn, most in ((face.image, 30_000), (face.thumbnail, 1_500)):
        assert len(drawn) <= most
        with Image.open(io.BytesIO(drawn)) as opened:
            assert opened.width == opened.height
            assert opened.format == "WEBP"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_of_keeping_colours_can_be_read(mode: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (90, 60)).save(file, "PNG")
    assert draw_anew(file.getvalue()).image


def test_where_a_picture_has_holes_our_paper_shows_through() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (90, 90), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(io.BytesIO(draw_anew(file.getvalue()).image)) as drawn:
        assert min(drawn.convert("RGB").getpixel((128, 128))) > 220


@given(st.integers(0, 10**9), st.sampled_from([16, 64, 256]), st.sampled_from([64, 256, 1000]))
def test_even_noise_is_small_enough(seed: int, grain: int, side: int) -> None:
    noise = random.Random(seed).randbytes(grain * grain * 3)
    drawn = Image.frombytes("RGB", (grain, grain), noise).resize((side, side), Image.Resampling.NEAREST)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    face = draw_anew(file.getvalue())
    assert len(face.image) <= 30_000
    assert len(face.thumbnail) <= 1_500


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that would unpack to as many dots as it likes."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 9999)) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(8_000, 8_000), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match=r"dots|could not read"):
        draw_anew(a_bomb(*size))


def test_words_that_unpack_for_ever_are_refused() -> None:
    body = b"Comment\0\0" + zlib.compress(b"a" * 50_000_000, 9)
    text = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    good = photo("PNG")
    with pytest.raises(Refused):
        draw_anew(good[:33] + text + good[33:])


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01"


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.4 ...",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        GIF,
        b"BM" + b"\0" * 100,
        b"PK\x03\x04" + b"\0" * 100,
        b"\0" * 1000,
        b"\xff\xd8\xff\xe0" + b"\0" * 400,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 400,
        b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 100,
        photo("JPEG")[:200],
        photo("PNG")[:-30],
        photo("WEBP")[:80],
    ],
    ids=lambda data: data[:12].hex(),
)
def test_whatever_is_no_picture_of_ours_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused, match="could not read this as a picture"):
        draw_anew(data)


@pytest.mark.parametrize("tail", [SVG, b"<?php echo 1 ?>", b"PK\x05\x06" + b"\0" * 18])
def test_a_picture_that_is_also_something_else_comes_out_as_a_picture_alone(tail: bytes) -> None:
    face = draw_anew(photo("JPEG") + tail)
    assert tail[:8] not in face.image
    assert chunks(face.image) == {b"VP8 "}


def test_an_empty_file_and_one_that_is_too_big_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="empty"):
        draw_anew(b"")
    with pytest.raises(Refused, match="8 MB is the most"):
        draw_anew(b"\xff" * (pictures.BIGGEST_FILE + 1))


@given(st.sampled_from(KINDS), st.data())
def test_a_broken_photo_is_drawn_or_refused_and_never_anything_else(kind: str, data: st.DataObject) -> None:
    original = bytearray(photo(kind, size=(40, 30)))
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(original)))
    try:
        face = draw_anew(bytes(original[:cut]))
    except Refused:
        return
    assert len(face.image) <= 30_000
