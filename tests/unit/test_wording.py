"""The catalogue: both languages say the same things, and know every message there is."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lineage.cli.app import main
from lineage.rules import KIND_RULES, NOTATION, SLOT_RULES
from lineage.wording import CATALOGUES, LANGUAGES, Language, Words
from lineage.wording.guide import HELP
from lineage.wording.messages import PATTERNS, translated

# What a message may hold that comes from elsewhere and is in no language.
FACT = "WORD1"


def gaps(phrase: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", phrase))


def test_every_language_has_every_phrase_with_the_same_facts() -> None:
    english, chinese = CATALOGUES["en"], CATALOGUES["zh"]

    assert set(english) == set(chinese)
    for key, phrase in english.items():
        singular = phrase.split("|")[0]
        plural = phrase.split("|")[-1]
        assert gaps(chinese[key]) in (gaps(plural), gaps(singular), gaps(plural) | {"n"}), key


def test_chinese_phrases_are_chinese() -> None:
    for key, phrase in CATALOGUES["zh"].items():
        bare = re.sub(r"{\w+}", "", phrase)
        english = re.sub(r"{\w+}", "", CATALOGUES["en"][key])
        if re.search(r"[a-z]{2}", english):
            assert re.search("[\u4e00-\u9fff（：，、“]", bare), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_said_with_its_facts(language: Language) -> None:
    words = Words(language)

    for key, phrase in CATALOGUES[language].items():
        facts = dict.fromkeys(gaps(phrase), 1) | {"n": 2}
        said = words.say(key, **facts)
        assert "{" not in said.replace("{}", ""), key


def test_english_messages_stay_and_unknown_ones_too() -> None:
    assert Words("en").translate("the disk is full") == "the disk is full"
    assert Words("zh").translate("the disk is full") == "磁盘已满"
    assert Words("zh").translate("nobody ever said this") == "nobody ever said this"


def test_the_facts_of_a_message_stay_as_they_are_and_reasons_within_are_translated() -> None:
    assert (
        translated("讲话.txt: it is a binary file, not text") == "讲话.txt：是二进制文件，不是文本"
    )
    assert (
        translated(
            "a b.csv, line 3: '2024年' is no date; write 2023, 2023-01 or 2023-01-05, or leave it empty"
        )
        == "a b.csv, line 3：'2024年' 不是日期；请写 2023、2023-01 或 2023-01-05，或留空"
    )
    assert (
        translated(
            "5 documents: none of them can be read; the first is a.txt: byte 0xe5 at offset 0 is "
            "wrong in big5; if that is not its encoding, say which it is with --encoding"
        )
        == "5 篇文档：全都无法读取；第一篇是 a.txt：偏移 0 处的字节 0xe5 不合 big5 编码；"
        "若编码不对，请用 --encoding 指明"
    )


def test_what_of_a_file_is_left_out_is_said_in_chinese() -> None:
    assert translated("a.csv after its first document is left out: the file is empty") == (
        "a.csv 第一篇之后的内容未读取：文件是空的"
    )
    assert translated("a.csv after its first 2 documents is left out: the file is empty") == (
        "a.csv 前 2 篇之后的内容未读取：文件是空的"
    )
    assert translated("a.csv after its first 2 documents") == "a.csv 前 2 篇之后的内容"


def test_every_rule_has_a_translation() -> None:
    for rule in (*KIND_RULES.values(), *SLOT_RULES.values()):
        assert translated(rule) != rule, rule


def test_the_slots_of_a_template_are_named_in_the_language_of_the_page() -> None:
    for slot, mark in NOTATION.items():
        assert CATALOGUES["en"][f"slot_mark_{slot}"] == mark
        assert Words("en").template(f"进{mark}") == f"进{mark}"
        named = Words("zh").template(f"进{mark}")
        assert named.startswith("进〔")
        assert not set("abcdefghijklmnopqrstuvwxyz") & set(named)


def test_patterns_keep_their_facts() -> None:
    for english, chinese in (PATTERNS | HELP).items():
        assert gaps(english) == gaps(chinese), english


def test_every_line_of_the_help_has_a_translation() -> None:
    missing = []
    for command in (main, *main.commands.values()):
        context = click.Context(command)
        texts = [*inspect.cleandoc(command.help or "").split("\n\n"), command.epilog or ""]
        texts += [command.get_short_help_str(200)]
        texts += [getattr(param, "help", "") or "" for param in command.get_params(context)]
        missing += [
            text
            for text in (" ".join(text.split()) for text in texts)
            if text and not re.search("[\u4e00-\u9fff：]", translated(text))
        ]

    assert missing == []


_UNSPOKEN = (
    "AssertionError",
    "AttributeError",
    "ModuleNotFoundError",
    "SpanError",
    "_StoppedError",
)
"""Errors whose words are Python's own, or for who writes programs."""


def spoken(source: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that a module makes of its own for users, and the class."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if not name.endswith(("Error", "Failure", ".warn", ".note", ".detail")):
            continue
        if name.endswith(_UNSPOKEN):
            continue
        # The first argument of an input error and of a failure names what it is about.
        skipped = 1 if name.endswith(("InputError", "Failure", "SettingsError")) else 0
        for argument in node.args[skipped:]:
            text = literal(argument)
            if re.search("[a-z]{2} [a-z]{2}", text):
                yield name, text


def literal(node: ast.expr) -> str:
    """Return a string as it may read, with a word for each fact; nothing for others."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            literal(part) if isinstance(part, ast.Constant) else FACT for part in node.values
        )
    return ""


def test_every_error_and_note_of_the_program_has_a_translation(repository: Path) -> None:
    missing = [
        f"{path.relative_to(repository)}: {text}"
        for path in sorted((repository / "lineage").rglob("*.py"))
        # What goes wrong when the package is built, pip says.
        if path != repository / "lineage" / "native" / "build.py"
        for _, text in spoken(path.read_text(encoding="utf-8"))
        if not re.search("[\u4e00-\u9fff]", translated(text))
        or re.search(
            r"[a-z]{3} [a-z]{3}",
            re.sub("pip install|lineage [a-z]+|--[a-z]+ [a-zA-Z]+", "", translated(text)),
        )
    ]

    assert missing == []
