/* Which earlier members of a family have the nearest wording; see `lineage.descent`. */
#ifndef LINEAGE_ANCESTRY_H
#define LINEAGE_ANCESTRY_H

#include "documents.h"
#include "wordings.h"

/* A member of a family: where it stands, what is shown of it, and what is read there, without
 * blanks. */
typedef struct {
    Place place;
    Span shown;
    Stretch wording;
} Member;

typedef struct {
    const Text *texts;
    const Document *documents;
    const Member *at; /* in the order of their dates */
    int32_t n;
    const int32_t *of; /* of each the number of its wording among `tokens` */
    const Wording *tokens;
} Members;

/* Where members come from: those that the member `i` comes from stand from `first[i]` to
 * `first[i + 1]`; `totals` says how many there are, though no more than some are told. */
typedef struct {
    int32_t *at;
    int32_t n, room;
    int32_t *first, *totals;
} Sources;

Sources sources_of(Arena *arena, const Members *members);

/* Returns the member whose document is surely earlier than all other dated ones; -1 if none is. */
int32_t earliest_of(const Members *members);

#endif
