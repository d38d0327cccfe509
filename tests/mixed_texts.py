"""Texts that mix everything at once, and two documents compared, for several tests."""

from hypothesis import strategies as st

from lineage.model import Comparison, Document
from lineage.pairwise import compare
from lineage.prepare import Prepared, prepare

CLAUSES = (
    "管行业必须管安全",
    "管業務必須管安全",
    "人命关天，",
    "发展决不能以牺牲人的生命为代价。",
    "守土有责、守土负责、守土尽责。",
    "促一方发展、保一方平安",
    "坚持党政同责、一岗双责、齐抓共管、失职追责，",
    "深入开展进企业、进校园、进机关活动；",
    "今年全市粮食总产量达到1,000万吨",
    "在XX区委的坚强领导下，",
    "GDP增长X%，",
    "the committee shall publish its annual report ",
)
"""What speeches say, with marks and without."""

ODDITIES = (
    # Blanks and line ends, alone and together.
    " ",
    "\u3000",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u2028",
    "\x85",
    "\xa0",
    "\0",
    # Marks.
    *"，。、：；！？…“”‘’「」（）《》—.,:;!?'\"()-_%&#",
    # Placeholders, and what looks like one.
    *("X", "XX", "xx", "x", "Ｘ", "×", "×××", "*", "**", "某", "X%", "___", "○○", "○"),
    # Figures.
    *("2023", "２０２３", "1,000", "1,0000", "3.5", "3×4", "٣", "①", "²", "½", "Ⅻ", "〇"),
    # Letters of other scripts, wide and narrow, joined and composed.
    *(
        "GDP",
        "ＧＤＰ",
        "naïve",
        "e\u0301",
        "\u0301",
        "ß",
        "İ",
        "ﬁ",
        "привет",
        "안전",
        "カタ",
        "ｶﾞ",
        "あ",
    ),
    # Han beyond the usual: traditional, variants, rare planes, radicals, compatibility forms.
    *(
        "發",
        "産",
        "薴",
        "\u3400",
        "\U00020000",
        "\U0002a6df",
        "\U00031350",
        "⻋",
        "⼈",
        "豈",
        "々",
        "㈠",
    ),
    # What is no writing: emoji, private use, halves of pairs, noncharacters.
    *("😀", "👩\u200d🚒", "\ufe0f", "\u200b", "\ufeff", "\ue000", "\U000f0000", "\U0010ffff"),
    *("\ud800", "\udc00", "\ufffe", "\uffff", "\ufffd"),
    # What resellers insert.
    *("##paidbegin##", "##paidend##", "<paid>"),
)
"""Short strings that have broken a text tool somewhere."""


def mixed_texts(*, max_size: int = 24) -> st.SearchStrategy[str]:
    """Texts of clauses, oddities and any characters at all, in any order."""
    piece = st.one_of(
        st.sampled_from(CLAUSES), st.sampled_from(ODDITIES), st.text(st.characters(), max_size=3)
    )
    return st.lists(piece, max_size=max_size).map("".join)


def spoken_texts(*, min_size: int = 3, max_size: int = 14) -> st.SearchStrategy[str]:
    """Texts of clauses mainly, so that two of them share something."""
    piece = st.one_of(st.sampled_from(CLAUSES), st.sampled_from(CLAUSES), st.sampled_from(ODDITIES))
    return st.lists(piece, min_size=min_size, max_size=max_size).map("".join)


def prepared_pair(left: str, right: str) -> tuple[Prepared, Prepared]:
    """Return two texts prepared together."""
    one, two = prepare([Document("left", left), Document("right", right)])
    return one, two


def compared(left: str, right: str) -> Comparison:
    """Return the comparison of two texts with the usual settings."""
    return compare(Document("left", left), Document("right", right))


def quoted(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the wording of each shared passage, left and right."""
    return [
        (passage.left.cut(comparison.left.text), passage.right.cut(comparison.right.text))
        for passage in comparison.passages
    ]
