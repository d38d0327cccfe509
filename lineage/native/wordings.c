#include "wordings.h"

#include <string.h>

static uint32_t hash_of(Stretch text)
{
    uint32_t hash = 2166136261u;
    for (int32_t i = 0; i < text.n; i++) hash = (hash ^ text.at[i]) * 16777619u + (hash >> 15);
    return hash ^ hash >> 13;
}

Wordings wordings_of(Arena *arena, const Text *texts, Places places)
{
    Wordings found = {TAKE(arena, Wording, places.n), 0, TAKE(arena, int32_t, places.n)};
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)places.n) slots *= 2;
    Mark mark = arena_mark(arena);
    int32_t *numbers = TAKE(arena, int32_t, slots);
    memset(numbers, -1, slots * sizeof(int32_t));
    for (int32_t i = 0; i < places.n; i++) {
        Stretch text = tokens_at(texts, places.at[i]);
        uint32_t slot = hash_of(text) & (slots - 1);
        while (numbers[slot] >= 0 && !same_tokens(found.at[numbers[slot]].text, text))
            slot = (slot + 1) & (slots - 1);
        if (numbers[slot] < 0) {
            numbers[slot] = found.n;
            found.at[found.n++] = (Wording){text, places.at[i], 0};
        }
        Wording *wording = &found.at[found.of[i] = numbers[slot]];
        wording->place = places.at[i];
        wording->times++;
    }
    arena_reset(arena, mark);
    return found;
}

int compare_texts(Stretch one, Stretch two)
{
    int32_t shorter = min(one.n, two.n);
    for (int32_t i = 0; i < shorter; i++)
        if (one.at[i] != two.at[i]) return one.at[i] < two.at[i] ? -1 : 1;
    return (one.n > two.n) - (one.n < two.n);
}
