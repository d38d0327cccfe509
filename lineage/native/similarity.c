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

/* How much both must have in common for it to be of interest how much that is, and how much they
 * may have from each token of the other on. */
typedef struct {
    int32_t least;
    const int32_t *from;
} Hope;

/* Tokens after which it is asked again whether there is any hope. */
enum { AGAIN = 256 };

/* Returns what both have in common where token `i` of the other stands beside the tokens from
 * `i - below` to `i + above`, or a little farther off; less than is hoped for, if it is less. */
static int32_t common_within(uint64_t *row, const Between *between, int32_t below, int32_t above,
                             Hope hope)
{
    int32_t n = between->other.n, last = between->offset + between->n - 1, words = last / WORD + 1;
    memset(row, -1, (size_t)words * sizeof(uint64_t));
    row[0] <<= between->offset;
    for (int32_t i = 0; i < n; i += 2) {
        if (hope.from && i % AGAIN == 0) {
            int32_t most = n_common(row, words, last + 1) - between->offset + hope.from[i];
            if (most < hope.least) return most;
        }
        int32_t next = min(i + 1, n - 1);
        int32_t begin = (between->offset + max(i - below, 0)) / WORD;
        int32_t end = min(between->offset + next + above, last) / WORD + 1;
        const uint64_t *equal = where_is(between->where, between->other.at[i]) + between->first;
        if (next == i) {
            take_in(equal + begin, end - begin, row + begin);
            break;
        }
        const uint64_t *two = where_is(between->where, between->other.at[next]) + between->first;
        take_in_two(equal + begin, two + begin, end - begin, row + begin);
    }
    return n_common(row, words, last + 1) - between->offset;
}

/* Returns, for each token of the other, how many from it on stand in what is laid out as well, in
 * whatever order. */
static const int32_t *common_from(Arena *arena, const Between *between)
{
    const Where *where = between->where;
    int32_t n = between->other.n, *from = TAKE(arena, int32_t, n + 1);
    int32_t *left = TAKE(arena, int32_t, where->of.n + 1);
    memset(left, 0, ((size_t)where->of.n + 1) * sizeof(int32_t));
    const Token *laid = where->of.at + between->first * WORD + between->offset;
    for (int32_t i = 0; i < between->n; i++) left[slot_of(where, laid[i])->number]++;
    from[n] = 0;
    for (int32_t i = n - 1; i >= 0; i--) {
        int32_t *there = &left[slot_of(where, between->other.at[i])->number];
        from[i] = from[i + 1] + (*there > 0);
        *there -= *there > 0;
    }
    return from;
}

/* Returns what both have in common, or less than `least` if it is less. An alignment that makes few
 * changes stays near the diagonal, and what is found in a band around it tells how wide that must be
 * (E. Ukkonen, "Algorithms for approximate string matching", 1985). */
static int32_t common_between(Arena *arena, const Between *between, int32_t least)
{
    int32_t n = between->n, other = between->other.n, over = n - other;
    int32_t words = (between->offset + n - 1) / WORD + 1;
    Mark mark = arena_mark(arena);
    uint64_t *row = TAKE(arena, uint64_t, words);
    Hope any = {0}, hope = {least, NULL};
    if (least > 0 && words >= MANY) {
        hope.from = common_from(arena, between);
        if (hope.from[0] < least) {
            arena_reset(arena, mark);
            return hope.from[0];
        }
    }
    int32_t changes = first_changes(n, other), common = -1;
    for (int turn = 0; turn < 2 && words >= MANY; turn++) {
        int32_t below = (changes - over) / 2, above = (changes + over) / 2;
        if (2 * (below + above) > n) break;
        int32_t found = common_within(row, between, below, above, any);
        int32_t distance = n + other - 2 * found;
        if (distance <= changes) {
            common = found;
            break;
        }
        changes = distance;
    }
    if (common < 0) common = common_within(row, between, other, n, hope);
    arena_reset(arena, mark);
    return common;
}

int32_t in_common_if(Arena *arena, const Where *where, Stretch two, int32_t least)
{
    Ends ends = ends_alike(where->of, two);
    int32_t n = where->of.n - ends.head - ends.tail, common = ends.head + ends.tail;
    if (!n || common == two.n) return common;
    /* Of what is laid out, only what stands between the ends may be met. */
    Between between = {where, ends.head / WORD, ends.head % WORD, n, without(two, ends)};
    bool is_short = between.offset + n <= WORD;
    return common +
           (is_short ? common_in_word(&between) : common_between(arena, &between, least - common));
}

int32_t in_common_with(Arena *arena, const Where *where, Stretch two)
{
    return in_common_if(arena, where, two, 0);
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

double indel_similarity_if(Arena *arena, const Where *where, Stretch two, double least)
{
    int32_t n = where->of.n + two.n;
    /* What is asked for, rounded down: it may be rounded when it is compared. */
    return similarity_of(n, in_common_if(arena, where, two, (int32_t)(least * n / 2)));
}

double most_similar(Stretch one, const Counts *of_one, Stretch two, const Counts *of_two)
{
    /* With one token changed for another the distance grows by two, and so do the numbers. */
    int32_t n = one.n + two.n;
    return similarity_of(n, (n - least_distance(of_one, of_two)) / 2);
}
