/* The wording that most of a family's occurrences are like; see `lineage.cohesion`. */
#ifndef LINEAGE_ELECTION_H
#define LINEAGE_ELECTION_H

#include "wordings.h"

/* Likeness to the wording that every occurrence of a family has. */
static const double LEAST_LIKE = 0.6;

/* Tokens from which a wording is a passage, and no formula any more. */
enum { PASSAGE_FROM = 60 };

typedef struct {
    int32_t wording;  /* the number of the one that most are like */
    uint8_t *is_like; /* of each wording, whether it is like that */
    double *ratios;   /* and how like it is */
} Election;

/* The members among which an election was held, and what came of it. */
typedef struct {
    Places members;
    Election election;
} Ballot;

/* Returns which of the wordings of some members most are like; the election is not held again where
 * these are those of the last one. */
Election elected_among(Arena *arena, Ballot *last, Places members, const Wordings *wordings);

/* Returns how like wordings are to the elected one, as `likeness` has it. */
const double *ratios_to(Arena *arena, const Wordings *wordings, Election election);

#endif
