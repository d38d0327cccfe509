/* Where in the plane of two texts to look; see `lineage.plane`. */
#ifndef LINEAGE_TILES_H
#define LINEAGE_TILES_H

#include "alignment.h"

/* Tokens of a tile's side; also the least distance that is searched around a seed. */
enum { TILE = 64 };

/* Neighbouring tiles of one block of left tokens: the first one's column, and the end. */
typedef struct {
    int32_t first, end;
} TileRun;

/* The tiles to look at, in runs: those of a block of left tokens together, in the order of their
 * columns. Of two long texts they are few among all. */
typedef struct {
    TileRun *at;
    int64_t n, room;
    int64_t *first; /* of each block's runs, and after the last of all */
    int32_t n_blocks, n_columns;
    int64_t n_passed_over; /* shared n-grams that tell something, in other tiles */
} Tiles;

/* A text whose tokens have their surprisal. */
typedef struct {
    Stretch tokens;
    const float *bits;
} Weighed;

/* What makes a shared n-gram worth a look: its surprisal, and how many copies each of it is held
 * against where both texts repeat it; and the surprisal from which those that are not are counted. */
typedef struct {
    double least_bits, bits;
    int32_t most_copies;
} Worth;

/* Returns which tiles lie at or beside a shared n-gram that is worth a look. */
Tiles active_tiles(Arena *work, Arena *kept, Weighed left, Weighed right, Worth worth);

#endif
