"""The parts of a Word file beside its text: styles, definitions of lists, properties."""

from collections.abc import Mapping

from lineage.readers.numbering import Definitions, Level

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_MATH = ("http://schemas.openxmlformats.org/officeDocument/2006/math t",)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_TITLE = "http://purl.org/dc/elements/1.1/ title"
_CREATED = "http://purl.org/dc/terms/ created"


def local_name(name: str) -> str:
    """Return an element's name without its namespace, which is marked when it is not Word's."""
    for namespace in _WORD:
        if name.startswith(namespace):
            return name[len(namespace) :]
    if name in _MATH:
        return "t"
    if name.startswith(_COMPATIBILITY):
        return "mc:" + name[len(_COMPATIBILITY) :]
    return "other:" + name.rpartition(" ")[2]


class _Elements:
    """Takes the elements of a part of which only some matter."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._path: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(local_name(name))
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self.take(self._path[-1], values)

    def end(self) -> None:
        self._path.pop()

    def text(self, data: str) -> None: ...

    def take(self, local: str, values: Mapping[str, str]) -> None:
        raise NotImplementedError


class Styles(_Elements):
    """Takes from the styles which of them are in lists."""

    def __init__(self, definitions: Definitions) -> None:
        super().__init__(definitions)
        self._style = ""

    def take(self, local: str, values: Mapping[str, str]) -> None:
        styles, value = self._definitions.styles, values.get("val", "")
        if local == "style":
            self._style = values.get("styleId", "")
            styles[self._style] = ("", "", "")
        elif self._style in styles:
            base, number, level = styles[self._style]
            if local == "basedOn":
                styles[self._style] = (value, number, level)
            elif local == "numId":
                styles[self._style] = (base, value, level)
            elif local == "ilvl":
                styles[self._style] = (base, number, value)


class Numbering(_Elements):
    """Takes the definitions of lists."""

    def __init__(self, definitions: Definitions) -> None:
        super().__init__(definitions)
        self._abstract = self._list = ""
        self._place = 0
        self._level: Level | None = None

    def take(self, local: str, values: Mapping[str, str]) -> None:
        value = values.get("val", "")
        if local == "abstractNum":
            self._abstract = values.get("abstractNumId", "")
            self._definitions.abstract[self._abstract] = {}
        elif local == "num":
            self._list = values.get("numId", "")
            self._definitions.lists[self._list] = ("", {})
        elif local == "abstractNumId" and self._list in self._definitions.lists:
            starts = self._definitions.lists[self._list][1]
            self._definitions.lists[self._list] = (value, starts)
        elif local == "numStyleLink":
            self._definitions.links[self._abstract] = value
        elif local == "lvlOverride":
            self._place = _place(values)
        elif local == "startOverride" and self._list in self._definitions.lists:
            self._definitions.lists[self._list][1][self._place] = _number(value, 1)
        elif local == "lvl" and "abstractNum" in self._path:
            self._level = Level()
            self._definitions.abstract[self._abstract][_place(values)] = self._level
        elif local == "lvl":
            # A level that one list changes is told by its definition well enough.
            self._level = None
        elif self._level is not None:
            self._describe(self._level, local, value)

    def _describe(self, level: Level, local: str, value: str) -> None:
        if local == "start":
            level.start = _number(value, 1)
        elif local == "numFmt":
            level.format = value
        elif local == "lvlText":
            level.text = value
        elif local == "suff":
            level.suffix = value


class Properties:
    """Takes the title and the day of making from a file's properties."""

    def __init__(self) -> None:
        self._name = ""
        self.found: dict[str, str] = {}

    def start(self, name: str, _: Mapping[str, str]) -> None:
        self._name = {_TITLE: "title", _CREATED: "date"}.get(name, "")

    def end(self) -> None:
        self._name = ""

    def text(self, data: str) -> None:
        if self._name:
            self.found[self._name] = " ".join((self.found.get(self._name, "") + data).split())


def _place(values: Mapping[str, str]) -> int:
    return _number(values.get("ilvl", ""), 0)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
