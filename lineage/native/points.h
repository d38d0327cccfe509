/* Which pairs of equal tokens are kept of those that good alignments run through; see
 * `lineage.plane`. */
#ifndef LINEAGE_POINTS_H
#define LINEAGE_POINTS_H

#include "arena.h"
#include "stretch.h"

/* Two equal tokens, and the score of the best alignment through them. */
typedef struct {
    int32_t x, y, score;
} AlignedPoint;

typedef struct {
    AlignedPoint *at;
    int64_t n, room;
    int64_t n_left_out;    /* as copies too many */
    int64_t n_passed_over; /* shared n-grams that tell something, where nothing was looked at */
} AlignedPoints;

/* The best score of the points of each token. */
typedef struct {
    int32_t *left, *right;
} Best;

Best no_best(Arena *arena, int32_t n_left, int32_t n_right);

/* Takes out the points, from one on, that have a much better rival among those so far. */
void drop_rivals(Best best, AlignedPoints *points, int64_t first);

/* Returns the points that are nearly the best of both their tokens, in order of x, then y; given
 * are those of one left token in descending order of y. */
AlignedPoints best_in_order(Arena *arena, Best best, AlignedPoints all, int32_t n_left);

/* Takes out copies too many: those furthest from where they stand if both texts go on alike. The
 * points are in order of x, then y. */
void keep_in_order(Arena *arena, AlignedPoints *points, int32_t n_right);

#endif
