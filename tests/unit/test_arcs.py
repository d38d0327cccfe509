from reuse_corpus import reuse

from lineage.model import Document
from lineage.render.arcs import Arc, draw_arcs, order_in_ranks, place_marks, rank_by_date


def dated(*dates: str | None) -> list[Document]:
    return [Document(chr(97 + place), "文", date=date) for place, date in enumerate(dates)]


def test_ranks_follow_the_dates_and_the_undated_come_last() -> None:
    ranks = rank_by_date(dated(None, "2023", "2020-05-01", "2023"))

    assert [rank.label for rank in ranks] == ["2020-05-01", "2023", ""]
    assert [document.id for document in ranks[1].documents] == ["b", "d"]


def test_a_year_takes_in_the_days_that_it_may_stand_for() -> None:
    ranks = rank_by_date(dated("2024-01-16", "2024", "2024-02-03", "2023-12-31"))

    assert [rank.label for rank in ranks] == ["2023-12-31", "2024"]


def test_documents_that_share_most_move_together_within_their_date() -> None:
    edges = [reuse("a", "d", 500), reuse("b", "c", 5)]

    (rank,) = order_in_ranks(rank_by_date(dated("2024", "2024", "2024", "2024")), edges)

    places = [document.id for document in rank.documents]
    assert abs(places.index("a") - places.index("d")) == 1


def test_days_keep_their_order_beside_their_year() -> None:
    documents = dated("2024-02-03", "2024", "2024", "2024-01-16")
    edges = [reuse("a", "b", 900), reuse("b", "c", 800), reuse("c", "d", 900)]

    (rank,) = order_in_ranks(rank_by_date(documents), edges)

    places = [document.id for document in rank.documents]
    assert places.index("d") < places.index("a")


def test_documents_never_leave_their_date() -> None:
    edges = [reuse("a", "d", 500)]

    ranks = order_in_ranks(rank_by_date(dated("2020", "2021", "2022", "2023")), edges)

    assert [document.id for rank in ranks for document in rank.documents] == ["a", "b", "c", "d"]


def test_the_curve_stays_below_the_height_of_its_arc() -> None:
    arc = Arc((0, 0), (100, 0), 40)

    assert max(y for _, y in arc.curve()) == 40
    assert arc.at(0.5) == (50, 40)
    assert arc.curve(room=8)[-1] == (100, 8)


def test_longer_arcs_are_higher_and_arcs_of_one_document_do_not_cross_there() -> None:
    positions = {"a": (0.0, 0.0), "b": (100.0, 0.0), "c": (200.0, 0.0)}

    near, far = draw_arcs(
        [("a", "b"), ("a", "c")],
        positions=positions,
        widths=dict.fromkeys(positions, 50.0),
        port_gap=10,
        rise=30,
        floor=5,
        ceiling=300,
    )

    assert near.height < far.height
    assert far.start[0] < near.start[0]


def test_marks_keep_off_each_other() -> None:
    arcs = [Arc((0, 0), (200, 0), 50), Arc((0, 0), (200, 0), 52)]

    marks = place_marks(arcs, [0, 1], size=13)

    (x1, y1), (x2, y2) = marks[0], marks[1]
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 >= 13
