"""Who took it from whom: tricky cases, told as short stories."""

import os
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

import lineage
from lineage import Analysis, Document, Family
from lineage.normalize import normalize

PHRASE = "以习近平新时代中国特色社会主义思想为指导，坚持稳中求进工作总基调，以进促稳、先立后破"
FILLING = (
    "春天来了，山上的花都开了，孩子们在田野里放风筝。",
    "河水静静地向东流去，渔民清晨出港，傍晚归来。",
    "图书馆里很安静，老人翻着旧报纸，窗外下着小雨。",
    "今年的苹果又大又甜，果农忙着采摘和装箱。",
)


def family_of(documents: list[Document]) -> Family:
    family = lineage.trace(PHRASE, documents)
    assert family is not None
    return family


def test_a_report_of_march_is_no_source_of_the_reports_of_january() -> None:
    """A broadcast in December, 88 cities in January, the national report in March."""
    documents = [
        Document("march.txt", f"{FILLING[0]}{PHRASE}。", date="2024-03-05"),
        Document("broadcast.txt", f"{FILLING[1]}{PHRASE}。", date="2023-12-12"),
        *(
            Document(
                f"city {n:02}.txt", f"{FILLING[n % 4]}{PHRASE}。", date=f"2024-01-{n % 28 + 1:02}"
            )
            for n in range(88)
        ),
    ]

    analysis = lineage.analyze(documents)

    family = max(analysis.families(), key=lambda f: len(f.documents))
    assert len(family.documents) == 90
    assert family.earliest is not None
    assert (family.earliest.document, family.earliest.date) == ("broadcast.txt", "2023-12-12")
    sources = {o.document: o.sources for o in family.occurrences}
    assert not any("march.txt" in earlier for earlier in sources.values())
    assert {o.source for o in family.occurrences} == {None, "broadcast.txt"}
    assert len(sources["march.txt"]) == 89


def test_a_report_that_tells_only_its_year_is_neither_source_nor_heir_of_those_of_its_year() -> (
    None
):
    documents = [
        Document("national.txt", f"{FILLING[0]}{PHRASE}。", date="2024"),
        Document("broadcast.txt", f"{FILLING[1]}{PHRASE}。", date="2023-12"),
        Document("city 1.txt", f"{FILLING[2]}{PHRASE}。", date="2024-01-16"),
        Document("city 2.txt", f"{FILLING[3]}{PHRASE}。", date="2024-02-03"),
    ]

    family = family_of(documents)

    assert family.earliest is not None
    assert family.earliest.document == "broadcast.txt"
    assert {o.document: o.sources for o in family.occurrences} == {
        "broadcast.txt": (),
        "national.txt": ("broadcast.txt",),
        "city 1.txt": ("broadcast.txt",),
        "city 2.txt": ("broadcast.txt", "city 1.txt"),
    }


def test_records_of_one_day_have_no_order_among_themselves() -> None:
    """A speech, its broadcast and its printing on the same day."""
    documents = [
        Document(name, f"{FILLING[n]}{PHRASE}。", date="2024-01-16") for n, name in enumerate("abc")
    ]

    analysis = lineage.analyze(documents)

    (family,) = analysis.families()
    assert family.earliest is None
    assert {o.sources for o in family.occurrences} == {()}
    assert not any(relation.directed for relation in analysis.corpus.reuse)


# A slip that nobody writes on purpose: 侍 looks like 持.
SLIP = PHRASE.replace("坚持", "坚侍")


def test_without_dates_a_slip_tells_who_copied_whom() -> None:
    documents = [
        Document("copy", f"{FILLING[0]}{SLIP}。"),
        Document("model", f"{FILLING[1]}{PHRASE}。"),
    ]

    analysis = lineage.analyze(documents)

    (family,) = analysis.families()
    told = {o.document: o for o in family.occurrences}
    assert (told["copy"].source, told["model"].source) == ("model", None)
    direction = told["copy"].to_dict()["direction"]
    assert direction["by"] == "text"
    assert direction["confidence"] >= 0.8
    assert [(clue["text"], clue["instead_of"]) for clue in direction["evidence"]] == [("侍", "持")]
    (edge,) = (e for _, _, e in analysis.graph().edges(data=True) if e["kind"] == "reuse")
    assert (edge["directed"], edge["by"]) == (True, "text")
    assert analysis.graph().has_edge("model", "copy")
    assert family.earliest is None


def test_a_slip_in_the_earlier_of_two_dated_documents_changes_nothing() -> None:
    """Whoever copied it mended it: dates are known, a guess is not asked for."""
    documents = [
        Document("first", f"{FILLING[0]}{SLIP}。", date="2020"),
        Document("mended", f"{FILLING[1]}{PHRASE}。", date="2021"),
    ]

    family = family_of(documents)

    assert {o.document: o.source for o in family.occurrences} == {"first": None, "mended": "first"}
    assert {o.direction.by for o in family.occurrences if o.direction} == {"dates"}


def test_a_filled_template_and_an_empty_one_have_no_order() -> None:
    """The template may be made from the speech, or the speech from the template."""
    documents = [
        Document("empty", f"{FILLING[0]}{PHRASE}，努力把××建设成为××××。"),
        Document("filled", f"{FILLING[1]}{PHRASE}，努力把武汉建设成为国家中心城市。"),
    ]

    family = family_of(documents)

    assert {o.direction for o in family.occurrences} == {None}


def test_a_shorter_and_a_longer_wording_have_no_order() -> None:
    """Whoever copies may leave out a clause, or add one."""
    documents = [
        Document("short", f"{FILLING[0]}{PHRASE.replace('，坚持稳中求进工作总基调', '')}。"),
        Document("long", f"{FILLING[1]}{PHRASE}。"),
    ]

    family = family_of(documents)

    assert {o.direction for o in family.occurrences} == {None}


def test_reports_that_tell_only_their_year_have_no_order_among_themselves() -> None:
    documents = [
        Document("a", f"{FILLING[0]}{PHRASE}。", date="2024"),
        Document("b", f"{FILLING[1]}{PHRASE}。", date="2024-01-16"),
        Document("c", f"{FILLING[2]}{PHRASE}。", date="2025"),
    ]

    family = family_of(documents)

    assert family.earliest is None
    assert {o.document: o.sources for o in family.occurrences} == {
        "a": (),
        "b": (),
        "c": ("a", "b"),
    }


def test_a_change_is_handed_on_from_whoever_made_it() -> None:
    changed = PHRASE.replace("工作总基调", "这个主基调")
    documents = [
        Document("first", f"{FILLING[0]}{PHRASE}。", date="2021"),
        Document("changer", f"{FILLING[1]}{changed}。", date="2022"),
        Document("heir", f"{FILLING[2]}{changed}。", date="2023"),
        Document("faithful", f"{FILLING[3]}{PHRASE}。", date="2024"),
    ]

    family = family_of(documents)

    assert {o.document: o.source for o in family.occurrences} == {
        "first": None,
        "changer": "first",
        "heir": "changer",
        "faithful": "first",
    }
    assert [variant.documents for variant in family.variants] == [
        ("faithful", "first"),
        ("changer", "heir"),
    ]


def test_a_quotation_within_a_quotation_is_still_one() -> None:
    said = f"他强调：“要记住‘{PHRASE}’这句话。”"
    documents = [Document(name, f"{FILLING[0] * 9}{said}{FILLING[1] * 9}") for name in "ab"]

    assert family_of(documents).kind == "quotation"


def test_a_wording_twice_in_one_document_is_not_its_own_source() -> None:
    documents = [
        Document("a", f"{PHRASE}。{FILLING[0]}{PHRASE}。", date="2020"),
        Document("b", f"{FILLING[1]}{PHRASE}。", date="2021"),
    ]

    family = family_of(documents)

    assert [(o.document, o.source) for o in family.occurrences] == [
        ("a", None),
        ("a", None),
        ("b", "a"),
    ]
    assert family.occurrences[-1].sources == ("a",)


@pytest.fixture(scope="module")
def speeches(seeds: Path) -> Analysis:
    return lineage.analyze(lineage.read(seeds))


def test_no_family_reaches_into_what_resellers_added(speeches: Analysis) -> None:
    """004 has a marker in the middle of a word; what stands around it may be shared."""
    inserted = {profile.document: profile.inserted for profile in speeches.corpus.profiles}
    text_of = {document.id: document.text for document in speeches.corpus.documents}
    assert sum(map(len, inserted.values())) > 2
    checked = 0

    for family in (*speeches.families(), *speeches.families("sentence")):
        for occurrence in family.occurrences:
            for span in inserted[occurrence.document]:
                overlaps = span.start < occurrence.span.end and occurrence.span.start < span.end
                if not overlaps:
                    checked += 1
                    continue
                text = text_of[occurrence.document]
                assert re.fullmatch("##paid(begin|end)##", span.cut(text))
                assert occurrence.span.start < span.start
                assert span.end < occurrence.span.end
    assert checked


def test_a_placeholder_is_a_slot_of_the_template(speeches: Analysis) -> None:
    """Some speeches circulate with ``*`` and ``××`` for names; they are read as anything."""
    with_placeholder = [
        family for family in speeches.families() if "\ufffe" in normalize(family.text).text
    ]

    for family in with_placeholder:
        assert "〔" in family.template
        assert not set("*×") & set(family.template)


def test_only_the_two_dated_speeches_have_an_order(speeches: Analysis) -> None:
    directed = {(r.source[:3], r.target[:3]) for r in speeches.corpus.reuse if r.directed}

    assert directed == {("001", "002")}


REPORTS = (
    Path(
        os.environ.get(
            "LINEAGE_CORPORA", Path(__file__).resolve().parents[3] / "shared" / "corpora"
        )
    )
    / "city_reports_2024"
)
only_with_reports = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the folder city_reports_2024 of city reports is not here"
)


@pytest.fixture(scope="module")
def reports() -> Analysis:
    # The first two tell their day; of the others some are enough.
    documents = lineage.read(REPORTS)
    return lineage.analyze([*documents[:2], *documents[2::8]])


@only_with_reports
def test_no_family_of_reports_has_two_members_that_overlap(reports: Analysis) -> None:
    overlapping = set()
    for family in reports.families():
        spans = defaultdict(list)
        for occurrence in family.occurrences:
            spans[occurrence.document].append(occurrence.span)
        for places in spans.values():
            if any(one.end > two.start for one, two in pairwise(sorted(places))):
                overlapping.add(family.text)

    assert overlapping == set()


@only_with_reports
def test_members_of_a_family_of_reports_are_of_like_length(reports: Analysis) -> None:
    ratios = {
        family.text: max(lengths) / min(lengths)
        for family in reports.families()
        for lengths in [[len(normalize(o.text)) for o in family.occurrences]]
    }

    assert len(ratios) > 50
    assert max(ratios.values()) < 6


@only_with_reports
def test_members_of_families_of_reports_resemble_the_wording(reports: Analysis) -> None:
    alike = sorted(o.similarity for family in reports.families() for o in family.occurrences)

    unlike = sum(similarity < 0.5 for similarity in alike)
    assert unlike <= 0.02 * len(alike)
    assert alike[0] > 0.2


@only_with_reports
def test_no_family_of_reports_swallows_a_document(reports: Analysis) -> None:
    characters = {document.id: len(document.text) for document in reports.corpus.documents}
    for family in reports.families():
        taken: dict[str, int] = defaultdict(int)
        for occurrence in family.occurrences:
            taken[occurrence.document] += len(occurrence.span)
        assert all(n < 0.1 * characters[name] for name, n in taken.items()), family.text


@only_with_reports
def test_only_reports_of_a_later_day_have_a_source(reports: Analysis) -> None:
    directed = {(r.source[:10], r.target[:10]) for r in reports.corpus.reuse if r.directed}

    assert directed <= {("2024-01-16", "2024-02-03")}
