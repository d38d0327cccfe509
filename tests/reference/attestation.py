"""Which two tokens a document has in a row."""

from itertools import pairwise

from lineage.attestation import pair_code
from lineage.prepare import Prepared
from lineage.segment import Border


def token_pairs(side: Prepared) -> list[int]:
    """Return the pairs of neighbouring tokens of a clause as numbers, in order."""
    within = zip(pairwise(side.stream.text), side.borders[1:-1].tolist(), strict=True)
    return sorted({pair_code(one + two) for (one, two), border in within if border < Border.CLAUSE})
