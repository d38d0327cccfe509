#include "layout.h"

#include <string.h>

/* Notes the number of each token of a stretch among the different ones; returns how many. */
static int32_t number_tokens(const Where *where, int32_t *numbers)
{
    int32_t rows = 0;
    for (int32_t i = 0; i < where->of.n; i++) {
        uint32_t slot = slot_of(where, where->of.at[i]);
        if (where->rows[slot] < 0) {
            where->tokens[slot] = where->of.at[i];
            where->rows[slot] = rows++;
        }
        numbers[i] = where->rows[slot];
    }
    return rows;
}

Where where_of(Arena *arena, Stretch stretch)
{
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)stretch.n) slots *= 2;
    Where where = {.tokens = TAKE(arena, Token, slots), .rows = TAKE(arena, int32_t, slots),
                   .mask = slots - 1, .of = stretch, .words = (stretch.n + WORD - 1) / WORD};
    memset(where.rows, -1, slots * sizeof(int32_t));
    int32_t room[WORD], *numbers = stretch.n <= WORD ? room : TAKE(arena, int32_t, stretch.n);
    /* A long text has few different tokens: room for a row of each, and for one of none. */
    size_t words = (size_t)where.words, rows = (size_t)number_tokens(&where, numbers);
    where.bits = TAKE(arena, uint64_t, (rows + 1) * words);
    memset(where.bits, 0, (rows + 1) * words * sizeof(uint64_t));
    where.nowhere = where.bits + rows * words;
    for (int32_t i = 0; i < stretch.n; i++)
        where.bits[(size_t)numbers[i] * words + (size_t)(i / WORD)] |= UINT64_C(1) << (i % WORD);
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
