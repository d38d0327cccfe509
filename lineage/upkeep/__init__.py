"""A store and documents that come and go → the store as it is afterwards.

What is computed is decided by the stages that `analyze` runs, too, and by `growing`; what
is read and written is the store's. Everything that a batch changes is one transaction: it
is linked (`relinking`), its families are settled (`regrouping`), described and kept
(`filing`).

One thing of the whole collection is not told anew to every old document when a new one
comes: how surprising words are. A new document is weighed by the words of all, the old
ones keep what they had; `rebuild` brings it up to date. Who looks for a text has those weighed
anew that have something like it (`weights`). What depends on the size of the
collection alone is always so.
"""

from lineage.upkeep.batch import Means
from lineage.upkeep.changing import Change, change, fill
from lineage.upkeep.filing import StoredUsage
from lineage.upkeep.weights import Weights

__all__ = ["Change", "Means", "StoredUsage", "Weights", "change", "fill"]
