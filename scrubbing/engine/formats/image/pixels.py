"""Decoding and encoding: bytes to upright RGB frames and back, without any metadata."""

import contextlib
import functools
import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from scrubbing.engine.errors import (
    Bomb,
    Broken,
    Empty,
    OutOfMemory,
    TooBig,
    TypeMismatch,
    Unsupported,
)

PIXELS = 60_000_000
"""All frames of one picture together."""

FRAMES = 60

FORMATS = {
    "PNG": "png", "JPEG": "jpg", "MPO": "jpg", "TIFF": "tiff", "WEBP": "webp", "GIF": "gif",
    "BMP": "bmp", "DIB": "bmp", "HEIF": "heic",
}  # fmt: skip
OUTPUTS: Mapping[str, str] = {"bmp": "png", "heic": "jpg"}
"""What comes out, where it is not what went in."""

ENDS = {"png": b"IEND", "jpg": b"\xff\xd9", "gif": b"\x3b"}
"""A whole file holds its end mark; Pillow does not ask for it."""

FOREIGN = (OSError, ValueError, TypeError, KeyError, IndexError, SyntaxError, ArithmeticError,
           AttributeError, EOFError, RuntimeError, AssertionError)  # fmt: skip
"""What Pillow's decoders raise on damaged files."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded file: upright frames in L, RGB or RGBA, and how it was packed."""

    format: str
    frames: tuple[Image.Image, ...]
    durations: tuple[int, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def output(self) -> str:
        return OUTPUTS.get(self.format, self.format)


@contextlib.contextmanager
def damaged() -> Iterator[None]:
    """Turn a decoder's complaint into one of ours, dropping its words."""
    try:
        yield
    except MemoryError:
        raise OutOfMemory from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Bomb from None
    except FOREIGN:
        raise Broken from None


@contextlib.contextmanager
def opened(untrusted: bytes) -> Iterator[Image.Image]:
    """The file with its size checked, nothing decoded yet."""
    if not untrusted:
        raise Empty
    _register()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(untrusted), formats=sorted(set(FORMATS) - {"MPO"}))
        except UnidentifiedImageError:
            raise TypeMismatch from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise TooBig(f"more than {PIXELS // 1_000_000} megapixels") from None
        except FOREIGN:
            raise Broken from None
        with damaged(), image:
            _check(image, untrusted)
            yield image


@functools.cache
def _register() -> None:
    """Make every decoder known; Pillow loads only the common ones by itself."""
    import pi_heif

    Image.init()
    pi_heif.register_heif_opener()


def _check(image: Image.Image, untrusted: bytes) -> None:
    frames = int(getattr(image, "n_frames", 1))
    if image.width * image.height * frames > PIXELS:
        raise TooBig(f"more than {PIXELS // 1_000_000} megapixels")
    if frames > FRAMES:
        raise TooBig(f"more than {FRAMES} frames")
    end = ENDS.get(FORMATS[str(image.format)])
    if end is not None and end not in untrusted[len(untrusted) // 4 :]:
        raise Broken("cut off")


def decode(untrusted: bytes) -> Picture:
    """All frames, in sRGB, turned as the camera was held."""
    with opened(untrusted) as image:
        kind = FORMATS[str(image.format)]
        options = _options(image, kind)
        durations = []
        frames = []
        multiple = kind in {"tiff", "gif", "webp", "png"}
        for frame in ImageSequence.Iterator(image) if multiple else (image,):
            frame.load()
            durations.append(int(frame.info.get("duration", 0) or 0))
            frames.append(_plain(frame))
        return Picture(kind, tuple(frames), tuple(durations), options)


def _options(image: Image.Image, kind: str) -> dict[str, Any]:
    """What keeps a re-encoded picture as it was: tables of a JPEG, loops, resolution."""
    options: dict[str, Any] = {}
    if image.format in {"JPEG", "MPO"} and getattr(image, "layers", 3) in {1, 3}:
        options["qtables"] = image.quantization  # type: ignore[attr-defined]  # JPEG images alone have it
        from PIL import JpegImagePlugin

        sampling = JpegImagePlugin.get_sampling(image)
        if sampling >= 0:
            options["subsampling"] = sampling
    if kind in {"gif", "webp", "png"} and int(getattr(image, "n_frames", 1)) > 1:
        options["loop"] = int(image.info.get("loop", 0) or 0)
    if kind == "webp":
        options["lossless"] = True
    dpi = image.info.get("dpi")
    if isinstance(dpi, tuple) and kind in {"png", "jpg", "tiff"}:
        with contextlib.suppress(*FOREIGN):
            options["dpi"] = tuple(max(1, min(2400, round(float(value)))) for value in dpi[:2])
    return options


def _plain(frame: Image.Image) -> Image.Image:
    """A frame as L, RGB or RGBA in sRGB; nothing is left under transparent pixels."""
    profile = frame.info.get("icc_profile")
    image = ImageOps.exif_transpose(frame)
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        image = _eight_bits(image)
    if image.mode in {"P", "PA"} or "transparency" in image.info:
        image = image.convert(
            "RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB"
        )
    if image.mode == "LA":
        image = image.convert("RGBA")
    if image.mode not in {"1", "L", "RGB", "RGBA"} or (
        profile and image.mode in {"RGB", "RGBA", "L"}
    ):
        image = _to_srgb(image, profile)
    if image.mode == "RGBA":
        image = _without_ghosts(image)
    return _bare(image)


def _eight_bits(image: Image.Image) -> Image.Image:
    levels = np.asarray(image, dtype=np.float64)
    top = 65535.0 if image.mode.startswith("I;16") else float(levels.max() or 1.0)
    top = 65535.0 if image.mode == "I" and top > 255 else max(top, 255.0)  # noqa: PLR2004 - 8 bits
    return Image.fromarray(np.clip(levels * 255.0 / top, 0, 255).astype(np.uint8), "L")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, *FOREIGN):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "srgb" in (ImageCms.getProfileName(source) or "").lower():
                return image if image.mode in {"L", "RGB", "RGBA"} else image.convert("RGB")
            if image.mode == "L":
                return image
            alpha = image.getchannel("A") if image.mode == "RGBA" else None
            colours = image.convert("RGB") if alpha is not None else image
            made = ImageCms.profileToProfile(
                colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if made is not None:
                if alpha is not None:
                    made.putalpha(alpha)
                return made
    return image if image.mode in {"L", "RGB", "RGBA"} else image.convert("RGB")


def _without_ghosts(image: Image.Image) -> Image.Image:
    """Colours under fully transparent pixels can hold a picture of their own."""
    pixels = np.array(image)
    pixels[pixels[..., 3] == 0] = 0
    return Image.fromarray(pixels, "RGBA")


def _bare(image: Image.Image) -> Image.Image:
    """The pixels without what Pillow carries along from file to file."""
    return Image.frombytes(image.mode, image.size, image.tobytes())


def encode(picture: Picture, frames: Sequence[Image.Image]) -> bytes:
    """The frames in the picture's output format, with no metadata at all."""
    kind = picture.output
    options = dict(picture.options)
    first, rest = frames[0], list(frames[1:])
    buffer = io.BytesIO()
    match kind:
        case "jpg":
            first = first.convert("RGB") if first.mode not in {"L", "RGB"} else first
            if "qtables" not in options:
                options |= {"quality": 92, "subsampling": 0}
            first.save(buffer, "JPEG", **options)
        case "png":
            many = {"save_all": True, "append_images": rest, "duration": list(picture.durations)}
            first.save(buffer, "PNG", **options, **(many if rest else {}))
        case "tiff":
            options.pop("loop", None)
            first.save(buffer, "TIFF", compression="tiff_deflate", save_all=True,
                       append_images=rest, **options)  # fmt: skip
        case "webp":
            many = {"save_all": True, "append_images": rest, "duration": list(picture.durations)}
            first.save(buffer, "WEBP", **options, exact=True, **(many if rest else {}))
        case "gif":
            many = {"save_all": True, "append_images": rest, "duration": list(picture.durations),
                    "disposal": 2}  # fmt: skip
            first.save(buffer, "GIF", **options, **(many if rest else {}))
        case _:
            raise Unsupported
    return buffer.getvalue()
