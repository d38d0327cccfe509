/* Which tokens stand where characters do; see `lineage.native.descriptions`. */
#include "kernels.h"

/* Returns the first token that starts at a character or behind it. */
static int32_t token_at(const int32_t *starts, int64_t n, int32_t character)
{
    int64_t first = 0, end = n;
    while (first < end) {
        int64_t middle = first + (end - first) / 2;
        if (starts[middle] < character) first = middle + 1;
        else end = middle;
    }
    return (int32_t)first;
}

int64_t lineage_to_tokens(const Text *texts, const Document *documents, int64_t n, Place *places)
{
    for (Place *place = places; place < places + n; place++) {
        const int32_t *starts = documents[place->document].starts;
        int64_t n_tokens = texts[place->document].n;
        place->start = token_at(starts, n_tokens, place->start);
        place->end = token_at(starts, n_tokens, place->end);
    }
    return n;
}
