/* What Python calls. Every function returns a negative number where memory does not suffice. */
#ifndef LINEAGE_KERNELS_H
#define LINEAGE_KERNELS_H

#include "cohesion.h"
#include "documents.h"
#include "extend.h"
#include "groups.h"
#include "members.h"
#include "plane.h"
#include "rests.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Finds the passage pairs of some pairs of documents.
 *
 * Of the pair i, `documents` has the two numbers, and `segments` what the two share from
 * `first[i]` to `first[i + 1]`; these change places. Returns how many passage pairs there
 * are; `found` is to be released. */
EXPORT int64_t lineage_links(const Text *texts, int64_t n_pairs, const int32_t *documents,
                             const int64_t *first, Run *segments, double least_bits, Link **found);

/* Writes which segments of pairs of documents, given as for `lineage_links`, may come to a passage; in
 * doubt, that one may. No running sums are asked for. */
EXPORT int64_t lineage_promising(const Text *texts, int64_t n_pairs, const int32_t *documents,
                                 const int64_t *first, const Run *segments, double least_bits,
                                 uint8_t *promising);

/* Writes the postings of documents: of every n-gram of `k` tokens that holds no placeholder its
 * hash, those of the next 2k and 4k tokens, its document, counted from `number` on, and its place.
 * There is room for an n-gram at every place. Returns how many there are. */
EXPORT int64_t lineage_postings(int64_t n_documents, int64_t number, const int64_t *first,
                                const Token *tokens, int64_t k, int64_t *h1, int64_t *h2,
                                int64_t *h4, int32_t *documents, int32_t *places);

/* Writes the hash of every n-gram of a text that holds no placeholder; there is room for one at every
 * place. Returns how many there are. */
EXPORT int64_t lineage_grams(int64_t n, const Token *tokens, int64_t k, int64_t *hashes);

/* Writes the tokens of documents, which are streams of tokens as bytes, those of document d from
 * `first[d]` on, and how many each has; -1 where its bytes are no tokens. */
EXPORT int64_t lineage_decode(int64_t n, const uint8_t *const *streams, const int64_t *lengths,
                              const int64_t *first, Token *tokens, int64_t *sizes);

/* A posting: the number of its n-gram, the document and the place. */
typedef struct {
    int32_t gram, document, place;
} Posted;

/* Finds the postings of some n-grams of `k` tokens, each given once. The documents are streams of
 * tokens as bytes, of so many; see `searching.h`. `around` says for each whether the postings around its
 * own are asked for; without it, all are. Returns how many there are, in hierarchical order; `found` is
 * to be released. */
EXPORT int64_t lineage_find_postings(int64_t n, const uint8_t *const *streams,
                                     const int64_t *lengths, const uint8_t *around,
                                     int64_t n_grams, const Token *grams, int64_t k,
                                     Posted **found);

/* Two documents with postings next to each other, the lower number first. */
typedef struct {
    int32_t one, other;
} Neighbours;

/* Finds which documents the plan of `lineage.seeding` links, most of them many times over.
 *
 * The postings stand in the order of their documents and places; `order` has their rows, those of
 * one `h1` together. Returns how many links there are; `found` is to be released. */
EXPORT int64_t lineage_neighbours(int64_t n, const int64_t *order, const int64_t *h1,
                                  const int64_t *h2, const int64_t *h4, const int32_t *documents,
                                  Neighbours **found);

/* Writes the sums of all values before each of `n`, and of all; a value counts as no less than
 * `least` and no more than `most`. */
EXPORT int64_t lineage_sums(int64_t n, const float *values, double least, double most,
                            double *sums);

/* Bits of a code point, and those that two of them leave of 64, of the number of a document; as
 * `lineage.attestation`. */
enum { CODE_BITS = 21, DOCUMENT_BITS = 22 };

/* Writes each two of `n` tokens that stand in a row within a clause as one number: theirs, and that
 * of their document in the last bits. There is room for one at every token. Returns how many there
 * are. */
EXPORT int64_t lineage_pairs(int64_t n, const Token *tokens, const uint8_t *borders,
                             int64_t document, uint64_t *pairs);

/* A family as it is after its members were aligned: of which given one it came, the place of
 * its wording, and after the last of its members, counted over all. */
typedef struct {
    int32_t of;
    Place model;
    int64_t end;
} FamilyRow;

/* Aligns the members of some families alike.
 *
 * The family i has the members from `first[2 * i]` to `first[2 * i + 1]` in `places`, and from
 * there to `first[2 * i + 2]` further places around which its wording may stand. Those that
 * leave a family form families of their own. `grows` says whether wordings take in what most
 * members have beyond their ends. Returns how many families there are then; `families` and
 * `members` are to be released. */
EXPORT int64_t lineage_realign(const Text *texts, int64_t n_families, const int64_t *first,
                               const Place *places, double resemblance, int64_t grows,
                               FamilyRow **families, Place **members);

/* Families by their places, made once and asked by many calls of `lineage_settle`, in any threads. Returns NULL
 * where memory does not suffice; to be given back with `lineage_forget`. */
typedef struct Shelf Shelf;
EXPORT Shelf *lineage_shelve(int64_t n_families, const int64_t *first, const Place *places);
EXPORT void lineage_forget(Shelf *shelf);

/* Aligns the members of some families alike, around their own places and those of families
 * inside them; see `lineage.settling`.
 *
 * Of each that is asked for, `lengths` has the tokens of its wording, and `is_settled` whether
 * it stays as it is unless it may stand in further documents; `stays` is written. The rows of
 * `families` and `members` are those of `lineage_realign`. `counts` and `asked` have a number for
 * each family of the shelf, `seen` for each place; the counts are 0 and what is seen below 0 at
 * first, and as they were left for the next call. */
EXPORT int64_t lineage_settle(const Text *texts, const Shelf *shelf, int32_t *counts,
                              int32_t *asked, int64_t *seen, int64_t n_asked,
                              const int32_t *numbers, const int32_t *lengths,
                              const uint8_t *is_settled, double resemblance, int64_t grows,
                              uint8_t *stays, FamilyRow **families, Place **members);

/* Writes the numbers of families in order: the largest first by two keys each, then by members. */
EXPORT int64_t lineage_order(int64_t n_families, const int64_t *first, const Place *places,
                             const int64_t *keys, int64_t *order);

/* Writes the surprisal of the most surprising place of each family. */
EXPORT int64_t lineage_most_bits(const Text *texts, int64_t n_families, const int64_t *first,
                                 const Place *places, double *bits);

/* Writes the surprisal of each family's wording: of the first of its places that reads so, or the
 * first of all. */
EXPORT int64_t lineage_wording_bits(const Text *texts, int64_t n_families, const int64_t *first,
                                    const Place *places, const int64_t *first_tokens,
                                    const Token *wordings, double *bits);

/* For each family, that of those kept which its members mostly coincide with, itself if there is
 * none, and for each member whether it is new there. */
EXPORT int64_t lineage_coincide(int64_t n_families, const int64_t *first, const Place *places,
                                int32_t *numbers, uint8_t *is_new);

/* Which families stay if those go that nearly always stand inside one other's places. */
EXPORT int64_t lineage_drop_fragments(int64_t n_families, const int64_t *first,
                                      const Place *places, uint8_t *stays);

/* Finds, for each place, those of other families that coincide with it. `families` has the number
 * of the family of each. Returns how many there are; `rivals` is to be released. */
EXPORT int64_t lineage_rivals(int64_t n, const Place *places, const int32_t *families,
                              Rival **rivals);

/* Writes for each of some passage pairs whether a family holds the most of both sides, and finds what
 * such families leave of them that tells at least so much on both sides. Returns how many of these
 * there are; `rests` is to be released. */
EXPORT int64_t lineage_left_over(const Text *texts, int64_t n_families, const int64_t *first,
                                 const Place *places, int64_t n_links, const Link *links,
                                 double least, uint8_t *is_held, Link **rests);

/* For each place, the occurrence that it belongs to; see `merge_places`. */
EXPORT int64_t lineage_merge_places(int64_t n, const Place *places, const int32_t *votes,
                                    Place *occurrences);

/* For each family, the one that it was taken into; see `join_guarded`. */
EXPORT int64_t lineage_join(const Text *texts, int64_t n, const Place *wordings,
                            const uint8_t *is_weighed, int64_t *sizes, double resemblance,
                            int64_t n_pairs, const int32_t *pairs, int32_t *into);

/* For each pair of wordings, how alike they are; 0 where one is too short to be the other, and
 * where they are sure to be less alike than asked. */
EXPORT int64_t lineage_alike(const Text *texts, const Place *wordings, int64_t n_pairs,
                             const int32_t *pairs, double least, double *ratios);

/* Sets, for each of the wordings and the other one of its number, `lineage.align.likeness`. */
EXPORT int64_t lineage_likenesses(int64_t n, const int64_t *first, const Token *tokens,
                                  const int64_t *other_first, const Token *other_tokens,
                                  double *ratios);

/* Writes where in and around the first of each of some pairs of places the wording at the second
 * stands; document -1 where it does not. */
EXPORT int64_t lineage_place(const Text *texts, int64_t n, const Place *places, Place *found);

/* Writes the place whose wording is the most typical of some places'. */
EXPORT int64_t lineage_typical(const Text *texts, int64_t n, const Place *places, Place *found);

/* A family as it is listed: members and documents of it with whole clauses, ends of these that
 * stand where clauses end, a place that has its wording, and after the last of its members,
 * counted over all. */
typedef struct {
    int32_t n_members, n_documents, n_at_clauses;
    Place wording;
    int64_t end;
} CohesiveRow;

/* Writes what of each family is listed; `fresh` weighs the same texts by what is new in them.
 * Returns how many members there are in all; `members` is to be released. */
EXPORT int64_t lineage_cohere(const Text *texts, const Text *fresh, int64_t n_families,
                              const int64_t *first, const Place *places, CohesiveRow *families,
                              Place **members);

/* A family as it is told: the member that has its wording; members, different wordings, sources
 * and slots, and quotation marks around members; the member that is surely the earliest, or -1;
 * members that start and end where clauses do, and that run across the end of a line. */
typedef struct {
    int32_t model, n_members, n_wordings, n_sources, n_slots, n_quotes;
    int32_t earliest, n_starts, n_ends, n_across;
} DescriptionRow;

/* A member: where it stands, in tokens and characters, the number of its wording, how many
 * documents it may come from, and how many of these are named. */
typedef struct {
    Place place;
    Span shown;
    int32_t wording, n_sources, n_named;
} MemberRow;

/* One of the different wordings: how like the family's it is, the first member that has it, and
 * how many do. */
typedef struct {
    double similarity;
    int32_t first, times;
} WordingRow;

/* A mark that opens before a member and closes behind it: the number of the member, counted over
 * all, and the character. */
typedef struct {
    int32_t member, at;
} QuoteRow;

/* A slot of a family's wording: its tokens, none where something is put in, and the characters of what
 * is shown of the wording that they stand at. */
typedef struct {
    Span tokens, shown;
} SlotRow;

/* What one of the different wordings has in a slot: some tokens or none, and how many members have
 * the wording. */
typedef struct {
    Place place;
    int32_t times;
} FillingRow;

/* Tells families: their members in order, the different wordings, for each member the members
 * that it comes from, the slots, for each of these what stands there in each wording, and the
 * quotation marks around members.
 * The wording of the family i has the tokens from `first_tokens[i]` to `first_tokens[i + 1]`.
 * Returns how many fillings there are; what is found is to be released. */
EXPORT int64_t lineage_describe(const Text *texts, const Document *documents, int64_t n_families,
                                const int64_t *first, const Place *places,
                                const int64_t *first_tokens, const Token *wordings,
                                DescriptionRow *families, MemberRow **members, WordingRow **tokens,
                                int32_t **sources, SlotRow **slots, FillingRow **fillings,
                                QuoteRow **quotes);

/* A reading of a slot: characters of a document, and how many members have it. */
typedef struct {
    int32_t document;
    Span shown;
    int32_t count;
} ReadingRow;

/* Turns places in characters to places in tokens: of those that start there. */
EXPORT int64_t lineage_to_tokens(const Text *texts, const Document *documents, int64_t n, Place *places);

/* Tells what is read in slots, the most frequent reading first. The slot i has the fillings from
 * `first[i]` to `first[i + 1]`, of which those of equal tokens are one reading, shown as the first
 * of them is. Returns how many readings there are; `readings` is to be released. */
EXPORT int64_t lineage_readings(const Text *texts, const Document *documents, int64_t n,
                                const int64_t *first, const FillingRow *fillings,
                                int32_t *n_readings, ReadingRow **readings);

/* A piece of alignment: the stretches that it spans, the same with their ends at good borders,
 * the tokens aligned, those of them that these stretches still hold, their surprisal, and what the
 * piece is worth, in bits. */
typedef struct {
    Span left, right, snapped_left, snapped_right;
    int32_t n, n_held;
    double bits, score;
} PieceRow;

/* Joins points, ascending in x, to pieces of two documents, in the order of their places. With a
 * least score they are rid of those below it and of rivals; without, they are all given.
 * Returns how many there are; `pieces` is to be released. */
EXPORT int64_t lineage_pieces(const Text *texts, int64_t n_points, const int32_t *points,
                              const double *least, PieceRow **pieces);

/* Writes the stretch of the longer text that is most like the shorter one; empty if none is. */
EXPORT int64_t lineage_most_like(int64_t n_part, const Token *part, int64_t n_whole,
                                 const Token *whole, Span *found);

/* Finds the pairs of equal tokens that good local alignments of two texts run through.
 *
 * An alignment must reach the threshold, in points, and a shared n-gram must have `seed_bits` to be
 * worth a look, and of one that both texts have more than `most_copies` times, copies in order are
 * looked at. Returns how many pairs there are; `points` is to be released. Of what both texts
 * repeat very often, copies far from their order are left out; writes to `others` how many, and how
 * many shared n-grams of `least_bits` stand where nothing was looked at. */
EXPORT int64_t lineage_aligned_points(int64_t n_left, const Token *left, const float *left_bits,
                                      int64_t n_right, const Token *right, const float *right_bits,
                                      int64_t threshold, double least_bits, double seed_bits,
                                      int64_t most_copies, AlignedPoint **points,
                                      int64_t *others);

/* Writes the surprisal of each token: an even share of its word's. `starts` has where each token
 * starts, `offsets` where each word does, in order, and `numbers` the place of the word's surprisal
 * in `bits`. A token before the first word has none. */
EXPORT int64_t lineage_shares(int64_t n, const int32_t *starts, int64_t n_words,
                              const int32_t *offsets, const int32_t *numbers, const float *bits,
                              float *shares);

/* Writes what each token tells: of its surprisal the share that is kept of what the text says as
 * often as the most frequent phrase that it is part of. `kept` has that of once, twice and so on. */
EXPORT int64_t lineage_novelty(int64_t n, const Token *tokens, const float *bits,
                               const double *kept, float *told);

/* Numbers the stretches that a text is cut in, in the order in which they first come, those alike
 * the same, and writes which was the first of each. Returns how many are different. */
EXPORT int64_t lineage_number(int64_t n, const int64_t *first, const Token *tokens,
                              int32_t *numbers, int32_t *firsts);

/* A change that may be a slip: of which pair of versions, the places that differ, of which one may be
 * empty, the tokens around them up to the ends of their clauses, and what it may be; see
 * `lineage.native.slips`. */
typedef struct {
    int32_t pair;
    Place left, right;
    Span around_left, around_right;
    int32_t signs;
} Slip;

/* Finds the changes between versions of wordings that may be slips; see `lineage.native.slips`.
 *
 * The family i has the pairs of versions from `first[i]` to `first[i + 1]`, two places each, and the
 * documents that have its wording from `first_bearers[i]` to `first_bearers[i + 1]` in `bearers`.
 * `said` has pairs of tokens and documents that have them, in order, numbered as by
 * `lineage.attestation`; `excess` has the bits of characters beyond the usual, by their code points.
 * Writes to `equal` how many tokens of each pair are equal, in order. Returns how many such changes
 * there are; `found` is to be released. */
EXPORT int64_t lineage_slips(const Text *texts, const Document *documents, int64_t n_documents,
                             int64_t n_families, const int64_t *first, const Place *pairs,
                             const int64_t *first_bearers, const int32_t *bearers, int64_t n_said,
                             const uint64_t *said, int64_t n_excess, const double *excess,
                             int32_t *equal, Slip **found);

/* Ties each wording of a family to its nearest by the indel distance, beginning with the first; see
 * `lineage.native.wordings`. The family i has the wordings from `families[i]` to `families[i + 1]`, at
 * least one, and the wording k the tokens from `first[k]` to `first[k + 1]`. Writes two numbers for each
 * edge, of which each family has one less than wordings. */
EXPORT int64_t lineage_nearest_trees(int64_t n, const int64_t *families, const int64_t *first,
                                     const Token *tokens, int32_t *edges);

/* Of what is part of another the number, and that of the other. */
typedef struct {
    int32_t inner, outer;
} Nested;

/* Finds, for each place, the other families that have one around it, each once. `families` has the
 * number of the family of each, below that of places. Returns how many there are; `found` is to be
 * released. */
EXPORT int64_t lineage_nested(int64_t n, const Place *places, const int32_t *families,
                              Nested **found);

/* The number of a wording that a text holds, that of the text, and the token that it begins with. */
typedef struct {
    int32_t wording, text, at;
} Held;

/* Finds where texts hold wordings of some lengths; see `lineage.native.wordings`. They are looked
 * up by so many tokens. Returns how many there are; `found` is to be released. */
EXPORT int64_t lineage_held(int64_t n, const int64_t *first, const Token *tokens,
                            int64_t looked_up, int64_t shortest, int64_t longest, int64_t n_texts,
                            const uint8_t *const *texts, const int64_t *lengths, Held **found);

/* Finds which places others overlap by a share of the shorter of the two; see
 * `lineage.native.touching`. The others in document d stand from `first[d]` to `first[d + 1]`, in the
 * order of their starts. Writes the numbers of those found, in order; returns how many there are. */
EXPORT int64_t lineage_touched(int64_t n, const int32_t *documents, const int32_t *starts,
                               const int32_t *ends, int64_t n_documents, const int64_t *first,
                               const Place *others, double share, int32_t *found);

/* The number of a left sentence, and that of a right one. */
typedef struct {
    int32_t left, right;
} AlikeSentences;

/* Finds which sentences of two texts, where they stand, may be versions of each other; see
 * `lineage.native.sentences`. `paired` says which have a counterpart. Returns how many pairs there are;
 * `found` is to be released. */
EXPORT int64_t lineage_alike_sentences(int64_t n_left, const Token *left, const Span *left_spans,
                                       const uint8_t *left_paired, int64_t n_right,
                                       const Token *right, const Span *right_spans,
                                       const uint8_t *right_paired, int64_t n_gram, int64_t least,
                                       double share, AlikeSentences **found);

EXPORT void lineage_release(void *memory);

#endif
