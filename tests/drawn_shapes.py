"""What the tests of drawings share: the shapes and edges of a drawing in DOT."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    name: str
    label: str
    x: float
    y: float
    width: float
    height: float
    attributes: str

    def overlaps(self, other: "Shape") -> bool:
        apart = abs(self.x - other.x) >= (self.width + other.width) / 2 - 0.1
        return not apart and abs(self.y - other.y) < (self.height + other.height) / 2 - 0.1


def value(name: str, attributes: str) -> str:
    found = re.search(rf'\b{name}=("(?:[^"\\]|\\.)*"|[^\s\]]+)', attributes, re.DOTALL)
    return found[1].strip('"') if found else ""


def shapes(dot: str) -> Iterator[Shape]:
    for name, attributes in re.findall(r"^\t+(\w+) \[(.*)\]$", dot, re.MULTILINE):
        if "pos=" in attributes and "style=invis" not in attributes:
            x, y = map(float, value("pos", attributes).split(","))
            width, height = (float(value(side, attributes)) * 72 for side in ("width", "height"))
            yield Shape(name, value("label", attributes), x, y, width, height, attributes)


def documents(dot: str) -> dict[str, Shape]:
    return {shape.name: shape for shape in shapes(dot) if re.fullmatch(r"d\d+", shape.name)}


def edges(dot: str) -> dict[tuple[str, str], str]:
    found = re.findall(r"^\t(d\d+) -> (d\d+) \[(.*)\]$", dot, re.MULTILINE)
    return {(tail, head): attributes for tail, head, attributes in found}


def words(dot: str) -> str:
    return "\n".join(shape.label for shape in shapes(dot))
