"""Inline images turned into ordinary ones, so that one code cleans both."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from scrubbing.engine.formats.pdf.copying import Copier, plain
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import items

KEYS = {
    "/W": "/Width", "/H": "/Height", "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace",
    "/D": "/Decode", "/IM": "/ImageMask", "/I": "/Interpolate", "/F": "/Filter",
    "/DP": "/DecodeParms",
}  # fmt: skip
NAMES = {
    "/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed",
    "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode", "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}  # fmt: skip


def as_picture(
    copier: Copier, step: pikepdf.ContentStreamInlineImage, resources: Object
) -> Object | None:
    """A cleaned image object of the new document; None where it cannot be read."""
    try:
        source = as_stream(step, resources)
        made = copier.image(source)
    except FOREIGN:
        return None
    return copier.target.make_indirect(made) if made is not None else None


def as_stream(step: pikepdf.ContentStreamInlineImage, resources: Object) -> Object:
    """The image as a stream of a scratch document."""
    picture = step.iimage
    entries = {}
    pairs = picture._image_object  # noqa: SLF001 - pikepdf shows the dictionary nowhere else
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        name = KEYS.get(str(key), str(key))
        entries[name] = _full(value, resources if name == "/ColorSpace" else None)
    packing = entries.pop("/Filter", None)
    parameters = entries.pop("/DecodeParms", None)
    scratch = pikepdf.new()
    stream = scratch.make_stream(b"", {k: v for k, v in entries.items() if k in KEYS.values()})
    data = picture._data._inline_image_raw_bytes()  # noqa: SLF001 - as above
    if packing is None:
        stream.write(data)
    else:
        stream.write(data, filter=_names(packing), decode_parms=_own(parameters))
    stream_in = scratch.make_indirect(stream)
    KEEP.append(scratch)
    del KEEP[:-8]
    return stream_in


def _names(packing: Object) -> Array:
    given = items(packing) if isinstance(packing, Array) else [packing]
    return Array([Name(str(name)) for name in given])


def _own(parameters: Object | None) -> Array | Dictionary | None:
    """Decode parameters as objects that belong to no document."""
    if isinstance(parameters, Array):
        return Array([_own(item) or Dictionary() for item in items(parameters)])
    if isinstance(parameters, Dictionary):
        kept = {key: plain(value) for key, value in parameters.items()}
        return Dictionary({key: value for key, value in kept.items() if value is not None})
    return None


KEEP: list[pikepdf.Pdf] = []
"""pikepdf's objects do not keep their document alive for foreign reads."""


def _full(value: Object, resources: Object | None) -> Object:
    if isinstance(value, Name):
        spaces = resources.get("/ColorSpace") if resources is not None else None
        if isinstance(spaces, Dictionary) and str(value) in spaces:
            return spaces[str(value)]
        return Name(NAMES.get(str(value), str(value)))
    if isinstance(value, Array):
        return Array([_full(item, resources) for item in value])
    return value
