"""A corpus in one file: documents, what is known of their tokens, passages and families.

`Store` reads and writes the tables of a DuckDB file; what is to be written is decided
elsewhere. A batch is one transaction, so that a process that is killed leaves the batch
or nothing of it. A new file is made beside its place and moved there when it is whole.

The n-grams of a new document are looked for in the tokens of all others, and there is no
table of them (`native/searching.h`): reading one row a token, as one had to in any order of
the rows, took twice as long, and more than a third of the file. The links between n-grams are
kept, for a new document changes few of them; to find those of two old documents again takes
another look at all tokens.

DuckDB, and not SQLite: what a new document touches is joined with tables of a row for each
place of a family, which takes a column scan on all cores here and a walk through an index
there; and it is needed anyway. *We are wrong if* several processes must write at once: DuckDB
lets one in.
"""

from lineage.store.grouped import StoredFamily, Widened
from lineage.store.opening import check_name, create_store, made_store, open_store
from lineage.store.records import Core
from lineage.store.texts import Entry
from lineage.store.whole import Store

__all__ = [
    "Core",
    "Entry",
    "Store",
    "StoredFamily",
    "Widened",
    "check_name",
    "create_store",
    "made_store",
    "open_store",
]
