/* Pieces of alignment: made of runs, trimmed, joined, rid of rivals, their ends moved.
 *
 * What a piece is, and why it is dealt with in this way, `lineage.chain` says.
 */
#ifndef LINEAGE_CHAIN_H
#define LINEAGE_CHAIN_H

#include "alignment.h"

/* The strength of a border from which it is one of clauses, as `lineage.segment.Border`. */
enum { CLAUSE = 2 };

/* What aligning needs to know of one document, as `lineage.prepare.Side`. */
typedef struct {
    const Token *tokens;
    const float *bits;
    const double *sums, *earned;
    const uint8_t *borders;
    int64_t n;
} Text;

static inline Stretch stretch_of(const Text *text, int32_t start, int32_t end)
{
    return (Stretch){text->tokens + start, end - start};
}

typedef struct {
    int32_t start, end;
} Span;

static inline int32_t length(Span span) { return span.end - span.start; }

static inline bool same_span(Span one, Span two)
{
    return one.start == two.start && one.end == two.end;
}

/* The two texts that are aligned. */
typedef struct {
    const Text *left, *right;
} Pair;

typedef struct {
    Run *runs;
    int32_t n_runs, room; /* runs, and for how many there is room; 0: they are another's */
    int32_t n;            /* tokens aligned */
    Span left, right;
    double bits, score;
} Piece;

typedef struct {
    Piece *at;
    int32_t n, room;
} Pieces;

/* How strictly pieces are trimmed and joined, whether only those that follow each other in both
 * texts are, and by how many tokens an end may move inward. */
typedef struct {
    double skip_cost, coverage;
    bool ordered;
    int32_t inward;
} Chaining;

static const Chaining FOR_PAIR = {2.0, 0.25, false, 10}, FOR_CORPUS = {3.0, 0.5, true, 5};

Piece make_piece(Pair pair, const Run *runs, int32_t n);

/* Returns the best-earning stretch of the runs of a piece. */
Runs trimmed(Pair pair, Runs runs, Chaining chaining);

/* Appends a point to runs: to the last one, where it goes on with that. */
void add_point(Arena *arena, Runs *runs, int32_t x, int32_t y);

/* Appends the runs of points, ascending in x, that move forward in both texts without a long
 * gap: one piece for each path, trimmed. */
void split_points(Arena *arena, Pair pair, const int32_t *points, int32_t n, Chaining chaining,
                  Pieces *pieces);

/* Joins pieces where they belong together. */
void join_pieces(Arena *arena, Pair pair, Pieces *pieces, Chaining chaining);

/* Takes out the pieces whose stretch a better one explains already. */
void settle_rivals(Arena *arena, Pair pair, Pieces *pieces, double least, Chaining chaining);

/* Takes out the pieces that are worth too little. */
void keep_scoring(Pieces *pieces, double least);

/* Tokens that an end may move outward, taking in others than the aligned ones. */
enum { OUTWARD = 2 };

/* Returns a piece's left (axis 0) or right (1) stretch with its ends at good borders nearby. */
Span snapped(const Piece *piece, int axis, const Text *text, Chaining chaining);

/* Returns how many of the tokens that a piece aligns lie in both of two stretches. */
int32_t aligned_between(const Piece *piece, Span left, Span right);

#endif
