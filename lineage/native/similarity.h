/* How alike two stretches are, token by token. */
#ifndef LINEAGE_SIMILARITY_H
#define LINEAGE_SIMILARITY_H

#include "layout.h"

/* Returns the length of a longest common subsequence. */
int32_t in_common(Arena *arena, Stretch one, Stretch two);

/* The same of a stretch that is laid out already. */
int32_t in_common_with(Arena *arena, const Where *where, Stretch two);

/* The same, if it is `least` or more; else any number that is less. */
int32_t in_common_if(Arena *arena, const Where *where, Stretch two, int32_t least);

/* How often tokens stand in a stretch, by their hashes. What turns one stretch into another by one
 * token changes one of these numbers by one at most, so that they tell how far two are apart at
 * least, in a tenth of the time that aligning them takes. */
enum { KINDS = 64, MOST_COUNTED = UINT8_MAX };

typedef struct {
    uint8_t times[KINDS];
} Counts;

Counts counts_of(Stretch stretch);

/* Returns how often a token may stand there, at most. */
int32_t most_repeated(const Counts *counts);

int32_t least_distance(const Counts *one, const Counts *two);

/* Returns the normalised indel similarity (0..1). */
double indel_similarity(Arena *arena, Stretch one, Stretch two);

/* The same of a stretch that is laid out already. */
double indel_similarity_with(Arena *arena, const Where *where, Stretch two);

/* The same, if it is `least` or more; else any number that is less. */
double indel_similarity_if(Arena *arena, const Where *where, Stretch two, double least);

/* Returns how many of `n` tokens another stretch must have in common with them, at least, to be so
 * similar: it may be as short as that. A little less, for it is rounded. */
static inline double least_in_common(double similarity, int32_t n)
{
    return similarity / (2 - similarity) * n - 1e-6;
}

/* Returns the most that it can be, by how often tokens stand in both; never less than it is. */
double most_similar(Stretch one, const Counts *of_one, Stretch two, const Counts *of_two);

#endif
