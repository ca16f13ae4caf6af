"""Resources taken over into a new document, key by key.

What no list names is left behind: metadata, private data, thumbnails, alternates,
names of fonts and colours. Nothing is copied by reference, so that the old document
cannot come along through some object that points at it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from scrubbing.engine.formats.pdf import fontprograms, streams
from scrubbing.engine.formats.pdf.fontnames import plain_font_name, tagged

Copy = Callable[["Copier", Object], Object | None]

IMAGE_KEYS = (
    "/Width", "/Height", "/BitsPerComponent", "/ImageMask", "/Decode", "/Interpolate",
    "/Intent", "/SMaskInData", "/Matte",
)  # fmt: skip
FONT_KEYS = ("/Subtype", "/FirstChar", "/LastChar", "/Widths", "/FontBBox", "/FontMatrix")
INNER_FONT_KEYS = ("/Subtype", "/W", "/DW", "/W2", "/DW2")
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
DESCRIPTOR_KEYS = (
    "/Flags", "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/Leading", "/CapHeight",
    "/XHeight", "/StemV", "/StemH", "/AvgWidth", "/MaxWidth", "/MissingWidth", "/FontWeight",
    "/FontStretch",
)  # fmt: skip
STATE_KEYS = (
    "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/FL", "/SM", "/SA", "/BM",
    "/CA", "/ca", "/AIS", "/TK",
)  # fmt: skip
SHADING_KEYS = (
    "/ShadingType", "/Background", "/BBox", "/AntiAlias", "/Coords", "/Domain", "/Extend",
    "/Matrix", "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode",
    "/VerticesPerRow",
)  # fmt: skip
FUNCTION_KEYS = (
    "/FunctionType", "/Domain", "/Range", "/Size", "/BitsPerSample", "/Order", "/Encode",
    "/Decode", "/C0", "/C1", "/N", "/Bounds",
)  # fmt: skip
DEVICE_SPACES = {
    "/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern", "/G", "/RGB", "/CMYK", "/I", "/Indexed",
    "/CalGray", "/CalRGB", "/CalCMYK", "/Lab",
}  # fmt: skip
COLORANTS = {
    "/All",
    "/None",
    "/Cyan",
    "/Magenta",
    "/Yellow",
    "/Black",
    "/Gray",
    "/Red",
    "/Green",
    "/Blue",
}
"""Names of inks that a reader knows; others say what a brand calls its colours."""


class StreamRewriter(Protocol):
    """Gives the new bytes and resources of a form, pattern or glyph procedure."""

    def __call__(self, stream: Object, resources: Object | None) -> tuple[bytes, Dictionary]: ...


def plain(value: Object | float | None) -> Object | None:
    """Numbers, names, booleans and arrays of them; nothing that can hold text."""
    if isinstance(value, Array):
        items = [plain(item) for item in streams.items(value)]
        return Array([item for item in items if item is not None])
    if isinstance(value, (pikepdf.String, Dictionary, Stream)):
        return None
    return value  # type: ignore[return-value]  # pikepdf turns numbers into Python's own


class Copier:
    """Copies resources from one document into another, each object once."""

    def __init__(self, target: pikepdf.Pdf, rewriter: StreamRewriter) -> None:
        self.target = target
        self._rewrite = rewriter
        self._done: dict[tuple[str, tuple[int, int]], Object | None] = {}
        self._inks: dict[str, Name] = {}
        self._embedded = 0
        self.fonts: dict[tuple[int, int], Object] = {}
        """New fonts by the old one's object number, for what must know the pair."""

    def once(
        self, kind: str, value: Object, make: Callable[[Object], Object | None]
    ) -> Object | None:
        """The copy of an indirect object, made on first use; direct ones are made anew."""
        if not value.is_indirect:
            return make(value)
        key = (kind, value.objgen)
        if key not in self._done:
            self._done[key] = None  # an object that holds itself ends here
            made = make(value)
            self._done[key] = self.target.make_indirect(made) if made is not None else None
        return self._done[key]

    def keys(self, source: Object, names: Iterable[str]) -> dict[str, Object]:
        found = {name: plain(source.get(name)) for name in names if name in source}
        return {name: value for name, value in found.items() if value is not None}

    # -- colours ---------------------------------------------------------------

    def color_space(self, value: Object) -> Object | None:
        if isinstance(value, Name):
            return value if str(value) in DEVICE_SPACES else Name.DeviceGray
        return self.once("color", value, self._color_space)

    def _color_space(self, value: Object) -> Object | None:
        if isinstance(value, Name):
            return self.color_space(value)
        parts = streams.items(value)
        kind = str(parts[0])
        match kind:
            case "/ICCBased":
                return Array([Name.ICCBased, self.once("icc", parts[1], self._icc)])
            case "/Indexed" | "/I":
                table = parts[3]
                lookup = (
                    streams.copy_stream(self.target, table, {})
                    if isinstance(table, Stream)
                    else pikepdf.String(bytes(table))
                )
                return Array([Name.Indexed, self.color_space(parts[1]), parts[2], lookup])
            case "/Separation":
                return Array([Name.Separation, self._ink(parts[1]), self.color_space(parts[2]),
                              self.function(parts[3])])  # fmt: skip
            case "/DeviceN":
                inks = Array([self._ink(ink) for ink in streams.items(parts[1])])
                return Array(
                    [Name.DeviceN, inks, self.color_space(parts[2]), self.function(parts[3])]
                )
            case "/Pattern":
                return Array([Name.Pattern, *(self.color_space(part) for part in parts[1:2])])
            case "/CalGray" | "/CalRGB" | "/Lab":
                names = ("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/Range")
                return Array([Name(kind), Dictionary(self.keys(parts[1], names))])
            case _:
                return self.color_space(Name(kind))

    def _ink(self, name: Object) -> Name:
        text = str(name)
        if text in COLORANTS:
            return Name(text)
        return self._inks.setdefault(text, Name(f"/Spot{len(self._inks) + 1}"))

    def _icc(self, profile: Object) -> Object:
        extra = self.keys(profile, ("/N", "/Range"))
        if "/Alternate" in profile:
            alternate = self.color_space(profile.Alternate)
            if alternate is not None:
                extra["/Alternate"] = alternate
        return self.target.make_stream(streams.blank_icc(profile.read_bytes()), extra)

    def function(self, value: Object) -> Object | None:
        if isinstance(value, Name):
            return Name.Identity
        if isinstance(value, Array):
            return Array([self.function(item) for item in streams.items(value)])
        return self.once("function", value, self._function)

    def _function(self, value: Object) -> Object:
        kept = self.keys(value, FUNCTION_KEYS)
        if "/Functions" in value:
            kept["/Functions"] = Array(
                [self.function(one) for one in streams.items(value.Functions)]
            )
        if not isinstance(value, Stream):
            return Dictionary(kept)
        data = value.read_bytes()
        if int(value.get("/FunctionType", 0)) == 4:  # noqa: PLR2004 - PostScript calculator
            data = streams.without_comments(data)
        return self.target.make_stream(data, kept)

    def shading(self, value: Object) -> Object | None:
        return self.once("shading", value, self._shading)

    def _shading(self, value: Object) -> Object:
        kept = self.keys(value, SHADING_KEYS)
        space = self.color_space(value.ColorSpace)
        if space is not None:
            kept["/ColorSpace"] = space
        if "/Function" in value:
            function = self.function(value.Function)
            if function is not None:
                kept["/Function"] = function
        if isinstance(value, Stream):
            return self.target.make_stream(value.read_bytes(), kept)
        return Dictionary(kept)

    def pattern(self, value: Object) -> Object | None:
        return self.once("pattern", value, self._pattern)

    def _pattern(self, value: Object) -> Object | None:
        if not isinstance(value, Stream):
            kept = self.keys(value, ("/PatternType", "/Matrix"))
            shading = self.shading(value.Shading)
            if shading is not None:
                kept["/Shading"] = shading
            if "/ExtGState" in value:
                kept["/ExtGState"] = self._state(value.ExtGState)
            return Dictionary(kept)
        names = (
            "/PatternType",
            "/PaintType",
            "/TilingType",
            "/BBox",
            "/XStep",
            "/YStep",
            "/Matrix",
        )
        data, resources = self._rewrite(value, value.get("/Resources"))
        return self.target.make_stream(data, {**self.keys(value, names), "/Resources": resources})

    # -- states ----------------------------------------------------------------

    def state(self, value: Object) -> Object | None:
        return self.once("state", value, self._state)

    def _state(self, value: Object) -> Object:
        kept = self.keys(value, STATE_KEYS)
        if isinstance(value.get("/Font"), Array):
            font, size = streams.items(value.Font)
            copied = self.font(font)
            if copied is not None:
                kept["/Font"] = Array([copied, size])
        for name in ("/TR", "/TR2", "/BG", "/BG2", "/UCR", "/UCR2"):
            if name in value and not isinstance(value[name], Name):
                function = self.function(value[name])
                if function is not None:
                    kept[name] = function
        mask = value.get("/SMask")
        if isinstance(mask, Dictionary):
            kept["/SMask"] = self._soft_mask(mask)
        elif mask is not None:
            kept["/SMask"] = Name("/None")
        return Dictionary(kept)

    def _soft_mask(self, mask: Object) -> Object:
        kept = self.keys(mask, ("/S", "/BC"))
        group = self.form(mask.G)
        if group is not None:
            kept["/G"] = group
        if "/TR" in mask:
            function = self.function(mask.TR)
            if function is not None:
                kept["/TR"] = function
        return Dictionary(kept)

    # -- pictures and forms ----------------------------------------------------

    def form(self, value: Object) -> Object | None:
        return self.once("form", value, self._form)

    def _form(self, value: Object) -> Object:
        data, resources = self._rewrite(value, value.get("/Resources"))
        return self.make_form(value, data, resources)

    def make_form(self, source: Object, data: bytes, resources: Dictionary) -> Stream:
        """A new form with the frame of an old one and content of our own."""
        kept = self.keys(source, ("/BBox", "/Matrix"))
        group = source.get("/Group")
        if isinstance(group, Dictionary):
            kept["/Group"] = self.group(group)
        kept |= {"/Type": Name.XObject, "/Subtype": Name.Form, "/Resources": resources}
        return self.target.make_stream(data, kept)

    def group(self, group: Object) -> Object:
        kept = self.keys(group, ("/S", "/I", "/K"))
        if "/CS" in group:
            space = self.color_space(group.CS)
            if space is not None:
                kept["/CS"] = space
        return Dictionary(kept)

    def image(self, value: Object) -> Object | None:
        return self.once("image", value, self._image)

    def _image(self, value: Object) -> Object:
        kept = self.keys(value, IMAGE_KEYS)
        if "/ColorSpace" in value:
            space = self.color_space(value.ColorSpace)
            if space is not None:
                kept["/ColorSpace"] = space
        for name in ("/SMask", "/Mask"):
            mask = value.get(name)
            if isinstance(mask, Stream):
                copied = self.image(mask)
                if copied is not None:
                    kept[name] = copied
            elif isinstance(mask, Array):
                kept[name] = plain(mask)  # type: ignore[assignment]  # an array stays one
        kept |= {"/Type": Name.XObject, "/Subtype": Name.Image}
        return streams.copy_stream(self.target, value, kept)

    # -- fonts -----------------------------------------------------------------

    def font(self, value: Object) -> Object | None:
        copied = self.once("font", value, self._font)
        if copied is not None and value.is_indirect:
            self.fonts[value.objgen] = copied
        return copied

    def _font(self, value: Object) -> Object:
        kept = self.keys(value, FONT_KEYS)
        kept["/Type"] = Name.Font
        if "/BaseFont" in value:
            kept["/BaseFont"] = self._font_name(value)
        kept |= self._font_encoding(value)
        if "/FontDescriptor" in value:
            self._add_descriptor(kept, value)
        if isinstance(value.get("/ToUnicode"), Stream):
            kept["/ToUnicode"] = self.target.make_stream(
                streams.without_comments(value.ToUnicode.read_bytes())
            )
        if "/DescendantFonts" in value:
            inner = self._inner_font(value.DescendantFonts[0])
            kept["/DescendantFonts"] = Array([self.target.make_indirect(inner)])
        if "/CharProcs" in value:
            kept |= self._procedures(value)
        return Dictionary(kept)

    def _font_name(self, font: Object) -> Name:
        name = plain_font_name(font)
        descriptor = font.get("/FontDescriptor")
        if isinstance(descriptor, Dictionary) and any(key in descriptor for key in FONT_FILES):
            self._embedded += 1
            return tagged(name, self._embedded)
        return name

    def _font_encoding(self, value: Object) -> Mapping[str, Object]:
        encoding = value.get("/Encoding")
        if isinstance(encoding, Name):
            return {"/Encoding": encoding} if NAMED_ENCODING.fullmatch(str(encoding)) else {}
        if isinstance(encoding, Stream):
            kept = self.keys(encoding, ("/WMode",))
            kept |= {"/Type": Name.CMap, "/CMapName": Name.Custom}
            kept["/CIDSystemInfo"] = _system_info(encoding.get("/CIDSystemInfo"))
            data = streams.without_comments(encoding.read_bytes())
            return {"/Encoding": self.target.make_stream(data, kept)}
        if isinstance(encoding, Dictionary):
            kept = self.keys(encoding, ("/BaseEncoding",))
            if "/Differences" in encoding:
                kept["/Differences"] = _differences(value, encoding.Differences)
            return {"/Encoding": Dictionary(kept)}
        return {}

    def _inner_font(self, value: Object) -> Dictionary:
        kept = self.keys(value, INNER_FONT_KEYS)
        kept["/Type"] = Name.Font
        kept["/BaseFont"] = self._font_name(value)
        kept["/CIDSystemInfo"] = _system_info(value.get("/CIDSystemInfo"))
        if "/FontDescriptor" in value:
            self._add_descriptor(kept, value)
        glyphs = value.get("/CIDToGIDMap")
        if isinstance(glyphs, Stream):
            kept["/CIDToGIDMap"] = self.target.make_stream(glyphs.read_bytes())
        elif glyphs is not None:
            kept["/CIDToGIDMap"] = Name.Identity
        return Dictionary(kept)

    def _add_descriptor(self, kept: dict[str, Object], font: Object) -> None:
        made = self._descriptor(font.FontDescriptor, kept.get("/BaseFont"))
        if made is not None:
            kept["/FontDescriptor"] = made

    def _descriptor(self, value: Object, name: Object | None) -> Object | None:
        def make(source: Object) -> Object:
            kept = self.keys(source, DESCRIPTOR_KEYS)
            kept["/Type"] = Name.FontDescriptor
            kept["/FontName"] = name if name is not None else Name.Helvetica
            for key in FONT_FILES:
                if isinstance(source.get(key), Stream):
                    kept[key] = self._font_file(key, source[key])
            return Dictionary(kept)

        return self.once("descriptor", value, make)

    def _font_file(self, key: str, value: Object) -> Object:
        def make(source: Object) -> Object:
            kept = self.keys(source, ("/Length1", "/Length2", "/Length3", "/Subtype"))
            return self.target.make_stream(fontprograms.clean_font(key, source.read_bytes()), kept)

        made = self.once("fontfile", value, make)
        return made if made is not None else Dictionary()

    def _procedures(self, value: Object) -> Mapping[str, Object]:
        procedures, resources = Dictionary(), Dictionary()
        numbers = _procedure_names(value)
        for name, stream in value.CharProcs.items():
            if isinstance(stream, Stream):
                data, used = self._rewrite(stream, value.get("/Resources"))
                procedures[numbers[name]] = self.target.make_stream(data)
                streams.merge_resources(resources, used)
        return {"/CharProcs": procedures, "/Resources": resources}


def _system_info(info: Object | None) -> Dictionary:
    """Registry and ordering, where they are Adobe's own; else the identity."""
    known = {"Japan1", "GB1", "CNS1", "Korea1", "KR", "Identity", "UCS"}
    ordering = (
        str(info.get("/Ordering", "Identity")) if isinstance(info, Dictionary) else "Identity"
    )
    supplement = int(info.get("/Supplement", 0)) if isinstance(info, Dictionary) else 0
    return Dictionary(
        Registry=pikepdf.String("Adobe"),
        Ordering=pikepdf.String(ordering if ordering in known else "Identity"),
        Supplement=supplement,
    )


def _differences(font: Object, given: Object) -> Array:
    """Glyph names by code; those of glyph procedures are numbered, font files need theirs."""
    numbers = _procedure_names(font)
    made = Array()
    for item in streams.items(given):
        if isinstance(item, Name):
            made.append(Name(numbers.get(str(item), "/g0")) if numbers else item)
        elif not isinstance(item, (pikepdf.String, Dictionary, Stream)):
            made.append(item)
    return made


def _procedure_names(font: Object) -> dict[str, str]:
    """New names for the glyph procedures of a Type 3 font."""
    table = font.get("/CharProcs")
    names = sorted(table.keys()) if isinstance(table, Dictionary) else []
    return {name: f"/g{number}" for number, name in enumerate(names, 1)}


NAMED_ENCODING = re.compile(
    r"/(?:Identity-[HV]|WinAnsiEncoding|MacRomanEncoding|MacExpertEncoding|StandardEncoding|"
    r"(?:Uni|GB|B5|HK|ETen|ETenms|CNS|Ext|Add|KSC|KSCms|EUC|Hojo|78|83pv|90ms|90msp|90pv)"
    r"[A-Za-z0-9]*(?:-[A-Za-z0-9]+)*-[HV]|[HV])"
)
"""Encodings that the format itself defines."""
