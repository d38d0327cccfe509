/* The members of a family: where its wording stands, and where it begins and ends; see
 * `lineage.members` and `lineage.placing`. */
#ifndef LINEAGE_MEMBERS_H
#define LINEAGE_MEMBERS_H

#include "likeness.h"

typedef struct {
    Place *at;
    int32_t n, room;
} Places;

/* Where a wording stands in a document: the place, the tokens of the wording that are surely
 * there, and how many tokens were found; no runs where it does not stand there. */
typedef struct {
    Place place;
    Runs runs;
    int32_t n;
} Aligned;

/* Returns where in and around a place the wording at `model`, which is laid out, stands; perhaps
 * nowhere if it is less like it there than `least`. */
Aligned align_member(Arena *arena, const Text *texts, Place place, Place model, const Where *laid,
                     double least);

typedef struct {
    Place model;
    Places members;
} Family;

/* How the members of a family are aligned: the likeness to its wording that each must have, and
 * whether the wording takes in what most of them have beyond its ends. */
typedef struct {
    double resemblance;
    bool grows;
} Aligning;

/* Returns a family whose members all begin and end as its typical wording does; without
 * members if the wording cannot be told. */
Family realigned(Arena *arena, const Text *texts, Places members, Places others, Aligning aligning);

/* Returns the place that has the most typical wording: that which resembles all others most. */
Place typical(Arena *arena, const Text *texts, Places places);

/* Says whether a place overlaps one of places in order, none of which overlap. */
bool touches(Places sorted, Place place);

#endif
