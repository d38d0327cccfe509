"""The overview's table of texts that are there in several documents."""

from typing import Any

from lineage.model import Corpus, Edition
from lineage.render.pages.naming import Site


def editions_table(corpus: Corpus, *, site: Site, limit: int, named: int) -> dict[str, Any]:
    """Return the texts that are there in several documents, each with its editions.

    Args:
        corpus: What was found.
        site: The pages of the report.
        limit: Rows of the table.
        named: Editions named in one row.
    """
    documents = {document.id: document for document in corpus.documents}
    merged = corpus.settings.get("editions") == "merge"
    rows = [
        {
            "label": site.label(documents[each.document]),
            "id": each.document,
            "date": documents[each.document].date or "",
            "href": site.document(each.document),
            "others": [_other(other, site) for other in each.others[:named]],
            "n_more": max(len(each.others) - named, 0),
        }
        for each in corpus.editions
    ]
    n_others = sum(len(each.others) for each in corpus.editions)
    key = "editions_merged" if merged else "editions_kept"
    return {"rows": rows[:limit], "n": len(rows), "note": site.say(key, n=n_others)}


def editions_of(corpus: Corpus, *, site: Site, limit: int) -> dict[str, dict[str, Any]]:
    """Return the other editions of each document that has some, by its id.

    Args:
        corpus: What was found.
        site: The pages of the report.
        limit: Editions named on each document's page. Of a text that a thousand documents
            have, all on the pages of all would be a million.
    """
    documents = {document.id: document for document in corpus.documents}
    found = {}
    for each in corpus.editions:
        known = Edition(documents[each.document], 1.0)
        members = (known, *each.others)
        first = [(member, _other(member, site)) for member in members[: limit + 1]]
        for member in members:
            rest = [shown for other, shown in first if other is not member][:limit]
            found[member.document.id] = {
                "others": rest,
                "n_more": len(members) - 1 - len(rest),
            }
    return found


def _other(other: Edition, site: Site) -> dict[str, Any]:
    document = other.document
    return {
        "label": site.label(document),
        "id": document.id,
        "date": document.date or "",
        "href": site.document(document.id),
        "resemblance": other.resemblance,
    }
