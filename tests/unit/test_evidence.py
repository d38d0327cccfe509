"""How much a family tells, and what it takes to be listed."""

import pytest
from reference.evidence import promise_of

from lineage.evidence import Clauses, evidence_of, least_evidence, most_evidence, wording_bits
from lineage.groups import Groups
from lineage.model import Document
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare, texts_of

WORDING = "发展决不能以牺牲安全为代价"


def telling(n_documents: int, *, torn: bool = False) -> tuple[Group, tuple[Prepared, ...]]:
    """Return a family of one wording, a clause of each document or a part of one."""
    text = f"我们都说{WORDING}这句话" if torn else f"我们说，{WORDING}，记住了"
    prepared = prepare([Document(f"{n}", text) for n in range(n_documents)])
    start = prepared[0].stream.text.index(WORDING)
    members = tuple(Place(n, start, start + len(WORDING)) for n in range(n_documents))
    return Group(WORDING, members), prepared


def clauses(group: Group, *, torn: bool = False) -> Clauses:
    """Return a family all of whose members are clauses, or none."""
    n = len(group.members)
    return Clauses(n, len(group.documents), 0 if torn else 2 * n)


def bits_told(group: Group, prepared: tuple[Prepared, ...]) -> float:
    bits: list[float] = wording_bits(*worded(group), texts_of(prepared)).tolist()
    return bits[0]


def worded(group: Group) -> tuple[Groups, list[str]]:
    return Groups.of([group]), [group.wording]


def bits_of(group: Group, prepared: tuple[Prepared, ...]) -> float:
    place = group.members[0]
    return float(prepared[0].bits[place.start : place.end].sum())


def test_a_wording_counts_from_its_surprisal_on() -> None:
    group, prepared = telling(2)
    bits = bits_of(group, prepared)

    assert evidence_of(bits_told(group, prepared), clauses(group)) >= bits
    assert evidence_of(bits_told(group, prepared), clauses(group)) < bits * 1.1


def test_each_doubling_of_its_documents_counts_as_a_quarter_more() -> None:
    group, prepared = telling(9)
    bits = bits_of(group, prepared)

    assert evidence_of(bits_told(group, prepared), clauses(group)) >= bits * 1.75
    assert evidence_of(bits_told(group, prepared), clauses(group)) < bits * 1.85


def test_wording_that_ends_within_clauses_needs_more() -> None:
    torn = True
    group, prepared = telling(2, torn=torn)
    bits = bits_of(group, prepared)

    assert evidence_of(bits_told(group, prepared), clauses(group, torn=torn)) < bits * 0.6
    assert evidence_of(bits_told(group, prepared), clauses(group, torn=torn)) >= bits * 0.5


@pytest.mark.parametrize("torn", [False, True])
def test_no_family_tells_more_than_if_all_its_members_ended_with_clauses(torn: bool) -> None:
    group, prepared = telling(4, torn=torn)
    fewer = Group(group.wording, group.members[:2])

    (most,) = most_evidence(
        wording_bits(*worded(group), texts_of(prepared)), worded(group)[0].n_documents
    ).tolist()

    assert most >= evidence_of(bits_told(group, prepared), clauses(group, torn=torn))
    assert most > evidence_of(bits_told(group, prepared), clauses(fewer))
    assert (most > evidence_of(bits_told(group, prepared), clauses(group, torn=torn))) is torn


def test_where_members_end_is_asked_of_whole_clauses() -> None:
    group, prepared = telling(2, torn=True)

    assert evidence_of(bits_told(group, prepared), clauses(group)) < bits_of(group, prepared) * 1.1


def test_a_family_that_might_come_to_count_is_worth_the_effort() -> None:
    group, prepared = telling(2)
    bits = bits_of(group, prepared)

    assert promise_of(group, prepared) >= bits * 1.5
    assert promise_of(group, prepared) < bits * 3


def test_larger_collections_ask_for_more() -> None:
    small, large = 200, 100_000

    assert least_evidence(large, 6.0) > least_evidence(small, 6.0) > 6.0
    assert least_evidence(small, 16.0) - least_evidence(small, 6.0) == pytest.approx(10.0)
