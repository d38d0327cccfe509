/* The hierarchical order of postings; see `lineage.seeding`. */
#ifndef LINEAGE_NEIGHBOURS_H
#define LINEAGE_NEIGHBOURS_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

/* A posting of one n-gram: hashes of its continuations, its place, and its row in a table or the
 * number of the n-gram. */
typedef struct {
    int64_t h2, h4, place, row;
} Posting;

/* Says whether of two postings of one n-gram one stands before the other. */
static inline bool stands_before(const Posting *one, const Posting *two)
{
    if (one->h2 != two->h2) return one->h2 < two->h2;
    if (one->h4 != two->h4) return one->h4 < two->h4;
    return one->place < two->place;
}

/* Postings in order, those of each n-gram from `first` of its number on. */
typedef struct {
    int64_t *first;
    Posting *at;
} OrderedPostings;

/* Puts postings in order by the numbers of their n-grams, and those of each hierarchically. */
OrderedPostings put_in_order(Arena *arena, const Posting *postings, int64_t n, int64_t n_grams);

#endif
