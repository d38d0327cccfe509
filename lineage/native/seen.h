/* Numbers of what has been seen, by hashes. */
#ifndef LINEAGE_SEEN_H
#define LINEAGE_SEEN_H

#include <string.h>

#include "alignment.h"

typedef struct {
    int32_t *slots; /* -1: nothing here */
    uint32_t mask;
} Seen;

static inline Seen seen_for(Arena *arena, int32_t n)
{
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)n) slots *= 2;
    Seen seen = {TAKE(arena, int32_t, slots), slots - 1};
    memset(seen.slots, -1, slots * sizeof(int32_t));
    return seen;
}

static inline int32_t *seen_slot(const Seen *seen, uint32_t hash) { return &seen->slots[hash & seen->mask]; }

static inline int32_t *next_slot(const Seen *seen, const int32_t *slot)
{
    return &seen->slots[(uint32_t)(slot - seen->slots + 1) & seen->mask];
}

static const uint32_t HASH_OF_NOTHING = 2166136261u;

static inline uint32_t mixed(uint32_t hash, uint32_t value)
{
    return (hash ^ value) * 16777619u + (hash >> 15);
}

static inline uint32_t hash_of(Stretch text)
{
    uint32_t hash = HASH_OF_NOTHING;
    for (int32_t i = 0; i < text.n; i++) hash = mixed(hash, text.at[i]);
    return hash ^ hash >> 13;
}

#endif
