/* Alignments of two stretches of tokens. */
#ifndef LINEAGE_ALIGNMENT_H
#define LINEAGE_ALIGNMENT_H

#include "similarity.h"

/* Equal tokens in a row: the first one left and right, and how many. */
typedef struct {
    int32_t x, y, n;
} Run;

typedef struct {
    Run *at;
    int32_t n, room;
} Runs;

/* Appends the runs of equal tokens of a Levenshtein alignment, in order; `x` and `y` number
 * the first tokens. */
void matching_runs(Arena *arena, Stretch left, Stretch right, int32_t x, int32_t y, Runs *runs);

/* The same of a stretch that is laid out already. */
void matching_runs_with(Arena *arena, const Where *left, Stretch right, int32_t x, int32_t y,
                        Runs *runs);

/* Appends the runs of such an alignment in which token stands beside token, equal or in the place
 * of the other: what lies between two of them is left out or put in. */
void facing_runs(Arena *arena, Stretch left, Stretch right, Runs *runs);

#endif
