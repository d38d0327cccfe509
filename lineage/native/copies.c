#include "copies.h"

#include <string.h>

static int32_t *numbers(Arena *arena, size_t n, int value)
{
    return memset(TAKE(arena, int32_t, n), value, n * sizeof(int32_t));
}

Repeated repeated_grams(Arena *arena, Stretch left, Stretch right, const uint8_t *const reach[2],
                        int32_t length)
{
    const Stretch texts[2] = {left, right};
    Repeated grams;
    for (int side = 0; side < 2; side++) {
        grams.first[side] = numbers(arena, (size_t)texts[side].n, -1);
        grams.before[side] = numbers(arena, (size_t)texts[side].n, 0);
        grams.n[side] = numbers(arena, (size_t)left.n, 0);
    }
    Mark mark = arena_mark(arena);
    int shift = 64 - 4;
    while (1ll << (64 - shift) < 2ll * left.n) shift--;
    uint32_t n_slots = 1u << (64 - shift);
    int32_t *slots = numbers(arena, n_slots, -1);
    size_t size = (size_t)length * sizeof(Token);
    for (int side = 0; side < 2; side++)
        for (int32_t at = 0; at < texts[side].n; at++) {
            if (reach[side][at] < length) continue;
            const Token *gram = texts[side].at + at;
            uint32_t slot = (uint32_t)digest(gram, length, shift);
            while (slots[slot] >= 0 && memcmp(left.at + slots[slot], gram, size))
                slot = (slot + 1) & (n_slots - 1);
            if (side == 0 && slots[slot] < 0) slots[slot] = at;
            int32_t first = grams.first[side][at] = slots[slot];
            if (first >= 0) grams.before[side][at] = grams.n[side][first]++;
        }
    arena_reset(arena, mark);
    return grams;
}
