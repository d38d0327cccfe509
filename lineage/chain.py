"""Points of an alignment → pieces: the passages of two documents side by side.

A **piece** is a run of aligned tokens that moves forward in both texts. A passage may
consist of several: a clause was dropped, inserted or moved. Pieces are joined when the
stretch they span together is still mostly aligned, in both texts, in whatever order, and no
more than a hundred tokens of the two texts' own stand between them. Without that limit six
passages copied in another order made one, which ran over the whole of both texts: between long
pieces much may lie. From 80 to 150 tokens the planted sets score the same.

Matches at the ends so thin that chance explains them are cut off: every aligned pair earns
its surprisal, every token left out between two runs costs, and the best-earning stretch is
kept. Common characters earn little, so a scatter of 的 and 和 beside a passage does not
lengthen it.

Of pieces that claim one stretch, the better one stays. Two equally good counterparts of a
stretch both stay: the wording stands twice in the other text. A long loose piece that runs
over a short exact one gives way there, and keeps what is left of it.

Ends move to a good border nearby: inward over up to ten tokens of which few are aligned (five
for families), or outward over two.

How strict all this is, is another matter for two documents side by side than for a corpus
(`native/chain.h`). A reader wants to see all of a passage, however much of it was changed: a
token left out costs 2 bits there, and a quarter of what a piece adds must be aligned. On
planted reuse, 3 bits lost a tenth of the passages whose words were replaced, and a half broke
the shuffled ones in pieces. For families, a wording wants clean borders, and what one pair of
documents lacks the other members bring: 3 bits, a half, and only pieces that follow each other
in both texts are joined, for two formulae that stand side by side in another order are two
wordings.
"""

from typing import NamedTuple

from lineage.model import NormSpan
from lineage.native.passages import pieces
from lineage.native.tables import Ints
from lineage.prepare import Prepared, texts_of


class Piece(NamedTuple):
    """Aligned tokens of two texts, and the stretch they span.

    Attributes:
        left: Stretch of the left text.
        right: Stretch of the right text.
        snapped_left: The same with its ends at good borders nearby, a sentence's or clause's
            before a word's.
        snapped_right: The same of the right one.
        n: Tokens aligned.
        n_held: Those of them that both stretches still hold when their ends have moved.
        bits: Surprisal of the aligned tokens.
        score: The same, less what the tokens left out cost: what the piece is worth.
    """

    left: NormSpan
    right: NormSpan
    snapped_left: NormSpan
    snapped_right: NormSpan
    n: int
    n_held: int
    bits: float
    score: float


def joined_pieces(
    points: Ints, left: Prepared, right: Prepared, *, least: float | None = None
) -> list[Piece]:
    """Return the pieces that points make, in the order of their places.

    Args:
        points: Two columns, left and right token, ascending in the left ones.
        left: The left text.
        right: The right text.
        least: Score that a piece must have, in bits; with it, rivals are settled too.
    """
    rows = pieces(texts_of([left, right]), points, least)
    spans = (
        [NormSpan(*span) for span in rows[name].tolist()]
        for name in ("left", "right", "snapped_left", "snapped_right")
    )
    figures = (rows[name].tolist() for name in ("n", "n_held", "bits", "score"))
    return list(map(Piece, *spans, *figures))
