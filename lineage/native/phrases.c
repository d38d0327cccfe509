/* How often a document says what it says. */
#include "call.h"
#include "seen.h"

/* Tokens of a stretch whose return is looked for: beyond single words, within most names. */
enum { PHRASE = 6 };

typedef struct {
    Stretch text;
    int32_t *times;
} Counting;

static int64_t count_phrases(Memory *memory, void *arguments)
{
    const Counting *given = arguments;
    const Token *text = given->text.at;
    int32_t n = given->text.n - PHRASE + 1;
    for (int32_t i = 0; i < given->text.n; i++) given->times[i] = 1;
    if (n < 1) return 0;
    Seen seen = seen_for(&memory->work, n);
    int32_t *first = TAKE(&memory->work, int32_t, n), *counts = TAKE(&memory->work, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        Stretch phrase = {text + i, PHRASE};
        int32_t *slot = seen_slot(&seen, hash_of(phrase));
        while (*slot >= 0 && !same_tokens((Stretch){text + *slot, PHRASE}, phrase))
            slot = next_slot(&seen, slot);
        if (*slot < 0) {
            *slot = i;
            counts[i] = 0;
        }
        first[i] = *slot;
        counts[*slot]++;
    }
    for (int32_t i = 0; i < n; i++)
        for (int32_t k = 0; k < PHRASE; k++)
            given->times[i + k] = max(given->times[i + k], counts[first[i]]);
    return 0;
}

int64_t lineage_phrases(int64_t n, const Token *tokens, int32_t *times)
{
    Counting given = {{tokens, (int32_t)n}, times};
    return done(count_phrases, &given);
}
