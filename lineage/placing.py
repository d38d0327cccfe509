"""Where a family's wording stands in and around a place of another document.

The wording is aligned with the place and as much around it as the rest of the wording would
reach (`native/placing.c`); where something was inserted, so that an end stands beyond that, it
is aligned once more with as much as the missing end would reach. That the wording stands here
is known already, so that its ends may be changed a good deal; where it ends for others is
another question, and only what is surely it has a say there. The more text lies around, the
more ways of equal cost there are to align the wording's first and last words with chance
matches far off: so it is looked for once more in the stretch that is most like it, with some
room for insertions.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from lineage.align import Weighed
from lineage.native.families import placed, typical
from lineage.native.tables import Texts
from lineage.places import Place
from lineage.prepare import Tokenized


def tokens_at(prepared: Sequence[Tokenized], place: Place) -> str:
    return prepared[place.document].tokens[place.start : place.end]


def weighed_at(prepared: Sequence[Tokenized], place: Place) -> Weighed:
    side = prepared[place.document]
    return Weighed(side.tokens[place.start : place.end], side.side.sums, place.start)


def where_members(texts: Texts, pairs: Iterable[tuple[Place, Place]]) -> list[Place | None]:
    """Return where in and around the first of two places the wording at the second stands.

    Args:
        texts: The documents.
        pairs: The places and the models.

    Returns:
        A place for each pair; ``None`` where the wording does not stand there.
    """
    numbers = np.array([(*place, *model) for place, model in pairs], np.int32).reshape(-1, 6)
    return [
        None if document < 0 else Place(document, start, end)
        for document, start, end in placed(texts, numbers).tolist()
    ]


def typical_place(texts: Texts, places: Sequence[Place]) -> Place:
    """Return the place whose wording resembles that of all others most."""
    return Place(*typical(texts, np.array(places, np.int32)))
