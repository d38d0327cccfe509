/* The different wordings that places have. */
#ifndef LINEAGE_WORDINGS_H
#define LINEAGE_WORDINGS_H

#include "members.h"

typedef struct {
    Stretch text;
    Place place; /* the last that reads so */
    int32_t times;
} Wording;

typedef struct {
    Wording *at;
    int32_t n;
    int32_t *of; /* of each place, the number of its wording */
} Wordings;

/* Returns what places read, in the order in which it comes first. */
Wordings wordings_of(Arena *arena, const Text *texts, Places places);

/* Compares two wordings, token by token. */
int compare_texts(Stretch one, Stretch two);

#endif
