/* The wording that most of a family's occurrences are like; see `lineage.cohesion`. */
#ifndef LINEAGE_ELECTION_H
#define LINEAGE_ELECTION_H

#include "wordings.h"

/* Likeness to the wording that every occurrence of a family has. */
static const double LEAST_LIKE = 0.6;

/* Tokens from which a wording is long. */
enum { LONG_WORDING = 60 };

typedef struct {
    int32_t wording; /* the number of the one that most are like */
    uint8_t *is_like; /* of each wording, whether it is like that */
} Election;

Election elected(Arena *arena, const Wordings *wordings);

#endif
