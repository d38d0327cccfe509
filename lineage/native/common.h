/* One row of the matrix of a longest common subsequence, 64 tokens of a stretch to a word: zeros
 * say what it has in common with what was taken in. `similarity.c` says where this is from. */
#ifndef LINEAGE_COMMON_H
#define LINEAGE_COMMON_H

#include <stdint.h>

enum { WORD = 64 };

/* Returns how many bits are set; a compiler that does not know the processor would call for it. */
static inline int32_t n_set(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555;
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return (int32_t)(bits * 0x0101010101010101 >> 56);
}

/* Returns a word of the row with a token taken in that stands where `equal` says. */
static inline uint64_t taken_in(uint64_t row, uint64_t equal, uint64_t *carry)
{
    uint64_t there = row & equal, sum = row + there, all = sum + *carry;
    *carry = (sum < there) | (all < *carry);
    return all | (row - there);
}

/* Takes in one token more, which stands in the stretch where `equal` says. */
static inline void take_in(const uint64_t *equal, int32_t words, uint64_t *row)
{
    uint64_t carry = 0;
    for (int32_t w = 0; w < words; w++) row[w] = taken_in(row[w], equal[w], &carry);
}

/* Takes in two tokens one after the other: a processor works at both at once. */
static inline void take_in_two(const uint64_t *one, const uint64_t *two, int32_t words, uint64_t *row)
{
    uint64_t carry = 0, next = 0;
    for (int32_t w = 0; w < words; w++)
        row[w] = taken_in(taken_in(row[w], one[w], &carry), two[w], &next);
}

/* Returns how much a stretch of `n` tokens has in common with what was taken in. */
static inline int32_t n_common(const uint64_t *row, int32_t words, int32_t n)
{
    int32_t common = 0, last = n % WORD;
    for (int32_t w = 0; w < words; w++) {
        uint64_t zeros = ~row[w];
        /* The bits beyond the stretch may have been carried into; they say nothing. */
        if (last && w == words - 1) zeros &= ~(~UINT64_C(0) << last);
        common += n_set(zeros);
    }
    return common;
}

#endif
