"""A wrong byte costs itself: the text around it, and every offset, stay right."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixed_texts import CLAUSES
from rapidfuzz.distance import Levenshtein

from lineage.folding import fold_character
from lineage.readers.damage import WrongBytes
from lineage.readers.decode import DecodeError, decode

# From the sample speeches, and the same in traditional script; no line ends and few blanks,
# so that nothing but the characters themselves says where one begins.
SIMPLIFIED = (
    "安全生产事关人民福祉，事关经济社会发展大局。确保安全生产、维护社会安定、保障人民群众安居乐业"
    "是各级党委和政府必须承担好的重要责任。经济社会发展的每一个项目、每一个环节都要以安全为前提。"
    "要坚持人民至上、生命至上，统筹发展和安全，始终保持如履薄冰的高度警觉，做好安全生产各项工作。"
)
TRADITIONAL = (
    "安全生產事關人民福祉，事關經濟社會發展大局。確保安全生產、維護社會安定、保障人民群眾安居樂業"
    "是各級黨委和政府必須承擔好的重要責任。經濟社會發展的每一個項目、每一個環節都要以安全為前提。"
    "要堅持人民至上、生命至上，統籌發展和安全，始終保持如履薄冰的高度警覺，做好安全生產各項工作。"
)
TEXTS = {
    "utf-8": SIMPLIFIED,
    "gb18030": SIMPLIFIED,
    "big5hkscs": TRADITIONAL,
    "utf-16-le": SIMPLIFIED,
    "utf-16-be": TRADITIONAL,
}


def test_a_wrong_byte_is_one_character_and_named_with_its_offset() -> None:
    data = SIMPLIFIED.encode("utf-8")

    decoded = decode(b"\xef\xbb\xbf" + data + b"\xff" + data)

    assert decoded.text == SIMPLIFIED + "\ufffd" + SIMPLIFIED
    offset = 3 + len(data)
    assert decoded.wrong == (WrongBytes(offset, offset + 1, len(SIMPLIFIED)),)
    assert decoded.note() == f"bytes that are wrong in utf-8 are read as U+FFFD, at offset {offset}"


def test_many_wrong_bytes_are_counted() -> None:
    data = SIMPLIFIED.encode("utf-8")

    decoded = decode((data + b"\xff") * 8)

    assert decoded.text == (SIMPLIFIED + "\ufffd") * 8
    assert decoded.note().endswith(
        ", ".join(str(len(data) + n * (len(data) + 1)) for n in range(5)) + " and 3 more"
    )


def test_a_replacement_character_of_the_text_itself_is_no_wrong_byte() -> None:
    text = SIMPLIFIED + "\ufffd\U0010fffe\U000ffffe" + SIMPLIFIED

    assert decode(text.encode("utf-8")).wrong == ()
    decoded = decode(text.encode("utf-8") + b"\xff")
    assert decoded.text == text + "\ufffd"
    assert [place.position for place in decoded.wrong] == [len(text)]


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("kind", ["lost", "added", "changed"])
def test_a_byte_that_is_lost_added_or_changed_costs_what_stands_there(
    kind: str, encoding: str
) -> None:
    text = TEXTS[encoding] * 3
    whole = text.encode(encoding)
    chance = random.Random(encoding + kind)

    for _ in range(40):
        data = bytearray(whole)
        place = chance.randrange(len(data))
        if kind == "lost":
            del data[place]
        elif kind == "added":
            data.insert(place, chance.choice((0xFF, chance.randrange(256))))
        else:
            data[place] = chance.choice((0xFF, chance.randrange(256)))
        decoded = decode(bytes(data))

        assert decoded.encoding == encoding
        assert Levenshtein.distance(decoded.text, text) <= 12


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_the_offsets_of_wrong_bytes_are_those_of_the_file(encoding: str) -> None:
    half = (SIMPLIFIED * 40).encode(encoding)

    decoded = decode(half + b"\xff" + half)

    (place,) = decoded.wrong
    assert abs(place.start - len(half)) <= 2
    assert decoded.text[place.position] == "\ufffd"
    assert Levenshtein.distance(decoded.text, SIMPLIFIED * 80) <= 3


def test_rare_characters_that_belong_there_are_left_alone() -> None:
    text = SIMPLIFIED + "喆堃龘靐齉麤爨灪驫鱻" + SIMPLIFIED

    decoded = decode(text.encode("gb18030"))

    assert decoded.text == text
    assert decoded.wrong == ()


def test_rare_characters_without_a_wrong_byte_are_read_as_they_are() -> None:
    data = b"\x01" + b"\xf8" * 106 + b"rrrr"

    assert decode(data, "gb18030").text == data.decode("gb18030")


def test_damage_at_thousands_of_places_is_read_in_bounded_work() -> None:
    data = (SIMPLIFIED.encode("gb18030") + b"\xff") * 3000

    decoded = decode(data)

    assert len(decoded.wrong) == 3000
    assert decoded.text.count("人民至上") == 3000


@given(
    st.lists(st.sampled_from(CLAUSES), min_size=8, max_size=40).map("".join),
    st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]),
    st.data(),
)
def test_text_and_wrong_bytes_account_for_every_byte(
    text: str, encoding: str, data: st.DataObject
) -> None:
    text = "".join(fold_character(character) for character in text)
    whole = bytearray(text.encode(encoding))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    try:
        decoded = decode(bytes(whole), encoding)
    except DecodeError:
        return

    pieces, at = [], 0
    for place in decoded.wrong:
        assert decoded.text[place.position] == "\ufffd"
        pieces.append(decoded.text[at : place.position].encode(encoding))
        pieces.append(bytes(whole[place.start : place.end]))
        at = place.position + 1
    pieces.append(decoded.text[at:].encode(encoding))
    assert b"".join(pieces) == bytes(whole)
