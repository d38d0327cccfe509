"""What two families have at one place stays with the one that it is plainly more like."""

from family_texts import FORMULA, LONG, find, prepared_of

from lineage.places import Group
from lineage.rivals import Claim, outdone, without_outdone_beside

RISK = "守住不发生系统性风险的底线"
RETURN = "守住不发生规模性返贫底线"


def test_a_stretch_is_left_to_the_family_whose_wording_it_is() -> None:
    prepared = prepared_of(
        *(f"春天来了。{text}。花开了。" for text in (RISK, RISK, RETURN, RETURN))
    )
    returns = tuple(find(prepared, n, RETURN) for n in (2, 3))
    risk = Group(RISK, (*(find(prepared, n, RISK) for n in (0, 1)), returns[0]))

    groups = without_outdone_beside([risk, Group(RETURN, returns)], [], prepared)

    assert [group.wording for group in groups] == [RISK, RETURN]
    assert [[p.document for p in group.members] for group in groups] == [[0, 1], [2, 3]]


def test_what_is_about_as_like_both_stays_with_both() -> None:
    both = "守住不发生风险底线"
    prepared = prepared_of(RISK, RISK.replace("的底线", "底线"), both)
    members = tuple(find(prepared, n, text) for n, text in enumerate((RISK, RISK[:10], both)))
    groups = (Group(RISK, members), Group(RISK.replace("的底线", "底线"), members))

    assert without_outdone_beside(groups, [], prepared) == groups


def test_a_formula_in_a_longer_passage_is_no_rival_of_it() -> None:
    prepared = prepared_of(LONG, LONG, f"山高得很。{FORMULA}。水长。")
    # Though the passage is not quite the wording, and the formula is.
    passage = Group(
        f"{LONG}让人人都放心安心地过好每一天", tuple(find(prepared, n, LONG) for n in (0, 1))
    )
    formula = Group(FORMULA, tuple(find(prepared, n, FORMULA) for n in range(3)))

    assert without_outdone_beside([passage, formula], [], prepared) == (passage, formula)


def test_a_family_that_would_be_left_with_one_document_stays() -> None:
    prepared = prepared_of(RISK, RETURN, RETURN)
    returns = tuple(find(prepared, n, RETURN) for n in (1, 2))
    groups = (Group(RISK, (find(prepared, 0, RISK), returns[0])), Group(RETURN, returns))

    assert without_outdone_beside(groups, [], prepared) == groups


def test_a_family_is_no_rival_of_itself() -> None:
    (side,) = prepared_of(f"{RISK}。{RETURN}。")
    text = side.stream.text
    claims = [Claim(7, find((side,), 0, RISK), RISK), Claim(7, find((side,), 0, RETURN), RISK)]

    assert not list(outdone(claims, lambda place: text[place.start : place.end]))


def test_further_families_are_rivals_but_stay_as_they_are() -> None:
    prepared = prepared_of(
        *(f"春天来了。{text}。花开了。" for text in (RISK, RISK, RETURN, RETURN))
    )
    returns = tuple(find(prepared, n, RETURN) for n in (2, 3))
    risk = Group(RISK, (*(find(prepared, n, RISK) for n in (0, 1)), returns[0]))

    (left,) = without_outdone_beside([risk], [Group(RETURN, returns)], prepared)
    (kept,) = without_outdone_beside([Group(RETURN, returns)], [risk], prepared)

    assert [place.document for place in left.members] == [0, 1]
    assert kept.members == returns
