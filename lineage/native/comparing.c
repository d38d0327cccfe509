/* How alike wordings are, in pairs. */
#include "band.h"
#include "call.h"
#include "row.h"

typedef struct {
    const Text *texts;
    const Place *wordings;
    int64_t n_pairs;
    const int32_t *pairs;
    double least;
    double *ratios;
} Comparing;

/* A wording that others are compared with, one after the other. */
typedef struct {
    Stretch text;
    Counts counts;
    Where where; /* laid out for the first that it may be like */
    bool is_laid_out;
} Compared;

/* Tokens from which on a wording is held against another sooner than such rough counts are. */
enum { MANY_TOKENS = MANY * WORD };

/* Says whether another may be as alike as asked, by its length and its tokens. */
static bool may_be_alike(const Compared *one, Stretch two, double least)
{
    if (min(one->text.n, two.n) < LENGTH_RATIO * max(one->text.n, two.n)) return false;
    if (least <= 0 || one->text.n >= MANY_TOKENS) return true;
    Counts counts = counts_of(two);
    return most_similar(one->text, &one->counts, two, &counts) >= least;
}

static double similarity_to(Memory *memory, Compared *one, Stretch two, double least)
{
    if (!one->is_laid_out) one->where = where_of(&memory->kept, one->text);
    one->is_laid_out = true;
    return indel_similarity_if(&memory->work, &one->where, two, least);
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
            if (one.text.n < MANY_TOKENS) one.counts = counts_of(one.text);
            one.is_laid_out = false;
        }
        Stretch two = tokens_at(given->texts, given->wordings[pair[1]]);
        given->ratios[i] =
            may_be_alike(&one, two, given->least) ? similarity_to(memory, &one, two, given->least) : 0.0;
    }
    return 0;
}

int64_t lineage_alike(const Text *texts, const Place *wordings, int64_t n_pairs,
                      const int32_t *pairs, double least, double *ratios)
{
    Comparing given = {texts, wordings, n_pairs, pairs, least, ratios};
    return done(compare_pairs, &given);
}

typedef struct {
    Row ones, others;
    double *ratios;
} Likening;

static int64_t liken_all(Memory *memory, void *arguments)
{
    const Likening *given = arguments;
    for (int64_t i = 0; i < given->ones.n; i++)
        given->ratios[i] =
            likeness(&memory->work, wording_at(&given->ones, i), wording_at(&given->others, i));
    return 0;
}

int64_t lineage_likenesses(int64_t n, const int64_t *first, const Token *tokens,
                           const int64_t *other_first, const Token *other_tokens, double *ratios)
{
    Likening given = {{n, first, tokens}, {n, other_first, other_tokens}, ratios};
    return done(liken_all, &given);
}
