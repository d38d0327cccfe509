"""All that is later than a document, found by a walk; see `lineage.precedence`."""

from collections.abc import Collection, Mapping

from lineage.dates import date_range


def after(
    document: str, dates: Mapping[str, str | None], claims: Collection[tuple[str, str]]
) -> set[str]:
    """Return all that are later than a document, the document itself included."""
    days = {name: date_range(date) for name, date in dates.items() if date}
    reached, pending = {document}, [document]
    while pending:
        name = pending.pop()
        found = {later for earlier, later in claims if earlier == name}
        if name in days:
            found |= {other for other, (first, _) in days.items() if days[name][1] < first}
        pending += found - reached
        reached |= found
    return reached
