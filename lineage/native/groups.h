/* Families and where their members lie to each other; see `lineage.settling` and
 * `lineage.families`. */
#ifndef LINEAGE_GROUPS_H
#define LINEAGE_GROUPS_H

#include "index.h"
#include "members.h"
#include "row.h"

/* Intersection over union from which two stretches of a document are one occurrence. */
static const double COINCIDE = 0.7;

/* Families, each with the places from `first[i]` to `first[i + 1]`. */
typedef struct {
    const int64_t *first;
    const Place *places;
    int64_t n;
} Groups;

/* Writes the numbers of the families with the largest first by two keys of each; of equals by
 * their places, and what is equal in these too as it stood. */
void order_families(Arena *arena, Groups groups, const int64_t *keys, int64_t *order);

/* Writes the surprisal of the most surprising place of each family. */
void find_most_bits(const Text *texts, Groups groups, double *bits);

/* Writes the surprisal of the wording of each family: of the first of its places that reads so, or
 * the first of all. */
void find_wording_bits(const Text *texts, Groups groups, Row wordings, double *bits);

/* Writes, for each family, that of those kept which its members mostly coincide with, itself if
 * there is none, and for each member whether it is new there. */
void join_coinciding(Arena *arena, Groups groups, int32_t *numbers, uint8_t *is_new);

/* The number of a place, and that of another one. */
typedef struct {
    int32_t one, other;
} Rival;

typedef struct {
    Rival *at;
    int64_t n, room;
} Rivals;

/* Returns, for each place, those of other families that are one occurrence with it; memory for
 * what is found is taken from `kept`. */
Rivals rivals_of(Arena *arena, Arena *kept, int64_t n, const Place *places, const int32_t *families);

/* Writes which families stay if those go that nearly always stand inside one other's places. */
void drop_fragments(Arena *arena, Groups groups, uint8_t *stays);

/* Families by their places, to look up what lies inside them; any number of threads may. */
typedef struct {
    Groups groups;
    Index index;
} Fragments;

/* What is noted while that is looked up: by one thread at a time. */
typedef struct {
    int32_t *counts, *asked; /* of each family; no counts at first */
    int64_t *seen;           /* of each place: for which family it was counted last, below 0 for none */
} Notes;

Fragments fragments_of(Arena *arena, Groups groups);

/* Returns the places of families that lie mostly inside a family, around which its wording of
 * `length` tokens may stand. */
Places recruits(Arena *arena, const Fragments *fragments, Notes notes, int32_t number,
                int32_t length);

/* Writes, for each place, the occurrence that it belongs to. The places come in order of
 * document and start, the longer ones first, each with how often it was found. */
void merge_places(Arena *arena, int64_t n, const Place *places, const int32_t *votes,
                  Place *occurrences);

/* What two families must have in common to be joined. */
typedef struct {
    const Text *texts;
    const Place *wordings; /* of each family */
    const uint8_t *is_weighed;
    double resemblance;
} Guard;

/* Joins families in the order of pairs where their wordings resemble each other; the larger
 * one's wording stays. Writes the one that each was taken into, itself if none. */
void join_guarded(Arena *arena, const Guard *guard, int64_t n, int64_t *sizes, int64_t n_pairs,
                  const int32_t *pairs, int32_t *into);

#endif
