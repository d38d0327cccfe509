/* Ends of a piece moved to good borders nearby. */
#include "chain.h"

#include <stdlib.h>

/* What a border inside a word, at a word, a clause and a sentence is worth, in tokens. */
static const double WORTH[] = {-9.0, 0.0, 3.0, 4.0};

static int32_t aligned_in(const Piece *piece, int axis, int32_t start, int32_t end)
{
    int32_t n = 0;
    for (int32_t i = 0; i < piece->n_runs; i++) {
        int32_t at = axis ? piece->runs[i].y : piece->runs[i].x;
        n += max(min(end, at + piece->runs[i].n) - max(start, at), 0);
    }
    return n;
}

int32_t aligned_between(const Piece *piece, Span left, Span right)
{
    int32_t n = 0;
    for (int32_t i = 0; i < piece->n_runs; i++) {
        Run run = piece->runs[i];
        int32_t start = max(max(left.start - run.x, right.start - run.y), 0);
        int32_t end = min(min(left.end - run.x, right.end - run.y), run.n);
        n += max(end - start, 0);
    }
    return n;
}

/* Returns the place between two others where an end that stands at one place stands best; of
 * equally good ones the outermost. */
static int32_t best_border(const Piece *piece, int axis, const uint8_t *borders, int32_t at,
                           int32_t outermost, int32_t innermost)
{
    Span whole = axis ? piece->right : piece->left;
    int32_t step = outermost < innermost ? 1 : -1, found = at;
    double best = WORTH[borders[at]];
    for (int32_t place = outermost; place != innermost + step; place += step) {
        if (WORTH[borders[place]] <= best) continue;
        bool is_inside = whole.start <= place && place <= whole.end;
        int32_t given_up = is_inside ? aligned_in(piece, axis, min(at, place), max(at, place))
                                     : abs(place - at);
        double worth = WORTH[borders[place]] - given_up;
        if (worth > best) {
            best = worth;
            found = place;
        }
    }
    return found;
}

Span snapped(const Piece *piece, int axis, const Text *text, Chaining chaining)
{
    Span whole = axis ? piece->right : piece->left;
    int32_t out_start = max(whole.start - OUTWARD, 0);
    int32_t in_start = min(whole.start + chaining.inward, whole.end - 1);
    int32_t out_end = min(whole.end + OUTWARD, (int32_t)text->n);
    int32_t in_end = max(whole.end - chaining.inward, whole.start + 1);
    Span moved = {best_border(piece, axis, text->borders, whole.start, out_start, in_start),
                  best_border(piece, axis, text->borders, whole.end, out_end, in_end)};
    return moved.start < moved.end ? moved : whole;
}
