"""The words that are seen in a drawing of the reuse graph."""

from lineage.model import Document, Family, Profile, Reuse

UNDATED = "date unknown"
DATES_UNUSED = "dates not used"
SHARE_NEW = "share of the text that is new"
DIRECTED = "from earlier to later"
SHOWN = "from earlier to later, as the text alone shows"
UNDIRECTED = "order unknown"
WIDTHS = "characters shared"
SIZES = "characters in all"
NUMBER_ON_ALL = "longest passage shared by the two, quoted below"
NUMBER_ON_SOME = "a passage the two share, quoted below"
AXIS = "the axis shows order, not duration"
PASSAGES = "Shared passages"


def count(amount: int, one: str, many: str | None = None) -> str:
    """Return an amount with its noun, such as ``1 passage`` or ``1,204 passages``."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def size(document: Document, profile: Profile | None) -> str:
    """Return what small type says of a document's text."""
    facts = count(len(document.text), "character")
    return f"{facts} · {percent(profile.new)} new" if profile else facts


def document(document: Document, profile: Profile | None) -> tuple[str, ...]:
    """Return what is said of a document when the pointer rests on it."""
    date = document.date or UNDATED
    if document.date and document.date_source:
        date += f" (from {document.date_source})"
    return document.title, document.id, date, size(document, profile)


def relation(edge: Reuse, longest: Family | None) -> tuple[str, ...]:
    """Return what is said of an edge when the pointer rests on it."""
    between = "→" if edge.directed else "–"
    passages = count(edge.passages, "passage")
    return (
        f"{edge.source} {between} {edge.target}",
        f"{count(edge.characters, 'character')} in {passages}, similarity {edge.similarity:.2f}",
        f"longest: {longest.text}" if longest else "",
        _order(edge),
    )


def _order(edge: Reuse) -> str:
    if edge.by == "text":
        return f"{SHOWN} (confidence {edge.confidence or 0:.2f})"
    return "" if edge.directed else UNDIRECTED


def passage(family: Family) -> str:
    """Return what small type says of a passage."""
    text = f"{family.kind} in {count(len(family.documents), 'document')}"
    return f"{text}, earliest known {family.earliest.date}" if family.earliest else text


def drawn(*, shown: int, found: int, per_document: int | None) -> str:
    """Return which of the edges are drawn."""
    if not found:
        return "No passages are shared."
    if shown == found:
        return f"All {count(found, 'edge')} are drawn." if found > 1 else "The only edge is drawn."
    left = found - shown
    return (
        f"Drawn: the {count(per_document or 0, 'strongest edge')} of each document, "
        f"{shown:,} of {found:,}; {left:,} weaker left out."
    )


def left_out(documents: int, edges: int) -> str:
    """Return how many documents found no room."""
    return (
        f"{count(documents, 'document')} with the least shared text left out, "
        f"with {count(edges, 'edge')}."
    )
