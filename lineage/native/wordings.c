#include "wordings.h"

#include "seen.h"

Wordings wordings_of(Arena *arena, const Text *texts, Places places)
{
    Wordings found = {TAKE(arena, Wording, places.n), 0, TAKE(arena, int32_t, places.n)};
    Mark mark = arena_mark(arena);
    Seen seen = seen_for(arena, places.n);
    for (int32_t i = 0; i < places.n; i++) {
        Stretch text = tokens_at(texts, places.at[i]);
        int32_t *slot = seen_slot(&seen, hash_of(text));
        while (*slot >= 0 && !same_tokens(found.at[*slot].text, text)) slot = next_slot(&seen, slot);
        if (*slot < 0) {
            *slot = found.n;
            found.at[found.n++] = (Wording){text, places.at[i], 0};
        }
        Wording *wording = &found.at[found.of[i] = *slot];
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
