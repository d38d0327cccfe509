/* What Python calls. Every function returns a negative number where memory does not suffice. */
#ifndef LINEAGE_KERNELS_H
#define LINEAGE_KERNELS_H

#include "extend.h"
#include "members.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { OUT_OF_MEMORY = -1 };

/* A passage pair: a stretch of two documents, and how alike they are. */
typedef struct {
    int32_t left, left_start, left_end, right, right_start, right_end;
    double likeness;
} Link;

/* Finds the passage pairs of some pairs of documents.
 *
 * Of the pair i, `documents` has the two numbers, and `segments` what the two share from
 * `first[i]` to `first[i + 1]`; these change places. Returns how many passage pairs there
 * are; `found` is to be released. */
EXPORT int64_t lineage_links(const Text *texts, int64_t n_pairs, const int32_t *documents,
                             const int64_t *first, Run *segments, double least_bits, Link **found);

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
 * leave a family form families of their own. Returns how many families there are then;
 * `families` and `members` are to be released. */
EXPORT int64_t lineage_realign(const Text *texts, int64_t n_families, const int64_t *first,
                               const Place *places, double resemblance, FamilyRow **families,
                               Place **members);

/* Writes where in and around the first of two places the wording at the second stands. Returns
 * how many of its tokens stand there. */
EXPORT int64_t lineage_place(const Text *texts, const Place *places, Place *found);

/* Writes the place whose wording is the most typical of some places'. */
EXPORT int64_t lineage_typical(const Text *texts, int64_t n, const Place *places, Place *found);

/* A piece of alignment: the stretches that it spans, the same with their ends at good borders,
 * the tokens aligned, their surprisal, and what the piece is worth, in bits. */
typedef struct {
    Span left, right, snapped_left, snapped_right;
    int64_t n;
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

EXPORT void lineage_release(void *memory);

#endif
