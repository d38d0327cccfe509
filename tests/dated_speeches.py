"""Two dated speeches, a family and a comparison made by hand, for tests of pages."""

import dataclasses
from collections.abc import Sequence

from lineage.model import (
    Comparison,
    Corpus,
    Coverage,
    Document,
    Edit,
    Failure,
    Family,
    Occurrence,
    PassagePair,
    Profile,
    RawSpan,
    Reuse,
    Sentence,
    SentencePair,
    Variant,
    Witness,
)

FIRST = "同志们：\n要做到守土有责、守土负责、守土尽责。\n"
SECOND = "会员群：\n会议强调，守土有责、守土尽责，人命关天。"
PHRASE = "守土有责、守土负责、守土尽责"


def find(document: Document, wording: str) -> RawSpan:
    start = document.text.index(wording)
    return RawSpan(start, start + len(wording))


def occurrence(document: Document, wording: str, **facts: object) -> Occurrence:
    whole = Occurrence(document.id, find(document, wording), wording, 1.0)
    return dataclasses.replace(whole, **facts)  # type: ignore[arg-type]


def profile(document: Document, **facts: object) -> Profile:
    plain = Profile(document.id, len(document.text), 2, 0.0, 0.5, 0.5, 0.5)
    return dataclasses.replace(plain, **facts)  # type: ignore[arg-type]


def family(
    identifier: str, text: str, occurrences: Sequence[Occurrence], **facts: object
) -> Family:
    wordings: dict[str, set[str]] = {}
    for one in occurrences:
        wordings.setdefault(one.text, set()).add(one.document)
    plain = Family(
        id=identifier,
        text=text,
        template=text,
        kind="slogan",
        rule="short and fixed, in 2 documents",
        occurrences=tuple(occurrences),
        earliest=None,
        variants=tuple(Variant(t, tuple(sorted(d))) for t, d in sorted(wordings.items())),
        bits=61.25,
        salience=3.5,
    )
    return dataclasses.replace(plain, **facts)  # type: ignore[arg-type]


def dated_corpus() -> Corpus:
    first = Document("一.txt", FIRST, "讲话一", "2020", "text", "2020年的讲话")
    second = Document("b/二.txt", SECOND, "", "2023-05", "filename", "2023-05")
    taken = occurrence(
        second,
        "守土有责、守土尽责",
        similarity=0.8,
        source=first.id,
        reference=PHRASE,
    )
    shared = family(
        "fam1",
        PHRASE,
        (occurrence(first, PHRASE), taken),
        earliest=Witness(first.id, "2020"),
        template="守土有责〔、守土负责〕、守土尽责",
    )
    return Corpus(
        documents=(second, first),
        profiles=(
            profile(second, taken=0.5, elsewhere=0.0, inserted=(RawSpan(0, 4),)),
            profile(first),
        ),
        families=(shared,),
        sentence_families=(),
        reuse=(Reuse(first.id, second.id, True, 9, 1, 0.8, ("fam1",)),),
        failures=(Failure("坏<b>.txt", "no encoding fits its bytes"),),
        settings={"min_length": 6, "min_bits": 40.0, "use_dates": True},
        version="0.1",
    )


def undated(corpus: Corpus) -> Corpus:
    return dataclasses.replace(
        corpus,
        documents=tuple(
            dataclasses.replace(d, date=None, date_source=None, date_evidence="")
            for d in corpus.documents
        ),
        families=tuple(
            dataclasses.replace(
                f,
                earliest=None,
                occurrences=tuple(
                    dataclasses.replace(o, source=None, reference=None) for o in f.occurrences
                ),
            )
            for f in corpus.families
        ),
        reuse=tuple(dataclasses.replace(r, directed=False) for r in corpus.reuse),
    )


def comparison() -> Comparison:
    left = Document("左.txt", "安全责任重于泰山。要抓好落实。会议到此。", "左")
    right = Document("右.txt", "同志们。要切实抓好落实。安全责任重于山。", "右")
    passages = (
        PassagePair(
            RawSpan(0, 8),
            RawSpan(12, 19),
            0.9,
            50.0,
            (
                Edit("equal", RawSpan(0, 6), RawSpan(12, 18)),
                Edit("delete", RawSpan(6, 7), RawSpan(18, 18)),
                Edit("equal", RawSpan(7, 8), RawSpan(18, 19)),
            ),
        ),
        PassagePair(
            RawSpan(9, 14),
            RawSpan(4, 11),
            0.8,
            50.0,
            (
                Edit("equal", RawSpan(9, 10), RawSpan(4, 5)),
                Edit("insert", RawSpan(10, 10), RawSpan(5, 7)),
                Edit("equal", RawSpan(10, 14), RawSpan(7, 11)),
            ),
        ),
    )
    one, two, three = (Sentence(i, RawSpan(*s)) for i, s in enumerate(((0, 9), (9, 15), (15, 20))))
    a, b, c = (Sentence(i, RawSpan(*s)) for i, s in enumerate(((0, 4), (4, 12), (12, 20))))
    sentences = (
        SentencePair(None, a, 0.0, "right only"),
        SentencePair(one, c, 0.9, "edited"),
        SentencePair(two, b, 0.8, "edited"),
        SentencePair(three, None, 0.0, "left only"),
    )
    return Comparison(left, right, passages, sentences, 3, 3, Coverage(0.65, 0.7))
