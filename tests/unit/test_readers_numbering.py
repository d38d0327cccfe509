"""Numbers are spelled as lists show them."""

import pytest

from lineage.readers.numbering import spell


@pytest.mark.parametrize(
    ("number", "format", "spelled"),
    [
        (1, "decimal", "1"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (26, "lowerLetter", "z"),
        (28, "upperLetter", "BB"),
        (10, "chineseCounting", "十"),
        (15, "chineseCounting", "十五"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1001, "japaneseCounting", "一千零一"),
        (21, "chineseLegalSimplified", "贰拾壹"),
        (10, "ideographDigital", "一〇"),
        (12, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (0, "chineseCounting", "0"),
        (10_000, "upperRoman", "10000"),
        (5, "klingon", "5"),
        (5, "none", ""),
    ],
)
def test_a_number_is_spelled_in_its_format(number: int, format: str, spelled: str) -> None:
    assert spell(number, format) == spelled
