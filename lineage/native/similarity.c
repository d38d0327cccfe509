/* What two stretches have in common, 64 tokens at a time; reference: H. Hyyrö, "Bit-parallel
 * LCS-length computation revisited", 2004. */
#include "similarity.h"

#include <string.h>

int32_t in_common_with(Arena *arena, const Where *where, Stretch two)
{
    Ends ends = ends_alike(where->of, two);
    int32_t begin = ends.head, end = where->of.n - ends.tail, common = ends.head + ends.tail;
    if (begin == end || common == two.n) return common;
    /* Of what is laid out, only what stands between the ends may be met. */
    int32_t first = begin / WORD, words = (end - 1) / WORD + 1 - first;
    uint64_t behind_head = ~UINT64_C(0) << (begin % WORD);
    uint64_t before_tail = ~UINT64_C(0) >> (WORD - 1 - (end - 1) % WORD);
    if (words == 1) {
        uint64_t between = behind_head & before_tail, row = ~UINT64_C(0);
        for (int32_t i = ends.head; i < two.n - ends.tail; i++) {
            uint64_t equal = where_is(where, two.at[i])[first] & between;
            take_in(&equal, 1, &row);
        }
        return common + n_common(&row, 1, WORD);
    }
    Mark mark = arena_mark(arena);
    uint64_t *row = TAKE(arena, uint64_t, words), *equal = TAKE(arena, uint64_t, words);
    memset(row, -1, (size_t)words * sizeof(uint64_t));
    for (int32_t i = ends.head; i < two.n - ends.tail; i++) {
        memcpy(equal, where_is(where, two.at[i]) + first, (size_t)words * sizeof(uint64_t));
        equal[0] &= behind_head;
        equal[words - 1] &= before_tail;
        take_in(equal, words, row);
    }
    common += n_common(row, words, words * WORD);
    arena_reset(arena, mark);
    return common;
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
