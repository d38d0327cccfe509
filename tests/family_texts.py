"""Texts in which a formula stands alone and inside longer wording."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from lineage.groups import Groups
from lineage.model import Document
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare

FORMULA = "发展决不能以牺牲安全为代价这条红线"
LONG = f"我们要牢记{FORMULA}，压实属地监管责任和企业主体责任，堵塞漏洞、补齐短板、强化保障，确保人民生命财产安全"


AROUND = ("春天来了|花开得好", "河水向东|山高得很", "今天有雨|明日放晴", "学而时习|温故知新")


def around(number: int, text: str) -> str:
    before, after = AROUND[number].split("|")
    return f"{before}。{text}。{after}。"


def prepared_of(*texts: str) -> tuple[Prepared, ...]:
    return prepare([Document(str(n), text) for n, text in enumerate(texts)])


def tokens(prepared: Sequence[Prepared], place: Place) -> str:
    return prepared[place.document].stream.text[place.start : place.end]


def find(prepared: tuple[Prepared, ...], document: int, wording: str) -> Place:
    wanted = prepare([Document("wanted", wording)])[0].stream.text
    start = prepared[document].stream.text.index(wanted)
    return Place(document, start, start + len(wanted))


def table_of(groups: Iterable[Group], prepared: Sequence[Prepared]) -> Groups:
    """Return families whose wordings stand at members of theirs as a table."""
    listed = list(groups)
    models = [next(p for p in g.members if tokens(prepared, p) == g.wording) for g in listed]
    return replace(Groups.of(listed), models=np.array(models, np.int32).reshape(-1, 3))


def has_overlaps(group: Group) -> bool:
    by_document: dict[int, list[Place]] = defaultdict(list)
    for member in sorted(group.members):
        by_document[member.document].append(member)
    return any(
        one.end > two.start for places in by_document.values() for one, two in pairwise(places)
    )
