/* Bit-parallel alignment: 64 tokens of one stretch at a time against each of the other.
 *
 * References: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances", 2003; for stretches whose matrix would be too large, D. S. Hirschberg, "A linear
 * space algorithm for computing maximal common subsequences", 1975. Of alignments of equal cost
 * the one is taken that rapidfuzz takes, read from the ends: sooner a deletion than an insertion,
 * and either than a replacement.
 */
#include "alignment.h"

#include <string.h>

/* Words of a matrix that is kept whole: 128 MB. */
enum { LARGEST_MATRIX = 1 << 23 };

/* The differences between neighbouring cells of one row of the matrix of distances. */
typedef struct {
    uint64_t rises, falls;
} Steps;

/* Computes the next row of steps from the one before it. */
static inline void next_row(const uint64_t *equal, int32_t words, const Steps *before, Steps *after)
{
    uint64_t rise_in = 1, fall_in = 0;
    for (int32_t w = 0; w < words; w++) {
        uint64_t rises = before[w].rises, falls = before[w].falls, same = equal[w] | fall_in;
        uint64_t zero = (((same & rises) + rises) ^ rises) | same | falls;
        uint64_t up = falls | ~(zero | rises), down = zero & rises;
        uint64_t up_in = up << 1 | rise_in, down_in = down << 1 | fall_in;
        rise_in = up >> (WORD - 1);
        fall_in = down >> (WORD - 1);
        after[w].rises = down_in | ~(zero | up_in);
        after[w].falls = up_in & zero;
    }
}

static void first_row(Steps *row, int32_t words)
{
    for (int32_t w = 0; w < words; w++) row[w] = (Steps){~UINT64_C(0), 0};
}

/* Appends a run in front of those found so far, which stand in reverse order. */
static void take_pair(Runs *back, int32_t x, int32_t y)
{
    if (back->n) {
        Run *last = &back->at[back->n - 1];
        if (last->x == x + 1 && last->y == y + 1) {
            *last = (Run){x, y, last->n + 1};
            return;
        }
    }
    back->at[back->n++] = (Run){x, y, 1};
}

/* Which pairs of tokens that stand beside each other are taken. */
typedef enum { EQUAL, FACING } Taking;

/* How stretches are aligned. Those that are cut in halves where rapidfuzz does it have a number of
 * `changes` that suffice to make one of the other; else it is -1, and they are where they must be. */
typedef struct {
    Taking taking;
    int32_t changes;
} Manner;

/* Cells of a matrix from which rapidfuzz cuts stretches in halves, and how long these are then. */
enum { MANY_CELLS = 1 << 22, LONG_LEFT = 65, LONG_RIGHT = 10 };

/* Rows of the matrix, each with the words that a band along its diagonals holds: of row `i` the
 * columns from `i - below` to `i + above`. What lies outside is taken to be as far off as by
 * insertions or deletions alone, which is never too near (E. Ukkonen, "Algorithms for
 * approximate string matching", 1985). */
typedef struct {
    Steps *at;
    int32_t below, above, words, width; /* words of the whole matrix, and room for those of a row */
} Matrix;

/* How many times as wide as the band before it the next one is, and how often one is tried. */
enum { WIDER = 4, TURNS = 3 };

/* Words of the widest row that is kept in registers. */
enum { NARROWEST = 4 };

/* Farther off than any distance; the sum of two is still a number. */
enum { FARTHEST = 1 << 29 };

static inline int32_t first_word(const Matrix *matrix, int32_t row)
{
    return max(row - matrix->below - 1, 0) / WORD;
}

static inline int32_t last_word(const Matrix *matrix, int32_t row)
{
    return min(max(row + matrix->above - 1, 0) / WORD, matrix->words - 1);
}

static inline Steps *steps_in(const Matrix *matrix, int32_t row, int32_t word)
{
    return matrix->at + (size_t)row * (size_t)matrix->width + (word - first_word(matrix, row));
}

/* Returns the band that every alignment stays in which makes so many changes. */
static Matrix band_of(const Where *where, Stretch right, int32_t changes)
{
    int32_t over = where->of.n - right.n, below = (changes - over) / 2, above = (changes + over) / 2;
    return (Matrix){NULL, below, above, where->words,
                    min((below + above + 1) / WORD + 2, where->words)};
}

static int32_t rise_of(const Steps *steps, int32_t words)
{
    int32_t rise = 0;
    for (int32_t w = 0; w < words; w++)
        rise += __builtin_popcountll(steps[w].rises) - __builtin_popcountll(steps[w].falls);
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

/* Computes what a band holds; returns the distance, which is never too small, and right if an
 * alignment of so many changes stays in the band. */
static int32_t fill_band(const Where *where, Stretch right, const Matrix *band)
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

/* Computes all rows of a few words; how many there are is known when this is compiled, so that
 * the row before is kept in registers. */
static inline void fill_narrow(const Where *where, Stretch right, Steps *rows, const int32_t words)
{
    Steps row[NARROWEST];
    first_row(row, words);
    first_row(rows, words);
    for (int32_t i = 0; i < right.n; i++) {
        next_row(where_is(where, right.at[i]), words, row, row);
        rows += words;
        for (int32_t w = 0; w < words; w++) rows[w] = row[w];
    }
}

static void fill_whole(const Where *where, Stretch right, Steps *rows)
{
    int32_t words = where->words;
    switch (words) {
    case 1: fill_narrow(where, right, rows, 1); return;
    case 2: fill_narrow(where, right, rows, 2); return;
    case 3: fill_narrow(where, right, rows, 3); return;
    case 4: fill_narrow(where, right, rows, 4); return;
    default: break;
    }
    first_row(rows, words);
    for (int32_t i = 0; i < right.n; i++, rows += words)
        next_row(where_is(where, right.at[i]), words, rows, rows + words);
}

static bool is_too_large(const Matrix *matrix, Stretch right)
{
    return (int64_t)matrix->width * right.n > LARGEST_MATRIX;
}

/* Returns the changes that a band is to hold after one in which an alignment makes more of them;
 * in the last, there surely is one. */
static int32_t wider(int32_t changes, int32_t distance, int turn)
{
    return turn + 2 < TURNS ? min(distance, WIDER * changes) : distance;
}

/* Returns how many changes a band is tried with, if more may be made. */
static int32_t first_changes(const Where *where, Stretch right)
{
    return abs(where->of.n - right.n) + max(where->of.n, right.n) / NARROW;
}

/* Computes the matrix of two stretches, as much of it as alignments of least cost run through; it
 * has no rows if it would be too large. */
static Matrix matrix_of(Arena *arena, const Where *where, Stretch right, Manner manner)
{
    Matrix whole = band_of(where, right, where->of.n + right.n);
    int32_t changes = first_changes(where, right);
    if (manner.changes >= 0) changes = min(changes, manner.changes);
    for (int turn = 0; turn < TURNS && where->words >= MANY; turn++) {
        Matrix band = band_of(where, right, min(changes, where->of.n + right.n));
        if (2 * band.width > where->words || is_too_large(&band, right)) break;
        Mark mark = arena_mark(arena);
        band.at = TAKE(arena, Steps, ((size_t)right.n + 1) * (size_t)band.width);
        int32_t distance = fill_band(where, right, &band);
        if (distance <= changes) return band;
        arena_reset(arena, mark);
        changes = wider(changes, distance, turn);
    }
    if (is_too_large(&whole, right) && right.n > 1) return whole;
    whole.at = TAKE(arena, Steps, ((size_t)right.n + 1) * (size_t)whole.width);
    fill_whole(where, right, whole.at);
    return whole;
}

/* Says whether a cell of the band lies one below that to its left; what lies outside does not. */
static inline uint64_t falls_at(const Matrix *matrix, int32_t row, int32_t word, uint64_t bit)
{
    return word <= last_word(matrix, row) ? steps_in(matrix, row, word)->falls & bit : 0;
}

/* Appends, from the ends, the pairs of an alignment of least cost. Whether rows are of one word is
 * known when this is compiled: then there is no band to look for them in. */
static inline void collect_pairs(const Matrix *matrix, Stretch left, Stretch right, int32_t x,
                                 int32_t y, Taking taking, Runs *back, const bool are_words)
{
    int32_t column = left.n, row = right.n;
    while (row && column) {
        uint64_t bit = UINT64_C(1) << ((column - 1) % WORD);
        int32_t word = (column - 1) / WORD;
        if ((are_words ? matrix->at + row : steps_in(matrix, row, word))->rises & bit) {
            column--;
            continue;
        }
        row--;
        if (row && (are_words ? matrix->at[row].falls & bit : falls_at(matrix, row, word, bit)))
            continue;
        column--;
        if (taking == FACING || left.at[column] == right.at[row]) take_pair(back, x + column, y + row);
    }
}

/* Says whether rapidfuzz would cut stretches in halves that so many changes suffice for. */
static bool is_halved(Stretch left, Stretch right, Manner manner)
{
    if (manner.changes < 0 || left.n < LONG_LEFT || right.n < LONG_RIGHT) return false;
    int64_t band = min(left.n, 2 * min(manner.changes, max(left.n, right.n)) + 1);
    return band * right.n >= MANY_CELLS;
}

/* Appends, from the ends, the pairs of tokens of stretches; says whether their matrix is small
 * enough to be kept. */
static bool align_backward(Arena *arena, const Where *where, Stretch right, int32_t x, int32_t y,
                           Manner manner, Runs *back)
{
    Stretch left = where->of;
    if (is_halved(left, right, manner)) return false;
    Mark mark = arena_mark(arena);
    Matrix matrix = matrix_of(arena, where, right, manner);
    if (!matrix.at) {
        arena_reset(arena, mark);
        return false;
    }
    if (matrix.words == 1)
        collect_pairs(&matrix, left, right, x, y, manner.taking, back, true);
    else
        collect_pairs(&matrix, left, right, x, y, manner.taking, back, false);
    arena_reset(arena, mark);
    return true;
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

/* Returns a number of changes that suffices to make one of two stretches of the other; all that
 * they have, if that is no fewer than would make a band worth while. */
static int32_t enough_changes(Arena *arena, const Where *where, Stretch right)
{
    int32_t all = where->of.n + right.n, changes = first_changes(where, right);
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

/* Returns the distances of the beginnings of one stretch from the whole of another, of those that
 * a band holds; the others are farther off than any. */
static int32_t *distances(Arena *arena, Stretch left, Stretch right, Matrix band)
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

/* Where the left stretch is cut when the right one is cut in the middle, and how many changes are
 * made on either side. */
typedef struct {
    int32_t at, before, behind;
} Cut;

static Cut cut_of(Arena *arena, const Where *where, Stretch right, int32_t middle, Manner manner)
{
    Mark mark = arena_mark(arena);
    Stretch left = where->of, rest = {right.at + middle, right.n - middle};
    bool is_known = manner.changes >= 0 && manner.changes < max(left.n, right.n);
    /* Read from the ends, the band is the same. */
    Matrix band = band_of(where, right,
                          is_known ? manner.changes : enough_changes(arena, where, right));
    const int32_t *before = distances(arena, left, (Stretch){right.at, middle}, band);
    const int32_t *behind = distances(arena, reversed(arena, left), reversed(arena, rest), band);
    int32_t best = 0;
    for (int32_t i = 1; i <= left.n; i++)
        if (before[i] + behind[left.n - i] < before[best] + behind[left.n - best]) best = i;
    Cut cut = {best, before[best], behind[left.n - best]};
    arena_reset(arena, mark);
    return cut;
}

static void collect_backward(Arena *arena, Stretch left, const Where *laid, Stretch right, int32_t x,
                             int32_t y, Manner manner, Runs *back);

/* Returns how a part is aligned for which so many changes suffice. */
static Manner manner_within(Manner manner, int32_t changes)
{
    return (Manner){manner.taking, manner.changes < 0 ? manner.changes : changes};
}

/* Appends the pairs of two stretches that neither begin nor end alike. */
static void collect_between(Arena *arena, const Where *where, Stretch right, int32_t x, int32_t y,
                            Manner manner, Runs *back)
{
    if (align_backward(arena, where, right, x, y, manner, back)) return;
    Stretch left = where->of;
    int32_t middle = right.n / 2;
    Cut cut = cut_of(arena, where, right, middle, manner);
    collect_backward(arena, (Stretch){left.at + cut.at, left.n - cut.at}, NULL,
                     (Stretch){right.at + middle, right.n - middle}, x + cut.at, y + middle,
                     manner_within(manner, cut.behind), back);
    collect_backward(arena, (Stretch){left.at, cut.at}, NULL, (Stretch){right.at, middle}, x, y,
                     manner_within(manner, cut.before), back);
}

/* Appends, from the ends, the pairs of tokens of stretches; the left one may be laid out already. */
static void collect_backward(Arena *arena, Stretch left, const Where *laid, Stretch right, int32_t x,
                             int32_t y, Manner manner, Runs *back)
{
    Ends ends = ends_alike(left, right);
    int32_t head = ends.head;
    for (int32_t i = 1; i <= ends.tail; i++) take_pair(back, x + left.n - i, y + right.n - i);
    Stretch one = without(left, ends), two = without(right, ends);
    if (one.n && two.n) {
        Mark mark = arena_mark(arena);
        Where where = laid && one.n == left.n ? *laid : where_of(arena, one);
        collect_between(arena, &where, two, x + head, y + head, manner, back);
        arena_reset(arena, mark);
    }
    for (int32_t i = head - 1; i >= 0; i--) take_pair(back, x + i, y + i);
}

/* Appends the runs of an alignment, in order. */
static void append_runs(Arena *arena, Stretch left, const Where *laid, Stretch right, int32_t x,
                        int32_t y, Manner manner, Runs *runs)
{
    /* There is room for as many as there may be, so that all else is given back at once. */
    int32_t most = min(left.n, right.n);
    Run room[WORD];
    Runs back = {most <= WORD ? room : TAKE(arena, Run, most), 0, most};
    collect_backward(arena, left, laid, right, x, y, manner, &back);
    for (int32_t i = back.n - 1; i >= 0; i--) {
        MAKE_ROOM(arena, runs);
        runs->at[runs->n++] = back.at[i];
    }
}

void matching_runs(Arena *arena, Stretch left, Stretch right, int32_t x, int32_t y, Runs *runs)
{
    append_runs(arena, left, NULL, right, x, y, (Manner){EQUAL, -1}, runs);
}

void matching_runs_with(Arena *arena, const Where *left, Stretch right, int32_t x, int32_t y,
                        Runs *runs)
{
    append_runs(arena, left->of, left, right, x, y, (Manner){EQUAL, -1}, runs);
}

void facing_runs(Arena *arena, Stretch left, Stretch right, Runs *runs)
{
    append_runs(arena, left, NULL, right, 0, 0, (Manner){FACING, -1}, runs);
}

void edit_runs(Arena *arena, Stretch left, Stretch right, int32_t x, int32_t y, Runs *runs)
{
    append_runs(arena, left, NULL, right, x, y, (Manner){EQUAL, left.n + right.n}, runs);
}
