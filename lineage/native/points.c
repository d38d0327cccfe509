#include "points.h"

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

/* Says whether one of n places is among the most that may be kept, those around the one wanted. */
static bool is_near(int32_t place, int32_t wanted, int32_t n, int32_t most)
{
    int32_t first = min(max(wanted - most / 2, 0), n - most);
    return first <= place && place < first + most;
}

/* A row or column of the plane: how many points are on it, and how many of them come before one. */
typedef struct {
    int32_t n, before;
} Line;

/* Says whether one of the copies of what both texts repeat is to be kept. */
static bool is_in_order(Line row, Line column, int32_t score)
{
    int32_t most = ENOUGH / score;
    if (min(row.n, column.n) <= most) return true;
    return is_near(row.before, column.before, row.n, most) ||
           is_near(column.before, row.before, column.n, most);
}

void keep_in_order(Arena *arena, AlignedPoints *points, int32_t n_right)
{
    Line *columns = TAKE(arena, Line, n_right);
    memset(columns, 0, (size_t)n_right * sizeof(Line));
    for (int64_t i = 0; i < points->n; i++) columns[points->at[i].y].n++;
    int64_t kept = 0;
    for (int64_t first = 0, end = 0; first < points->n; first = end) {
        while (end < points->n && points->at[end].x == points->at[first].x) end++;
        for (int64_t i = first; i < end; i++) {
            AlignedPoint point = points->at[i];
            Line *column = &columns[point.y], row = {(int32_t)(end - first), (int32_t)(i - first)};
            if (is_in_order(row, *column, point.score)) points->at[kept++] = point;
            column->before++;
        }
    }
    points->n_left_out = points->n - kept;
    points->n = kept;
}
