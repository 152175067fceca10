"""Pictures are decoded and drawn anew: what is kept is what can be seen, and nothing of what was packed around it.

No place, no camera, no comment, no preview, no second file behind the picture survives. The orientation that a phone
noted is applied, since the note goes.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps
from PIL.Image import DecompressionBombError

from gateway.inspection.unfit import Damaged, TooManyPixels

MEGAPIXELS: Final = 30
"""As many as may be drawn anew, told from the head of the file before anything is unpacked.

In memory a pixel takes four bytes, and eight while the picture is turned or converted, since a second one stands beside
it. While it is unpacked a progressive JPEG takes twelve and a WebP seventeen. Then four are left, until it is saved.
"""
_READ_BY: Final = frozenset({"webp"})
"""Types whose reader keeps pictures of its own for as long as the one that it has read."""
_SIDE: Final = {"webp": 16_383}
_LONGEST: Final = 30_000
_FORMATS: Final = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_KEPT_AS: Final = {"jpeg": "jpeg", "png": "png", "gif": "png", "webp": "webp"}
_SAVED: Final[dict[str, dict[str, int]]] = {
    "jpeg": {"quality": 90},
    "png": {"compress_level": 6},
    "webp": {"quality": 90},
}
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    MemoryError,
)

Image.MAX_IMAGE_PIXELS = MEGAPIXELS * 1_000_000


def redrawn(data: bytes, type_: str) -> tuple[str, bytes]:
    """The type it is kept as, and the picture anew. Raises TooManyPixels, Damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Pillow finds odd; what it cannot read it raises
            return _KEPT_AS[type_], _drawn(data, type_)
    except DecompressionBombError:
        raise TooManyPixels(MEGAPIXELS) from None
    except _BROKEN:
        raise Damaged(type_) from None


def _drawn(data: bytes, type_: str) -> bytes:
    kept_as = _KEPT_AS[type_]
    picture = _plain(_upright(data, type_), opaque=kept_as == "jpeg")
    picture.info = {}
    target = BytesIO()
    picture.save(target, _FORMATS[kept_as], **_SAVED[kept_as])
    return target.getvalue()


def _upright(data: bytes, type_: str) -> Image.Image:
    with Image.open(BytesIO(data), formats=[_FORMATS[type_]]) as source:
        width, height = source.size
        if width * height > MEGAPIXELS * 1_000_000 or max(width, height) > _SIDE.get(type_, _LONGEST):
            raise TooManyPixels(MEGAPIXELS)
        source.load()
        picture: Image.Image = source
        if type_ in _READ_BY:
            picture = _instead(source, source.copy())
        ImageOps.exif_transpose(picture, in_place=True)
        return picture


def _plain(picture: Image.Image, *, opaque: bool) -> Image.Image:
    """Grey, coloured, or coloured with transparency, eight bits each; the picture itself where it is so already."""
    if picture.mode.startswith("I"):
        wide = picture if picture.mode == "I" else _instead(picture, picture.convert("I"))
        picture = _instead(wide, wide.point([value // 256 for value in range(65_536)], "L"))
    if picture.mode in ({"L", "RGB"} if opaque else {"L", "RGB", "RGBA"}) and "transparency" not in picture.info:
        return picture
    transparent = not opaque and ("A" in picture.mode or "a" in picture.mode or "transparency" in picture.info)
    return _instead(picture, picture.convert("RGBA" if transparent else "RGB"))


def _instead(source: Image.Image, made: Image.Image) -> Image.Image:
    """What was made of a picture, which gives back its memory."""
    source.close()
    return made
