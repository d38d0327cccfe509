"""Dates from names and heads of texts: right or unknown, never guessed."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.dates import date_from_filename, date_from_text, find_title, is_date
from lineage.model import RawSpan
from lineage.normalize import find_insertions


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
        ("政府工作报告2024.txt", "2024"),
        ("武汉_2024_政府工作报告.txt", "2024"),
        ("讲话(2019).txt", "2019"),
        ("学习国发〔2019〕12号文件 2021年讲话.txt", "2021"),
        ("inaugural address, January 20th, 1961.txt", "1961-01-20"),
        ("5 Sept. 2023 speech.txt", "2023-09-05"),
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
        "IMG_2034.txt",
        "doc-1998.txt",
        "room 1984 notes.txt",
        "ISO 8601-2019.txt",
        "123-2000-456.txt",
        "IMG_20200101_120000.txt",
        "Screenshot 2020-01-01.txt",
        "微信图片_20200101.txt",
        "国发〔2019〕12号.txt",
        "中发[2019]1号.txt",
        "2020届毕业典礼.txt",
        "31 February 2023.txt",
        "05-01-2023.txt",
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
        (
            "政府工作报告\n——2024年2月3日在某市第六届人民代表大会\n第六次会议上\n市长 张三\n各位",
            "2024-02-03",
            "2024年2月3日",
        ),
        (
            "政府工作报告\n（2024年2月3日\n在某市第六届人民代表大会\n第六次会议上）\n各位",
            "2024-02-03",
            "2024年2月3日",
        ),
        ("讲话\n2023年1月5日至7日\n同志们", "2023-01", "2023年1月5日至7日"),
        (
            "在全市会议上的讲话\n同志们：正文。\n二〇二三年一月五日",
            "2023-01-05",
            "二〇二三年一月五日",
        ),
        ("在全市会议上的讲话\n正文。\n中共某市委\n（二〇二三年一月）", "2023-01", "二〇二三年一月"),
        (
            "同志们：\n正文。\n《 人民日报 》（ 2020年01月20日 01 版）",
            "2020-01-20",
            "2020年01月20日",
        ),
        ("同志们：\n正文。《人民日报》（2020年01月20日 第1版）", "2020-01-20", "2020年01月20日"),
        (
            "理论文章※\n正文。※这是某某同志2015年11月23日在第二十八次集体学习时的讲话。",
            "2015-11-23",
            "2015年11月23日",
        ),
        ("在2018年会上的讲话\n正文。《人民日报》（2020年5月1日 2版）", "2018", "2018年"),
        (
            "讲话（2020年1月8日）\n正文。\n《人民日报》（2020年01月20日 第1版）",
            "2020-01-08",
            "2020年1月8日",
        ),
        ("动员讲话\n时间：2023年1月5日\n地点：北京\n同志们", "2023-01-05", "2023年1月5日"),
        (
            "动员讲话\n发布时间：2020-04-10 16:20 来源：某报\n同志们",
            "2020-04-10",
            "发布时间：2020-04-10",
        ),
        ("来源：某报 作者：张三 2020-04-10\n动员讲话\n同志们", "2020-04-10", "2020-04-10"),
        ("动员讲话\n2020年04月10日16:20 | 字号：大 小\n同志们", "2020-04-10", "2020年04月10日"),
        ("動員講話\n發佈日期：2020/4/10\n同志們", "2020-04-10", "發佈日期：2020/4/10"),
        # What a paper says of its own day goes before the page's.
        (
            "关于安全生产的意见\n成文日期：2020年3月2日 发布日期：2020年4月10日\n各市",
            "2020-03-02",
            "成文日期：2020年3月2日",
        ),
        # An old speech may be put on a page today.
        ("在2018年会上的讲话\n发布时间：2020-04-10 16:20\n同志们", "2018", "2018年"),
        (
            "在第十届全国人民代表大会第一次会议上的报告\n发布时间：2020-04-10\n各位",
            "2003",
            "在第十届全国人民代表大会第一次会议上的",
        ),
        (
            "Inaugural Address\nJanuary 20, 1961\nMy fellow citizens",
            "1961-01-20",
            "January 20, 1961",
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
        "讲话\n发布时间：2020-04-10\n发布时间：2020-04-11\n同志们",
        "讲话\n发布时间：2020-13-10\n同志们",
        "讲话\n来源：某报2020年4月10日的报道说得好\n同志们",
        "通知\n会议定于2020年4月10日 9:30召开\n同志们",
        "讲话\n2020年4月10日在全市安全生产工作大会\n各位代表：现在开会",
        "讲话\n2022年以来，我们取得了成绩。",
        "登记管理办法\n1957年9月7日 国务院批准\n第一条 为了管理。",
        "登记管理办法\n1957年10月11日 交通部发布\n第一条 为了管理。",
        "登记管理办法（1988年5月10日国务院批准）\n第一条 为了管理。",
        "关于贯彻国发〔2019年〕12号文件的讲话\n同志们",
        "在会议上的讲话\n正文。\n2023年",
        "同志们：\n这是总书记2020年6月2日在会议上的讲话，我们要学习。\n下面讲三点。",
        "同志们：\n学习《意见》（2020年5月1日）。",
        "关于印发《意见》（2019年3月1日）的精神我们要认真学习领会，下面我再讲三点意见。",
    ],
)
def test_years_that_may_mean_something_else_leave_the_date_unknown(text: str) -> None:
    assert date_from_text(text) is None


@pytest.mark.parametrize(
    ("text", "expected", "evidence"),
    [
        (
            "在第十二届全国人民代表大会第一次会议上的讲话\n各位代表：",
            "2013",
            "在第十二届全国人民代表大会第一次会议上的",
        ),
        (
            "在中国共产党第十九次全国代表大会上的报告\n同志们：",
            "2017",
            "在中国共产党第十九次全国代表大会上的",
        ),
        (
            "各位代表：\n我代表国务院，向第六届全国人民代表大会第一次会议作报告，请审议。",
            "1983",
            "我代表国务院，向第六届全国人民代表大会第一次会议作",
        ),
        (
            "同志们：\n现在，我代表第十七届中央委员会向大会作报告。",
            "2012",
            "我代表第十七届中央委员会向大会作报告",
        ),
        (
            "第十屆全國人民代表大會第五次會議聽取和審議了報告。會議批准這個報告。",
            "2007",
            "第十屆全國人民代表大會第五次會議聽取",
        ),
    ],
)
def test_what_was_spoken_at_a_national_assembly_has_its_year(
    text: str, expected: str, evidence: str
) -> None:
    found = date_from_text(text)

    assert found is not None
    assert (found.date, found.evidence) == (expected, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "各位代表：\n从去年第五届全国人民代表大会第三次会议到现在，已经过去了一年。",
        "在学习第十三届全国人民代表大会第一次会议精神大会上的讲话\n同志们：",
        "同志们：\n第十三届全国人民代表大会第一次会议胜利闭幕了。",
        "同志们：\n中国共产党第十九次全国代表大会，是在关键时期召开的一次大会。",
        "各位代表：\n我代表市政府，向第十四届人民代表大会第二次会议作报告。",
        "各位代表：\n我代表国务院，向第二届全国人民代表大会第三次会议作报告。",
        "在中国共产党第七次全国代表大会上的报告\n同志们：",
        "在第十届全国人民代表大会第九次会议上的讲话\n同志们：",
    ],
)
def test_an_assembly_that_is_only_spoken_of_or_met_irregularly_tells_no_year(text: str) -> None:
    assert date_from_text(text) is None


def test_a_line_of_millions_is_not_read_through_for_a_date() -> None:
    text = "安全生产，" * 4_000_000
    started = time.process_time()

    assert date_from_text(f"{text}\n正文") is None
    assert find_title(f"（{text}") == ""
    assert time.process_time() - started < 3


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
        ("发布时间：2020-04-10\n在座谈会上的讲话\n同志们：", "在座谈会上的讲话"),
        ("当前位置：首页 > 政务公开 > 领导讲话\n在座谈会上的讲话\n同志们：", "在座谈会上的讲话"),
        ("首頁 » 新聞\n在座谈会上的讲话\n同志们：", "在座谈会上的讲话"),
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


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1985.txt", None),
        ("1985_讲话.txt", None),
        ("1985_2019年讲话.txt", "2019"),
        ("1985年讲话.txt", "1985"),
        ("2024-01-16 讲话.txt", "2024-01-16"),
        ("讲话(2019).txt", "2019"),
    ],
)
def test_a_place_in_a_row_is_no_year(name: str, expected: str | None) -> None:
    found = date_from_filename(name, is_numbered=True)

    assert (found and found.date) == expected
