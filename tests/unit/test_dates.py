"""Dates from names and heads of texts: right or unknown, never guessed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.dates import (
    date_from_filename,
    date_from_text,
    date_range,
    find_title,
    is_before,
    is_date,
    parse_date,
)
from lineage.model import RawSpan
from lineage.normalize import find_insertions

iso_dates = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2023-01-05 讲话.txt", "2023-01-05"),
        ("20230105.txt", "2023-01-05"),
        ("2023年1月5日在会上的讲话.txt", "2023-01-05"),
        ("二〇二三年一月五日.md", "2023-01-05"),
        ("二○二三年十二月三十一日.md", "2023-12-31"),
        ("２０２３年１月.txt", "2023-01"),
        ("民國一百一十二年一月五日.txt", "2023-01-05"),
        ("民国38年.txt", "1949"),
        ("2024_武汉_政府工作报告.txt", "2024"),
        ("2001-01-12-000.txt", "2001-01-12"),
        ("2020-05-19_02_在2019年会.txt", "2020-05-19"),
        ("在2020年安全生产会议上的讲话.txt", "2020"),
        ("讲话（2020.4.10）.txt", "2020-04-10"),
        ("1985_sotu.txt", "1985"),
        ("2024_03_讲话.txt", "2024"),
        ("2024-03.txt", "2024-03"),
    ],
)
def test_a_date_is_read_from_a_name(name: str, expected: str) -> None:
    found = date_from_filename(name)

    assert found is not None
    assert found.date == expected
    assert found.evidence in name


@pytest.mark.parametrize(
    "name",
    [
        "000_a93a8293a417252e.txt",
        "004_4a1b442f7ff754f0.txt",
        "123e4567-2019-12d3-a456-426614174000.txt",
        "0092_汉书_传_陈胜项籍传.txt",
        "BCE0091_史记_七十列传_淮阴侯列传.txt",
        "2022—2023年度材料.txt",
        "2021-2035年规划.txt",
        "2023-13-05.txt",
        "2023-02-30.txt",
        "20231305.txt",
        "2023年工作总结.txt",
        "2000名干部大会.txt",
        "在2020年和2021年会上.txt",
        "v2023beta.txt",
        "讲话.txt",
        "",
    ],
)
def test_a_name_that_tells_no_single_date_leaves_it_unknown(name: str) -> None:
    assert date_from_filename(name) is None


@pytest.mark.parametrize(
    ("text", "expected", "evidence"),
    [
        ("在座谈会上的讲话\n（2020年4月10日）\n习近平\n正文", "2020-04-10", "2020年4月10日"),
        ("在座谈会上的讲话（2020年9月4日，北京）中华人民", "2020-09-04", "2020年9月4日"),
        ("在2020年防范重特大事故会议上的讲话\n同志们:\n刚才", "2020", "2020年"),
        ("# 在2023年全市工作会议上的讲话\n\n同志们：", "2023", "2023年"),
        (
            "政府工作报告\n——２０２４年１月１６日在第五届大会上\n各位",
            "2024-01-16",
            "２０２４年１月１６日",
        ),
        ("讲话\n2023年1月5日至7日\n同志们", "2023-01", "2023年1月5日至7日"),
        (
            "在全市会议上的讲话\n同志们：正文。\n二〇二三年一月五日",
            "2023-01-05",
            "二〇二三年一月五日",
        ),
    ],
)
def test_a_date_is_read_from_the_head_or_the_signature(
    text: str, expected: str, evidence: str
) -> None:
    found = date_from_text(text)

    assert found is not None
    assert (found.date, found.evidence) == (expected, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同志们：\n今天是2020年4月10日，我们召开会议。",
        "在2022—2023年会议上的讲话\n同志们：",
        "在2022年和2023年会议上的讲话\n同志们：",
        "2022年工作总结和下一步打算\n同志们：",
        "在纪念1921年建党大会上的讲话\n同志们：",
        "到2035年的远景目标\n同志们：",
        "中华人民共和国公司法\n1993年12月29日 第八届全国人民代表大会通过\n2005年10月27日 修订",
        "讲话\n（2020年4月10日）\n（2020年4月11日）\n同志们",
        "讲话（2020年13月10日）\n同志们",
        "讲话\n2022年以来，我们取得了成绩。",
        "关于印发《意见》（2019年3月1日）的精神我们要认真学习领会，下面我再讲三点意见。",
    ],
)
def test_years_that_may_mean_something_else_leave_the_date_unknown(text: str) -> None:
    assert date_from_text(text) is None


def test_advertisements_are_neither_title_nor_date() -> None:
    text = "2019年会员群\n\n在2020年会议上的讲话\n同志们："
    inserted = (RawSpan(0, 8),)

    found = date_from_text(text, inserted)

    assert found is not None
    assert found.date == "2020"
    assert find_title(text, inserted) == "在2020年会议上的讲话"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n# 标题在此\n正文", "标题在此"),
        ("　　在座谈会上的讲话　　\n同志们：", "在座谈会上的讲话"),
        ("在座谈会上的讲话（2020年4月10日）习近平同志们：在全党", "在座谈会上的讲话"),
        ("(译自档案)\n关于形势的报告\n", "关于形势的报告"),
        ("同志们：\n全市会议", ""),
        ("尊敬的各位来宾，女士们，先生们：\n大家好", ""),
        ("人" * 200 + "。", ""),
        (
            "第十二届全国人民代表大会第五次会议，听取和审议了报告。",
            "第十二届全国人民代表大会第五次会议",
        ),
        ("", ""),
    ],
)
def test_the_title_is_the_first_line_if_it_is_one(text: str, title: str) -> None:
    assert find_title(text) == title


def test_dates_of_five_speeches_are_those_a_reader_finds(seeds: Path) -> None:
    years = {}
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        found = date_from_text(text, find_insertions(text))
        years[path.name[:3]] = found.date if found else None

    assert years == {"000": None, "001": "2020", "002": "2023", "003": None, "004": None}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023/1/5", "2023-01-05"),
        (" 2023.01 ", "2023-01"),
        ("20230105", "2023-01-05"),
        ("2023年", "2023"),
        ("0092", "0092"),
        ("2023-1-32", None),
        ("0000", None),
        ("2023-02-29", None),
        ("2024-02-29", "2024-02-29"),
        ("next year", None),
        ("", None),
    ],
)
def test_a_date_in_a_table_may_be_written_in_many_ways(written: str, expected: str | None) -> None:
    assert parse_date(written) == expected


@given(iso_dates)
def test_a_date_lies_in_its_own_range(iso: str) -> None:
    first, last = date_range(iso)

    assert is_date(iso)
    assert first <= last
    assert first.startswith(iso)
    assert last.startswith(iso)
    assert parse_date(iso) == iso


@given(iso_dates, iso_dates)
def test_order_is_given_only_when_no_day_can_contradict(left: str, right: str) -> None:
    before, after = is_before(left, right), is_before(right, left)
    overlapping = left.startswith(right) or right.startswith(left)

    assert not (before and after)
    assert overlapping == (not before and not after)


def test_a_range_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="2023-13"):
        date_range("2023-13")


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_and_any_name_can_be_read(text: str, name: str) -> None:
    for found in (date_from_text(text), date_from_filename(name), date_from_filename(text)):
        assert found is None or (is_date(found.date) and found.evidence)
    assert "\n" not in find_title(text)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_full_date_is_read_back_in_every_notation(day: date) -> None:
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    year = str(day.year).translate(digits)
    names = [
        day.isoformat(),
        day.strftime("%Y%m%d"),
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{_chinese(day.month)}月{_chinese(day.day)}日",
        f"{day.year}.{day.month}.{day.day}",
    ]

    for name in names:
        found = date_from_filename(f"{name}_讲话.txt")
        assert found is not None, name
        assert found.date == day.isoformat()


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "〇一二三"[tens] + "十"
    return head + ("" if ones == 0 else "〇一二三四五六七八九"[ones])
