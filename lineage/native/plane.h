/* Local alignment in the plane of two whole texts, forward and backward.
 *
 * What is computed, and why in this way, `lineage.plane` says.
 */
#ifndef LINEAGE_PLANE_H
#define LINEAGE_PLANE_H

#include "points.h"
#include "tiles.h"

/* Returns the pairs of equal tokens that alignments of at least a threshold run through, in
 * order of x, then y; of rivals for one token only those that are nearly the best, and of the
 * copies of what both texts repeat those that stand in order. */
AlignedPoints aligned_points(Arena *work, Arena *kept, Weighed left, Weighed right,
                             int64_t threshold, Worth worth);

#endif
