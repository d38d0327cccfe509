/* The hierarchical order of postings; see `lineage.seeding`. */
#ifndef LINEAGE_NEIGHBOURS_H
#define LINEAGE_NEIGHBOURS_H

#include <stdbool.h>
#include <stdint.h>

/* A posting of one n-gram: hashes of its continuations, its place, its row in a table. */
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

/* Puts postings of one n-gram in hierarchical order. */
void put_in_order(Posting *at, int64_t n);

#endif
