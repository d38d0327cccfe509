/* Hashes of the n-grams of a text, and of how these go on, as `lineage.seeding.gram_hashes` has
 * them. */
#ifndef LINEAGE_HASHES_H
#define LINEAGE_HASHES_H

#include "arena.h"
#include "stretch.h"

enum {
    CHUNK = 512, /* positions that are hashed at once: their hashes stay in the nearest cache */
    MOST_LEVELS = 31
};

/* Hashes of 1, 2, 4 … tokens from some positions on, and room for those of another length. */
typedef struct {
    uint64_t *of[MOST_LEVELS], *joined;
    int32_t n, longest;
} Levels;

/* Returns room for the hashes of up to `longest` tokens. */
Levels levels_for(Arena *arena, int32_t longest);

/* Hashes what starts at the first `n` positions of a text. Behind its end stands nothing. */
void fill_levels(Levels *levels, Stretch text, int32_t n);

/* Returns the hashes of `length` tokens from the first `n` positions, put together from the
 * binary digits of the length; good until the next call. */
const uint64_t *hashes_of(const Levels *levels, int32_t length, int32_t n);

#endif
