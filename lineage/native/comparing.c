/* How alike wordings are, in pairs. */
#include "call.h"

typedef struct {
    const Text *texts;
    const Place *wordings;
    int64_t n_pairs;
    const int32_t *pairs;
    double least;
    double *ratios;
} Comparing;

/* Tokens, at most, of a wording that is laid out once for all that it is compared with. Of longer
 * ones that begin and end alike, only what differs is worth aligning. */
enum { LAID_OUT = 512 };

/* Says whether two wordings may be as alike as asked, by their lengths and their tokens. */
static bool may_be_alike(Stretch one, Stretch two, const Counts *counts, double least)
{
    if (min(one.n, two.n) < LENGTH_RATIO * max(one.n, two.n)) return false;
    if (least <= 0 || !one.n) return true;
    Counts others = counts_of(two);
    return 1.0 - (double)least_distance(counts, &others) / (double)(one.n + two.n) >= least;
}

/* A wording that others are compared with, one after the other. */
typedef struct {
    Stretch text;
    Counts counts;
    Where where;
    bool is_laid_out;
} Compared;

/* Returns how alike a wording is to another; it is laid out for the next ones, too. */
static double similarity_to(Memory *memory, Compared *one, Stretch two)
{
    int32_t most = one->text.n + two.n;
    if (one->text.n > LAID_OUT || !most) return indel_similarity(&memory->work, one->text, two);
    if (!one->is_laid_out) one->where = where_of(&memory->kept, one->text);
    one->is_laid_out = true;
    int32_t common = in_common_with(&memory->work, &one->where, two);
    return 1.0 - (double)(most - 2 * common) / (double)most;
}

static int64_t compare_pairs(Memory *memory, void *arguments)
{
    const Comparing *given = arguments;
    const Mark nothing = arena_mark(&memory->kept);
    Compared one = {0};
    for (int64_t i = 0; i < given->n_pairs; i++) {
        const int32_t *pair = given->pairs + 2 * i;
        if (!i || pair[0] != pair[-2]) {
            arena_reset(&memory->kept, nothing);
            one.text = tokens_at(given->texts, given->wordings[pair[0]]);
            one.counts = counts_of(one.text);
            one.is_laid_out = false;
        }
        Stretch two = tokens_at(given->texts, given->wordings[pair[1]]);
        bool may_be = may_be_alike(one.text, two, &one.counts, given->least);
        given->ratios[i] = may_be ? similarity_to(memory, &one, two) : 0.0;
    }
    return 0;
}

int64_t lineage_alike(const Text *texts, const Place *wordings, int64_t n_pairs,
                      const int32_t *pairs, double least, double *ratios)
{
    Comparing given = {texts, wordings, n_pairs, pairs, least, ratios};
    return done(compare_pairs, &given);
}
