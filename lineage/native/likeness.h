/* How alike two wordings are, by their tokens and by what these tell; see `lineage.align`. */
#ifndef LINEAGE_LIKENESS_H
#define LINEAGE_LIKENESS_H

#include "chain.h"

/* Tokens of the other text that a placeholder may stand for. */
enum { WILD_REACH = 6 };

/* A stretch of one document. */
typedef struct {
    int32_t document, start, end;
} Place;

static inline Stretch tokens_at(const Text *texts, Place place)
{
    return stretch_of(&texts[place.document], place.start, place.end);
}

/* As `lineage.align.likeness`. */
double likeness(Arena *arena, Stretch one, Stretch two);

/* As `lineage.align.list_likeness`. */
double list_likeness(Arena *arena, Stretch one, Stretch two);

/* As `lineage.places.resemble_in_bits`: whether the wordings at two places have at least that
 * share of their surprisal in common. */
bool resemble_in_bits(Arena *arena, const Text *texts, Place one, Place two, double least);

/* Returns the stretch of a longer text that is most like a shorter one; empty if none is. */
Span where_most_like(Arena *arena, Stretch part, Stretch whole);

#endif
