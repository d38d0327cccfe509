/* What a document says that it does not say elsewhere as well. */
#include "call.h"
#include "seen.h"

/* Tokens of a stretch whose return is looked for: beyond single words, within most names. */
enum { PHRASE = 6 };

typedef struct {
    Stretch text;
    const float *bits;
    const double *kept;
    float *told;
} Counting;

/* Writes for each phrase of a text the first one that says the same, and for each of these how many
 * there are. */
static void count_phrases(Arena *arena, Stretch text, int32_t n, int32_t *first, int32_t *counts)
{
    /* What the rolling hash is multiplied by from token to token, and what spreads its bits. */
    const uint64_t factor = UINT64_C(0xBF58476D1CE4E5B9), spread = UINT64_C(0x9E3779B97F4A7C15);
    Seen seen = seen_for(arena, n);
    uint64_t hash = 0, leaving = 1;
    for (int32_t i = 0; i < PHRASE; i++) {
        hash = hash * factor + text.at[i];
        leaving *= factor;
    }
    for (int32_t i = 0; i < n; i++) {
        Stretch phrase = {text.at + i, PHRASE};
        int32_t *slot = seen_slot(&seen, (uint32_t)(hash * spread >> 32));
        while (*slot >= 0 && !same_tokens((Stretch){text.at + *slot, PHRASE}, phrase))
            slot = next_slot(&seen, slot);
        if (*slot < 0) {
            *slot = i;
            counts[i] = 0;
        }
        first[i] = *slot;
        counts[*slot]++;
        if (i + 1 < n) hash = hash * factor + (text.at[i + PHRASE] - leaving * text.at[i]);
    }
}

static int64_t tell(Memory *memory, void *arguments)
{
    const Counting *given = arguments;
    int32_t n_tokens = given->text.n, n = n_tokens - PHRASE + 1;
    int32_t *times = TAKE(&memory->work, int32_t, n_tokens);
    for (int32_t i = 0; i < n_tokens; i++) times[i] = 1;
    if (n > 0) {
        int32_t *first = TAKE(&memory->work, int32_t, n), *counts = TAKE(&memory->work, int32_t, n);
        count_phrases(&memory->work, given->text, n, first, counts);
        for (int32_t i = 0; i < n; i++) {
            int32_t count = counts[first[i]];
            for (int32_t k = 0; k < PHRASE && count > 1; k++) times[i + k] = max(times[i + k], count);
        }
    }
    for (int32_t i = 0; i < n_tokens; i++)
        given->told[i] = (float)(given->bits[i] * given->kept[times[i] - 1]);
    return n_tokens;
}

int64_t lineage_novelty(int64_t n, const Token *tokens, const float *bits, const double *kept,
                        float *told)
{
    Counting given = {{tokens, (int32_t)n}, bits, kept, told};
    return done(tell, &given);
}
