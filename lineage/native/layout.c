#include "layout.h"

#include <string.h>

/* Room in the table for each token of a stretch: few meet another one there. A long stretch says
 * the same tokens again and again. */
enum { ROOM = 8, ROOM_IF_LONG = 2, LONG = 512 };

/* Returns the number of a token, the next one if it is not in the table. */
static inline int32_t number_of(const Where *where, Token token, int32_t *n)
{
    Slot *slot = slot_of(where, token);
    if (!slot->number) *slot = (Slot){token, ++*n};
    return slot->number;
}

static uint64_t *cleared(Arena *arena, size_t words)
{
    uint64_t *bits = TAKE(arena, uint64_t, words);
    memset(bits, 0, words * sizeof(uint64_t));
    return bits;
}

/* Lays out a stretch of so few tokens that each may have a row of its own. */
static void lay_out_short(Arena *arena, Where *where)
{
    where->bits = cleared(arena, (size_t)where->of.n + 1);
    int32_t n = 0;
    for (int32_t i = 0; i < where->of.n; i++)
        where->bits[number_of(where, where->of.at[i], &n)] |= UINT64_C(1) << i;
}

/* Lays out a stretch that has fewer different tokens than tokens: room for a row of each. */
static void lay_out_long(Arena *arena, Where *where)
{
    int32_t *numbers = TAKE(arena, int32_t, where->of.n), n = 0;
    for (int32_t i = 0; i < where->of.n; i++) numbers[i] = number_of(where, where->of.at[i], &n);
    size_t words = (size_t)where->words;
    where->bits = cleared(arena, ((size_t)n + 1) * words);
    for (int32_t i = 0; i < where->of.n; i++)
        where->bits[(size_t)numbers[i] * words + (size_t)(i / WORD)] |= UINT64_C(1) << (i % WORD);
}

Where where_of(Arena *arena, Stretch stretch)
{
    uint32_t slots = 16;
    while (slots < (stretch.n < LONG ? ROOM : ROOM_IF_LONG) * (uint32_t)stretch.n) slots *= 2;
    Where where = {.slots = TAKE(arena, Slot, slots), .mask = slots - 1, .of = stretch,
                   .words = (stretch.n + WORD - 1) / WORD};
    memset(where.slots, 0, slots * sizeof(Slot));
    if (where.words <= 1)
        lay_out_short(arena, &where);
    else
        lay_out_long(arena, &where);
    return where;
}

const uint64_t *rows_of(Arena *arena, const Where *where, Stretch text)
{
    size_t words = (size_t)where->words;
    uint64_t *rows = TAKE(arena, uint64_t, (size_t)text.n * words);
    for (int32_t i = 0; i < text.n; i++)
        memcpy(rows + (size_t)i * words, where_is(where, text.at[i]), words * sizeof(uint64_t));
    return rows;
}

Stretch reversed(Arena *arena, Stretch stretch)
{
    Token *tokens = TAKE(arena, Token, stretch.n);
    for (int32_t i = 0; i < stretch.n; i++) tokens[i] = stretch.at[stretch.n - 1 - i];
    return (Stretch){tokens, stretch.n};
}
