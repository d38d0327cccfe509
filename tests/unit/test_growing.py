"""What a change takes from the families that were there."""

from lineage.growing import left_out
from lineage.places import Group, Place, PlaceIndex


def test_a_family_is_left_out_when_no_family_that_stands_has_one_of_its_places() -> None:
    whole = Group("abcd", (Place(0, 0, 4), Place(1, 0, 4)))
    more = Group("wxyz", (Place(0, 8, 12), Place(2, 8, 12)))
    standing = [Group("abc", (Place(0, 1, 4), Place(1, 0, 3))), Group("wx", (Place(0, 8, 10),))]

    assert left_out([whole, more], standing, PlaceIndex()) == [more]
    assert left_out([whole, more], standing[1:], PlaceIndex.of(standing[:1])) == [more]
