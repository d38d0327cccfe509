"""The installed command, from outside, on the five speeches and on unusable input."""

import csv
import filecmp
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

# From here the package comes when it runs without being installed.
CHECKOUT = Path(__file__).resolve().parent.parent.parent

# Formulae a reader marked, as a pattern of the wording, with the speeches that have it.
FORMULAE = {
    "管行业必须管安全": {"000", "001", "002"},
    "发展决不能以牺牲人的生命为代价": {"000", "004"},
    "促一方发展、保一方平安": {"001", "002"},
    "守土有责、(守土负责、)?守土尽责": {"001", "002"},
    "党政同责、一岗双责": {"001", "002", "003"},
    "进企业、进(校园|机关|社区|家庭)": {"001", "002", "003"},
    "安全责任重于": {"001", "002"},
    "发展决不能以牺牲安全为代价这条": {"000", "003"},
    "隐患(挺|消除)在事故前": {"003", "004"},
    "以人民为中心的发展思想": {"000", "002", "003"},
    "安全生产这根": {"001", "004"},
}


def lineage(*arguments: str | Path, cwd: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lineage", *map(str, arguments)],
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPATH": str(CHECKOUT),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def assert_same_files(left: Path, right: Path) -> None:
    assert files_in(left) == files_in(right)
    different = [
        name for name in files_in(left) if not filecmp.cmp(left / name, right / name, shallow=False)
    ]
    assert different == []


@pytest.fixture(scope="module")
def report(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "seeds"
    done = lineage("report", "seeds", "-o", folder, cwd=repository)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def families(report: Path) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads((report / "families.json").read_text(encoding="utf-8"))
    return shown


@pytest.fixture(scope="module")
def texts(repository: Path, seeds: Path) -> dict[str, str]:
    return {path.name: lineage("text", path, cwd=repository).stdout for path in seeds.glob("*.txt")}


def test_the_report_that_is_kept_is_the_one_this_version_writes(
    report: Path, repository: Path
) -> None:
    # After a change that is meant, write it anew: lineage report seeds
    assert_same_files(repository / "reports" / "seeds", report)


def test_the_order_of_the_input_changes_nothing(seeds: Path, tmp_path: Path) -> None:
    speeches = sorted(seeds.glob("*.txt"))

    first = lineage("report", *speeches, "-o", tmp_path / "a" / "x", cwd=tmp_path, seed="1")
    second = lineage("report", *speeches[::-1], "-o", tmp_path / "b" / "x", cwd=tmp_path, seed="2")

    assert (first.returncode, second.returncode) == (0, 0)
    assert_same_files(tmp_path / "a" / "x", tmp_path / "b" / "x")


@pytest.mark.parametrize("pattern", FORMULAE)
def test_a_formula_is_found_in_every_speech_that_has_it(
    pattern: str, families: dict[str, Any]
) -> None:
    having = [
        {occurrence["document"][:3] for occurrence in family["occurrences"]}
        for family in families["families"]
        if any(re.search(pattern, occurrence["text"]) for occurrence in family["occurrences"])
    ]

    assert any(FORMULAE[pattern] <= documents for documents in having), having


def test_every_occurrence_quotes_the_text_at_its_offsets(
    families: dict[str, Any], texts: dict[str, str]
) -> None:
    occurrences = [o for family in families["families"] for o in family["occurrences"]]

    assert len(occurrences) > 50
    for occurrence in occurrences:
        text = texts[occurrence["document"]]
        assert text[occurrence["start"] : occurrence["end"]] == occurrence["text"]


def test_the_text_is_the_file_character_by_character(texts: dict[str, str], seeds: Path) -> None:
    for name, text in texts.items():
        assert text == (seeds / name).read_bytes().decode("utf-8")


def test_lines_of_resellers_are_never_shared_wording(families: dict[str, Any]) -> None:
    wording = [family["text"] for family in families["families"]]

    assert not [text for text in wording if re.search("paid|会员|订阅|倒卖|QQ", text)]


def test_only_the_years_that_the_speeches_tell_are_used(families: dict[str, Any]) -> None:
    dates = {document["id"][:3]: document["date"] for document in families["documents"]}

    assert dates == {"000": None, "001": "2020", "002": "2023", "003": None, "004": None}
    for family in families["families"]:
        for occurrence in family["occurrences"]:
            if occurrence["source"] is not None:
                assert (occurrence["source"][:3], occurrence["document"][:3]) == ("001", "002")


def test_the_pages_need_no_network(report: Path) -> None:
    pages = [name for name in files_in(report) if name.endswith((".html", ".svg", ".css", ".js"))]
    outside = re.compile(r"""(?:src|href|url|import)\s*[=(]?\s*["']?\s*(?:https?:)?//""")

    assert "index.html" in pages
    assert [n for n in pages if outside.search((report / n).read_text(encoding="utf-8"))] == []


def test_every_link_in_the_report_leads_to_a_file_in_it(report: Path) -> None:
    pages = [report / name for name in files_in(report) if name.endswith((".html", ".svg"))]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8"))
        if not target.startswith("data:")
    ]

    broken = [
        f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()
    ]

    assert links

    assert broken == []


def test_the_drawing_is_well_formed_and_names_the_speeches(report: Path) -> None:
    drawing = (report / "graph.svg").read_text(encoding="utf-8")

    assert ET.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
    assert "防范重特大生产安全事故" in "".join(ET.fromstring(drawing).itertext())


def test_the_tables_can_be_read_as_csv(report: Path) -> None:
    for name in ("families.csv", "sentences.csv"):
        with (report / name).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))

        assert len({len(row) for row in rows}) == 1, name
        assert len(rows) >= 1


def test_a_folder_of_many_encodings_is_read_and_what_cannot_be_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    sentence = "我们要坚持发展决不能以牺牲安全为代价这条红线，把安全生产责任落到实处。\n" * 3
    traditional = "我們要堅持發展決不能以犧牲安全為代價這條紅線，把安全生產責任落到實處。\n" * 3
    (folder / "a.txt").write_bytes(sentence.encode("utf-8-sig"))
    (folder / "b.txt").write_bytes(sentence.encode("gb18030"))
    (folder / "c.md").write_bytes(sentence.encode("utf-16"))
    (folder / "d.txt").write_bytes(traditional.encode("big5"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 8)

    done = lineage("find", "发展决不能以牺牲安全为代价", folder, "--format", "json", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert [name for name in ("a.txt", "b.txt", "c.md", "d.txt") if name not in done.stdout] == []
    assert "picture.txt" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "no-such-folder"],
        ["report", "nothing"],
        ["report", "binary.txt"],
        ["compare", "no-such-file.txt", "speech.txt"],
        ["text", "later.epub"],
        ["text", "binary.txt"],
        ["top", "speech.txt", "--min-length", "1"],
        ["top", "speech.txt", "--format", "yaml"],
        ["graph", "speech.txt", "-o", "graph.bmp"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_unusable_input_gets_exit_code_2_and_no_traceback(
    arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "later.epub").write_bytes(b"PK\x03\x04")
    (tmp_path / "speech.txt").write_text("安全生产重于泰山。\n", encoding="utf-8")

    done = lineage(*arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_nothing_in_common_is_a_result(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("道可道，非常道。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("学而时习之，不亦说乎？\n", encoding="utf-8")

    done = lineage("compare", "a.txt", "b.txt", "--format", "json", cwd=tmp_path)

    assert done.returncode == 0
    assert json.loads(done.stdout)["passages"] == []
    assert done.stderr == ""
