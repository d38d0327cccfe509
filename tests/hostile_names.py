"""Names for the hostile corpus, and what is no file: links, pipes and folders."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from hostile_files import EITHER, FORMULA, LEFT_OUT, READ, SKIPPED, Made, Maker, adds_to

KINDS: dict[str, Maker] = {}
kind = adds_to(KINDS)


@kind
def names_like_options(_: str) -> Iterator[Made]:
    for name in ("-rf.txt", "--help.txt", "-o.txt", "--", "~.txt", "$(touch x).txt", "`x`.txt"):
        yield Made(name, FORMULA.encode(), SKIPPED if name == "--" else READ)


@kind
def names_with_marks(_: str) -> Iterator[Made]:
    for name in (
        "a\nb",
        "a\rb",
        "a\tb",
        " ",
        "a b",
        "#",
        "a#1",
        "%41",
        "?",
        "*",
        "a&b;c|d",
        "'",
        '"',
    ):
        yield Made(f"{name}.txt", f"{FORMULA}{len(name)}".encode(), READ)
    for name in ("<b>", "\\", "a:b", "a.", "{{x}}", "http:／／x", "index.html", "graph.svg"):
        yield Made(f"{name}.txt", f"{FORMULA}{len(name)}".encode(), READ)


@kind
def names_that_look_otherwise(_: str) -> Iterator[Made]:
    for name in ("\u202etxt.exe", "\u200b", "é", "e\u0301", "😀", "\x1b[31m", "x" * 240, "字" * 80):
        yield Made(f"{name}.txt", FORMULA.encode(), READ)


@kind
def names_of_devices(_: str) -> Iterator[Made]:
    for name in ("CON.txt", "nul.txt", "aux.md", "COM1.html", "LPT1.txt", "con.txt.txt", "a .txt"):
        yield Made(name, FORMULA.encode(), READ)


@kind
def names_that_differ_in_case(_: str) -> Iterator[Made]:
    for name in ("same.txt", "SAME.txt", "Same.TXT", "index.txt", "INDEX.txt"):
        yield Made(name, f"{FORMULA}{name}".encode(), EITHER)


@kind
def names_with_dates(_: str) -> Iterator[Made]:
    for name in (
        "2023-13-45",
        "99999999",
        "0000-00-00",
        "2023年13月",
        "民國999年",
        "二〇二三年二月三十日",
    ):
        yield Made(f"{name}.txt", FORMULA.encode(), READ)


@kind
def names_in_no_utf8(_: str) -> Iterator[Made]:
    for name in (b"\xb0\xb2.txt", b"\xff\xfe.txt", b"a\x80b.md", b"%B0%B2.txt"):
        yield Made(name, FORMULA.encode(), READ)


@kind
def hidden_and_others(_: str) -> Iterator[Made]:
    names = (".hidden.txt", ".git/config.txt", "~$lock.docx", "README.txt", "a.exe", "Makefile")
    for name in (*names, "a.png", "a.zip", "Thumbs.db"):
        yield Made(name, FORMULA.encode(), SKIPPED)


@kind
def without_a_reader(_: str) -> Iterator[Made]:
    for suffix in ("epub", "caj", "ofd", "mht"):
        yield Made(f"a.{suffix}", FORMULA.encode(), LEFT_OUT)


@kind
def links(_: str) -> Iterator[Made]:
    yield Made("real.txt", FORMULA.encode(), READ)
    for name, target in (
        ("loop.txt", "loop.txt"),
        ("one.txt", "two.txt"),
        ("two.txt", "one.txt"),
        ("nowhere.txt", "/no/such/file"),
    ):
        yield Made(name, lambda path, target=target: path.symlink_to(target), LEFT_OUT)  # type: ignore[misc]


@kind
def links_to_devices(_: str) -> Iterator[Made]:
    for name, target in (("zero.txt", "/dev/zero"), ("chance.docx", "/dev/urandom")):
        yield Made(name, lambda path, target=target: path.symlink_to(target), LEFT_OUT)  # type: ignore[misc]


@kind
def links_to_folders(_: str) -> Iterator[Made]:
    for name, target in (("circle", "."), ("up", "../.."), ("root", "/"), ("folder.txt", ".")):
        yield Made(name, lambda path, target=target: path.symlink_to(target), SKIPPED)  # type: ignore[misc]


@kind
def no_files(_: str) -> Iterator[Made]:
    def listen(path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            usual = os.getcwd()
            os.chdir(path.parent)
            try:
                server.bind(path.name)
            finally:
                os.chdir(usual)

    yield Made("pipe.txt", lambda path: os.mkfifo(path), LEFT_OUT)
    yield Made("pipe.docx", lambda path: os.mkfifo(path), LEFT_OUT)
    yield Made("socket.txt", listen, LEFT_OUT)
    yield Made("folder.txt/a.txt", FORMULA.encode(), READ)
    yield Made("folder.docx/deep/a.txt", FORMULA.encode(), READ)


@kind
def deep_folders(_: str) -> Iterator[Made]:
    yield Made("/".join("d" * 60) + "/a.txt", FORMULA.encode(), READ)
    yield Made("/".join(["长长的文件夹名"] * 20) + "/a.txt", FORMULA.encode(), READ)
