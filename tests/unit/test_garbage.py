"""The search for circular garbage is as it was before, whatever happens in between."""

import gc
from collections.abc import Iterator

import pytest

from lineage.garbage import seldom_searched


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_it_is_seldom_while_the_block_runs_and_as_before_after_it() -> None:
    gc.set_threshold(700, 11, 12)

    with seldom_searched():
        assert gc.get_threshold() == (20_000_000, 11, 12)

    assert gc.get_threshold() == (700, 11, 12)


def test_it_is_as_before_after_an_error() -> None:
    gc.set_threshold(700, 11, 12)

    with pytest.raises(ValueError, match="stop"), seldom_searched():
        raise ValueError("stop")

    assert gc.get_threshold() == (700, 11, 12)


@pytest.mark.parametrize("threshold", [0, 50_000_000])
def test_who_wants_it_seldomer_still_is_heard(threshold: int) -> None:
    gc.set_threshold(threshold, 11, 12)

    with seldom_searched():
        assert gc.get_threshold()[0] == threshold


def test_what_was_made_meanwhile_is_not_searched_at_once() -> None:
    with seldom_searched():
        made = [[number] for number in range(5_000)]

    young = set(map(id, gc.get_objects(generation=0)))
    assert not young.intersection(map(id, made))
    assert gc.get_freeze_count() == 0


def test_what_others_set_aside_stays_so() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()

    with seldom_searched():
        pass

    assert gc.get_freeze_count() == frozen
    gc.unfreeze()
