"""The picture of one passage through time."""

import dataclasses
import xml.etree.ElementTree as ET

from lineage.model import Document, Family, Occurrence, RawSpan, Variant, Witness
from lineage.render.lettering import width_em
from lineage.render.stemma import family_svg

SVG = "{http://www.w3.org/2000/svg}"


def family(*occurrences: Occurrence, text: str = "守土有责") -> Family:
    dated = next((o for o in occurrences if o.source is None), None)
    return Family(
        id="0123456789ab",
        text=text,
        template=text,
        kind="slogan",
        rule="short",
        occurrences=occurrences,
        earliest=Witness(dated.document, "2020") if dated else None,
        variants=(Variant(text, tuple(o.document for o in occurrences)),),
        bits=50.0,
        salience=1.0,
    )


def occurrence(document: str, source: str | None = None, text: str = "守土有责") -> Occurrence:
    return Occurrence(document, RawSpan(0, len(text)), text, 1.0, source=source)


def test_rows_stand_in_order_and_an_arrow_leads_from_each_source() -> None:
    documents = [
        Document(id="a", text="", title="第一篇", date="2020"),
        Document(id="b", text="", title="第二篇", date="2023"),
        Document(id="c", text="", title="第三篇"),
    ]

    drawing = family_svg(family(occurrence("a"), occurrence("b", "a"), occurrence("c")), documents)

    root = ET.fromstring(drawing)
    shown = [element.text or "" for element in root.iter(f"{SVG}text")]
    rows = [
        next(n for n, line in enumerate(shown) if name in line) for name in ("第一", "第二", "第三")
    ]
    assert rows == sorted(rows)
    assert shown[rows[0] + 1] == "earliest known"
    assert rows[1] < shown.index("date unknown, order not known") < rows[2]
    curves = list(root.iter(f"{SVG}path"))
    assert len(curves) == 1


def test_the_text_of_documents_stays_text() -> None:
    evil = "</text><script>alert('1')</script>&\x00\x1b\"守"
    documents = [Document(id="a", text="", title=evil, date="2020")]

    drawing = family_svg(family(occurrence("a", text=evil), text=evil), documents)

    root = ET.fromstring(drawing)
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>alert" in "".join(root.itertext())


def test_nothing_leaves_the_picture() -> None:
    long = "很长的题目" * 50
    documents = [Document(id=f"d{n}", text="", title=long, date="2020") for n in range(30)]
    occurrences = [occurrence("d0", text=long)]
    occurrences += [occurrence(f"d{n}", "d0", text=long) for n in range(1, 30)]

    root = ET.fromstring(family_svg(family(*occurrences, text=long), documents))

    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for line in root.iter(f"{SVG}text"):
        assert 0 <= float(line.get("y", -1)) <= height
        size = float(line.get("font-size", 0))
        assert float(line.get("x", 0)) + size * width_em(line.text or "") <= width


def test_lines_of_descent_share_no_lane_at_the_same_time() -> None:
    documents = [Document(id=name, text="", date=f"202{n}") for n, name in enumerate("abcdef")]
    occurrences = [
        occurrence(name, source)
        for name, source in zip("abcdef", (None, None, "a", "b", "c", "a"), strict=True)
    ]

    root = ET.fromstring(family_svg(family(*occurrences), documents))

    dots = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in root.iter(f"{SVG}circle")]
    rows = [dot for dot in dots if dot[1] in {y for _, y in dots}]
    lanes = [x for n, (x, y) in enumerate(rows) if n == 0 or y != rows[n - 1][1]]
    # a goes on to f, b to d; c branches off a and runs to e.
    assert lanes[0] == lanes[5]
    assert lanes[1] == lanes[3]
    assert lanes[2] == lanes[4]
    assert len({lanes[0], lanes[1], lanes[2]}) == 3


def test_a_row_says_what_was_added_and_left_out_against_its_source() -> None:
    source = occurrence("a", text="守土有责")
    taken = dataclasses.replace(occurrence("b", "a", text="守土要尽责"), reference="守土有责")
    documents = [Document("a", "", date="2020"), Document("b", "", date="2021")]

    root = ET.fromstring(family_svg(family(source, taken), documents))

    spans = ["".join(line.itertext()) for line in root.iter(f"{SVG}text")]
    assert "−有+要尽" in spans


def test_what_is_not_drawn_is_counted() -> None:
    drawing = family_svg(family(*(occurrence(n) for n in "abcd")), (), limit=3)

    assert "and 1 more" in drawing
    assert drawing.count("<circle") == 3 + 1  # the earliest has a ring


def test_undated_occurrences_stand_below_what_the_text_shows_as_their_source() -> None:
    drawing = family_svg(family(occurrence("a", "c"), occurrence("b", "a"), occurrence("c")), ())

    shown = [line.text for line in ET.fromstring(drawing).iter(f"{SVG}text")]
    assert [name for name in shown if name in ("a", "b", "c")] == ["c", "a", "b"]
    assert "date unknown; in order only where the text itself shows one" in shown


def test_occurrences_of_one_date_stand_below_what_the_text_shows_as_their_source() -> None:
    documents = [
        Document("a", "", date="2019"),
        *(Document(name, "", date="2020") for name in "bcd"),
    ]
    family_of_day = family(
        occurrence("a"), occurrence("b", "d"), occurrence("c", "b"), occurrence("d")
    )

    drawing = family_svg(family_of_day, documents)

    shown = [line.text for line in ET.fromstring(drawing).iter(f"{SVG}text")]
    assert [name for name in shown if name in tuple("abcd")] == ["a", "d", "b", "c"]
    assert "taken from" not in drawing


def test_a_source_that_stands_below_is_named() -> None:
    documents = [Document("a", "", date="2020"), Document("b", "")]
    drawing = family_svg(family(occurrence("b"), occurrence("a", "b")), documents)

    assert "taken from b" in drawing
    called = family_svg(
        family(occurrence("b"), occurrence("a", "b")), documents, labels={"b": "乙"}
    )
    assert "taken from 乙" in called


def test_documents_of_one_title_are_told_apart_by_what_they_are_called() -> None:
    documents = [Document(id=name, text="", title="政府工作报告", date="2020") for name in "ab"]

    drawing = family_svg(
        family(occurrence("a"), occurrence("b", "a")),
        documents,
        labels={"a": "政府工作报告 (a)", "b": "政府工作报告 (b)"},
    )

    shown = [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text")]
    assert {"政府工作报告 (a)", "政府工作报告 (b)"} <= set(shown)


def test_a_source_that_has_the_wording_twice_is_joined_where_the_changes_fit() -> None:
    documents = [Document(id=name, text="", date=date) for name, date in (("a", "1"), ("b", "2"))]
    later = dataclasses.replace(occurrence("b", "a", "坚持守土负责"), reference="守土负责")
    first, second = occurrence("a", text="守土有责"), occurrence("a", text="守土负责")

    drawing = family_svg(family(first, second, later), documents)

    root = ET.fromstring(drawing)
    (line,) = root.iter(f"{SVG}path")
    tops = [float(dot.get("cy") or 0) for dot in root.iter(f"{SVG}circle") if dot.get("r") == "5"]
    assert (line.get("d") or "").split("V")[0].split(" ")[1] == f"{tops[1]:g}"
    assert "+坚持" in "".join(root.itertext())
