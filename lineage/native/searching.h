/* Looking for n-grams in documents as a store keeps them.
 *
 * All tokens of thousands of documents are looked at, which takes less than to read a table of
 * their postings: there is a sieve that hardly lets pass what is not looked for, by a hash that
 * rolls along the text. Only what passes is hashed as postings are.
 */
#ifndef LINEAGE_SEARCHING_H
#define LINEAGE_SEARCHING_H

#include "hashes.h"

/* Documents, each a stream of tokens in UTF-16, the lower byte first; in UTF-32 where the number of
 * bytes is odd. */
typedef struct {
    int64_t n;
    const uint8_t *const *at;
    const int64_t *lengths;
} Streams;

/* An n-gram found: its number, where it stands, hashes of how it goes on. */
typedef struct {
    int64_t h2, h4;
    int32_t gram, position;
} Hit;

typedef struct {
    int32_t k, sieve_shift;
    uint64_t leaving; /* what the token before those of an n-gram counts in the rolling hash */
    uint64_t *sieve;
    int32_t *numbers; /* by their hashes, those of n-grams; -1 for none */
    uint32_t mask;
    int64_t *h1; /* of each n-gram */
    Levels near, far;
    Token *tokens;
    int32_t *candidates;
    Hit *hits;
} Search;

/* Returns what finds n-grams of `k` tokens, each given once, in documents. */
Search search_for(Arena *arena, const Streams *streams, int64_t n_grams, const Token *grams,
                  int32_t k);

/* Finds the n-grams in a document, in the order of its tokens; returns how many. */
int64_t find_hits(Search *search, const Streams *streams, int64_t document);

/* Returns the room that the tokens of any one document take. */
int64_t longest_of(const Streams *streams);

/* Writes the tokens of a document, whatever its bytes are; returns how many. */
int32_t decode_one(const Streams *streams, int64_t document, Token *tokens);

/* Writes the tokens of documents, those of document d from `first[d]` on, and how many each has; -1
 * where its bytes are no tokens. */
void decode_all(const Streams *streams, const int64_t *first, Token *tokens, int64_t *sizes);

#endif
