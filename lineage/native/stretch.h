/* Stretches of tokens. */
#ifndef LINEAGE_STRETCH_H
#define LINEAGE_STRETCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

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

/* Returns a digest of n tokens in a row, of 64 less `shift` bits. */
static inline uint64_t digest(const Token *at, int32_t n, int shift)
{
    uint64_t of = 0;
    for (int32_t i = 0; i < n; i++) of = (of ^ at[i]) * 0x9E3779B97F4A7C15u;
    return (of ^ of >> 29) * 0xBF58476D1CE4E5B9u >> shift;
}

static inline bool holds_wildcard(Stretch stretch)
{
    for (int32_t i = 0; i < stretch.n; i++)
        if (stretch.at[i] == WILDCARD) return true;
    return false;
}

static inline int32_t n_wildcards(Stretch stretch)
{
    int32_t n = 0;
    for (int32_t i = 0; i < stretch.n; i++) n += stretch.at[i] == WILDCARD;
    return n;
}

/* How many tokens two stretches begin and end with alike. */
typedef struct {
    int32_t head, tail;
} Ends;

static inline Ends ends_alike(Stretch one, Stretch two)
{
    Ends ends = {0, 0};
    int32_t shorter = min(one.n, two.n);
    while (ends.head < shorter && one.at[ends.head] == two.at[ends.head]) ends.head++;
    while (ends.tail < shorter - ends.head &&
           one.at[one.n - 1 - ends.tail] == two.at[two.n - 1 - ends.tail])
        ends.tail++;
    return ends;
}

static inline Stretch without(Stretch stretch, Ends ends)
{
    return (Stretch){stretch.at + ends.head, stretch.n - ends.head - ends.tail};
}

#endif
