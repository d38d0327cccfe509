/* What of a family is listed: ends where clauses end, and nothing unlike its wording; see
 * `lineage.cohesion`. */
#ifndef LINEAGE_COHESION_H
#define LINEAGE_COHESION_H

#include "members.h"

/* Documents twice, once weighed by surprisal and once by what is new in them. */
typedef struct {
    const Text *known, *fresh;
} Telling;

/* A family with whole clauses, in two readings.
 *
 * Of the family with whole clauses wherever these are like the wording at all: how many members
 * it has, in how many documents, and how many of their ends stand where clauses end. Of what a
 * reader is shown: a place that has the wording, and the members. */
typedef struct {
    int32_t n_members, n_documents, n_at_clauses;
    Place wording;
    Places shown;
} Cohesive;

Cohesive cohesive(Arena *arena, Telling texts, Places members);

#endif
