/* Which families, by their numbers, have places where; see `lineage.places.PlaceIndex`. */
#ifndef LINEAGE_INDEX_H
#define LINEAGE_INDEX_H

#include "likeness.h"

typedef struct {
    Place place;
    int32_t number, id; /* of its family, and its own */
    int32_t cell;
} Entry;

typedef struct Chunk Chunk;
typedef struct Cell Cell;

typedef struct {
    Cell *cells;
    uint32_t mask;
} Index;

/* Returns an index with room for about so many places. */
Index index_for(Arena *arena, int64_t n_places);

/* Takes in a place of a family. */
void index_add(Arena *arena, Index *index, Place place, int32_t number, int32_t id);

/* What overlaps with a place; each entry comes once. */
typedef struct {
    const Index *index;
    Place place;
    int32_t cell;
    const Chunk *chunk, *reach; /* what is looked through, and what of the same cell comes then */
    int32_t n_left;
} Overlaps;

Overlaps overlapping(const Index *index, Place place);
const Entry *next_overlap(Overlaps *overlaps);

/* Tokens that two overlapping places of a document have in common. */
static inline int32_t shared_by(Place one, Place two)
{
    int32_t start = one.start > two.start ? one.start : two.start;
    int32_t end = one.end < two.end ? one.end : two.end;
    return end - start;
}

/* As `lineage.places.coincidence`, of two places of one document. */
double coincidence(Place one, Place two);

/* As `lineage.places.lies_in`, of two places of one document. */
bool lies_in(Place inner, Place outer);

#endif
