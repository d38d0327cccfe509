"""A report as one file: what it holds, what it leaves out, and where it ends."""

import re

import pytest
from reuse_corpus import speeches

from lineage.errors import OutputError
from lineage.render.html import report_pages
from lineage.render.one_file import one_page


def pages(**facts: object) -> dict[str, str]:
    return report_pages(speeches(), graph_svg="<svg></svg>", comparisons=(), **facts)  # type: ignore[arg-type]


def held(source: str) -> list[str]:
    return re.findall(r'<template data-page="([^"]+)"', source)


def test_one_file_holds_every_page_and_needs_no_other_file() -> None:
    source = pages()
    file = one_page(source)

    assert held(file) == [n for n in source if n.endswith(".html") and n != "index.html"]
    assert not re.search(r"<link[^>]+stylesheet|<script[^>]+src|<img", file)
    assert file.count("<!DOCTYPE") == 1
    assert "left out here" not in file


def test_a_page_inside_is_what_the_page_of_the_folder_holds() -> None:
    source = pages()
    main = re.search(r"<main.*</main>", source["documents/000.html"], re.DOTALL)

    assert main
    assert main[0] in one_page(source)


def test_pages_beyond_the_limit_are_left_out_and_counted_but_never_documents() -> None:
    source = pages()
    whole = len(one_page(source).encode())

    file = one_page(source, limit=whole - 2000)

    assert {name for name in source if name.startswith("documents/")} <= set(held(file))
    missing = [n for n in source if n.endswith(".html") and n not in [*held(file), "index.html"]]
    assert missing
    assert f"{len(missing)} page" in file
    assert "left out here to keep the file below" in file
    assert len(file.encode()) <= whole - 2000


def test_documents_that_do_not_fit_are_an_error_that_says_what_to_do() -> None:
    with pytest.raises(OutputError, match="write it as a folder, or fewer documents at once"):
        one_page(pages(), limit=50_000)


def test_one_file_speaks_the_language_of_its_pages() -> None:
    file = one_page(pages(language="zh"), language="zh")

    assert '<html lang="zh">' in file
    assert "谁与谁有共同文字" in file
