/* Which of the stretches that a text is cut in are the same. */
#include "call.h"
#include "seen.h"

typedef struct {
    int64_t n;
    const int64_t *first;
    const Token *tokens;
    int32_t *numbers, *firsts;
} Numbering;

static int64_t number_all(Memory *memory, void *arguments)
{
    const Numbering *given = arguments;
    Seen seen = seen_for(&memory->work, (int32_t)given->n);
    int32_t n_different = 0;
    for (int64_t i = 0; i < given->n; i++) {
        const int64_t *first = given->first;
        Stretch one = {given->tokens + first[i], (int32_t)(first[i + 1] - first[i])};
        int32_t *slot = seen_slot(&seen, hash_of(one));
        for (; *slot >= 0; slot = next_slot(&seen, slot)) {
            int32_t j = given->firsts[*slot];
            if (same_tokens((Stretch){given->tokens + first[j], (int32_t)(first[j + 1] - first[j])}, one))
                break;
        }
        if (*slot < 0) {
            *slot = n_different++;
            given->firsts[*slot] = (int32_t)i;
        }
        given->numbers[i] = *slot;
    }
    return n_different;
}

int64_t lineage_number(int64_t n, const int64_t *first, const Token *tokens, int32_t *numbers,
                       int32_t *firsts)
{
    Numbering given = {n, first, tokens, numbers, firsts};
    return done(number_all, &given);
}
