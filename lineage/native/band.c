#include "band.h"

/* The share of a stretch that a band is wide at first, and how many times as wide as the one before it
 * the next one is. */
enum { NARROW = 64, WIDER = 4 };

Matrix band_of(const Where *where, Stretch right, int32_t changes)
{
    int32_t over = where->of.n - right.n, below = (changes - over) / 2, above = (changes + over) / 2;
    return (Matrix){NULL, below, above, where->words,
                    min((below + above + 1) / WORD + 2, where->words)};
}

static int32_t rise_of(const Steps *steps, int32_t words)
{
    int32_t rise = 0;
    for (int32_t w = 0; w < words; w++)
        rise += n_set(steps[w].rises) - n_set(steps[w].falls);
    return rise;
}

/* Returns how much the steps of a row rise from a word on, as far as the stretch goes. */
static int32_t rise_within(const Where *where, const Steps *steps, int32_t first)
{
    int32_t n = where->words - first, rise = rise_of(steps, n);
    if (where->of.n % WORD) {
        /* The bits beyond the stretch say nothing. */
        uint64_t beyond = ~UINT64_C(0) << (where->of.n % WORD);
        Steps rest = {steps[n - 1].rises & beyond, steps[n - 1].falls & beyond};
        rise -= rise_of(&rest, 1);
    }
    return rise;
}

int32_t fill_band(const Where *where, Stretch right, const Matrix *band)
{
    first_row(band->at, last_word(band, 0) + 1);
    int32_t distance = right.n;
    for (int32_t row = 1; row <= right.n; row++) {
        int32_t first = first_word(band, row), last = last_word(band, row);
        Steps *before = steps_in(band, row - 1, first), *after = steps_in(band, row, first);
        if (first > first_word(band, row - 1)) distance += rise_of(before - 1, 1);
        if (last > last_word(band, row - 1)) first_row(before + (last - first), 1);
        next_row(where_is(where, right.at[row - 1]) + first, last + 1 - first, before, after);
    }
    int32_t first = first_word(band, right.n);
    return distance + rise_within(where, steps_in(band, right.n, first), first);
}

int32_t wider(int32_t changes, int32_t distance, int turn)
{
    return turn + 2 < TURNS ? min(distance, WIDER * changes) : distance;
}

int32_t first_changes(int32_t one, int32_t other)
{
    return abs(one - other) + max(one, other) / NARROW;
}

/* The last row of a band: its steps, the words of it that the band holds, and the value before
 * the first of these. */
typedef struct {
    const Steps *steps;
    int32_t first, last, value;
} LastRow;

/* Computes the last row of a band, one row after the other in the same place. */
static LastRow last_row(Arena *arena, const Where *where, Stretch right, const Matrix *band)
{
    Steps *steps = TAKE(arena, Steps, where->words);
    LastRow row = {steps, 0, last_word(band, 0), right.n};
    first_row(steps, where->words);
    for (int32_t i = 1; i <= right.n; i++) {
        row.last = last_word(band, i);
        if (first_word(band, i) > row.first) row.value += rise_of(&steps[row.first++], 1);
        next_row(where_is(where, right.at[i - 1]) + row.first, row.last + 1 - row.first,
                 steps + row.first, steps + row.first);
    }
    return row;
}

int32_t enough_changes(Arena *arena, const Where *where, Stretch right)
{
    int32_t all = where->of.n + right.n, changes = first_changes(where->of.n, right.n);
    for (int turn = 0; turn < TURNS; turn++) {
        Matrix band = band_of(where, right, min(changes, all));
        if (2 * band.width > where->words) break;
        Mark mark = arena_mark(arena);
        LastRow row = last_row(arena, where, right, &band);
        int32_t distance = row.value + rise_within(where, row.steps + row.first, row.first);
        arena_reset(arena, mark);
        if (distance <= changes) return distance;
        changes = wider(changes, distance, turn);
    }
    return all;
}

int32_t *distances(Arena *arena, Stretch left, Stretch right, Matrix band)
{
    int32_t *found = TAKE(arena, int32_t, left.n + 1);
    Mark mark = arena_mark(arena);
    Where where = where_of(arena, left);
    LastRow row = last_row(arena, &where, right, &band);
    int32_t begin = row.first * WORD, end = min((row.last + 1) * WORD, left.n);
    for (int32_t i = 0; i <= left.n; i++) found[i] = FARTHEST;
    found[begin] = row.value;
    for (int32_t i = begin; i < end; i++) {
        uint64_t bit = UINT64_C(1) << (i % WORD);
        const Steps *steps = &row.steps[i / WORD];
        found[i + 1] = found[i] + !!(steps->rises & bit) - !!(steps->falls & bit);
    }
    arena_reset(arena, mark);
    return found;
}
