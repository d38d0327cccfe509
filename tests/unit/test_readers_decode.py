"""Encodings are found out on short texts, and what is no text is refused."""

import contextlib
import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.readers.decode import Decoded, DecodeError, codec_name, decode

# From the sample speeches, and the same in traditional script.
SIMPLIFIED = (
    "安全生产事关人民福祉，事关经济社会发展大局。确保安全生产、维护社会安定、保障人民群众安居乐业"
    "是各级党委和政府必须承担好的重要责任。经济社会发展的每一个项目、每一个环节都要以安全为前提。\r\n"
)
TRADITIONAL = (
    "安全生產事關人民福祉，事關經濟社會發展大局。確保安全生產、維護社會安定、保障人民群眾安居樂業"
    "是各級黨委和政府必須承擔好的重要責任。經濟社會發展的每一個項目、每一個環節都要以安全為前提。\r\n"
)
ENGLISH = "The state of our Union is strong, and we will keep it that way.\n"

CASES = [
    (SIMPLIFIED, "utf-8", "utf-8"),
    (SIMPLIFIED, "utf-8-sig", "utf-8"),
    (SIMPLIFIED, "gb18030", "gb18030"),
    (SIMPLIFIED, "gbk", "gb18030"),
    (SIMPLIFIED, "gb2312", "gb18030"),
    (SIMPLIFIED, "utf-16", "utf-16-le"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (SIMPLIFIED, "utf-16-be", "utf-16-be"),
    (TRADITIONAL, "utf-8", "utf-8"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (TRADITIONAL, "big5hkscs", "big5hkscs"),
    (TRADITIONAL, "gb18030", "gb18030"),
    (TRADITIONAL, "utf-16-le", "utf-16-le"),
    (TRADITIONAL, "utf-16-be", "utf-16-be"),
    (ENGLISH, "ascii", "utf-8"),
    (ENGLISH, "utf-16", "utf-16-le"),
    (ENGLISH, "utf-16-le", "utf-16-le"),
    (ENGLISH, "utf-16-be", "utf-16-be"),
]


@pytest.mark.parametrize(("text", "encoding", "found"), CASES)
def test_the_encoding_is_found_out(text: str, encoding: str, found: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, found)


@pytest.mark.parametrize(("text", "encoding", "found"), CASES[:14])
def test_forty_bytes_are_enough(text: str, encoding: str, found: str) -> None:
    for start in range(0, 60, 5):
        short = text[start : start + 20]

        assert decode(short.encode(encoding)) == Decoded(short, found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(encoding: str) -> None:
    data = f"\ufeff{SIMPLIFIED}".encode(encoding)

    assert decode(data) == Decoded(SIMPLIFIED, encoding)
    assert decode(data, encoding) == Decoded(SIMPLIFIED, encoding)


@pytest.mark.parametrize("encoding", ["hz", "utf-7", "iso2022_jp_2"])
def test_chinese_in_ascii_bytes_is_found_out(encoding: str) -> None:
    data = f"{ENGLISH}{SIMPLIFIED}".encode(encoding)

    assert data.isascii()
    assert decode(data) == Decoded(f"{ENGLISH}{SIMPLIFIED}", encoding)


@pytest.mark.parametrize(
    "text",
    [
        "A ~{very~} odd text with ~{!!~} signs, a+b+c+d and +abcd- in it.\n",
        "if (x+AAAA > y) { return ~{0}; }\n",
        "+0000 is a time zone, +86 10 1234 5678 a number, C++11+Boost a dialect\n",
    ],
)
def test_ascii_that_holds_signs_of_other_encodings_stays_ascii(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_what_announces_characters_that_are_not_known_is_no_ascii() -> None:
    data = b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in "守土有责".encode("gb2312")) + b"\x0f\n"

    with pytest.raises(DecodeError, match="ISO-2022"):
        decode(data)


def test_chinese_behind_a_long_english_head_counts() -> None:
    text = ENGLISH * 3000 + SIMPLIFIED

    assert decode(text.encode("gb18030")) == Decoded(text, "gb18030")


def test_rare_characters_are_kept() -> None:
    text = SIMPLIFIED + "喆堃𠮷㐀〇"

    assert decode(text.encode("gb18030")).text == text


def test_one_rare_name_in_a_latin_text_is_no_junk() -> None:
    assert decode("Speech by Zhang 喆".encode("gb18030")).text == "Speech by Zhang 喆"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" * 5,
        b"\x7fELF\x02\x01\x01" + bytes(200),
    ],
)
def test_binary_files_are_no_text(data: bytes) -> None:
    with pytest.raises(DecodeError, match="binary file"):
        decode(data)


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "shift_jis", "euc_kr"])
def test_an_encoding_that_is_not_among_the_candidates_is_not_guessed(encoding: str) -> None:
    texts = {
        "cp1252": "The “quick” brown fox’s tail — isn’t it “great”?",
        "shift_jis": "ただいまからかいぎをはじめますのでよろしくおねがいします" * 20,
        "euc_kr": "존경하는 국민 여러분 안녕하십니까 반갑습니다",
        "cp1251": "Уважаемые товарищи, мы собрались сегодня здесь",
    }

    with pytest.raises(DecodeError, match="--encoding"):
        decode(texts[encoding].encode(encoding))


def test_bytes_in_another_encoding_than_the_one_given_are_refused() -> None:
    data = SIMPLIFIED.encode("gb18030")

    with pytest.raises(DecodeError, match="byte 0xb0 at offset 0 is wrong in utf-8, the first of"):
        decode(data, "utf-8")


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    text = "It\x19s a text\x00 with odd quotes. " * 20

    assert decode(text.encode("utf-8")).text == text


def test_a_given_encoding_is_believed() -> None:
    assert decode(b"caf\xe9", "latin-1") == Decoded("café", "iso8859-1")
    assert decode("\ufeff红线".encode("utf-16-le"), "utf-16-le").text == "红线"
    assert decode("红线".encode("utf-16"), "utf-16").text == "红线"
    assert decode("镕".encode("gbk"), "gb2312").text == "镕"


@pytest.mark.parametrize(
    "name",
    [
        *("klingon", "rot13", "hex", "", "utf-8\0", "é"),
        *("charmap", "idna", "Punycode", "unicode_escape", "raw-unicode-escape", "undefined"),
    ],
)
def test_what_is_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(DecodeError, match="no text encoding"):
        codec_name(name)


def test_every_encoding_of_python_reads_text_or_is_refused() -> None:
    texts = ["守土有责", "Façade", "a\\u12", ""]
    samples = [text.encode(name) for text in texts for name in ("utf-8", "utf-16", "gb18030")]
    refused = set()
    for module in pkgutil.iter_modules(encodings.__path__):
        try:
            codec_name(module.name)
        except DecodeError:
            refused.add(module.name)
            continue
        for data in samples:
            with contextlib.suppress(DecodeError):
                decode(data, module.name)

    assert {"idna", "punycode", "charmap", "unicode_escape"} <= refused
    assert not {"gbk", "big5", "cp1252", "koi8_r", "utf_7", "hz", "shift_jis"} & refused


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "gb18030", "big5"]))
def test_any_bytes_are_a_text_or_refused_with_a_reason(data: bytes, encoding: str | None) -> None:
    result: Decoded | DecodeError
    try:
        result = decode(data, encoding)
    except DecodeError as error:
        result = error

    if isinstance(result, Decoded):
        assert result.text.encode("utf-8").decode("utf-8") == result.text
    else:
        assert len(str(result).splitlines()) == 1


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_is_always_taken_for_utf8(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == Decoded(text, "utf-8")
