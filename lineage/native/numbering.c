/* Which of the stretches that a text is cut in are the same. */
#include "call.h"
#include "seen.h"

typedef struct {
    int64_t n;
    const int64_t *first;
    const Token *tokens;
    int32_t *numbers, *firsts;
} Numbering;

static inline Stretch stretch_at(const Numbering *given, int64_t i)
{
    const int64_t *first = given->first + i;
    return (Stretch){given->tokens + first[0], (int32_t)(first[1] - first[0])};
}

static int64_t number_all(Memory *memory, void *arguments)
{
    const Numbering *given = arguments;
    Seen seen = seen_for(&memory->work, (int32_t)given->n);
    int32_t n_different = 0;
    for (int64_t i = 0; i < given->n; i++) {
        Stretch one = stretch_at(given, i);
        int32_t *slot = seen_slot(&seen, hash_of(one));
        while (*slot >= 0 && !same_tokens(stretch_at(given, given->firsts[*slot]), one))
            slot = next_slot(&seen, slot);
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
