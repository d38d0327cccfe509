/* A stretch laid out for what is computed 64 of its tokens at a time. */
#ifndef LINEAGE_LAYOUT_H
#define LINEAGE_LAYOUT_H

#include "arena.h"
#include "common.h"
#include "stretch.h"

/* A token of a stretch, and its number among the different ones, from 1 on; 0 where none is. */
typedef struct {
    Token token;
    int32_t number;
} Slot;

/* Where each token stands in a stretch, as bits: of each different one a row, the first for those
 * that it has not. */
typedef struct {
    Slot *slots;
    uint64_t *bits;
    uint32_t mask;
    Stretch of;
    int32_t words;
} Where;

Where where_of(Arena *arena, Stretch stretch);

/* Returns where a token is looked up, or put if it is not there. */
static inline Slot *slot_of(const Where *where, Token token)
{
    uint32_t at = (token * 2654435769u) >> 16 & where->mask;
    while (where->slots[at].number && where->slots[at].token != token) at = (at + 1) & where->mask;
    return &where->slots[at];
}

/* Returns where a token stands, as bits. */
static inline const uint64_t *where_is(const Where *where, Token token)
{
    return where->bits + (size_t)slot_of(where, token)->number * (size_t)where->words;
}

/* Returns, for each token of a text, where it stands in a stretch that is laid out. */
const uint64_t *rows_of(Arena *arena, const Where *where, Stretch text);

Stretch reversed(Arena *arena, Stretch stretch);

#endif
