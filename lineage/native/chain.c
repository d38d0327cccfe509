#include "chain.h"

#include <stdlib.h>
#include <string.h>

enum { NEIGHBOURS = 12 };

/* Tokens that may stand between two pieces of one passage, in both texts together. */
enum { WIDEST_GAP = 100 };

static const double CHANGE_BITS = 1.5, EQUALLY_GOOD = 0.9, CLEARLY_MORE = 1.5;

static inline double told(const double *sums, int32_t start, int32_t n)
{
    return sums[start + n] - sums[start];
}

static inline double less(double a, double b) { return b < a ? b : a; }

Piece make_piece(Pair pair, const Run *runs, int32_t n_runs)
{
    double bits = 0.0;
    int32_t n = 0, first = runs[0].y, last = runs[0].y;
    for (int32_t i = 0; i < n_runs; i++) {
        Run run = runs[i];
        bits += less(told(pair.left->sums, run.x, run.n), told(pair.right->sums, run.y, run.n));
        n += run.n;
        first = min(first, run.y);
        last = max(last, run.y + run.n);
    }
    Span left = {runs[0].x, runs[n_runs - 1].x + runs[n_runs - 1].n}, right = {first, last};
    double skipped = (length(left) + length(right)) / 2.0 - n;
    if (skipped < 0) skipped = 0;
    return (Piece){(Run *)runs, n_runs, 0, n, left, right, bits, bits - skipped * CHANGE_BITS};
}

Runs trimmed(Pair pair, Runs runs, Chaining chaining)
{
    if (runs.n == 1) return runs;
    double total = 0, lowest = 0, best = 0;
    int32_t first = 0, begin = 0, last = 0, done_x = runs.at[0].x, done_y = runs.at[0].y;
    for (int32_t i = 0; i < runs.n; i++) {
        Run run = runs.at[i];
        total -= ((run.x - done_x) + (run.y - done_y)) / 2.0 * chaining.skip_cost;
        if (total < lowest) {
            lowest = total;
            begin = i;
        }
        done_x = run.x + run.n;
        done_y = run.y + run.n;
        total += less(told(pair.left->earned, run.x, run.n), told(pair.right->earned, run.y, run.n));
        if (total - lowest > best) {
            best = total - lowest;
            first = begin;
            last = i;
        }
    }
    return (Runs){runs.at + first, last + 1 - first, last + 1 - first};
}

/* ---- Joining ------------------------------------------------------------------------- */

static inline int compare_spans(Span one, Span two)
{
    if (one.start != two.start) return one.start < two.start ? -1 : 1;
    return (one.end > two.end) - (one.end < two.end);
}

typedef int (*Order)(const Piece *, const Piece *);

static int by_place(const Piece *one, const Piece *two)
{
    int left = compare_spans(one->left, two->left);
    return left ? left : compare_spans(one->right, two->right);
}

static int by_rank(const Piece *one, const Piece *two)
{
    if (one->score != two->score) return one->score > two->score ? -1 : 1;
    return by_place(one, two);
}

/* Sorts pieces, equals staying in their order: by merging ever longer sorted stretches. */
static void sort_pieces(Arena *arena, Pieces *pieces, Order order)
{
    bool sorted = true;
    for (int32_t i = 1; sorted && i < pieces->n; i++)
        sorted = order(&pieces->at[i - 1], &pieces->at[i]) <= 0;
    if (sorted) return;
    Mark mark = arena_mark(arena);
    Piece *from = pieces->at, *to = TAKE(arena, Piece, pieces->n);
    for (int32_t width = 1; width < pieces->n; width *= 2) {
        for (int32_t first = 0; first < pieces->n; first += 2 * width) {
            int32_t middle = min(first + width, pieces->n), end = min(first + 2 * width, pieces->n);
            int32_t a = first, b = middle;
            for (int32_t at = first; at < end; at++) {
                bool take_first = a < middle && (b >= end || order(&from[a], &from[b]) <= 0);
                to[at] = take_first ? from[a++] : from[b++];
            }
        }
        Piece *done = to;
        to = from;
        from = done;
    }
    if (from != pieces->at) memcpy(pieces->at, from, (size_t)pieces->n * sizeof(Piece));
    arena_reset(arena, mark);
}

static void take_out(Pieces *pieces, int32_t number)
{
    memmove(pieces->at + number, pieces->at + number + 1,
            (size_t)(pieces->n - number - 1) * sizeof(Piece));
    pieces->n--;
}

/* Returns how many tokens stand between two stretches. */
static inline int32_t between(Span one, Span two)
{
    return max(max(two.start - one.end, one.start - two.end), 0);
}

/* Says whether two pieces are near, and the smaller one brings enough aligned tokens for the
 * stretch it adds. */
static bool belong_together(const Piece *one, const Piece *two, Chaining chaining)
{
    int32_t over[2] = {two->left.end - one->left.end, two->right.end - one->right.end};
    int32_t under[2] = {one->left.start - two->left.start, one->right.start - two->right.start};
    if (chaining.ordered && (over[0] <= 0 || over[1] <= 0 || under[1] >= 0)) return false;
    if (between(one->left, two->left) + between(one->right, two->right) > WIDEST_GAP) return false;
    int32_t sign = one->n < two->n ? -1 : 1, added = 0;
    for (int axis = 0; axis < 2; axis++)
        added += max(sign * over[axis], 0) + max(sign * under[axis], 0);
    return 2.0 * min(one->n, two->n) >= chaining.coverage * added;
}

static inline bool overlap(Span one, Span two) { return min(one.end, two.end) > max(one.start, two.start); }

typedef struct {
    int32_t x, y, order;
} Point;

static int by_right(const void *one, const void *two)
{
    const Point *a = one, *b = two;
    if (a->y != b->y) return a->y < b->y ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static int by_left(const void *one, const void *two)
{
    const Point *a = one, *b = two;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

static int by_start(const void *one, const void *two)
{
    const Run *a = one, *b = two;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    if (a->y != b->y) return a->y < b->y ? -1 : 1;
    return (a->n > b->n) - (a->n < b->n);
}

static int32_t points_of(const Piece *piece, Point *points, int32_t n)
{
    for (int32_t i = 0; i < piece->n_runs; i++)
        for (int32_t k = 0; k < piece->runs[i].n; k++, n++)
            points[n] = (Point){piece->runs[i].x + k, piece->runs[i].y + k, n};
    return n;
}

/* Where two pieces are merged, over and over: what is kept of it is copied. */
typedef struct {
    Point *points;
    int32_t room; /* of points */
    Runs runs;
} Workbench;

static Point *points_for(Arena *arena, Workbench *bench, int32_t n)
{
    if (bench->room < n) {
        bench->room = 2 * n;
        bench->points = TAKE(arena, Point, bench->room);
    }
    return bench->points;
}

/* Finds the runs of all tokens that two overlapping pieces align, each counted once. */
static void merge_points(Arena *arena, const Piece *one, const Piece *two, Workbench *bench)
{
    Point *points = points_for(arena, bench, one->n + two->n);
    int32_t n = points_of(two, points, points_of(one, points, 0)), kept = 0;
    sort(points, n, sizeof(Point), by_right);
    for (int32_t i = 0; i < n; i++)
        if (!i || points[i].y != points[i - 1].y) points[kept++] = points[i];
    n = kept;
    sort(points, n, sizeof(Point), by_left);
    for (int32_t i = 0; i < n; i++)
        if (!i || points[i].x != points[i - 1].x)
            add_point(arena, &bench->runs, points[i].x, points[i].y);
}

static void add_runs(Arena *arena, const Piece *piece, Runs *runs)
{
    for (int32_t i = 0; i < piece->n_runs; i++) {
        MAKE_ROOM(arena, runs);
        runs->at[runs->n++] = piece->runs[i];
    }
}

/* Returns two pieces as one; its runs stay on the bench. */
static Piece merge(Arena *arena, Pair pair, const Piece *one, const Piece *two, Workbench *bench)
{
    bench->runs.n = 0;
    if (overlap(one->left, two->left) || overlap(one->right, two->right)) {
        merge_points(arena, one, two, bench);
    } else {
        add_runs(arena, one, &bench->runs);
        add_runs(arena, two, &bench->runs);
        sort(bench->runs.at, bench->runs.n, sizeof(Run), by_start);
    }
    return make_piece(pair, bench->runs.at, bench->runs.n);
}

/* Puts what two pieces were merged to in place of the first. Its runs have room to grow: a
 * passage may be joined of thousands of pieces. */
static void take_place(Arena *arena, Piece *piece, Piece merged)
{
    Run *runs = piece->runs;
    int32_t room = piece->room;
    if (room < merged.n_runs) {
        room = 2 * merged.n_runs;
        runs = TAKE(arena, Run, room);
    }
    memcpy(runs, merged.runs, (size_t)merged.n_runs * sizeof(Run));
    *piece = merged;
    piece->runs = runs;
    piece->room = room;
}

void join_pieces(Arena *arena, Pair pair, Pieces *pieces, Chaining chaining)
{
    Workbench bench = {0};
    sort_pieces(arena, pieces, by_place);
    for (bool joined = true; joined;) {
        joined = false;
        int32_t index = 0;
        while (index < pieces->n) {
            int32_t end = min(pieces->n, index + 1 + NEIGHBOURS), other = index + 1;
            Piece *one = &pieces->at[index];
            for (; other < end; other++) {
                const Piece *two = &pieces->at[other];
                if (!belong_together(one, two, chaining)) continue;
                Piece whole = merge(arena, pair, one, two, &bench);
                /* Two counterparts of one stretch are rivals, not neighbours. */
                if (2 * (whole.n - max(one->n, two->n)) < min(one->n, two->n)) continue;
                take_place(arena, one, whole);
                take_out(pieces, other);
                joined = true;
                break;
            }
            if (other >= end) index++;
        }
    }
}

/* ---- Rivals -------------------------------------------------------------------------- */

/* Returns which of the better pieces, the first of them, claims more than half of a piece's
 * stretch; one that is not clearly better must claim it in both texts. */
static int32_t rival_of(const Piece *piece, const Pieces *kept)
{
    double half_left = length(piece->left) / 2.0, half_right = length(piece->right) / 2.0;
    for (int32_t i = 0; i < kept->n; i++) {
        const Piece *better = &kept->at[i];
        bool left = min(better->left.end, piece->left.end) -
                        max(better->left.start, piece->left.start) > half_left;
        bool right = min(better->right.end, piece->right.end) -
                         max(better->right.start, piece->right.start) > half_right;
        if (left && right) return i;
        if ((left || right) && piece->score < EQUALLY_GOOD * better->score) return i;
    }
    return -1;
}

static double bits_inside(const Piece *piece, int axis, const Text *text, Span stretch)
{
    double bits = 0;
    for (int32_t i = 0; i < piece->n_runs; i++) {
        int32_t at = axis ? piece->runs[i].y : piece->runs[i].x;
        int32_t start = max(stretch.start, at), end = min(stretch.end, at + piece->runs[i].n);
        if (start < end) bits += text->sums[end] - text->sums[start];
    }
    return bits;
}

/* Says whether a piece explains clearly more of the stretch that two pieces claim. */
static bool explains_more(Pair pair, const Piece *piece, const Piece *rival)
{
    bool left = overlap(piece->left, rival->left);
    if (left && overlap(piece->right, rival->right)) return false;
    Span one = left ? piece->left : piece->right, two = left ? rival->left : rival->right;
    Span claimed = {max(one.start, two.start), min(one.end, two.end)};
    const Text *text = left ? pair.left : pair.right;
    return bits_inside(piece, !left, text, claimed) >
           CLEARLY_MORE * bits_inside(rival, !left, text, claimed);
}

static inline bool inside(int32_t at, Span span) { return span.start <= at && at < span.end; }

/* Appends what is left of a piece outside the stretches of another. */
static void add_rest(Arena *arena, Pair pair, const Piece *piece, const Piece *winner, double least,
                     Chaining chaining, int32_t *free_points, Pieces *waiting)
{
    int32_t n = 0;
    for (int32_t i = 0; i < piece->n_runs; i++)
        for (int32_t k = 0; k < piece->runs[i].n; k++) {
            int32_t x = piece->runs[i].x + k, y = piece->runs[i].y + k;
            if (inside(x, winner->left) || inside(y, winner->right)) continue;
            free_points[2 * n] = x;
            free_points[2 * n++ + 1] = y;
        }
    Pieces rest = {0};
    split_points(arena, pair, free_points, n, chaining, &rest);
    for (int32_t i = 0; i < rest.n; i++) {
        if (rest.at[i].score < least) continue;
        MAKE_ROOM(arena, waiting);
        waiting->at[waiting->n++] = rest.at[i];
    }
}

void keep_scoring(Pieces *pieces, double least)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < pieces->n; i++)
        if (pieces->at[i].score >= least) pieces->at[kept++] = pieces->at[i];
    pieces->n = kept;
}

void settle_rivals(Arena *arena, Pair pair, Pieces *pieces, double least, Chaining chaining)
{
    Pieces kept = {0}, waiting = *pieces;
    int32_t most = 0;
    for (int32_t i = 0; i < pieces->n; i++) most = max(most, pieces->at[i].n);
    /* What is left of a piece is no more than the piece. */
    int32_t *free_points = TAKE(arena, int32_t, 2 * (size_t)most);
    sort_pieces(arena, &waiting, by_rank);
    for (int32_t next = 0; next < waiting.n; next++) {
        Piece piece = waiting.at[next];
        int32_t number = rival_of(&piece, &kept);
        if (number >= 0) {
            Piece rival = kept.at[number];
            if (!explains_more(pair, &piece, &rival)) continue;
            take_out(&kept, number);
            Pieces left = {waiting.at + next + 1, waiting.n - next - 1, waiting.n - next - 1};
            add_rest(arena, pair, &rival, &piece, least, chaining, free_points, &left);
            sort_pieces(arena, &left, by_rank);
            waiting = left;
            next = -1;
        }
        MAKE_ROOM(arena, &kept);
        kept.at[kept.n++] = piece;
    }
    sort_pieces(arena, &kept, by_place);
    *pieces = kept;
}
