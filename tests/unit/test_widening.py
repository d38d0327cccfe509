"""What wide families take in, and which of them become one."""

from family_texts import FORMULA, around, find, prepared_of, tokens

from lineage.places import Group, Link, Place
from lineage.prepare import Prepared
from lineage.widening import merged, take_in, take_in_sentences

NEARER = FORMULA
FARTHER = "发展决不能以牺牲环境为代价这条底线"
LONGER = f"{FORMULA}，谁都不能碰"


def family(prepared: tuple[Prepared, ...], wording: str, *documents: int) -> Group:
    members = tuple(find(prepared, number, wording) for number in documents)
    return Group(tokens(prepared, members[0]), members)


def between(one: Place, two: Place) -> Link:
    return Link(one, two, 0.8)


def test_a_new_document_is_taken_in_and_another_through_it() -> None:
    prepared = prepared_of(*(around(n, FORMULA) for n in range(4)))
    places = [find(prepared, n, FORMULA) for n in range(4)]
    wide = {7: family(prepared, FORMULA, 0, 1)}

    # Nothing ties the last one to the family but the one before it.
    links = [between(places[2], places[3]), between(places[1], places[2])]

    assert take_in(wide, links, prepared, resemblance=0.5) == {7: [places[2], places[3]]}


def test_a_stretch_goes_to_the_family_that_it_is_most_like() -> None:
    prepared = prepared_of(*(around(n, text) for n, text in enumerate([NEARER, FARTHER, NEARER])))
    new = find(prepared, 2, NEARER)
    wide = {1: family(prepared, FARTHER, 1), 2: family(prepared, NEARER, 0)}
    links = [between(find(prepared, n, text), new) for n, text in enumerate([NEARER, FARTHER])]

    assert take_in({1: wide[1]}, links[1:], prepared, resemblance=0.4) == {1: [new]}
    assert take_in(wide, links[::-1], prepared, resemblance=0.4) == {2: [new]}


def test_of_families_inside_each_other_a_pair_leads_to_the_one_that_it_fits() -> None:
    prepared = prepared_of(*(around(n, text) for n, text in enumerate([LONGER, LONGER])))
    here, there = (find(prepared, n, LONGER) for n in range(2))
    wide = {1: family(prepared, FORMULA, 0), 2: family(prepared, LONGER, 0)}

    assert take_in(wide, [between(here, there)], prepared, resemblance=0.5) == {2: [there]}


def test_what_has_only_common_words_of_a_wording_is_not_taken_in() -> None:
    # What all say tells little; the rare words tell the two apart.
    texts = ["按照有关规定负责各自的饕餮夔龙工作", "按照有关规定负责各自的氍毹髹漆工作"]
    prepared = prepared_of(*texts, *["按照有关规定负责各自的工作"] * 12)
    same, other = (Place(n, 0, len(prepared[n].codes)) for n in range(2))
    wide = {1: family(prepared, texts[0], 0)}

    assert take_in(wide, [between(same, other)], prepared, resemblance=0.5) == {}


def test_a_sentence_goes_to_the_likest_family_and_another_through_it() -> None:
    prepared = prepared_of(FARTHER, NEARER, NEARER, NEARER, "春天来了花开得好")
    whole = [Place(n, 0, len(side.codes)) for n, side in enumerate(prepared)]
    wide = {1: family(prepared, FARTHER, 0), 2: family(prepared, NEARER, 1)}
    links = [
        Link(whole[0], whole[2], 0.8),
        Link(whole[1], whole[2], 1.0),
        Link(whole[2], whole[3], 1.0),
        Link(whole[3], whole[4], 0.75),
    ]

    taken = take_in_sentences(wide, links, prepared, resemblance=0.75)

    assert taken == {2: [whole[2], whole[3]]}


def test_wide_families_that_have_come_to_coincide_are_one() -> None:
    more = Group(FORMULA, tuple(Place(n, 0, 17) for n in range(6)))
    fewer = Group(FORMULA[1:], tuple(Place(n, 1, 17) for n in range(3, 8)))
    apart = Group(LONGER, tuple(Place(n, 40, 63) for n in range(4)))

    both = merged({3: fewer, 5: more, 8: apart})

    assert both.keys() == {5, 8}
    assert [place.document for place in both[5].members] == [*range(8)]
    assert both[8] == apart
