"""Corpora in one file for the hostile corpus: lines of JSON and tables."""

import json
from collections.abc import Iterator

from hostile_files import EITHER, FORMULA, LEFT_OUT, READ, Made, Maker, adds_to, prose

KINDS: dict[str, Maker] = {}
kind = adds_to(KINDS)


@kind
def lines_of_json(_: str) -> Iterator[Made]:
    good = json.dumps({"text": FORMULA}).encode() + b"\n"
    bad = {
        "deep": b'{"text": ' + b"[" * 200_000,
        "number": b'{"text": 1' + b"0" * 10_000 + b"}",
        "cut": b'{"text": "a',
        "array": b"[1]",
        "nothing": b"{}",
        "nan": b'{"text": NaN}',
    }
    for name, line in bad.items():
        yield Made(f"{name}.jsonl", line + b"\n", LEFT_OUT)
    yield Made("halves.jsonl", b'{"text": "\\ud800 \\udfff", "id": "\\udc00"}\n', READ)
    yield Made("ids.jsonl", b'{"text": "a", "id": "../../../etc/passwd"}\n' * 3, READ)
    yield Made("long-id.jsonl", b'{"text": "a", "id": "' + b"x" * 9000 + b'"}\n', READ)
    yield Made("twice.jsonl", good + b'{"text": "a", "text": "b"}\n', READ)
    yield Made("empty.jsonl", b"\n\n", EITHER)
    yield Made("wide.jsonl", b'{"text": "a"' + b', "k": 1' * 100_000 + b"}\n", READ)


@kind
def tables(_: str) -> Iterator[Made]:
    yield Made("no-text.csv", b"a,b\n1,2\n", LEFT_OUT)
    yield Made("dates.csv", b"document,date\na.txt,2023\n", LEFT_OUT)
    yield Made("open.csv", b'text\n"never closed ' + b"x\n" * 1000, LEFT_OUT)
    yield Made("wide.csv", b"text" + b"," * 100_000 + b"\n", EITHER)
    yield Made("cell.csv", b'text\n"' + prose(4, 90_000).encode() + b'"\n', READ)
    yield Made("nul.csv", b"text\n" + FORMULA.encode() + b"\0\n", READ)
    yield Made("formula.csv", b"id,text\n=cmd|' /C calc'!A0,=1+1\n", READ)
    yield Made("returns.csv", b"text\r" + FORMULA.encode() + b"\r", READ)
