"""What a text is held against, in a store that grew: weighed as it is by all of today."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from growing_corpus import Writer

from lineage import Document, keeping
from lineage.prepare import Prepared
from lineage.store import open_store
from lineage.upkeep import Weights

LINES = (
    "××市要压实安全生产责任",
    "人命关天，发展决不能以牺牲人的生命为代价",
    "XX区严格落实（一岗双责）",
    "全年新增 GDP 三百亿元，增长 6.5%",
    "坚决守住安##paidbegin##\n##paidend##全生产的底线",
)


@pytest.fixture(autouse=True)
def _always_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the way of large stores, which these small ones would not go."""
    monkeypatch.setattr(keeping, "SMALL", 0)


def write(chance: Random, name: str) -> Document:
    """Return a document of lines, some of which begin with a placeholder."""
    writer = Writer(chance.randrange(1000), formulae=4)
    lines = [chance.choice([*LINES, writer.write("", clauses=3).text]) for _ in range(12)]
    return Document(name, "\n".join(lines))


def grown_and_rebuilt(folder: Path, documents: list[Document]) -> tuple[Path, Path]:
    """Return a store that the last third of some documents came to in turn, and one of all."""
    grown, rebuilt = folder / "grown.store", folder / "rebuilt.store"
    n = len(documents) // 3
    keeping.add(documents[: 2 * n], grown)
    for document in documents[2 * n :]:
        keeping.add([document], grown)
    keeping.add(documents, rebuilt)
    return grown, rebuilt


def prepared(store: Path) -> dict[str, Prepared]:
    with open_store(store) as opened:
        return {side.document.id: side for side in opened.prepared(range(30)).values()}


def test_tokens_that_are_asked_for_are_weighed_by_all_documents(tmp_path: Path) -> None:
    chance = Random(5)
    documents = [write(chance, f"{n:02}") for n in range(30)]
    grown, rebuilt = grown_and_rebuilt(tmp_path, documents)
    old, new = prepared(grown), prepared(rebuilt)

    with open_store(grown) as opened:
        weights = Weights(opened)
        for name, side in old.items():
            asked = np.array(sorted(chance.sample(range(len(side.codes)), 5)))
            weighed = weights(side, asked)

            assert weighed.bits[asked].tolist() == new[name].bits[asked].tolist()
            assert weighed.borders.tolist() == side.borders.tolist()
    assert any(side.bits.tolist() != new[name].bits.tolist() for name, side in old.items())


def test_a_store_made_in_one_go_weighs_nothing_anew(tmp_path: Path) -> None:
    store = tmp_path / "a.store"
    keeping.add([write(Random(n), f"{n}") for n in range(3)], store)

    with open_store(store) as opened:
        (side,) = opened.prepared([1]).values()

        assert Weights(opened)(side, np.arange(3)) is side


def test_a_store_that_grew_finds_what_one_made_in_one_go_does(tmp_path: Path) -> None:
    """At first everybody speaks of safety, and then nobody does: what it tells has changed."""
    safety = [Document(f"a{n}", "压实安全生产责任。" * 20 + f"第{n}号。") for n in range(6)]
    rural = ["春天", "河水", "渔民", "苹果", "果农", "风筝", "报纸", "窗外", "小雨", "山谷", "稻田"]
    others = [Document(f"b{n}", "，".join(Random(n).choices(rural, k=500))) for n in range(3)]
    grown, rebuilt = grown_and_rebuilt(tmp_path, [*safety, *others])
    text = "压实安全生产的责任"

    found, _ = keeping.find(text, grown)
    _, family, _ = keeping.trace_with_holders(text, grown)

    assert found == keeping.find(text, rebuilt)[0]
    assert len(found) == 6 * 20
    assert family == keeping.trace_with_holders(text, rebuilt)[1]
