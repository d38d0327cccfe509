/* How alike two wordings are, by their tokens and by what these tell; see `lineage.align`. */
#ifndef LINEAGE_LIKENESS_H
#define LINEAGE_LIKENESS_H

#include "chain.h"

/* Length of the shorter of two versions of one wording, as a share of the longer's. */
static const double LENGTH_RATIO = 0.5;

/* Tokens of the other text that a placeholder may stand for. */
enum { WILD_REACH = 6 };

/* A stretch of one document. */
typedef struct {
    int32_t document, start, end;
} Place;

static inline bool same_place(Place one, Place two)
{
    return one.document == two.document && one.start == two.start && one.end == two.end;
}

static inline int compare_places(Place one, Place two)
{
    if (one.document != two.document) return one.document < two.document ? -1 : 1;
    if (one.start != two.start) return one.start < two.start ? -1 : 1;
    return (one.end > two.end) - (one.end < two.end);
}

static inline Stretch tokens_at(const Text *texts, Place place)
{
    return stretch_of(&texts[place.document], place.start, place.end);
}

/* Returns the surprisal of what stands at a place. */
static inline double bits_at(const Text *texts, Place place)
{
    const double *sums = texts[place.document].sums;
    return sums[place.end] - sums[place.start];
}

/* As `lineage.align.likeness`. */
double likeness(Arena *arena, Stretch one, Stretch two);

/* The same of a stretch that is laid out already, and where it is known whether both are lists. */
double likeness_of(Arena *arena, const Where *where, Stretch two, bool are_lists);

/* The same of a stretch that is laid out already. */
double likeness_with(Arena *arena, const Where *where, Stretch two);

/* As `lineage.align.is_like`. */
bool is_like(Arena *arena, Stretch one, Stretch two, double least);

/* As `lineage.places.least_likeness`. */
double least_likeness(int32_t n, double resemblance);

/* As `lineage.align.list_likeness`. */
double list_likeness(Arena *arena, Stretch one, Stretch two);

/* Says whether a wording is a list for `list_likeness`. */
bool is_list(Arena *arena, Stretch wording);

/* As `lineage.places.resemble_in_bits`: whether the wordings at two places have at least that
 * share of their surprisal in common. */
bool resemble_in_bits(Arena *arena, const Text *texts, Place one, Place two, double least);

/* Returns the stretch of a longer text that is most like a shorter one; empty if none is. */
Span where_most_like(Arena *arena, Stretch part, Stretch whole);

/* The same of a part that is laid out already. */
Span where_most_like_with(Arena *arena, const Where *part, Stretch whole);

/* Returns the stretch as long as the part around the longest of the runs of their alignment; `x` and
 * `y` number the first tokens. */
Span around_longest(Runs runs, int32_t n_part, int32_t n_whole, int32_t x, int32_t y);

/* As `where_most_like_with` where the runs of their alignment are known. */
Span where_aligned(Arena *arena, const Where *part, Stretch whole, Runs runs, int32_t x, int32_t y);

#endif
