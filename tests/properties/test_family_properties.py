"""What holds of every analysis, whatever the documents: order, repeatability, quotation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

import lineage
from lineage import Analysis, Document, Family, Occurrence, Settings
from lineage.dates import is_before
from lineage.edits import wording_edits
from lineage.graph import to_node_link
from lineage.measures import covered_length

FORMULAE = (
    "发展决不能以牺牲安全为代价，这是一条不可逾越的红线",
    "管行业必须管安全、管业务必须管安全、管生产经营必须管安全",
    "进企业、进农村、进社区、进学校、进家庭",
    "守土有责、守土负责、守土盡責",
    "企##paidbegin##业安全发展，XX区的生产总值增长６.５％",
    "The quick brown fox jumps over the lazy dog",
    "𠮷野家的招牌在𡃁仔街上挂了一百年",
)
FILLING = (
    "春天来了，山上的花都开了。",
    "河水静静地向东流去；",
    "\r\n  ",
    "……",
    "仅供学习 禁止外传，加微信进会员群\n",
    "×同志说：“好！”",
    "",
)

pieces = st.one_of(
    st.sampled_from(FORMULAE),
    st.sampled_from(FILLING),
    st.sampled_from([text[:9] + text[12:] for text in FORMULAE]),
    st.text(st.sampled_from("安全生产的XX*、。“”\n \u3000a1😀𠮷\ud800㈠"), max_size=12),
)
texts = st.lists(pieces, max_size=7).map("".join)
dates = st.sampled_from([None, None, "2020", "2021", "2021-03", "2021-03-05"])
ids = st.text(st.characters(exclude_categories=[]), min_size=0, max_size=5)


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    names = draw(st.lists(ids, min_size=0, max_size=5, unique=True))
    return [Document(name, draw(texts), date=draw(dates)) for name in names]


def shown(analysis: Analysis) -> tuple[object, ...]:
    return (
        analysis.to_dict("passage"),
        analysis.to_dict("sentence"),
        to_node_link(analysis.graph()),
        analysis.corpus,
    )


def analyze(documents: Sequence[Document], *, use_dates: bool = True) -> Analysis:
    return lineage.analyze(documents, settings=Settings(threads=1, use_dates=use_dates))


@settings(max_examples=8)
@given(corpora(), st.data())
def test_the_order_of_the_documents_changes_nothing_and_two_runs_are_the_same(
    documents: list[Document], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(documents))

    one, two = analyze(documents), analyze(shuffled)

    assert shown(one) == shown(two)


@settings(max_examples=15)
@given(corpora())
def test_every_claim_of_an_analysis_can_be_quoted(documents: list[Document]) -> None:
    text_of = {document.id: document.text for document in documents}
    date_of = {document.id: document.date for document in documents}

    analysis = analyze(documents)

    for family in (*analysis.families(), *analysis.families("sentence")):
        assert len(family.documents) > 1
        assert family.text in {occurrence.text for occurrence in family.occurrences}
        for occurrence in family.occurrences:
            assert occurrence.span.cut(text_of[occurrence.document]) == occurrence.text
            assert 0 <= occurrence.similarity <= 1
            assert_steps_rebuild_both_wordings(family, occurrence)
            assert_sources_are_surely_earlier(family, occurrence, date_of)
    assert_shares_are_what_is_covered(analysis)


def assert_steps_rebuild_both_wordings(family: Family, occurrence: Occurrence) -> None:
    # A source may have the wording twice; one of its places is the reference.
    references = [o.text for o in family.occurrences if o.document == occurrence.source]
    assert occurrence.reference in (references or [family.text])
    assert occurrence.reference is not None
    edits = wording_edits(occurrence.reference, occurrence.text)
    assert "".join(edit.left.cut(occurrence.reference) for edit in edits) == occurrence.reference
    assert "".join(edit.right.cut(occurrence.text) for edit in edits) == occurrence.text
    for one, two in pairwise(edits):
        assert (one.left.end, one.right.end) == (two.left.start, two.right.start)


def assert_sources_are_surely_earlier(
    family: Family, occurrence: Occurrence, date_of: Mapping[str, str | None]
) -> None:
    assert occurrence.source == (occurrence.sources[0] if occurrence.sources else None)
    for source in occurrence.sources:
        earlier, later = date_of[source], date_of[occurrence.document]
        assert earlier is not None
        assert later is not None
        assert is_before(earlier, later)
        assert source in family.documents


def assert_shares_are_what_is_covered(analysis: Analysis) -> None:
    spans = defaultdict(list)
    for family in analysis.families():
        for occurrence in family.occurrences:
            spans[occurrence.document].append(occurrence.span)
    for profile in analysis.corpus.profiles:
        assert abs(profile.taken + profile.elsewhere + profile.new - 1) < 1e-9
        assert min(profile.taken, profile.elsewhere, profile.new) >= 0
        covered = covered_length(spans[profile.document])
        assert abs(profile.coverage * profile.characters - covered) < 1e-6


@settings(max_examples=8)
@given(corpora())
def test_without_dates_nothing_has_a_direction(documents: list[Document]) -> None:
    corpus = analyze(documents, use_dates=False).corpus

    assert not any(relation.directed for relation in corpus.reuse)
    for family in (*corpus.families, *corpus.sentence_families):
        assert family.earliest is None
        assert {(o.source, o.sources) for o in family.occurrences} == {(None, ())}


@settings(max_examples=40)
@given(st.sampled_from(FORMULAE), corpora())
def test_what_is_found_is_quoted_and_every_exact_place_is_among_it(
    wanted: str, documents: list[Document]
) -> None:
    text_of = {document.id: document.text for document in documents}

    found = lineage.find(wanted, documents)

    for occurrence in found:
        assert occurrence.span.cut(text_of[occurrence.document]) == occurrence.text
    # In a line that a reseller added nothing is found.
    having = {
        document.id
        for document in documents
        if f"。{wanted}。" in f"。{document.text}。" and "会员群" not in document.text
    }
    assert having <= {occurrence.document for occurrence in found}
