/* A stretch laid out for what is computed 64 of its tokens at a time. */
#ifndef LINEAGE_LAYOUT_H
#define LINEAGE_LAYOUT_H

#include "arena.h"
#include "common.h"
#include "stretch.h"

/* Where each token stands in a stretch, as bits. */
typedef struct {
    Token *tokens;
    int32_t *rows; /* -1: no token here */
    uint64_t *bits;
    uint32_t mask;
    Stretch of;
    int32_t words;
    const uint64_t *nowhere;
} Where;

Where where_of(Arena *arena, Stretch stretch);

/* Returns where a token is looked up, or put if it is not there. */
static inline uint32_t slot_of(const Where *where, Token token)
{
    uint32_t slot = (token * 2654435769u) >> 16 & where->mask;
    while (where->rows[slot] >= 0 && where->tokens[slot] != token)
        slot = (slot + 1) & where->mask;
    return slot;
}

/* Returns where a token stands, as bits. */
static inline const uint64_t *where_is(const Where *where, Token token)
{
    uint32_t slot = slot_of(where, token);
    int32_t row = where->rows[slot];
    return row < 0 ? where->nowhere : where->bits + (size_t)row * (size_t)where->words;
}

/* Returns, for each token of a text, where it stands in a stretch that is laid out. */
const uint64_t *rows_of(Arena *arena, const Where *where, Stretch text);

Stretch reversed(Arena *arena, Stretch stretch);

#endif
