/* Bit-parallel alignment: 64 tokens of one stretch at a time against each of the other.
 *
 * References: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances", 2003; for stretches whose matrix would be too large, D. S. Hirschberg, "A linear
 * space algorithm for computing maximal common subsequences", 1975. Of alignments of equal cost
 * the one is taken that rapidfuzz takes, read from the ends: sooner a deletion than an insertion,
 * and either than a replacement. Long stretches are cut first where both surely go on alike.
 */
#include "alignment.h"

#include "anchors.h"
#include "band.h"

#include <string.h>

/* Words of a matrix that is kept whole, 128 MB; and of one that is not made where there is a place at
 * which the stretches can be cut: of two of more than 8,192 tokens. */
enum { LARGEST_MATRIX = 1 << 23, LARGEST_EXACT = 1 << 20 };

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

/* Words of the widest row that is kept in registers. */
enum { NARROWEST = 4 };

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

/* Computes the matrix of two stretches, as much of it as alignments of least cost run through; it
 * has no rows if it would be too large. */
static Matrix matrix_of(Arena *arena, const Where *where, Stretch right)
{
    Matrix whole = band_of(where, right, where->of.n + right.n);
    int32_t changes = first_changes(where->of.n, right.n);
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

/* Appends, from the ends, the pairs of tokens of stretches; says whether their matrix is small
 * enough to be kept. */
static bool align_backward(Arena *arena, const Where *where, Stretch right, int32_t x, int32_t y,
                           Taking taking, Runs *back)
{
    Stretch left = where->of;
    Mark mark = arena_mark(arena);
    Matrix matrix = matrix_of(arena, where, right);
    if (!matrix.at) {
        arena_reset(arena, mark);
        return false;
    }
    if (matrix.words == 1)
        collect_pairs(&matrix, left, right, x, y, taking, back, true);
    else
        collect_pairs(&matrix, left, right, x, y, taking, back, false);
    arena_reset(arena, mark);
    return true;
}

/* Returns where the left stretch is cut when the right one is cut in the middle. */
static int32_t cut_of(Arena *arena, const Where *where, Stretch right, int32_t middle)
{
    Mark mark = arena_mark(arena);
    Stretch left = where->of, rest = {right.at + middle, right.n - middle};
    /* Read from the ends, the band is the same. */
    Matrix band = band_of(where, right, enough_changes(arena, where, right));
    const int32_t *before = distances(arena, left, (Stretch){right.at, middle}, band);
    const int32_t *behind = distances(arena, reversed(arena, left), reversed(arena, rest), band);
    int32_t best = 0;
    for (int32_t i = 1; i <= left.n; i++)
        if (before[i] + behind[left.n - i] < before[best] + behind[left.n - best]) best = i;
    arena_reset(arena, mark);
    return best;
}

static void collect_backward(Arena *arena, Stretch left, const Where *laid, Stretch right, int32_t x,
                             int32_t y, Taking taking, Runs *back);

/* Appends the pairs of the two parts that stretches are cut in. */
static void collect_parts(Arena *arena, Stretch left, Stretch right, Anchor cut, int32_t x,
                          int32_t y, Taking taking, Runs *back)
{
    collect_backward(arena, (Stretch){left.at + cut.x, left.n - cut.x}, NULL,
                     (Stretch){right.at + cut.y, right.n - cut.y}, x + cut.x, y + cut.y, taking, back);
    collect_backward(arena, (Stretch){left.at, cut.x}, NULL, (Stretch){right.at, cut.y}, x, y, taking,
                     back);
}

/* Appends the pairs of two stretches that neither begin nor end alike. */
static void collect_between(Arena *arena, const Where *where, Stretch right, int32_t x, int32_t y,
                            Taking taking, Runs *back)
{
    if (align_backward(arena, where, right, x, y, taking, back)) return;
    int32_t middle = right.n / 2;
    Anchor cut = {cut_of(arena, where, right, middle), middle};
    collect_parts(arena, where->of, right, cut, x, y, taking, back);
}

/* Says whether stretches are long, and there is a place where both surely go on alike. */
static bool are_anchored(Arena *arena, Stretch left, Stretch right, Anchor *anchor)
{
    int64_t words = (left.n + WORD - 1) / WORD;
    return words * right.n > LARGEST_EXACT && find_anchor(arena, left, right, anchor);
}

/* Appends, from the ends, the pairs of tokens of stretches; the left one may be laid out already. */
static void collect_backward(Arena *arena, Stretch left, const Where *laid, Stretch right, int32_t x,
                             int32_t y, Taking taking, Runs *back)
{
    Ends ends = ends_alike(left, right);
    int32_t head = ends.head;
    for (int32_t i = 1; i <= ends.tail; i++) take_pair(back, x + left.n - i, y + right.n - i);
    Stretch one = without(left, ends), two = without(right, ends);
    Anchor anchor;
    if (one.n && two.n && are_anchored(arena, one, two, &anchor)) {
        collect_parts(arena, one, two, anchor, x + head, y + head, taking, back);
    } else if (one.n && two.n) {
        Mark mark = arena_mark(arena);
        Where where = laid && one.n == left.n ? *laid : where_of(arena, one);
        collect_between(arena, &where, two, x + head, y + head, taking, back);
        arena_reset(arena, mark);
    }
    for (int32_t i = head - 1; i >= 0; i--) take_pair(back, x + i, y + i);
}

/* Appends the runs of an alignment, in order. */
static void append_runs(Arena *arena, Stretch left, const Where *laid, Stretch right, int32_t x,
                        int32_t y, Taking taking, Runs *runs)
{
    /* There is room for as many as there may be, so that all else is given back at once. */
    int32_t most = min(left.n, right.n);
    Run room[WORD];
    Runs back = {most <= WORD ? room : TAKE(arena, Run, most), 0, most};
    collect_backward(arena, left, laid, right, x, y, taking, &back);
    for (int32_t i = back.n - 1; i >= 0; i--) {
        MAKE_ROOM(arena, runs);
        runs->at[runs->n++] = back.at[i];
    }
}

void matching_runs(Arena *arena, Stretch left, Stretch right, int32_t x, int32_t y, Runs *runs)
{
    append_runs(arena, left, NULL, right, x, y, EQUAL, runs);
}

void matching_runs_with(Arena *arena, const Where *left, Stretch right, int32_t x, int32_t y,
                        Runs *runs)
{
    append_runs(arena, left->of, left, right, x, y, EQUAL, runs);
}

void facing_runs(Arena *arena, Stretch left, Stretch right, Runs *runs)
{
    append_runs(arena, left, NULL, right, 0, 0, FACING, runs);
}
