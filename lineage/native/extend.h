/* Segments of one pair of documents, extended to passages. */
#ifndef LINEAGE_EXTEND_H
#define LINEAGE_EXTEND_H

#include "chain.h"

/* Says whether a segment may come to a passage; `lineage.linking` says why it is asked. */
bool is_promising(Pair pair, Run segment, double least_bits);

/* Says the same of documents without running sums, in doubt that it may. */
bool may_be_promising(Pair pair, Run segment, double least_bits);

/* Returns the shared passages of one pair of documents. */
Pieces pieces_of(Arena *arena, Pair pair, Run *segments, int32_t n, double least_bits);

#endif
