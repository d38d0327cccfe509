#include "tiles.h"

#include <string.h>

/* Tokens of a shared n-gram; a few rare words are worth a look, or many common ones in a row. */
static const int32_t LENGTHS[] = {2, 3, 4, 6, 8, 12};

enum { N_LENGTHS = sizeof LENGTHS / sizeof *LENGTHS, SHORTEST = 2, LONGEST = 12 };


/* Both texts, and the surprisal of all tokens before each. */
typedef struct {
    Stretch left, right;
    const double *left_sums, *right_sums;
    double seed_bits;
} Search;

/* The left places at which the shortest n-grams begin, those of one digest in a chain. */
typedef struct {
    int32_t *first, *next;
    int shift;
} Grams;

static const double *sums_of(Arena *arena, Weighed text)
{
    double *sums = TAKE(arena, double, text.tokens.n + 1);
    sums[0] = 0;
    for (int32_t i = 0; i < text.tokens.n; i++) sums[i + 1] = sums[i] + (double)text.bits[i];
    return sums;
}

static inline uint64_t digest(Stretch text, int32_t at, int shift)
{
    uint64_t gram = (uint64_t)text.at[at] << 32 | text.at[at + 1];
    return gram * 0x9E3779B97F4A7C15u >> shift;
}

static Grams grams_of(Arena *arena, Stretch text)
{
    Grams grams = {.shift = 64 - 8};
    while (1ll << (64 - grams.shift) < 2ll * text.n) grams.shift--;
    size_t n = (size_t)1 << (64 - grams.shift);
    grams.first = TAKE(arena, int32_t, n);
    grams.next = TAKE(arena, int32_t, text.n);
    memset(grams.first, -1, n * sizeof(int32_t));
    for (int32_t at = 0; at + SHORTEST <= text.n; at++) {
        uint64_t of = digest(text, at, grams.shift);
        grams.next[at] = grams.first[of];
        grams.first[of] = at;
    }
    return grams;
}

/* Says whether an n-gram that two places share tells enough. */
static bool is_worth_a_look(const Search *search, int32_t x, int32_t y)
{
    Stretch left = search->left, right = search->right;
    int32_t most = min(LONGEST, min(left.n - x, right.n - y)), n = 0;
    while (n < most && left.at[x + n] == right.at[y + n] && left.at[x + n] != WILDCARD) n++;
    for (int i = 0; i < N_LENGTHS && LENGTHS[i] <= n; i++) {
        double of_left = search->left_sums[x + LENGTHS[i]] - search->left_sums[x];
        double of_right = search->right_sums[y + LENGTHS[i]] - search->right_sums[y];
        if (of_left >= search->seed_bits && of_right >= search->seed_bits) return true;
    }
    return false;
}

static void mark_seeds(const Search *search, const Grams *grams, Tiles tiles)
{
    for (int32_t y = 0; y + SHORTEST <= search->right.n; y++) {
        int32_t x = grams->first[digest(search->right, y, grams->shift)];
        for (; x >= 0; x = grams->next[x]) {
            uint8_t *tile = &tiles.at[(int64_t)(x / TILE) * tiles.n_columns + y / TILE];
            if (!*tile) *tile = is_worth_a_look(search, x, y);
        }
    }
}

static Tiles no_tiles(Arena *arena, int32_t n_left, int32_t n_right)
{
    Tiles tiles = {NULL, (n_left + TILE - 1) / TILE, (n_right + TILE - 1) / TILE};
    size_t n = (size_t)tiles.n_blocks * (size_t)tiles.n_columns;
    tiles.at = TAKE(arena, uint8_t, n);
    memset(tiles.at, 0, n);
    return tiles;
}

/* Marks the tiles around one as well. */
static void spread(Tiles tiles, int32_t block, int32_t column)
{
    for (int32_t i = block - 1; i <= block + 1; i++)
        for (int32_t k = column - 1; k <= column + 1; k++)
            if (i >= 0 && i < tiles.n_blocks && k >= 0 && k < tiles.n_columns)
                tiles.at[(int64_t)i * tiles.n_columns + k] = 1;
}

Tiles active_tiles(Arena *arena, Weighed left, Weighed right, double seed_bits)
{
    Tiles tiles = no_tiles(arena, left.tokens.n, right.tokens.n);
    Mark mark = arena_mark(arena);
    Tiles seeds = no_tiles(arena, left.tokens.n, right.tokens.n);
    Search search = {left.tokens, right.tokens, sums_of(arena, left), sums_of(arena, right),
                     seed_bits};
    Grams grams = grams_of(arena, left.tokens);
    mark_seeds(&search, &grams, seeds);
    for (int32_t i = 0; i < seeds.n_blocks; i++)
        for (int32_t k = 0; k < seeds.n_columns; k++)
            if (seeds.at[(int64_t)i * seeds.n_columns + k]) spread(tiles, i, k);
    arena_reset(arena, mark);
    return tiles;
}
