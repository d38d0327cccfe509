/* Where two long stretches surely stand beside each other. */
#ifndef LINEAGE_ANCHORS_H
#define LINEAGE_ANCHORS_H

#include "arena.h"
#include "stretch.h"

/* A token of the left stretch and the token of the right one that stands beside it. */
typedef struct {
    int32_t x, y;
} Anchor;

/* Finds a place near the middle of the right stretch where both go on alike for long; says whether
 * there is one.
 *
 * What both have once, and in the same order, tells where one stands beside the other (B. Cohen's
 * patience diff, 2010; of many ways to choose among what is in order the longest): a heuristic,
 * for an alignment of least cost might run elsewhere. */
bool find_anchor(Arena *arena, Stretch left, Stretch right, Anchor *anchor);

#endif
