#include "index.h"

#include <stdlib.h>
#include <string.h>

/* Tokens of the stretches that places are looked up by; tokens by which the ends of two
 * stretches may differ, together, whatever their length. */
enum { CELL = 64, RAGGED = 3 };

/* Share of a stretch that must lie in another for it to be inside. */
static const double INSIDE = 0.8;

/* Entries beside each other, since they are looked through one after the other; those that came
 * before them. */
struct Chunk {
    Chunk *older;
    int32_t n, room;
    Entry at[];
};

/* Places that begin in a cell, and those that reach into it from before. */
struct Cell {
    Chunk *begin, *reach;
};

/* Entries of the first chunk of a cell, and of its largest. */
enum { FEWEST = 2, MOST = 64 };

Index index_for(Arena *arena, int64_t n_places)
{
    uint32_t slots = 16;
    while (slots < n_places && slots < UINT32_C(1) << 31) slots *= 2;
    Index index = {TAKE(arena, Cell, slots), slots - 1};
    for (uint32_t i = 0; i < slots; i++) index.cells[i] = (Cell){NULL, NULL};
    return index;
}

static inline Cell *cell_of(const Index *index, int32_t document, int32_t cell)
{
    uint32_t hash = (uint32_t)document * 2654435769u + (uint32_t)cell * 40503u;
    return &index->cells[(hash ^ hash >> 15) & index->mask];
}

static void append(Arena *arena, Chunk **chunks, Entry entry)
{
    Chunk *chunk = *chunks;
    if (!chunk || chunk->n == chunk->room) {
        int32_t room = chunk ? min(2 * chunk->room, MOST) : FEWEST;
        *chunks = arena_take(arena, sizeof(Chunk) + (size_t)room * sizeof(Entry));
        **chunks = (Chunk){.older = chunk, .n = 0, .room = room};
        chunk = *chunks;
    }
    chunk->at[chunk->n++] = entry;
}

void index_add(Arena *arena, Index *index, Place place, int32_t number, int32_t id)
{
    int32_t first = place.start / CELL;
    for (int32_t cell = first; cell <= (place.end - 1) / CELL; cell++) {
        Cell *at = cell_of(index, place.document, cell);
        append(arena, cell == first ? &at->begin : &at->reach, (Entry){place, number, id, cell});
    }
}

static void look_through(Overlaps *overlaps, const Chunk *chunk)
{
    overlaps->chunk = chunk;
    overlaps->n_left = chunk ? chunk->n : 0;
}

Overlaps overlapping(const Index *index, Place place)
{
    Overlaps overlaps = {.index = index, .place = place, .cell = place.start / CELL};
    const Cell *cell = cell_of(index, place.document, overlaps.cell);
    overlaps.reach = cell->reach;
    look_through(&overlaps, cell->begin);
    return overlaps;
}

/* Goes on to entries that were not looked through yet; says whether there are any. */
static bool go_on(Overlaps *overlaps)
{
    Place place = overlaps->place;
    while (!overlaps->n_left) {
        if (overlaps->chunk && overlaps->chunk->older) {
            look_through(overlaps, overlaps->chunk->older);
        } else if (overlaps->reach) {
            look_through(overlaps, overlaps->reach);
            overlaps->reach = NULL;
        } else {
            /* What reaches into a further cell is known from the one before. */
            if (++overlaps->cell > (place.end - 1) / CELL) return false;
            look_through(overlaps, cell_of(overlaps->index, place.document, overlaps->cell)->begin);
        }
    }
    return true;
}

const Entry *next_overlap(Overlaps *overlaps)
{
    Place place = overlaps->place;
    while (go_on(overlaps)) {
        const Entry *entry = &overlaps->chunk->at[--overlaps->n_left];
        /* Cells that are looked up alike stand together. */
        if (entry->cell == overlaps->cell && entry->place.document == place.document &&
            shared_by(entry->place, place) > 0)
            return entry;
    }
    return NULL;
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
