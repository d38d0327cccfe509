/* The postings of documents: every n-gram with the hashes of how it goes on; see
 * `lineage.seeding`. A hash mixes bits as the SplitMix64 generator does (G. L. Steele et al., "Fast
 * Splittable Pseudorandom Number Generators", 2014). */
#include "call.h"
#include "neighbours.h"
#include "searching.h"

#include <string.h>

typedef struct {
    int64_t n_documents, number;
    const int64_t *first;
    const Token *tokens;
    int32_t k;
    int64_t *h1, *h2, *h4;
    int32_t *documents, *places;
} Writing;

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
    const Writing *given = arguments;
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
                given->documents[row] = (int32_t)(given->number + d);
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

int64_t lineage_postings(int64_t n_documents, int64_t number, const int64_t *first,
                         const Token *tokens, int64_t k, int64_t *h1, int64_t *h2, int64_t *h4,
                         int32_t *documents, int32_t *places)
{
    Writing given = {n_documents, number, first, tokens, (int32_t)k, h1, h2, h4, documents, places};
    return done(post_all, &given);
}

enum {
    BYTES_A_POSTING = 32,
    AT_ONCE = 1 << 16 /* postings that are found before those are left out that nobody asks for */
};

typedef struct {
    Streams streams;
    const uint8_t *around;
    int64_t n_grams;
    const Token *grams;
    int32_t k;
    Posted **found;
} Finding;

static inline int32_t document_of(Posting posting) { return (int32_t)(posting.place >> 32); }

/* Marks, of the ordered postings of an n-gram, those of some documents and what tells the links of
 * these and of what stands behind them: the posting before, the one before the run of its document,
 * the run behind, and one more, so that what is left out is missed by nobody. */
static void mark_around(const Posting *at, int64_t n, const uint8_t *around, uint8_t *marked)
{
    int64_t last = -1, before = -1;
    int32_t following = -1;
    bool follows = false;
    for (int64_t i = 0; i < n; i++) {
        int32_t document = document_of(at[i]);
        marked[i] = around[document] || follows;
        if (around[document]) {
            if (last >= 0) marked[last] = 1;
            if (before >= 0) marked[before] = 1;
            follows = true;
            following = -1;
            continue;
        }
        if (following < 0) following = document;
        follows = follows && following == document;
        if (last < 0 || document_of(at[last]) != document) before = last;
        last = i;
    }
}

/* Marks the postings that are asked for. */
static void mark_asked(const Finding *given, OrderedPostings ordered, int64_t n, uint8_t *marked)
{
    if (!given->around) {
        memset(marked, 1, (size_t)n);
        return;
    }
    for (int64_t gram = 0; gram < given->n_grams; gram++) {
        int64_t first = ordered.first[gram], size = ordered.first[gram + 1] - first;
        mark_around(ordered.at + first, size, given->around, marked + first);
    }
}

/* Returns how many postings there are hardly more of: room that is not used costs nothing, and what has
 * to grow is copied. */
static int64_t rarely_more(const Streams *streams)
{
    int64_t bytes = 0;
    for (int64_t d = 0; d < streams->n; d++) bytes += streams->lengths[d];
    return bytes / BYTES_A_POSTING + 1;
}

typedef struct {
    Posting *at;
    int64_t n, room;
} Postings;

/* Puts postings in order, and leaves those alone that are asked for. */
static void settle_postings(Memory *memory, const Finding *given, Postings *found)
{
    Mark mark = arena_mark(&memory->work);
    OrderedPostings ordered = put_in_order(&memory->work, found->at, found->n, given->n_grams);
    uint8_t *marked = TAKE(&memory->work, uint8_t, found->n);
    mark_asked(given, ordered, found->n, marked);
    int64_t n = 0;
    for (int64_t i = 0; i < found->n; i++)
        if (marked[i]) found->at[n++] = ordered.at[i];
    found->n = n;
    arena_reset(&memory->work, mark);
}

/* Appends the postings in some documents; those that are asked for, or, once in a while, no others
 * of what was found: that little is put in order at a time, and stays in the cache. What stands
 * around a posting among some is told by what does among fewer and by the others. */
static void search_documents(Memory *memory, const Finding *given, bool are_around, Search *search,
                             Postings *found)
{
    int64_t most = AT_ONCE;
    for (int64_t d = 0; d < given->streams.n; d++) {
        if (given->around && !given->around[d] == are_around) continue;
        int64_t n = find_hits(search, &given->streams, d);
        for (int64_t i = 0; i < n; i++) {
            Hit hit = search->hits[i];
            MAKE_ROOM(&memory->work, found);
            found->at[found->n++] = (Posting){hit.h2, hit.h4, d << 32 | hit.position, hit.gram};
        }
        if (are_around || found->n < most) continue;
        settle_postings(memory, given, found);
        most = found->n + AT_ONCE;
    }
}

static int64_t find_postings(Memory *memory, void *arguments)
{
    const Finding *given = arguments;
    Search search =
        search_for(&memory->work, &given->streams, given->n_grams, given->grams, given->k);
    Postings found = {.room = given->around ? 2 * AT_ONCE : rarely_more(&given->streams)};
    found.at = TAKE(&memory->work, Posting, found.room);
    search_documents(memory, given, true, &search, &found);
    if (given->around) search_documents(memory, given, false, &search, &found);
    settle_postings(memory, given, &found);
    Posted *rows = TAKE(&memory->kept, Posted, found.n);
    for (int64_t i = 0; i < found.n; i++) {
        Posting posting = found.at[i];
        rows[i] = (Posted){(int32_t)posting.row, document_of(posting), (int32_t)posting.place};
    }
    *given->found = lasting(&memory->kept, rows, (size_t)found.n * sizeof(Posted));
    return found.n;
}

int64_t lineage_find_postings(int64_t n, const uint8_t *const *streams, const int64_t *lengths,
                              const uint8_t *around, int64_t n_grams, const Token *grams, int64_t k,
                              Posted **found)
{
    *found = NULL;
    Finding given = {{n, streams, lengths}, around, n_grams, grams, (int32_t)k, found};
    return done(find_postings, &given);
}

int64_t lineage_decode(int64_t n, const uint8_t *const *streams, const int64_t *lengths,
                       const int64_t *first, Token *tokens, int64_t *sizes)
{
    Streams given = {n, streams, lengths};
    decode_all(&given, first, tokens, sizes);
    return n;
}
