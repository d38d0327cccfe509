"""What is said of the parts of the reuse graph."""

from lineage.model import Document, Family, Profile, Reuse
from lineage.wording import Words, likeness


def percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def size(document: Document, profile: Profile | None, words: Words) -> str:
    """Return what small type says of a document's text."""
    facts = words.say("characters_n", n=len(document.text))
    return f"{facts} · {words.say('pic_new', share=percent(profile.new))}" if profile else facts


def document(document: Document, profile: Profile | None, words: Words) -> tuple[str, ...]:
    """Return what is said of a document when the pointer rests on it."""
    date = document.date or words.say("date_unknown")
    if document.date and document.date_source:
        date += f" ({words.say(f'date_{document.date_source}')})"
    return document.title, document.id, date, size(document, profile, words)


def lettered(document: Document, profile: Profile | None, words: Words) -> str:
    """Return what small type says of a document that the key names."""
    return f"{document.date or words.say('date_unknown')} · {size(document, profile, words)}"


def relation(edge: Reuse, longest: Family | None, words: Words) -> tuple[str, ...]:
    """Return what is said of an edge when the pointer rests on it."""
    between = "→" if edge.directed else "–"
    return (
        f"{edge.source} {between} {edge.target}",
        words.say(
            "pic_relation",
            characters=words.say("characters_n", n=edge.characters),
            passages=words.say("passages_n", n=edge.passages),
            similarity=likeness(edge.similarity),
        ),
        words.say("pic_longest", text=longest.text) if longest else "",
        _order(edge, words),
    )


def _order(edge: Reuse, words: Words) -> str:
    if edge.by == "text":
        return words.say("pic_confidence", confidence=f"{edge.confidence or 0:.2f}")
    return "" if edge.directed else words.say("pic_undirected")


def passage(family: Family, words: Words) -> str:
    """Return what small type says of a passage."""
    text = words.say("pic_passage", kind=words.say(f"kind_{family.kind}"), n=family.n_documents)
    if family.earliest is None:
        return text
    return f"{text}{words.say('pic_earliest', date=family.earliest.date)}"


def drawn(*, shown: int, found: int, alpha: float | None, words: Words) -> str:
    """Return which of the edges are drawn, and by which method they were chosen."""
    if not found:
        return words.say("pic_nothing")
    if shown == found:
        return words.say("pic_all", n=found)
    return words.say(
        "pic_backbone", alpha=f"{alpha:.2g}", shown=shown, found=found, left=found - shown
    )


def left_out(documents: int, edges: int, words: Words) -> str:
    """Return how many documents found no room."""
    return words.say("pic_left_out", n=documents, edges=words.say("edges_n", n=edges))
