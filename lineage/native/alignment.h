/* Alignments of two stretches of tokens, and how alike they are. */
#ifndef LINEAGE_ALIGNMENT_H
#define LINEAGE_ALIGNMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "arena.h"

static inline int32_t min(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t max(int32_t a, int32_t b) { return a > b ? a : b; }

/* Sorts items, of which there may be none, nor an array. */
static inline void sort(void *items, int64_t n, size_t size, int (*order)(const void *, const void *))
{
    if (n > 1) qsort(items, (size_t)n, size, order);
}

static inline int by_number(const void *one, const void *two)
{
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)two;
    return (a > b) - (a < b);
}

typedef uint32_t Token;

/* A placeholder, as `lineage.normalize.WILDCARD`. */
enum { WILDCARD = 0xFFFE };

/* Equal tokens in a row: the first one left and right, and how many. */
typedef struct {
    int32_t x, y, n;
} Run;

typedef struct {
    Run *at;
    int32_t n, room;
} Runs;

typedef struct {
    const Token *at;
    int32_t n;
} Stretch;

static inline bool same_tokens(Stretch one, Stretch two)
{
    if (one.n != two.n) return false;
    for (int32_t i = 0; i < one.n; i++)
        if (one.at[i] != two.at[i]) return false;
    return true;
}

static inline bool holds_wildcard(Stretch stretch)
{
    for (int32_t i = 0; i < stretch.n; i++)
        if (stretch.at[i] == WILDCARD) return true;
    return false;
}

/* Where each token stands in a stretch, as bits. */
typedef struct {
    Token *tokens;
    int32_t *rows; /* -1: no token here */
    uint64_t *bits;
    uint32_t mask;
    Stretch of;
    int32_t words;
    const uint64_t *nowhere;
} Where;

Where where_of(Arena *arena, Stretch stretch);

/* Appends the runs of equal tokens of a Levenshtein alignment, in order; `x` and `y` number
 * the first tokens. */
void matching_runs(Arena *arena, Stretch left, Stretch right, int32_t x, int32_t y, Runs *runs);

/* The same of a stretch that is laid out already. */
void matching_runs_with(Arena *arena, const Where *left, Stretch right, int32_t x, int32_t y,
                        Runs *runs);

/* Appends the runs of such an alignment in which token stands beside token, equal or in the place
 * of the other: what lies between two of them is left out or put in. */
void facing_runs(Arena *arena, Stretch left, Stretch right, Runs *runs);

/* Returns the length of a longest common subsequence. */
int32_t in_common(Arena *arena, Stretch one, Stretch two);

/* The same of a stretch that is laid out already. */
int32_t in_common_with(Arena *arena, const Where *where, Stretch two);

/* Returns, for each token of a text, where it stands in a stretch that is laid out. */
const uint64_t *rows_of(Arena *arena, const Where *where, Stretch text);

Stretch reversed(Arena *arena, Stretch stretch);

/* How often tokens stand in a stretch, by their hashes. What turns one stretch into another by one
 * token changes one of these numbers by one at most, so that they tell how far two are apart at
 * least, in a tenth of the time that aligning them takes. */
enum { KINDS = 64, MOST_COUNTED = UINT8_MAX };

typedef struct {
    uint8_t times[KINDS];
} Counts;

Counts counts_of(Stretch stretch);
int32_t least_distance(const Counts *one, const Counts *two);

/* Returns the normalised indel similarity (0..1). */
double indel_similarity(Arena *arena, Stretch one, Stretch two);

/* The same of a stretch that is laid out already. */
double indel_similarity_with(Arena *arena, const Where *where, Stretch two);

/* Returns the most that it can be, by how often tokens stand in both; never less than it is. */
double most_similar(Stretch one, const Counts *of_one, Stretch two, const Counts *of_two);

#endif
