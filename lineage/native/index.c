#include "index.h"

#include <stdlib.h>
#include <string.h>

/* Tokens of the stretches that places are looked up by; tokens by which the ends of two
 * stretches may differ, together, whatever their length. */
enum { CELL = 64, RAGGED = 3 };

/* Share of a stretch that must lie in another for it to be inside. */
static const double INSIDE = 0.8;

Index index_for(Arena *arena, int64_t n_places)
{
    uint32_t slots = 16;
    while (slots < 2 * n_places && slots < UINT32_C(1) << 31) slots *= 2;
    Index index = {.heads = TAKE(arena, int32_t, slots), .mask = slots - 1};
    memset(index.heads, -1, slots * sizeof(int32_t));
    return index;
}

static inline int32_t *head_of(const Index *index, int32_t document, int32_t cell)
{
    uint32_t hash = (uint32_t)document * 2654435769u + (uint32_t)cell * 40503u;
    return &index->heads[(hash ^ hash >> 15) & index->mask];
}

void index_add(Arena *arena, Index *index, Place place, int32_t number, int32_t id)
{
    for (int32_t cell = place.start / CELL; cell <= (place.end - 1) / CELL; cell++) {
        int32_t *head = head_of(index, place.document, cell);
        MAKE_ROOM(arena, index);
        index->at[index->n] = (Entry){place, number, id, cell, *head};
        *head = index->n++;
    }
}

Overlaps overlapping(const Index *index, Place place)
{
    int32_t cell = place.start / CELL;
    return (Overlaps){index, place, cell, *head_of(index, place.document, cell)};
}

const Entry *next_overlap(Overlaps *overlaps)
{
    Place place = overlaps->place;
    for (;;) {
        while (overlaps->next >= 0) {
            const Entry *entry = &overlaps->index->at[overlaps->next];
            overlaps->next = entry->next;
            /* A bucket holds other cells too; what reaches over several cells is given in the
             * first that both have. */
            int32_t first = place.start > entry->place.start ? place.start : entry->place.start;
            if (entry->place.document == place.document && entry->cell == overlaps->cell &&
                first / CELL == overlaps->cell && shared_by(entry->place, place) > 0)
                return entry;
        }
        if (++overlaps->cell > (place.end - 1) / CELL) return NULL;
        overlaps->next = *head_of(overlaps->index, place.document, overlaps->cell);
    }
}

double coincidence(Place one, Place two)
{
    int32_t shared = shared_by(one, two);
    if (shared <= 0) return 0.0;
    if (shared > RAGGED && abs(one.start - two.start) + abs(one.end - two.end) <= RAGGED) return 1.0;
    int32_t start = one.start < two.start ? one.start : two.start;
    int32_t end = one.end > two.end ? one.end : two.end;
    return (double)shared / (end - start);
}

bool lies_in(Place inner, Place outer)
{
    return shared_by(inner, outer) >= INSIDE * (inner.end - inner.start);
}
