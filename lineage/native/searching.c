#include "searching.h"

#include <string.h>

/* What the rolling hash is multiplied by from token to token, and what spreads its bits. */
static const uint64_t FACTOR = UINT64_C(0xBF58476D1CE4E5B9), SPREAD = UINT64_C(0x9E3779B97F4A7C15);

enum {
    LEAST_BITS = 6,  /* a sieve has one word at least, */
    MOST_BITS = 23,  /* at most so much that it stays in the second cache, */
    BITS_A_GRAM = 6, /* and else 2 to this power of bits for each n-gram */
    NEAR = 8,        /* tokens between candidates up to which they are hashed together */
    SEVERAL = 3,
    ROW = 32         /* units that are decoded at once where none is half a character */
};

static inline Token unit_at(const uint8_t *at) { return at[0] | (Token)at[1] << 8; }

/* Writes the tokens that units in a row are by themselves; says whether all of them are. */
static bool are_whole(const uint8_t *at, Token *tokens)
{
    const Token half = 0xD800, any_half = 0xF800;
    int halves = 0;
    for (int32_t i = 0; i < ROW; i++) {
        tokens[i] = unit_at(at + 2 * i);
        halves |= (tokens[i] & any_half) == half;
    }
    return !halves;
}

/* Writes the tokens of a text; returns how many. Nothing beyond its end is read, whatever it holds. */
static int32_t decode(const uint8_t *at, int64_t n, Token *tokens)
{
    const Token high = 0xD800, low = 0xDC00, kind = 0xFC00;
    int32_t found = 0;
    if (n % 2) {
        for (int64_t i = 0; i + 4 <= n; i += 4)
            tokens[found++] = unit_at(at + i) | unit_at(at + i + 2) << 16;
        return found;
    }
    for (int64_t i = 0; i < n; i += 2) {
        for (; i + 2 * ROW <= n && are_whole(at + i, tokens + found); i += 2 * ROW) found += ROW;
        if (i >= n) break;
        Token token = unit_at(at + i);
        if ((token & kind) == high && i + 2 < n && (unit_at(at + i + 2) & kind) == low) {
            i += 2;
            token = 0x10000 + ((token - high) << 10 | (unit_at(at + i) - low));
        }
        tokens[found++] = token;
    }
    return found;
}

/* Says whether bytes of that number are a text that `decode` made tokens of. */
static bool are_tokens(int64_t n_bytes, const Token *tokens, int32_t n)
{
    const Token last = 0x10FFFF, half = 0xD800, any_half = ~(Token)0x7FF;
    bool is_wide = n_bytes % 2;
    int wrong = is_wide && n_bytes % 4 != 1;
    for (int32_t i = 0; i < n; i++)
        wrong |= is_wide ? tokens[i] > last : (tokens[i] & any_half) == half;
    return !wrong;
}

int64_t longest_of(const Streams *streams)
{
    int64_t longest = 0;
    for (int64_t d = 0; d < streams->n; d++)
        if (streams->lengths[d] > longest) longest = streams->lengths[d];
    return longest / 2;
}

int32_t decode_one(const Streams *streams, int64_t document, Token *tokens)
{
    return decode(streams->at[document], streams->lengths[document], tokens);
}

void decode_all(const Streams *streams, const int64_t *first, Token *tokens, int64_t *sizes)
{
    for (int64_t d = 0; d < streams->n; d++) {
        Token *own = tokens + first[d];
        int32_t n = decode_one(streams, d, own);
        sizes[d] = are_tokens(streams->lengths[d], own, n) ? n : -1;
    }
}

static inline uint64_t rolled(uint64_t hash, Token token) { return hash * FACTOR + token; }

static void make_sieve(Arena *arena, Search *search, int64_t n_grams, const Token *grams)
{
    int32_t bits = LEAST_BITS;
    while (bits < MOST_BITS && INT64_C(1) << bits < n_grams << BITS_A_GRAM) bits++;
    size_t words = (size_t)1 << (bits - LEAST_BITS);
    search->sieve_shift = 64 - bits;
    search->sieve = TAKE(arena, uint64_t, words);
    memset(search->sieve, 0, words * sizeof(uint64_t));
    for (int64_t n = 0; n < n_grams; n++) {
        uint64_t hash = 0;
        for (int32_t i = 0; i < search->k; i++) hash = rolled(hash, grams[n * search->k + i]);
        uint32_t bit = (uint32_t)(hash * SPREAD >> search->sieve_shift);
        search->sieve[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    search->leaving = 1;
    for (int32_t i = 0; i < search->k; i++) search->leaving *= FACTOR;
}

/* Returns where the number of an n-gram of that hash stands, or is to stand. */
static int32_t *number_of(const Search *search, int64_t h1)
{
    uint32_t slot = (uint32_t)((uint64_t)h1 >> 32) & search->mask;
    while (search->numbers[slot] >= 0 && search->h1[search->numbers[slot]] != h1)
        slot = (slot + 1) & search->mask;
    return &search->numbers[slot];
}

static void number_grams(Arena *arena, Search *search, int64_t n_grams, const Token *grams)
{
    uint32_t slots = 16;
    while (slots < 2 * n_grams && slots < UINT32_C(1) << 31) slots *= 2;
    search->mask = slots - 1;
    search->numbers = TAKE(arena, int32_t, slots);
    memset(search->numbers, -1, slots * sizeof(int32_t));
    search->h1 = TAKE(arena, int64_t, n_grams);
    for (int64_t n = 0; n < n_grams; n++) {
        fill_levels(&search->near, (Stretch){grams + n * search->k, search->k}, 1);
        search->h1[n] = (int64_t)hashes_of(&search->near, search->k, 1)[0];
        *number_of(search, search->h1[n]) = (int32_t)n;
    }
}

Search search_for(Arena *arena, const Streams *streams, int64_t n_grams, const Token *grams,
                  int32_t k)
{
    int64_t longest = longest_of(streams);
    Search search = {.k = k,
                     .near = levels_for(arena, k),
                     .far = levels_for(arena, 4 * k),
                     .tokens = TAKE(arena, Token, longest),
                     .candidates = TAKE(arena, int32_t, longest + 1),
                     .hits = TAKE(arena, Hit, longest)};
    make_sieve(arena, &search, n_grams, grams);
    number_grams(arena, &search, n_grams, grams);
    return search;
}

/* Notes where n-grams start that the sieve lets pass; returns how many. What is asked for each token
 * stands in variables, for the compiler cannot know that no candidate is written over it. */
static int32_t sift(const Search *search, Stretch text)
{
    int32_t n = 0, k = search->k, shift = search->sieve_shift, *candidates = search->candidates;
    const uint64_t *sieve = search->sieve, leaving = search->leaving;
    uint64_t hash = 0;
    if (text.n < k) return 0;
    for (int32_t i = 0; i < k; i++) hash = rolled(hash, text.at[i]);
    for (int32_t start = 0;; start++) {
        uint32_t bit = (uint32_t)(hash * SPREAD >> shift);
        candidates[n] = start;
        n += (int32_t)(sieve[bit / 64] >> bit % 64 & 1);
        if (start + k == text.n) return n;
        /* The hash is waited for: what does not depend on it is put together first. */
        hash = hash * FACTOR + (text.at[start + k] - leaving * text.at[start]);
    }
}

/* Appends those of some candidates, which stand close together, that are looked for; returns how
 * many hits there are. */
static int64_t take_hits(Search *search, Stretch text, const int32_t *candidates, int32_t n,
                         int64_t n_hits)
{
    int64_t first = n_hits;
    int32_t start = candidates[0], k = search->k;
    Stretch rest = {text.at + start, text.n - start};
    int32_t reach = candidates[n - 1] - start + 1;
    /* Several in a row are hardly there by chance: they are hashed once, and as far as need be. */
    Levels *levels = n < SEVERAL ? &search->near : &search->far;
    fill_levels(levels, rest, reach);
    const uint64_t *hashes = hashes_of(levels, k, reach);
    for (int32_t i = 0; i < n; i++) {
        int32_t gram = *number_of(search, (int64_t)hashes[candidates[i] - start]);
        if (gram >= 0) search->hits[n_hits++] = (Hit){.gram = gram, .position = candidates[i]};
    }
    if (n_hits == first) return n_hits;
    if (n < SEVERAL) fill_levels(&search->far, rest, reach);
    hashes = hashes_of(&search->far, 2 * k, reach);
    for (int64_t i = first; i < n_hits; i++)
        search->hits[i].h2 = (int64_t)hashes[search->hits[i].position - start];
    hashes = hashes_of(&search->far, 4 * k, reach);
    for (int64_t i = first; i < n_hits; i++)
        search->hits[i].h4 = (int64_t)hashes[search->hits[i].position - start];
    return n_hits;
}

int64_t find_hits(Search *search, const Streams *streams, int64_t document)
{
    Stretch text = {search->tokens, 0};
    text.n = decode_one(streams, document, search->tokens);
    int32_t n = sift(search, text);
    const int32_t *at = search->candidates;
    int64_t n_hits = 0;
    for (int32_t first = 0, next; first < n; first = next) {
        next = first + 1;
        while (next < n && at[next] - at[next - 1] <= NEAR && at[next] - at[first] < CHUNK) next++;
        n_hits = take_hits(search, text, at + first, next - first, n_hits);
    }
    return n_hits;
}
