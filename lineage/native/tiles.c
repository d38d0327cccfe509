#include "tiles.h"

#include "copies.h"

#include <string.h>

/* Tokens of a shared n-gram; a few rare words are worth a look, or many common ones in a row. */
static const int32_t LENGTHS[] = {2, 3, 4, 6, 8, 12};

enum { N_LENGTHS = sizeof LENGTHS / sizeof *LENGTHS, LONGEST = 12 };

/* A text, how many tokens stand at each place up to a placeholder, at most the longest n-gram's,
 * and which length an n-gram must have there to tell something, and to tell enough; `N_LENGTHS` if
 * none does. */
typedef struct {
    Stretch text;
    uint8_t *reach, *least, *enough;
} Grams;

/* The right places at which n-grams of one length begin that tell something, those of one digest
 * in a chain: first those that tell too little where they are shorter. */
typedef struct {
    int32_t *first, *next;
} Chains;

typedef struct {
    Grams left, right;
    Chains chains[N_LENGTHS];
    int shift;
    Repeated repeated[N_LENGTHS];
    int32_t most; /* copies that each is held against; of none more than there are, nothing is counted */
} Search;

/* Returns the least length of an n-gram that has so many bits, `reach` tokens long at most. */
static uint8_t least_length(const double *sums, int32_t reach, double bits)
{
    for (uint8_t length = 0; length < N_LENGTHS && LENGTHS[length] <= reach; length++)
        if (sums[LENGTHS[length]] - sums[0] >= bits) return length;
    return N_LENGTHS;
}

static Grams grams_of(Arena *arena, Weighed weighed, Worth worth)
{
    Stretch text = weighed.tokens;
    Grams grams = {text, TAKE(arena, uint8_t, text.n), TAKE(arena, uint8_t, text.n),
                   TAKE(arena, uint8_t, text.n)};
    Mark mark = arena_mark(arena);
    double *sums = TAKE(arena, double, text.n + 1);
    sums[0] = 0;
    for (int32_t i = 0; i < text.n; i++) sums[i + 1] = sums[i] + (double)weighed.bits[i];
    for (int32_t at = text.n - 1, reach = 0; at >= 0; at--) {
        reach = text.at[at] == WILDCARD ? 0 : min(reach + 1, LONGEST);
        grams.reach[at] = (uint8_t)reach;
        grams.least[at] = least_length(sums + at, reach, worth.least_bits);
        grams.enough[at] = least_length(sums + at, reach, worth.bits);
    }
    arena_reset(arena, mark);
    return grams;
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
            uint64_t of = digest(grams.text.at + at, LENGTHS[length], shift);
            chains.next[at] = chains.first[of];
            chains.first[of] = at;
        }
    return chains;
}

static bool is_limited(const Search *search)
{
    return search->most < min(search->left.text.n, search->right.text.n);
}

static Search search_of(Arena *arena, Weighed left, Weighed right, Worth worth)
{
    Search search = {grams_of(arena, left, worth), grams_of(arena, right, worth), .shift = 64 - 8,
                     .most = worth.most_copies};
    while (1ll << (64 - search.shift) < 2ll * right.tokens.n) search.shift--;
    const uint8_t *const reach[2] = {search.left.reach, search.right.reach};
    for (uint8_t length = 0; length < N_LENGTHS; length++) {
        search.chains[length] = chains_of(arena, search.right, length, search.shift);
        if (is_limited(&search))
            search.repeated[length] =
                repeated_grams(arena, left.tokens, right.tokens, reach, LENGTHS[length]);
    }
    return search;
}

/* What is known of the tiles of a block: whether a seed that tells enough is there, and if not, how
 * many are that tell something. */
typedef struct {
    uint8_t *has_seed;
    int32_t *n_others;
} Row;

static Row row_of(Arena *arena, size_t width)
{
    return (Row){TAKE(arena, uint8_t, width), TAKE(arena, int32_t, width)};
}

static void clear(Row row, size_t width)
{
    memset(row.has_seed, 0, width);
    memset(row.n_others, 0, width * sizeof(int32_t));
}

static bool is_shared(const Search *search, int32_t x, int32_t y, uint8_t length)
{
    if (length == N_LENGTHS || min(search->left.reach[x], search->right.reach[y]) < LENGTHS[length])
        return false;
    return !memcmp(search->left.text.at + x, search->right.text.at + y,
                   (size_t)LENGTHS[length] * sizeof(Token));
}

/* Says whether one of the n-grams that stand at two places tells enough, and is no copy of what both
 * texts repeat elsewhere. The shortest that tells something is of one length. */
static bool is_worth_a_look(const Search *search, int32_t x, int32_t y, uint8_t length)
{
    uint8_t enough = search->left.enough[x], of_right = search->right.enough[y];
    if (of_right > enough) enough = of_right;
    for (length = length > enough ? length : enough; is_shared(search, x, y, length); length++) {
        if (!is_limited(search)) return true;
        const Repeated *grams = &search->repeated[length];
        if (are_in_order(copy_at(grams, 0, x), copy_at(grams, 1, y), search->most)) return true;
    }
    return false;
}

/* Notes the seeds of one place and length that tell too little, left or right, where they are
 * shorter. */
static void mark_shared(const Search *search, int32_t x, uint8_t length, Row row)
{
    const Grams *left = &search->left, *right = &search->right;
    bool is_new = left->least[x] == length;
    const Chains *chains = &search->chains[length];
    int32_t y = chains->first[digest(left->text.at + x, LENGTHS[length], search->shift)];
    for (; y >= 0 && (is_new || right->least[y] == length); y = chains->next[y]) {
        int32_t column = y / TILE;
        if (row.has_seed[column] || !is_shared(search, x, y, length)) continue;
        row.has_seed[column] = is_worth_a_look(search, x, y, length);
        row.n_others[column]++;
    }
}

static void mark_seeds(const Search *search, int32_t block, Row row)
{
    int32_t end = min((block + 1) * TILE, search->left.text.n);
    for (int32_t x = block * TILE; x < end; x++)
        for (uint8_t length = search->left.least[x];
             length < N_LENGTHS && LENGTHS[length] <= search->left.reach[x]; length++)
            mark_shared(search, x, length, row);
}

/* Appends the tiles at and beside those that have a seed in a block and the two beside it. */
static void add_runs(Arena *arena, const Row rows[3], int32_t block, Tiles *tiles)
{
    tiles->first[block] = tiles->n;
    for (int32_t column = 0, end = 0; column < tiles->n_columns; column++) {
        if (!(rows[0].has_seed[column] | rows[1].has_seed[column] | rows[2].has_seed[column]))
            continue;
        int32_t first = max(column - 1, 0);
        if (!end || first > end) {
            MAKE_ROOM(arena, tiles);
            tiles->at[tiles->n++].first = first;
        }
        tiles->at[tiles->n - 1].end = end = min(column + 2, tiles->n_columns);
    }
    tiles->first[block + 1] = tiles->n;
}

/* Counts the seeds of a block that lie outside its tiles. */
static void count_passed_over(Row row, int32_t block, Tiles *tiles)
{
    int64_t next = tiles->first[block];
    for (int32_t column = 0; column < tiles->n_columns; column++) {
        if (next < tiles->first[block + 1] && column == tiles->at[next].first)
            column = tiles->at[next++].end;
        if (column < tiles->n_columns) tiles->n_passed_over += row.n_others[column];
    }
}

Tiles active_tiles(Arena *work, Arena *kept, Weighed left, Weighed right, Worth worth)
{
    Tiles tiles = {.n_blocks = (left.tokens.n + TILE - 1) / TILE,
                   .n_columns = (right.tokens.n + TILE - 1) / TILE};
    tiles.first = TAKE(kept, int64_t, tiles.n_blocks + 1);
    tiles.first[0] = 0;
    Mark mark = arena_mark(work);
    size_t width = (size_t)tiles.n_columns;
    Row rows[3] = {row_of(work, width), row_of(work, width), row_of(work, width)};
    for (int i = 0; i < 3; i++) clear(rows[i], width);
    Search search = search_of(work, left, right, worth);
    for (int32_t block = -1; block < tiles.n_blocks; block++) {
        Row behind = rows[0];
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = behind;
        clear(behind, width);
        if (block + 1 < tiles.n_blocks) mark_seeds(&search, block + 1, behind);
        if (block < 0) continue;
        add_runs(kept, rows, block, &tiles);
        if (worth.least_bits < worth.bits || is_limited(&search))
            count_passed_over(rows[1], block, &tiles);
    }
    arena_reset(work, mark);
    return tiles;
}
