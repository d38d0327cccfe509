#include "tiles.h"

#include <string.h>

/* Tokens of a shared n-gram; a few rare words are worth a look, or many common ones in a row. */
static const int32_t LENGTHS[] = {2, 3, 4, 6, 8, 12};

enum { N_LENGTHS = sizeof LENGTHS / sizeof *LENGTHS, LONGEST = 12 };

/* A text, how many tokens stand at each place up to a placeholder, at most the longest n-gram's,
 * and which length an n-gram must have there to tell enough; `N_LENGTHS` if none does. */
typedef struct {
    Stretch text;
    uint8_t *reach, *least;
} Grams;

/* The right places at which n-grams of one length begin that tell enough, those of one digest in a
 * chain: first those that tell too little where they are shorter. */
typedef struct {
    int32_t *first, *next;
} Chains;

typedef struct {
    Grams left, right;
    Chains chains[N_LENGTHS];
    int shift;
} Search;

static Grams grams_of(Arena *arena, Weighed weighed, double seed_bits)
{
    Stretch text = weighed.tokens;
    Grams grams = {text, TAKE(arena, uint8_t, text.n), TAKE(arena, uint8_t, text.n)};
    Mark mark = arena_mark(arena);
    double *sums = TAKE(arena, double, text.n + 1);
    sums[0] = 0;
    for (int32_t i = 0; i < text.n; i++) sums[i + 1] = sums[i] + (double)weighed.bits[i];
    for (int32_t at = text.n - 1, reach = 0; at >= 0; at--) {
        reach = text.at[at] == WILDCARD ? 0 : min(reach + 1, LONGEST);
        uint8_t length = 0;
        while (length < N_LENGTHS && LENGTHS[length] <= reach &&
               sums[at + LENGTHS[length]] - sums[at] < seed_bits)
            length++;
        bool is_enough = length < N_LENGTHS && LENGTHS[length] <= reach;
        grams.reach[at] = (uint8_t)reach;
        grams.least[at] = is_enough ? length : N_LENGTHS;
    }
    arena_reset(arena, mark);
    return grams;
}

static inline uint64_t digest(Stretch text, int32_t at, int32_t n, int shift)
{
    uint64_t gram = 0;
    for (int32_t i = 0; i < n; i++) gram = (gram ^ text.at[at + i]) * 0x9E3779B97F4A7C15u;
    return (gram ^ gram >> 29) * 0xBF58476D1CE4E5B9u >> shift;
}

static Chains chains_of(Arena *arena, Grams grams, uint8_t length, int shift)
{
    size_t n = (size_t)1 << (64 - shift);
    Chains chains = {TAKE(arena, int32_t, n), TAKE(arena, int32_t, grams.text.n)};
    memset(chains.first, -1, n * sizeof(int32_t));
    for (int is_new = 0; is_new < 2; is_new++)
        for (int32_t at = 0; at < grams.text.n; at++) {
            if (grams.reach[at] < LENGTHS[length]) continue;
            if (is_new ? grams.least[at] != length : grams.least[at] >= length) continue;
            uint64_t of = digest(grams.text, at, LENGTHS[length], shift);
            chains.next[at] = chains.first[of];
            chains.first[of] = at;
        }
    return chains;
}

static Search search_of(Arena *arena, Weighed left, Weighed right, double seed_bits)
{
    Search search = {grams_of(arena, left, seed_bits), grams_of(arena, right, seed_bits),
                     .shift = 64 - 8};
    while (1ll << (64 - search.shift) < 2ll * right.tokens.n) search.shift--;
    for (uint8_t length = 0; length < N_LENGTHS; length++)
        search.chains[length] = chains_of(arena, search.right, length, search.shift);
    return search;
}

/* Marks the tiles in which the n-grams of one place and length are shared that tell too little
 * where they are shorter, left or right. */
static void mark_shared(const Search *search, int32_t x, uint8_t length, uint8_t *row)
{
    Stretch left = search->left.text, right = search->right.text;
    bool is_new = search->left.least[x] == length;
    int32_t n = LENGTHS[length];
    const Chains *chains = &search->chains[length];
    int32_t y = chains->first[digest(left, x, n, search->shift)];
    for (; y >= 0 && (is_new || search->right.least[y] == length); y = chains->next[y])
        if (!row[y / TILE] && !memcmp(left.at + x, right.at + y, (size_t)n * sizeof(Token)))
            row[y / TILE] = 1;
}

static void mark_seeds(const Search *search, int32_t block, uint8_t *row)
{
    int32_t end = min((block + 1) * TILE, search->left.text.n);
    for (int32_t x = block * TILE; x < end; x++)
        for (uint8_t length = search->left.least[x];
             length < N_LENGTHS && LENGTHS[length] <= search->left.reach[x]; length++)
            mark_shared(search, x, length, row);
}

/* Appends the tiles at and beside those that are marked in a block and the two beside it. */
static void add_runs(Arena *arena, uint8_t *const rows[3], int32_t block, Tiles *tiles)
{
    tiles->first[block] = tiles->n;
    for (int32_t column = 0, end = 0; column < tiles->n_columns; column++) {
        if (!(rows[0][column] | rows[1][column] | rows[2][column])) continue;
        int32_t first = max(column - 1, 0);
        if (!end || first > end) {
            MAKE_ROOM(arena, tiles);
            tiles->at[tiles->n++].first = first;
        }
        tiles->at[tiles->n - 1].end = end = min(column + 2, tiles->n_columns);
    }
    tiles->first[block + 1] = tiles->n;
}

Tiles active_tiles(Arena *work, Arena *kept, Weighed left, Weighed right, double seed_bits)
{
    Tiles tiles = {.n_blocks = (left.tokens.n + TILE - 1) / TILE,
                   .n_columns = (right.tokens.n + TILE - 1) / TILE};
    tiles.first = TAKE(kept, int64_t, tiles.n_blocks + 1);
    tiles.first[0] = 0;
    Mark mark = arena_mark(work);
    size_t width = (size_t)tiles.n_columns;
    uint8_t *rows[3];
    for (int i = 0; i < 3; i++) rows[i] = memset(TAKE(work, uint8_t, width), 0, width);
    Search search = search_of(work, left, right, seed_bits);
    for (int32_t block = -1; block < tiles.n_blocks; block++) {
        uint8_t *behind = rows[0];
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = memset(behind, 0, width);
        if (block + 1 < tiles.n_blocks) mark_seeds(&search, block + 1, behind);
        if (block >= 0) add_runs(kept, rows, block, &tiles);
    }
    arena_reset(work, mark);
    return tiles;
}
