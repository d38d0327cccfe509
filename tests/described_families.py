"""Families described from their members' wordings and dates, for tests of descent."""

from lineage.descent import describe
from lineage.model import Document, Family, RawSpan
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare

LINE = "发展决不能以牺牲安全为代价这条红线"
AROUND = ("各位同志大家好", "请大家认真落实")


def place_of(wording: str, number: int, side: Prepared) -> Place:
    at = side.document.text.index(wording)
    span = side.stream.norm_span(RawSpan(at, at + len(wording)))
    return Place(number, span.start, span.end)


def family_of(
    *members: tuple[str, str | None], wording: str | None = None, use_dates: bool = True
) -> Family:
    """Describe a family whose n-th member stands in the document ``a``, ``b``, …"""
    documents = [
        Document(
            chr(ord("a") + n) if n < 26 else f"z{n}",
            f"{AROUND[0]}，{text}，{AROUND[1]}。",
            date=date,
        )
        for n, (text, date) in enumerate(members)
    ]
    prepared = prepare(documents)
    places = tuple(place_of(members[n][0], n, side) for n, side in enumerate(prepared))
    model = places[[text for text, _ in members].index(wording or members[0][0])]
    tokens = prepared[model.document].stream.text[model.start : model.end]
    return describe(Group(tokens, places), prepared, use_dates=use_dates)
