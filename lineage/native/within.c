/* Which stretch of a whole is most like a part of it. */
#include "likeness.h"

#include <string.h>

#include "common.h"

/* Tokens up to which a text is held against every stretch of another, and words of as many bits.
 * Longer ones hold a run of equal tokens that tells where they stand, and would take a hundred
 * times as long. */
enum { SHORT = 200, WORDS = (SHORT + WORD - 1) / WORD };

Span around_longest(Runs runs, int32_t n_part, int32_t n_whole, int32_t x, int32_t y)
{
    Run longest = {0};
    for (int32_t i = 0; i < runs.n; i++)
        if (runs.at[i].n > longest.n) longest = runs.at[i];
    if (!longest.n) return (Span){0, 0};
    int32_t start = max(longest.y - y - (longest.x - x), 0);
    return (Span){start, min(start + n_part, n_whole)};
}

static Span where_longest_run(Arena *arena, const Where *part, Stretch whole)
{
    Mark mark = arena_mark(arena);
    Runs runs = {0};
    matching_runs_with(arena, part, whole, 0, 0, &runs);
    Span found = around_longest(runs, part->of.n, whole.n, 0, 0);
    arena_reset(arena, mark);
    return found;
}

/* ---- What they have in common ------------------------------------------------------------ */

/* A text, each of its tokens as the bits of where it stands in the part. */
typedef struct {
    const uint64_t *rows;
    int32_t n_part, words;
} Laid;

static Laid laid_out(Arena *arena, const Where *part, Stretch text)
{
    return (Laid){rows_of(arena, part, text), part->of.n, part->words};
}

/* Returns how much the part has in common with `n` tokens; how many words there are is known
 * when this is compiled, so that the row is kept in registers. */
static inline int32_t common(const uint64_t *rows, int32_t n, int32_t n_part, int32_t words)
{
    uint64_t row[WORDS];
    for (int32_t w = 0; w < words; w++) row[w] = ~UINT64_C(0);
    for (int32_t i = 0; i < n; i++) take_in(rows + (size_t)i * (size_t)words, words, row);
    return n_common(row, words, n_part);
}

/* Returns how much the part has in common with the stretch of its own width at a token. */
static int32_t common_at(const Laid *laid, int32_t at)
{
    const uint64_t *rows = laid->rows + (size_t)at * (size_t)laid->words;
    switch (laid->words) {
    case 1: return common(rows, laid->n_part, laid->n_part, 1);
    case 2: return common(rows, laid->n_part, laid->n_part, 2);
    case 3: return common(rows, laid->n_part, laid->n_part, 3);
    default: return common(rows, laid->n_part, laid->n_part, WORDS);
    }
}

/* Writes how much the part has in common with each beginning of a text that has at least `first` and
 * at most `n` tokens; -1 where that ends with a token which the part has not. */
static void common_with_heads(const Laid *laid, int32_t first, int32_t n, int32_t *common)
{
    uint64_t row[WORDS];
    memset(row, -1, sizeof row);
    for (int32_t i = 0; i < n; i++) {
        const uint64_t *equal = laid->rows + (size_t)i * (size_t)laid->words;
        uint64_t any = 0;
        for (int32_t w = 0; w < laid->words; w++) any |= equal[w];
        common[i + 1] = -1;
        if (!any) continue;
        take_in(equal, laid->words, row);
        if (i + 1 >= first) common[i + 1] = n_common(row, laid->words, laid->n_part);
    }
}

/* ---- Sliding ------------------------------------------------------------------------------ */

/* A stretch of the whole as wide as the part, by where it starts, and how far off it is. */
typedef struct {
    int32_t first, last;
} Window;

typedef struct {
    Window *at;
    int32_t n, room;
} Windows;

typedef struct {
    Laid laid;
    int32_t *distances; /* of each window; -1 where it is not known */
    int32_t best, best_at;
} Sliding;

static int32_t distance_at(Sliding *sliding, int32_t at)
{
    if (sliding->distances[at] < 0) {
        int32_t distance = 2 * (sliding->laid.n_part - common_at(&sliding->laid, at));
        sliding->distances[at] = distance;
        if (distance < sliding->best) {
            sliding->best = distance;
            sliding->best_at = at;
        }
    }
    return sliding->distances[at];
}

/* Finds the nearest of `n` windows of the part's width. A step of one token changes the distance
 * by two at most, so that between two windows that are far off only those are looked at that may
 * be nearer than the best so far. */
static void slide(Arena *arena, Sliding *sliding, int32_t n)
{
    if (n <= 0) return;
    sliding->distances = TAKE(arena, int32_t, n);
    memset(sliding->distances, -1, (size_t)n * sizeof(int32_t));
    Windows lists[2] = {0};
    Windows *now = &lists[0], *next = &lists[1];
    MAKE_ROOM(arena, now);
    now->at[now->n++] = (Window){0, n - 1};
    while (now->n) {
        for (int32_t i = 0; i < now->n; i++) {
            Window window = now->at[i];
            int32_t first = distance_at(sliding, window.first);
            if (!sliding->best) return;
            int32_t last = distance_at(sliding, window.last);
            if (!sliding->best) return;
            int32_t apart = window.last - window.first, known = first > last ? first - last : last - first;
            if (apart == 1) continue;
            int32_t gained = (apart - known / 2) / 2 * 2;
            if (min(first, last) - gained >= sliding->best) continue;
            int32_t middle = window.first + apart / 2;
            MAKE_ROOM(arena, next);
            next->at[next->n++] = (Window){window.first, middle};
            MAKE_ROOM(arena, next);
            next->at[next->n++] = (Window){middle, window.last};
        }
        Windows *done = now;
        now = next;
        next = done;
        next->n = 0;
    }
}

/* Says how alike a part and a stretch are that have so many tokens in common. */
static double alike(int32_t part, int32_t stretch, int32_t common)
{
    int32_t most = part + stretch;
    return (1.0 - (double)(most - 2 * common) / (double)most) * 100;
}

/* What was found so far. */
typedef struct {
    Span where;
    double alike;
} Likest;

/* Returns how many tokens a stretch has at least that is liker the part than what was found: all
 * that it has in common with the part are its own. */
static int32_t shortest_liker(int32_t n_part, const Likest *likest)
{
    double share = likest->alike / 100;
    /* One less, whichever way this is rounded. */
    return max((int32_t)(n_part * share / (2 - share)) - 1, 1);
}

/* Looks at the beginnings of the whole that are shorter than the part. */
static void look_at_heads(const Laid *laid, Likest *likest)
{
    int32_t common[SHORT + 1], n = laid->n_part, first = shortest_liker(n, likest);
    common_with_heads(laid, first, n - 1, common);
    for (int32_t i = first; i < n; i++) {
        if (common[i] < 0 || alike(n, i, common[i]) <= likest->alike) continue;
        *likest = (Likest){{0, i}, alike(n, i, common[i])};
    }
}

static inline uint64_t reversed_bits(uint64_t bits)
{
    static const uint64_t ONES = 0x5555555555555555, TWOS = 0x3333333333333333,
                          FOURS = 0x0F0F0F0F0F0F0F0F;
    bits = (bits >> 1 & ONES) | (bits & ONES) << 1;
    bits = (bits >> 2 & TWOS) | (bits & TWOS) << 2;
    bits = (bits >> 4 & FOURS) | (bits & FOURS) << 4;
    return __builtin_bswap64(bits);
}

/* Returns the last tokens of a text of `n` read backwards, as many as the part has, laid out for the
 * part read backwards. */
static Laid backwards(Arena *arena, const Laid *laid, int32_t n)
{
    int32_t words = laid->words, beyond = words * WORD - laid->n_part;
    uint64_t *rows = TAKE(arena, uint64_t, (size_t)laid->n_part * (size_t)words);
    for (int32_t i = 0; i < laid->n_part; i++) {
        const uint64_t *forward = laid->rows + (size_t)(n - 1 - i) * (size_t)words;
        uint64_t *row = rows + (size_t)i * (size_t)words, behind = 0;
        for (int32_t w = words - 1; w >= 0; w--) {
            uint64_t bits = reversed_bits(forward[words - 1 - w]);
            row[w] = bits >> beyond | behind;
            behind = beyond ? bits << (WORD - beyond) : 0;
        }
    }
    return (Laid){rows, laid->n_part, words};
}

/* Looks at the ends of a whole of `n_whole` tokens that are no longer than the part. */
static void look_at_tails(Arena *arena, const Laid *laid, int32_t n_whole, Likest *likest)
{
    int32_t common[SHORT + 1], n = laid->n_part, first = shortest_liker(n, likest);
    Laid backward = backwards(arena, laid, n_whole);
    common_with_heads(&backward, first, n, common);
    for (int32_t i = n; i >= first; i--) {
        if (common[i] < 0 || alike(n, i, common[i]) <= likest->alike) continue;
        *likest = (Likest){{n_whole - i, n_whole}, alike(n, i, common[i])};
    }
}

/* Says whether a stretch may be liker than what was found that lies in one which is `distance` off
 * the part, but for `more` tokens: likest is what has all in common with it that there is. */
static bool may_be_liker(int32_t n_part, int32_t distance, int32_t more, double best)
{
    int32_t common = min(n_part - distance / 2 + more, n_part);
    return alike(n_part, common, common) > best;
}

Span where_most_like_with(Arena *arena, const Where *where, Stretch whole)
{
    Stretch part = where->of;
    if (part.n > SHORT) return where_longest_run(arena, where, whole);
    Mark mark = arena_mark(arena);
    /* The last window is not looked at: it is the longest of the stretches at the end. */
    int32_t n = whole.n - part.n;
    Sliding sliding = {laid_out(arena, where, whole), NULL, 2 * part.n, -1};
    slide(arena, &sliding, n);
    Likest likest = {{0, part.n}, 0};
    if (sliding.best_at >= 0) {
        likest.where = (Span){sliding.best_at, sliding.best_at + part.n};
        likest.alike = (1.0 - (double)sliding.best / (double)(2 * part.n)) * 100;
    }
    /* At the ends of the whole, the part may stand in a shorter stretch. */
    if (sliding.best && may_be_liker(part.n, n > 0 ? sliding.distances[0] : 0, 0, likest.alike))
        look_at_heads(&sliding.laid, &likest);
    if (likest.alike < 100 &&
        may_be_liker(part.n, n > 0 ? sliding.distances[n - 1] : 0, 1, likest.alike))
        look_at_tails(arena, &sliding.laid, whole.n, &likest);
    arena_reset(arena, mark);
    return likest.where;
}

Span where_most_like(Arena *arena, Stretch part, Stretch whole)
{
    Mark mark = arena_mark(arena);
    Where where = where_of(arena, part);
    Span found = where_most_like_with(arena, &where, whole);
    arena_reset(arena, mark);
    return found;
}

Span where_aligned(Arena *arena, const Where *part, Stretch whole, Runs runs, int32_t x, int32_t y)
{
    if (part->of.n > SHORT) return around_longest(runs, part->of.n, whole.n, x, y);
    return where_most_like_with(arena, part, whole);
}
