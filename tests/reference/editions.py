"""The signature of a document, by the bins that are not empty."""

from lineage.editions import _BINS


def signature(shingles: set[int]) -> list[int]:
    """Return the smallest hash in each bin; an empty one takes over from the next that is not."""
    if not shingles:
        return [0] * _BINS
    least = [min((s for s in shingles if s >> 57 == n), default=None) for n in range(_BINS)]
    around = [*range(_BINS), *range(_BINS)]
    return [next(least[m] or 0 for m in around[n:] if least[m] is not None) for n in range(_BINS)]
