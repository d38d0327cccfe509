/* Where in the plane of two texts to look; see `lineage.plane`. */
#ifndef LINEAGE_TILES_H
#define LINEAGE_TILES_H

#include "alignment.h"

/* Tokens of a tile's side; also the least distance that is searched around a seed. */
enum { TILE = 64 };

/* One byte a tile, the tiles of a block of left tokens together: whether to look there. */
typedef struct {
    uint8_t *at;
    int32_t n_blocks, n_columns;
} Tiles;

/* A text whose tokens have their surprisal. */
typedef struct {
    Stretch tokens;
    const float *bits;
} Weighed;

/* Returns which tiles lie at or beside a shared n-gram of at least that surprisal. */
Tiles active_tiles(Arena *arena, Weighed left, Weighed right, double seed_bits);

#endif
