"""Small hand-made results of an analysis, for tests of graphs and drawings."""

from lineage.model import Corpus, Document, Family, Occurrence, Profile, RawSpan, Reuse, Witness

SPEECHES = (
    ("000.txt", "在党组理论学习中心组安全生产专题研讨交流会上的发言材料", None, 0.83),
    ("001.txt", "在2020年防范重特大生产安全事故会议上的讲话", "2020", 0.78),
    (
        "002.txt",
        "在2023年全市安全生产工作会议暨市安委会第一次全体（扩大）会议上的讲话",
        "2023",
        0.66,
    ),
    ("003.txt", "在全市“安全生产月”动员部署会议上的讲话", None, 0.74),
    ("004.txt", "党委理论中心组关于安全生产的研讨交流发言材料", None, 0.91),
)
DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
LIFE = "人命关天，发展决不能以牺牲人的生命为代价"


def family(name: str, text: str, *documents: str, earliest: Witness | None = None) -> Family:
    return Family(
        id=name,
        text=text,
        template=text,
        kind="slogan",
        rule="short, widespread, fixed",
        occurrences=tuple(
            Occurrence(document, RawSpan(0, len(text)), text, 1.0) for document in documents
        ),
        earliest=earliest,
        variants=(),
        bits=80.0,
        salience=9.5,
    )


def reuse(
    source: str, target: str, characters: int, *families: str, directed: bool = False
) -> Reuse:
    return Reuse(source, target, directed, characters, len(families) or 1, 0.91234, families)


def profile(document: Document, new: float) -> Profile:
    return Profile(document.id, len(document.text), 40, 1 - new, 0.0, new, 1 - new)


def speeches() -> Corpus:
    """Return five speeches, of which two have a date, and all share something."""
    documents = tuple(
        Document(id=name, text=f"{DUTY}。{LIFE}。" * 40, title=title, date=date)
        for name, title, date, _ in SPEECHES
    )
    return Corpus(
        documents=documents,
        profiles=tuple(
            profile(document, new)
            for document, (_, _, _, new) in zip(documents, SPEECHES, strict=True)
        ),
        families=(
            family(
                "duty", DUTY, "000.txt", "001.txt", "002.txt", earliest=Witness("001.txt", "2020")
            ),
            family("life", LIFE, "000.txt", "004.txt"),
        ),
        sentence_families=(),
        reuse=(
            reuse("000.txt", "001.txt", 96, "duty"),
            reuse("000.txt", "002.txt", 180, "duty"),
            reuse("000.txt", "004.txt", 75, "life"),
            reuse("001.txt", "002.txt", 412, "duty", directed=True),
            reuse("001.txt", "003.txt", 150),
            reuse("002.txt", "003.txt", 240),
            reuse("003.txt", "004.txt", 52),
        ),
    )


def reports(amount: int, *, date: str | None = "2024") -> Corpus:
    """Return documents of one date, each of which shares wording with the next five."""
    documents = tuple(
        Document(id=f"{place:03}.txt", text="稳中求进" * (place + 1), title="报告", date=date)
        for place in range(amount)
    )
    return Corpus(
        documents=documents,
        profiles=tuple(profile(document, 0.5) for document in documents),
        families=(family("steady", "坚持稳中求进工作总基调", *(each.id for each in documents)),),
        sentence_families=(),
        reuse=tuple(
            reuse(documents[left].id, documents[right].id, 20 + 3 * right - left, "steady")
            for left in range(amount)
            for right in range(left + 1, min(left + 6, amount))
        ),
    )
