"""Which optional content the document's default view hides."""

from typing import cast

from pikepdf import Array, Dictionary, Object, Pdf

from scrubbing.engine.formats.pdf.streams import items

HIDING_USES = {"/Print", "/Export", "/View"}


class Layers:
    """Answers whether content marked with a group or membership is hidden."""

    def __init__(self, pdf: Pdf) -> None:
        properties = pdf.Root.get("/OCProperties")
        self._off: set[tuple[int, int]] = set()
        self.groups: list[Object] = []
        if isinstance(properties, Dictionary):
            self.groups = items(cast("Object", properties.get("/OCGs")))
            self._read(properties)

    def __bool__(self) -> bool:
        """Whether anything is hidden."""
        return bool(self._off)

    def _read(self, properties: Object) -> None:
        view = properties.get("/D")
        if not isinstance(view, Dictionary):
            return
        if str(view.get("/BaseState", "/ON")) == "/OFF":
            self._off = {group.objgen for group in self.groups}
            self._off -= {group.objgen for group in items(view.get("/ON", Array()))}
        self._off |= {group.objgen for group in items(view.get("/OFF", Array()))}
        for group in self.groups:
            usage = group.get("/Usage") if isinstance(group, Dictionary) else None
            shown = usage.get("/View") if isinstance(usage, Dictionary) else None
            if isinstance(shown, Dictionary) and str(shown.get("/ViewState")) == "/OFF":
                self._off.add(group.objgen)

    def hides(self, mark: Object | None) -> bool:
        if not self._off or not isinstance(mark, Dictionary):
            return False
        if str(mark.get("/Type")) != "/OCMD":
            return mark.objgen in self._off
        members = mark.get("/OCGs")
        groups = items(members) if isinstance(members, Array) else [members]
        states = [one.objgen not in self._off for one in groups if isinstance(one, Dictionary)]
        if not states:
            return False
        match str(mark.get("/P", "/AnyOn")):
            case "/AllOn":
                return not all(states)
            case "/AnyOff":
                return all(states)
            case "/AllOff":
                return any(states)
            case _:
                return not any(states)
