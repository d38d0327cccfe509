/* Passage pairs, and what families leave over of them; see `lineage.settling`. */
#ifndef LINEAGE_RESTS_H
#define LINEAGE_RESTS_H

#include "groups.h"

/* A passage pair: a stretch of two documents, and how alike they are. */
typedef struct {
    Place left, right;
    double likeness;
} Link;

typedef struct {
    Link *at;
    int64_t n, room;
} Links;

/* Writes, for each passage pair, whether a family holds the most of both sides, and returns what such
 * families leave of them that tells at least so much on both sides; memory for it is taken from
 * `kept`. */
Links find_left_over(Arena *arena, Arena *kept, const Text *texts, Groups groups, int64_t n,
                     const Link *links, double least, uint8_t *is_held);

#endif
