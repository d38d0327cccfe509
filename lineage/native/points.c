#include "points.h"

#include "copies.h"

#include <string.h>

/* Share of the best score of its tokens that a pair must reach to be kept. */
static const double RIVAL = 0.95;

/* Points that the pairs of a token sum up to, at most, where those of its partners do, too. */
enum { ENOUGH = 10000 };

/* ---- Rivals ----------------------------------------------------------------------------- */

static int32_t *zeros(Arena *arena, int32_t n)
{
    return memset(TAKE(arena, int32_t, n), 0, (size_t)n * sizeof(int32_t));
}

Best no_best(Arena *arena, int32_t n_left, int32_t n_right)
{
    return (Best){zeros(arena, n_left), zeros(arena, n_right)};
}

static inline bool has_rival(Best best, AlignedPoint point)
{
    return point.score < RIVAL * max(best.left[point.x], best.right[point.y]);
}

void drop_rivals(Best best, AlignedPoints *points, int64_t first)
{
    for (int64_t i = first; i < points->n; i++) {
        AlignedPoint point = points->at[i];
        best.left[point.x] = max(best.left[point.x], point.score);
        best.right[point.y] = max(best.right[point.y], point.score);
    }
    int64_t n = first;
    for (int64_t i = first; i < points->n; i++)
        if (!has_rival(best, points->at[i])) points->at[n++] = points->at[i];
    points->n = n;
}

AlignedPoints best_in_order(Arena *arena, Best best, AlignedPoints all, int32_t n_left)
{
    int64_t *end = TAKE(arena, int64_t, n_left + 1), n = 0;
    memset(end, 0, (size_t)(n_left + 1) * sizeof(int64_t));
    for (int64_t i = 0; i < all.n; i++) {
        AlignedPoint point = all.at[i];
        if (has_rival(best, point)) continue;
        all.at[n++] = point;
        end[point.x]++;
    }
    for (int32_t x = 0; x < n_left; x++) end[x + 1] += end[x];
    AlignedPoints kept = {.at = TAKE(arena, AlignedPoint, n), .n = n, .room = n};
    for (int64_t i = 0; i < n; i++) kept.at[--end[all.at[i].x]] = all.at[i];
    return kept;
}

/* ---- Copies ----------------------------------------------------------------------------- */

void keep_in_order(Arena *arena, AlignedPoints *points, int32_t n_right)
{
    /* The points of a right token are so many copies of it on the left, and the other way round. */
    Copy *columns = TAKE(arena, Copy, n_right);
    memset(columns, 0, (size_t)n_right * sizeof(Copy));
    for (int64_t i = 0; i < points->n; i++) columns[points->at[i].y].n++;
    int64_t kept = 0;
    for (int64_t first = 0, end = 0; first < points->n; first = end) {
        while (end < points->n && points->at[end].x == points->at[first].x) end++;
        for (int64_t i = first; i < end; i++) {
            AlignedPoint point = points->at[i];
            Copy *left = &columns[point.y], right = {(int32_t)(end - first), (int32_t)(i - first)};
            if (are_in_order(*left, right, ENOUGH / point.score)) points->at[kept++] = point;
            left->before++;
        }
    }
    points->n_left_out = points->n - kept;
    points->n = kept;
}
