"""The kernels tell of families what the slow functions of `reference` tell."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_texts import corpora, groups_in, prepared_of, segments_of, versions
from reference import (
    cohesion,
    descent,
    kinds,
)

from lineage import cohesion as fast_cohesion
from lineage import families as fast_families
from lineage.descent import as_families
from lineage.groups import Groups
from lineage.kinds import standings_of
from lineage.linking import find_links
from lineage.model import Document, RawSpan
from lineage.native.descriptions import in_tokens
from lineage.places import Group, Place, members_table
from lineage.prepare import Prepared, prepare, texts_of
from lineage.scripts import Scripts
from lineage.telling import describe_groups, tell


@given(corpora, st.data())
def test_what_of_a_family_is_listed(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    links = find_links(texts_of(prepared), segments_of(prepared), 10.0)
    joined = fast_families.join_guarded(links, texts_of(prepared), resemblance=0.5, by_bits=True)
    groups = [*joined.listed(prepared), *data.draw(groups_in(prepared))]

    fast = fast_cohesion.cohesive(
        *members_table(groups), fast_cohesion.Weighings(prepared, texts_of(prepared))
    )

    slow = [cohesion.cohesive(group, prepared) for group in groups]
    assert fast.marked.listed(prepared) == tuple(each.marked for each in slow)
    assert fast.clauses == [cohesion.counted(each.clauses, prepared) for each in slow]


@given(corpora, st.data())
def test_which_tokens_start_where_characters_stand(texts: list[str], data: st.DataObject) -> None:
    scripts = Scripts(prepared_of(texts))
    numbers = data.draw(st.lists(st.sampled_from(range(len(texts)))))
    ends = [sorted(data.draw(st.tuples(*2 * [st.integers(0, len(texts[n]))]))) for n in numbers]
    places = np.array([(n, *each) for n, each in zip(numbers, ends, strict=True)], np.int32)
    places = places.reshape(-1, 3)

    found = in_tokens(scripts.texts, scripts.having(places), places)

    spans = [
        scripts.prepared[n].stream.norm_span(RawSpan(*each))
        for n, each in zip(numbers, ends, strict=True)
    ]
    assert found[:, 0].tolist() == numbers
    assert found[:, 1:].tolist() == [[span.start, span.end] for span in spans]


def worded(groups: Sequence[Group]) -> tuple[Groups, list[str]]:
    """Return families as a table, and their wordings."""
    return Groups.of(groups), [group.wording for group in groups]


dates = st.sampled_from([None, "2019", "2019-05", "2020-01-02", "2020-01-03", "2021"])


@given(corpora, st.data(), st.booleans())
def test_what_is_told_of_a_family(texts: list[str], data: st.DataObject, use_dates: bool) -> None:
    prepared = prepare(
        [Document(f"{n % 3}{n}", text, date=data.draw(dates)) for n, text in enumerate(texts)]
    )
    links = find_links(texts_of(prepared), segments_of(prepared), 10.0)
    found = fast_families.join_guarded(links, texts_of(prepared), resemblance=0.5, by_bits=True)
    drawn = data.draw(groups_in(prepared))
    groups = [group for group in (*found.listed(prepared), *drawn) if group.members]

    fast = as_families(tell(*worded(groups), Scripts(prepared, use_dates=use_dates)), prepared)

    slow = [descent.describe(group, prepared, use_dates=use_dates) for group in groups]
    for one, other in zip(fast, slow, strict=True):
        assert one.to_dict() == other.to_dict()
        assert [o.reference for o in one.occurrences] == [o.reference for o in other.occurrences]


quoting = st.lists(
    st.text('天地人"“”《》「」说：。', min_size=4, max_size=30), min_size=2, max_size=4
)


@given(quoting, st.data(), st.integers(0, 130))
def test_how_the_members_of_a_family_stand(
    texts: list[str], data: st.DataObject, distance: int
) -> None:
    # Marks are looked for as far as 120 characters away.
    far = "，" * distance
    prepared = prepared_of([text.replace("。", far) for text in texts])
    groups = [group for group in data.draw(groups_in(prepared)) if group.members]
    scripts = Scripts(prepared)

    fast = standings_of(describe_groups(*worded(groups), scripts), scripts)

    assert fast == [kinds.standing_of(kinds.stretches_of(group, prepared)) for group in groups]


@given(versions())
def test_readings_of_long_wordings(prepared: tuple[Prepared, ...]) -> None:
    """Of their matrix a band is computed, which must not change what is aligned with what."""
    places = tuple(Place(number, 0, len(side.codes)) for number, side in enumerate(prepared))
    group = Group(prepared[0].stream.text, places)

    (fast,) = as_families(tell(*worded([group]), Scripts(prepared)), prepared)

    assert fast.to_dict() == descent.describe(group, prepared).to_dict()
