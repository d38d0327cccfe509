#include "layout.h"

#include <string.h>

Where where_of(Arena *arena, Stretch stretch)
{
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)stretch.n) slots *= 2;
    int32_t words = (stretch.n + WORD - 1) / WORD;
    Where where = {TAKE(arena, Token, slots), TAKE(arena, int32_t, slots),
                     TAKE(arena, uint64_t, ((size_t)stretch.n + 1) * (size_t)words),
                   slots - 1, stretch, words, NULL};
    memset(where.rows, -1, slots * sizeof(int32_t));
    int32_t rows = 0;
    for (int32_t i = 0; i < stretch.n; i++) {
        uint32_t slot = slot_of(&where, stretch.at[i]);
        if (where.rows[slot] < 0) {
            where.tokens[slot] = stretch.at[i];
            where.rows[slot] = rows++;
            memset(where.bits + (size_t)where.rows[slot] * (size_t)words, 0,
                   (size_t)words * sizeof(uint64_t));
        }
        uint64_t *row = where.bits + (size_t)where.rows[slot] * (size_t)words;
        row[i / WORD] |= UINT64_C(1) << (i % WORD);
    }
    uint64_t *nowhere = where.bits + (size_t)rows * (size_t)words;
    memset(nowhere, 0, (size_t)words * sizeof(uint64_t));
    where.nowhere = nowhere;
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
