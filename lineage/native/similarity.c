/* What two stretches have in common, 64 tokens at a time; reference: H. Hyyrö, "Bit-parallel
 * LCS-length computation revisited", 2004. */
#include "similarity.h"

#include "band.h"

#include <string.h>

/* What stands between ends that are alike: of a stretch that is laid out, from which word on, behind
 * how many bits of it, and how many tokens; and the other one. */
typedef struct {
    const Where *where;
    int32_t first, offset, n;
    Stretch other;
} Between;

/* The same as below of what lies in one word. */
static int32_t common_in_word(const Between *between)
{
    /* What stands before counts as met; what is met behind does not matter. */
    uint64_t row = ~UINT64_C(0) << between->offset;
    for (int32_t i = 0; i < between->other.n; i++)
        take_in(where_is(between->where, between->other.at[i]) + between->first, 1, &row);
    return n_common(&row, 1, between->offset + between->n) - between->offset;
}

/* Returns what both have in common where token `i` of the other stands beside the tokens from
 * `i - below` to `i + above`, or a little farther off. */
static int32_t common_within(uint64_t *row, const Between *between, int32_t below, int32_t above)
{
    int32_t last = between->offset + between->n - 1, words = last / WORD + 1;
    memset(row, -1, (size_t)words * sizeof(uint64_t));
    row[0] <<= between->offset;
    for (int32_t i = 0; i < between->other.n; i++) {
        int32_t begin = (between->offset + max(i - below, 0)) / WORD;
        int32_t end = min(between->offset + i + above, last) / WORD + 1;
        const uint64_t *equal = where_is(between->where, between->other.at[i]) + between->first;
        take_in(equal + begin, end - begin, row + begin);
    }
    return n_common(row, words, last + 1) - between->offset;
}

/* Returns what both have in common. An alignment that makes few changes stays near the diagonal, and
 * what is found in a band around it tells how wide that must be (E. Ukkonen, "Algorithms for
 * approximate string matching", 1985). */
static int32_t common_between(Arena *arena, const Between *between)
{
    int32_t n = between->n, other = between->other.n, over = n - other;
    int32_t words = (between->offset + n - 1) / WORD + 1;
    Mark mark = arena_mark(arena);
    uint64_t *row = TAKE(arena, uint64_t, words);
    int32_t changes = first_changes(n, other), common = -1;
    for (int turn = 0; turn < 2 && words >= MANY; turn++) {
        int32_t below = (changes - over) / 2, above = (changes + over) / 2;
        if (2 * (below + above) > n) break;
        int32_t found = common_within(row, between, below, above);
        int32_t distance = n + other - 2 * found;
        if (distance <= changes) {
            common = found;
            break;
        }
        changes = distance;
    }
    if (common < 0) common = common_within(row, between, other, n);
    arena_reset(arena, mark);
    return common;
}

int32_t in_common_with(Arena *arena, const Where *where, Stretch two)
{
    Ends ends = ends_alike(where->of, two);
    int32_t n = where->of.n - ends.head - ends.tail, common = ends.head + ends.tail;
    if (!n || common == two.n) return common;
    /* Of what is laid out, only what stands between the ends may be met. */
    Between between = {where, ends.head / WORD, ends.head % WORD, n, without(two, ends)};
    bool is_short = between.offset + n <= WORD;
    return common + (is_short ? common_in_word(&between) : common_between(arena, &between));
}

int32_t in_common(Arena *arena, Stretch one, Stretch two)
{
    Ends ends = ends_alike(one, two);
    one = without(one, ends);
    two = without(two, ends);
    int32_t common = ends.head + ends.tail;
    if (!one.n || !two.n) return common;
    Mark mark = arena_mark(arena);
    Where where = where_of(arena, one.n < two.n ? one : two);
    common += in_common_with(arena, &where, one.n < two.n ? two : one);
    arena_reset(arena, mark);
    return common;
}

Counts counts_of(Stretch stretch)
{
    Counts counts = {{0}};
    for (int32_t i = 0; i < stretch.n; i++) {
        uint8_t *times = &counts.times[(stretch.at[i] * 2654435769u >> 16) % KINDS];
        if (*times < MOST_COUNTED) (*times)++;
    }
    return counts;
}

int32_t most_repeated(const Counts *counts)
{
    uint8_t most = 0;
    for (int32_t i = 0; i < KINDS; i++) most = counts->times[i] > most ? counts->times[i] : most;
    return most;
}

int32_t least_distance(const Counts *one, const Counts *two)
{
    int32_t sum = 0;
    for (int32_t i = 0; i < KINDS; i++) sum += abs(one->times[i] - two->times[i]);
    return sum;
}

/* Returns the similarity of two stretches of `n` tokens together. */
static double similarity_of(int32_t n, int32_t common)
{
    return n ? 1.0 - (double)(n - 2 * common) / (double)n : 1.0;
}

double indel_similarity(Arena *arena, Stretch one, Stretch two)
{
    return similarity_of(one.n + two.n, in_common(arena, one, two));
}

double indel_similarity_with(Arena *arena, const Where *where, Stretch two)
{
    return similarity_of(where->of.n + two.n, in_common_with(arena, where, two));
}

double most_similar(Stretch one, const Counts *of_one, Stretch two, const Counts *of_two)
{
    /* With one token changed for another the distance grows by two, and so do the numbers. */
    int32_t n = one.n + two.n;
    return similarity_of(n, (n - least_distance(of_one, of_two)) / 2);
}
