#include "plane.h"

#include <string.h>

enum { MATCH = 10, MISMATCH = -9, GAP = 9, CAP = 300 };

/* Blocks that are computed at once, and blocks that such a slab looks beyond its ends: with the
 * cap, a score remembers about 150 tokens. */
enum { SLAB = 64, OVERLAP = 4 };

typedef int16_t Score;
typedef int16_t Name;


/* So written, a compiler makes one instruction of each for many scores. */
static inline Score lower(Score a, Score b) { return a < b ? a : b; }
static inline Score higher(Score a, Score b) { return a > b ? a : b; }

/* ---- Names of tokens ------------------------------------------------------------------- */

/* Tokens of either text by the first place where the left one has them, or -1. */
typedef struct {
    int32_t *left, *right;
} Numbers;

static Numbers numbers_of(Arena *arena, Stretch left, Stretch right)
{
    Numbers numbers = {TAKE(arena, int32_t, left.n), TAKE(arena, int32_t, right.n)};
    Mark mark = arena_mark(arena);
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)left.n) slots *= 2;
    int32_t *first = TAKE(arena, int32_t, slots);
    memset(first, -1, slots * sizeof(int32_t));
    for (int32_t i = 0; i < left.n + right.n; i++) {
        bool is_left = i < left.n;
        Token token = is_left ? left.at[i] : right.at[i - left.n];
        uint32_t slot = (token * 2654435769u >> 8) & (slots - 1);
        while (first[slot] >= 0 && left.at[first[slot]] != token) slot = (slot + 1) & (slots - 1);
        if (is_left && first[slot] < 0) first[slot] = i;
        *(is_left ? &numbers.left[i] : &numbers.right[i - left.n]) = first[slot];
    }
    arena_reset(arena, mark);
    return numbers;
}

/* ---- A block of left tokens beside a run of tiles -------------------------------------- */

/* Names of tokens that none equals: of a left one, and of a right one. */
enum { NO_LEFT = -1, NO_RIGHT = 0 };

/* A block of left tokens, and a run of right ones in reverse, nothing before and behind it. On a
 * diagonal the two stand side by side.
 *
 * Within a block its tokens have a short name each. A placeholder agrees with anything, at no
 * cost and for no gain: where either is one, the pair is worth 0 in place of a mismatch. */
typedef struct {
    Name left[TILE], *right;
    Score left_least[TILE], *right_least;
    int32_t first, n; /* of the run, in right tokens */
} Strip;

/* What the sweeps of a call share. */
typedef struct {
    Stretch left, right;
    Numbers numbers;
    Tiles tiles;
    Strip strip;
    Name *names;   /* of the block's tokens, by their numbers */
    Score *ending; /* by the diagonals of a run: of the best alignment that ends with each pair */
    Score limit;   /* what the scores of both directions must sum up to */
    Best best;
} Plane;

/* The pairs of a diagonal, and before the first of them, or behind the last, that of the
 * neighbouring block. */
enum { LANES = TILE + 1 };

static Plane plane_of(Arena *arena, Stretch left, Stretch right, Tiles tiles, int64_t threshold)
{
    int64_t limit = threshold + MATCH;
    int32_t longest = 0;
    for (int64_t i = 0; i < tiles.n; i++)
        longest = max(longest, tiles.at[i].end - tiles.at[i].first);
    int32_t n = (longest + 2) * TILE;
    Plane plane = {left, right, numbers_of(arena, left, right), tiles, {.first = 0},
                   TAKE(arena, Name, left.n), TAKE(arena, Score, (int64_t)n * LANES),
                   (Score)(limit < 0 ? 0 : limit > 2 * CAP ? 2 * CAP + 1 : limit),
                   no_best(arena, left.n, right.n)};
    plane.strip.right = TAKE(arena, Name, n);
    plane.strip.right_least = TAKE(arena, Score, n);
    memset(plane.names, 0, (size_t)left.n * sizeof(Name));
    return plane;
}

/* Lays out a block's own tokens. */
static void enter_block(Plane *plane, int32_t number)
{
    for (int32_t row = 0; row < TILE; row++) {
        int32_t at = number * TILE + row;
        bool is_there = at < plane->left.n, is_wild = is_there && plane->left.at[at] == WILDCARD;
        Name *name = is_there ? &plane->names[plane->numbers.left[at]] : NULL;
        if (is_there && !is_wild && !*name) *name = (Name)(row + 1);
        plane->strip.left[row] = is_there && !is_wild ? *name : NO_LEFT;
        plane->strip.left_least[row] = is_wild ? 0 : MISMATCH;
    }
}

static void leave_block(Plane *plane, int32_t number)
{
    int32_t end = min((number + 1) * TILE, plane->left.n);
    for (int32_t at = number * TILE; at < end; at++) plane->names[plane->numbers.left[at]] = 0;
}

/* Lays out a run of tiles beside the block. */
static void enter_run(Plane *plane, TileRun run)
{
    Strip *strip = &plane->strip;
    strip->first = run.first * TILE;
    strip->n = (run.end - run.first) * TILE;
    for (int32_t i = 0; i < strip->n + 2 * TILE; i++) {
        int32_t at = run.end * TILE + TILE - 2 - i;
        bool is_there = at >= strip->first && at < min(run.end * TILE, plane->right.n);
        int32_t number = is_there ? plane->numbers.right[at] : -1;
        bool is_wild = is_there && plane->right.at[at] == WILDCARD;
        strip->right[i] = number < 0 || is_wild ? NO_RIGHT : plane->names[number];
        strip->right_least[i] = is_wild ? 0 : MISMATCH;
    }
}

/* Returns where in the reversed run the tokens of a diagonal begin. The pair of row r and the
 * right token d - r of the run is on the diagonal d. */
static inline int32_t beside(const Strip *strip, int32_t diagonal)
{
    return strip->n + TILE - 2 - diagonal;
}

/* Computes the scores of a diagonal from those of the two before it.
 *
 * All its pairs are independent, which is why the plane is swept in diagonals: a compiler makes
 * each instruction work on eight pairs or more. */
static inline void advance(const Strip *strip, int32_t diagonal, const Score *restrict cross,
                           const Score *restrict straight, Score *restrict here)
{
    const Name *restrict right = strip->right + beside(strip, diagonal);
    const Score *restrict least = strip->right_least + beside(strip, diagonal);
    for (int32_t row = 0; row < TILE; row++) {
        Score pair = strip->left[row] == right[row] ? MATCH : MISMATCH;
        pair = higher(pair, higher(strip->left_least[row], least[row]));
        Score paired = lower((Score)(cross[row] + pair), CAP);
        Score gap = (Score)(higher(straight[row], straight[row + 1]) - GAP);
        here[row] = higher(higher(paired, gap), 0);
    }
}

/* Computes the score of the best alignment that ends with each pair.
 *
 * `border` has the scores that the last row of the block before has beside the run, and then those of
 * this one's.
 * Before the run all scores are 0: alignments may begin there and none continues. */
static void sweep_forward(Plane *plane, Score *border)
{
    const Strip *strip = &plane->strip;
    Score *here = plane->ending;
    memset(here, 0, 2 * LANES * sizeof(Score));
    here[LANES] = border[0];
    here += 2 * LANES;
    for (int32_t d = 0; d < strip->n + TILE - 1; d++, here += LANES) {
        advance(strip, d, here - 2 * LANES, here - LANES, here + 1);
        here[0] = d + 1 < strip->n ? border[d + 1] : 0;
        if (d >= TILE - 1) border[d - (TILE - 1)] = here[TILE];
    }
}

/* Adds the pairs of a diagonal through which a good enough alignment runs. */
static void add_points(Arena *arena, const Plane *plane, int32_t x, int32_t diagonal,
                       const Score *starting, AlignedPoints *points)
{
    const Strip *strip = &plane->strip;
    const Name *right = strip->right + beside(strip, diagonal);
    const Score *ending = plane->ending + (diagonal + 2) * (int64_t)LANES + 1;
    Score any = 0, limit = plane->limit;
    for (int32_t row = 0; row < TILE; row++) {
        Score good = (Score)(ending[row] + starting[row]) >= limit;
        any |= strip->left[row] == right[row] ? good : 0;
    }
    for (int32_t row = 0; any && row < TILE; row++) {
        int32_t sum = ending[row] + starting[row];
        if (strip->left[row] != right[row] || sum < limit) continue;
        MAKE_ROOM(arena, points);
        /* Both halves count the pair itself. */
        points->at[points->n++] =
            (AlignedPoint){x + row, strip->first + diagonal - row, sum - MATCH};
    }
}

/* Computes the score of the best alignment that starts with each pair. `border` has the scores that
 * the first row of the block behind has beside the run, and then those of this one's, whose first token
 * is `x`.
 * With `points`, those through which a good enough alignment runs are added. */
static void sweep_backward(Arena *arena, const Plane *plane, int32_t x, Score *border,
                           AlignedPoints *points)
{
    const Strip *strip = &plane->strip;
    Score lanes[3][LANES] = {{0}}, *cross = lanes[0], *straight = lanes[1], *here = lanes[2];
    straight[TILE] = border[strip->n - 1];
    for (int32_t d = strip->n + TILE - 2; d >= 0; d--) {
        advance(strip, d, cross + 1, straight, here);
        here[TILE] = d >= TILE && d - TILE < strip->n ? border[d - TILE] : 0;
        if (d < strip->n) border[d] = here[0];
        if (points) add_points(arena, plane, x, d, here, points);
        Score *oldest = cross;
        cross = straight;
        straight = here;
        here = oldest;
    }
}

/* ---- Slabs ------------------------------------------------------------------------------ */

/* Returns the tokens beside the tiles of a block. */
static int64_t n_beside(Tiles tiles, int32_t number)
{
    int64_t n = 0;
    for (int64_t i = tiles.first[number]; i < tiles.first[number + 1]; i++)
        n += (tiles.at[i].end - tiles.at[i].first) * TILE;
    return n;
}

/* Returns the scores beside the tiles of a block, run by run, of a border where all are 0. */
static Score *no_border(Arena *arena, Tiles tiles, int32_t number)
{
    size_t size = (size_t)n_beside(tiles, number) * sizeof(Score);
    return memset(arena_take(arena, size), 0, size);
}

/* Returns the scores at the border of two blocks as they stand beside the tiles of the second; 0
 * where the first was not looked at. */
static Score *carried_over(Arena *arena, Tiles tiles, int32_t from, const Score *scores, int32_t to)
{
    Score *border = no_border(arena, tiles, to), *at = border;
    int64_t other = tiles.first[from];
    for (int64_t i = tiles.first[to]; i < tiles.first[to + 1]; i++) {
        TileRun run = tiles.at[i];
        for (; other < tiles.first[from + 1]; other++) {
            TileRun old = tiles.at[other];
            int32_t first = max(run.first, old.first), end = min(run.end, old.end);
            if (first < end)
                memcpy(at + (first - run.first) * TILE, scores + (first - old.first) * TILE,
                       (size_t)(end - first) * TILE * sizeof(Score));
            /* It may go on beside the next run. */
            if (old.end > run.end) break;
            scores += (old.end - old.first) * TILE;
        }
        at += (run.end - run.first) * TILE;
    }
    return border;
}

/* What is known of the blocks beside one: with `ending` it is swept forward, with `starting`
 * backward. */
typedef struct {
    Score *ending, *starting;
} Borders;

static void sweep_block(Arena *arena, Plane *plane, int32_t number, Borders borders,
                        AlignedPoints *points)
{
    int64_t first = plane->tiles.first[number], end = plane->tiles.first[number + 1];
    int64_t at = n_beside(plane->tiles, number);
    enter_block(plane, number);
    for (int64_t i = end - 1; i >= first; i--) {
        enter_run(plane, plane->tiles.at[i]);
        at -= plane->strip.n;
        if (borders.ending) sweep_forward(plane, borders.ending + at);
        if (borders.starting)
            sweep_backward(arena, plane, number * TILE, borders.starting + at, points);
    }
    leave_block(plane, number);
}

/* Adds the points of the blocks of a slab. Of what is swept forward only the scores at the
 * blocks' borders are kept, and each block is swept again when it is swept backward: that takes
 * less time than to keep all scores in memory. */
static void sweep_slab(Arena *work, Arena *kept, Plane *plane, int32_t first, AlignedPoints *points)
{
    Tiles tiles = plane->tiles;
    int32_t last = min(first + SLAB, tiles.n_blocks), begin = max(first - OVERLAP, 0);
    Mark mark = arena_mark(work);
    int64_t n_before = points->n;
    Score *ending[OVERLAP + SLAB];
    ending[0] = no_border(work, tiles, begin);
    for (int32_t i = begin; i < last - 1; i++) {
        Score *border = carried_over(work, tiles, i, ending[i - begin], i);
        sweep_block(kept, plane, i, (Borders){border, NULL}, NULL);
        ending[i + 1 - begin] = carried_over(work, tiles, i, border, i + 1);
    }
    Score *starting = NULL;
    for (int32_t i = min(last + OVERLAP, tiles.n_blocks) - 1; i >= first; i--) {
        starting = starting ? carried_over(work, tiles, i + 1, starting, i)
                            : no_border(work, tiles, i);
        Score *before = i < last ? ending[i - begin] : NULL;
        sweep_block(kept, plane, i, (Borders){before, starting}, before ? points : NULL);
    }
    /* Of most tokens few points stay, and all of a left token are found by now. */
    drop_rivals(plane->best, points, n_before);
    arena_reset(work, mark);
}

AlignedPoints aligned_points(Arena *work, Arena *kept, Weighed left, Weighed right,
                             int64_t threshold, Worth worth)
{
    Tiles tiles = active_tiles(work, kept, left, right, worth);
    Plane plane = plane_of(work, left.tokens, right.tokens, tiles, threshold);
    AlignedPoints points = {0};
    for (int32_t first = 0; first < tiles.n_blocks; first += SLAB)
        sweep_slab(work, kept, &plane, first, &points);
    AlignedPoints best = best_in_order(work, plane.best, points, left.tokens.n);
    keep_in_order(work, &best, right.tokens.n);
    best.n_passed_over = tiles.n_passed_over;
    return best;
}
