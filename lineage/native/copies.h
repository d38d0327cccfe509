/* Copies of what two texts repeat: which are held against which; see `lineage.plane`. */
#ifndef LINEAGE_COPIES_H
#define LINEAGE_COPIES_H

#include "arena.h"
#include "stretch.h"

/* What stands in a text several times: how often, and how many of these come before one. */
typedef struct {
    int32_t n, before;
} Copy;

/* Says whether one of n copies is among the most that may be kept, those around the one wanted. */
static inline bool is_near(int32_t place, int32_t wanted, int32_t n, int32_t most)
{
    int32_t first = min(max(wanted - most / 2, 0), n - most);
    return first <= place && place < first + most;
}

/* Says whether a left copy and a right one are to be held against each other: all are where one text
 * has few, and else those that stand where they would if the copies of both texts were counted off
 * together. */
static inline bool are_in_order(Copy left, Copy right, int32_t most)
{
    if (min(left.n, right.n) <= most) return true;
    return is_near(right.before, left.before, right.n, most) ||
           is_near(left.before, right.before, left.n, most);
}

/* The n-grams of one length of two texts: of each place the first left one that has the same, or -1,
 * and how many come before it; of each first one how many there are in all. */
typedef struct {
    int32_t *first[2], *before[2], *n[2];
} Repeated;

/* Counts the n-grams of two texts. `reach` says how many tokens up to the longest n-gram's stand at a
 * place without a placeholder. */
Repeated repeated_grams(Arena *arena, Stretch left, Stretch right, const uint8_t *const reach[2],
                        int32_t length);

/* Returns what is known of the n-gram at a place that both texts have; `side` is 0 for the left. */
static inline Copy copy_at(const Repeated *grams, int side, int32_t at)
{
    return (Copy){grams->n[side][grams->first[side][at]], grams->before[side][at]};
}

#endif
