/* The postings of documents: every n-gram with the hashes of how it goes on; see
 * `lineage.seeding`. A hash mixes bits as the SplitMix64 generator does (G. L. Steele et al., "Fast
 * Splittable Pseudorandom Number Generators", 2014). */
#include "call.h"

#include <string.h>

enum {
    CHUNK = 512, /* positions that are hashed at once: their hashes stay in the nearest cache */
    MOST_LEVELS = 31
};

/* Hashes of 1, 2, 4 … tokens from some positions on, and room for those of another length. */
typedef struct {
    uint64_t *of[MOST_LEVELS], *joined;
    int32_t n, longest;
} Levels;

typedef struct {
    int64_t n_documents;
    const int64_t *first;
    const Token *tokens;
    int32_t k;
    int64_t *h1, *h2, *h4;
    int32_t *documents, *places;
} Posting;

static inline uint64_t mixed(uint64_t value)
{
    value = (value + 1) * UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

/* Hashes blocks of tokens together with those that start `offset` tokens later. */
static inline void join(int32_t n, const uint64_t *one, const uint64_t *two, int32_t offset,
                        uint64_t *joined)
{
    for (int32_t i = 0; i < n; i++)
        joined[i] = mixed(one[i] * UINT64_C(0xBF58476D1CE4E5B9) + two[i + offset]);
}

static Levels levels_for(Arena *arena, int32_t longest)
{
    Levels levels = {.longest = longest};
    size_t room = (size_t)CHUNK + (size_t)longest;
    for (int32_t size = 1; size <= longest; size *= 2)
        levels.of[levels.n++] = TAKE(arena, uint64_t, room);
    levels.joined = TAKE(arena, uint64_t, CHUNK);
    return levels;
}

/* Hashes what starts at the first `n` positions of a text. Behind its end stands nothing. */
static void fill_levels(Levels *levels, Stretch text, int32_t n)
{
    int32_t needed = n + levels->longest - 1, there = min(text.n, needed);
    const uint64_t nothing = mixed(0);
    for (int32_t i = 0; i < there; i++) levels->of[0][i] = mixed(text.at[i]);
    for (int32_t i = there; i < needed; i++) levels->of[0][i] = nothing;
    for (int32_t level = 1, half = 1; level < levels->n; level++, half *= 2) {
        needed -= half;
        join(needed, levels->of[level - 1], levels->of[level - 1], half, levels->of[level]);
    }
}

/* Returns the hashes of `length` tokens from the first `n` positions, put together from the
 * binary digits of the length; good until the next call. */
static const uint64_t *hashes_of(const Levels *levels, int32_t length, int32_t n)
{
    int32_t level = levels->n - 1;
    while (1 << level > length) level--;
    const uint64_t *hashes = levels->of[level];
    for (int32_t done = 1 << level; done < length; hashes = levels->joined) {
        while (done + (1 << level) > length) level--;
        join(n, hashes, levels->of[level], done, levels->joined);
        done += 1 << level;
    }
    return hashes;
}

/* Notes at which of the first `n` positions an n-gram without a placeholder starts; returns how
 * many. */
static int32_t find_grams(Stretch text, int32_t n, int32_t k, int32_t *found)
{
    int32_t n_found = 0, clear_from = 0;
    for (int32_t end = 1; end < n + k; end++) {
        if (text.at[end - 1] == WILDCARD) clear_from = end;
        if (end >= k && end - k >= clear_from) found[n_found++] = end - k;
    }
    return n_found;
}

static void pick(const uint64_t *hashes, int32_t n, const int32_t *which, int64_t *picked)
{
    for (int32_t i = 0; i < n; i++) picked[i] = (int64_t)hashes[which[i]];
}

static int64_t post_all(Memory *memory, void *arguments)
{
    const Posting *given = arguments;
    int32_t k = given->k, which[CHUNK];
    Levels levels = levels_for(&memory->work, 4 * k);
    int64_t row = 0;
    for (int64_t d = 0; d < given->n_documents; d++) {
        Stretch text = {given->tokens + given->first[d],
                        (int32_t)(given->first[d + 1] - given->first[d])};
        for (int32_t start = 0; start + k <= text.n; start += CHUNK) {
            Stretch rest = {text.at + start, text.n - start};
            int32_t n = min(CHUNK, rest.n - k + 1), n_found = find_grams(rest, n, k, which);
            fill_levels(&levels, rest, n);
            pick(hashes_of(&levels, k, n), n_found, which, given->h1 + row);
            pick(hashes_of(&levels, 2 * k, n), n_found, which, given->h2 + row);
            pick(hashes_of(&levels, 4 * k, n), n_found, which, given->h4 + row);
            for (int32_t i = 0; i < n_found; i++, row++) {
                given->documents[row] = (int32_t)d;
                given->places[row] = start + which[i];
            }
        }
    }
    return row;
}

typedef struct {
    Stretch text;
    int32_t k;
    int64_t *hashes;
} Hashing;

static int64_t hash_all(Memory *memory, void *arguments)
{
    const Hashing *given = arguments;
    int32_t k = given->k, which[CHUNK];
    Levels levels = levels_for(&memory->work, k);
    int64_t row = 0;
    for (int32_t start = 0; start + k <= given->text.n; start += CHUNK) {
        Stretch rest = {given->text.at + start, given->text.n - start};
        int32_t n = min(CHUNK, rest.n - k + 1), n_found = find_grams(rest, n, k, which);
        fill_levels(&levels, rest, n);
        pick(hashes_of(&levels, k, n), n_found, which, given->hashes + row);
        row += n_found;
    }
    return row;
}

int64_t lineage_grams(int64_t n, const Token *tokens, int64_t k, int64_t *hashes)
{
    Hashing given = {{tokens, (int32_t)n}, (int32_t)k, hashes};
    return done(hash_all, &given);
}

int64_t lineage_postings(int64_t n_documents, const int64_t *first, const Token *tokens, int64_t k,
                         int64_t *h1, int64_t *h2, int64_t *h4, int32_t *documents,
                         int32_t *places)
{
    Posting given = {n_documents, first, tokens, (int32_t)k, h1, h2, h4, documents, places};
    return done(post_all, &given);
}
