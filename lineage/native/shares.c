/* The surprisal of tokens, each a share of its word's; see `lineage.words`. */
#include "call.h"

typedef struct {
    int64_t n, n_words;
    const int32_t *starts, *offsets, *numbers;
    const float *bits;
    float *shares;
} Sharing;

/* Notes the word of each token, counted from 1: the last that starts no later; 0 where none does. */
static void find_words(const Sharing *given, int32_t *word_of)
{
    int32_t word = 0;
    for (int64_t i = 0; i < given->n; i++) {
        while (word < given->n_words && given->offsets[word] <= given->starts[i]) word++;
        while (word && given->offsets[word - 1] > given->starts[i]) word--;
        word_of[i] = word;
    }
}

static int64_t share_all(Memory *memory, void *arguments)
{
    const Sharing *given = arguments;
    int32_t *word_of = TAKE(&memory->work, int32_t, given->n);
    int32_t *n_tokens = TAKE(&memory->work, int32_t, given->n_words + 1);
    find_words(given, word_of);
    for (int64_t w = 0; w <= given->n_words; w++) n_tokens[w] = 0;
    for (int64_t i = 0; i < given->n; i++) n_tokens[word_of[i]]++;
    for (int64_t i = 0; i < given->n; i++) {
        int32_t word = word_of[i];
        given->shares[i] =
            word ? (float)((double)given->bits[given->numbers[word - 1]] / n_tokens[word]) : 0.0F;
    }
    return given->n;
}

int64_t lineage_shares(int64_t n, const int32_t *starts, int64_t n_words, const int32_t *offsets,
                       const int32_t *numbers, const float *bits, float *shares)
{
    Sharing given = {n, n_words, starts, offsets, numbers, bits, shares};
    return done(share_all, &given);
}
