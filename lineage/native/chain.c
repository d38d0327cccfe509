#include "chain.h"

#include <stdlib.h>
#include <string.h>

enum { REACH = 16, NEIGHBOURS = 12 };

static const double CHANGE_BITS = 1.5, EQUALLY_GOOD = 0.9, CLEARLY_MORE = 1.5;

static inline int32_t min(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t max(int32_t a, int32_t b) { return a > b ? a : b; }
static inline int32_t length(Span span) { return span.end - span.start; }

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
    return (Piece){(Run *)runs, n_runs, n, left, right, bits, bits - skipped * CHANGE_BITS};
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

/* ---- Paths through points ------------------------------------------------------------ */

typedef struct {
    Runs runs;
    int32_t x, y; /* the last point */
    int32_t next; /* the next path of its band, or -1 */
} Path;

typedef struct {
    Path *at;
    int32_t n, room;
} Paths;

/* The first path of each band of right tokens; a band is as wide as a step may be, so that
 * of a wording that is there a thousand times, each point is near few. */
typedef struct {
    int32_t *heads;
    int32_t first, n;
} Bands;

static void add_point(Arena *arena, Path *path, int32_t x, int32_t y)
{
    Runs *runs = &path->runs;
    if (runs->n && x == path->x + 1 && y == path->y + 1) {
        runs->at[runs->n - 1].n++;
    } else {
        MAKE_ROOM(arena, runs);
        runs->at[runs->n++] = (Run){x, y, 1};
    }
    path->x = x;
    path->y = y;
}

static Bands bands_of(Arena *arena, const int32_t *points, int32_t n)
{
    int32_t lowest = points[1], highest = points[1];
    for (int32_t i = 1; i < n; i++) {
        lowest = min(lowest, points[2 * i + 1]);
        highest = max(highest, points[2 * i + 1]);
    }
    Bands bands = {NULL, lowest / REACH, highest / REACH - lowest / REACH + 1};
    bands.heads = TAKE(arena, int32_t, bands.n);
    memset(bands.heads, -1, (size_t)bands.n * sizeof(int32_t));
    return bands;
}

/* Returns the path that a point is best added to, or -1; a step along the diagonal is better
 * than a shorter one beside it. Paths that are too far back leave their bands. */
static int32_t path_to(const Paths *paths, Bands *bands, int32_t x, int32_t y)
{
    int32_t best = -1, best_step = 2 * REACH + 1;
    int32_t first = max(y - REACH, bands->first * REACH) / REACH - bands->first;
    int32_t last = y > bands->first * REACH ? (y - 1) / REACH - bands->first : -1;
    for (int32_t band = first; band <= last; band++) {
        int32_t *link = &bands->heads[band];
        while (*link >= 0) {
            int32_t number = *link;
            Path *path = &paths->at[number];
            int32_t dx = x - path->x, dy = y - path->y;
            if (dx > REACH) {
                *link = path->next;
                continue;
            }
            link = &path->next;
            if (dx <= 0 || dy <= 0 || dy > REACH) continue;
            int32_t step = max(dx, dy) + abs(dx - dy);
            if (step < best_step || (step == best_step && number < best)) {
                best = number;
                best_step = step;
            }
        }
    }
    return best;
}

static void move_to_band(const Paths *paths, Bands *bands, int32_t number, int32_t before, int32_t y)
{
    int32_t *head = &bands->heads[y / REACH - bands->first];
    if (before >= 0) {
        int32_t *link = &bands->heads[before / REACH - bands->first];
        if (link == head) return;
        while (*link != number) link = &paths->at[*link].next;
        *link = paths->at[number].next;
    }
    paths->at[number].next = *head;
    *head = number;
}

void split_points(Arena *arena, Pair pair, const int32_t *points, int32_t n, Chaining chaining,
                  Pieces *pieces)
{
    if (!n) return;
    Paths paths = {0};
    Bands bands = bands_of(arena, points, n);
    for (int32_t i = 0; i < n; i++) {
        int32_t x = points[2 * i], y = points[2 * i + 1], before = -1;
        int32_t number = path_to(&paths, &bands, x, y);
        if (number < 0) {
            number = paths.n;
            MAKE_ROOM(arena, &paths);
            paths.at[paths.n++] = (Path){.next = -1};
        } else {
            before = paths.at[number].y;
        }
        move_to_band(&paths, &bands, number, before, y);
        add_point(arena, &paths.at[number], x, y);
    }
    for (int32_t i = 0; i < paths.n; i++) {
        Runs runs = trimmed(pair, paths.at[i].runs, chaining);
        MAKE_ROOM(arena, pieces);
        pieces->at[pieces->n++] = make_piece(pair, runs.at, runs.n);
    }
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

/* Says whether the smaller piece brings enough aligned tokens for the stretch it adds. */
static bool belong_together(const Piece *one, const Piece *two, Chaining chaining)
{
    int32_t over[2] = {two->left.end - one->left.end, two->right.end - one->right.end};
    int32_t under[2] = {one->left.start - two->left.start, one->right.start - two->right.start};
    if (chaining.ordered && (over[0] <= 0 || over[1] <= 0 || under[1] >= 0)) return false;
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

/* Returns the piece of all tokens that two overlapping pieces align, each counted once. */
static Piece merge_points(Arena *arena, Pair pair, const Piece *one, const Piece *two)
{
    Point *points = TAKE(arena, Point, one->n + two->n);
    int32_t n = points_of(two, points, points_of(one, points, 0)), kept = 0;
    qsort(points, (size_t)n, sizeof(Point), by_right);
    for (int32_t i = 0; i < n; i++)
        if (!i || points[i].y != points[i - 1].y) points[kept++] = points[i];
    n = kept;
    qsort(points, (size_t)n, sizeof(Point), by_left);
    Path path = {0};
    for (int32_t i = 0; i < n; i++)
        if (!i || points[i].x != points[i - 1].x) add_point(arena, &path, points[i].x, points[i].y);
    return make_piece(pair, path.runs.at, path.runs.n);
}

static Piece merge(Arena *arena, Pair pair, const Piece *one, const Piece *two)
{
    if (overlap(one->left, two->left) || overlap(one->right, two->right))
        return merge_points(arena, pair, one, two);
    int32_t n = one->n_runs + two->n_runs;
    Run *runs = TAKE(arena, Run, n);
    memcpy(runs, one->runs, (size_t)one->n_runs * sizeof(Run));
    memcpy(runs + one->n_runs, two->runs, (size_t)two->n_runs * sizeof(Run));
    qsort(runs, (size_t)n, sizeof(Run), by_start);
    return make_piece(pair, runs, n);
}

void join_pieces(Arena *arena, Pair pair, Pieces *pieces, Chaining chaining)
{
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
                Piece whole = merge(arena, pair, one, two);
                /* Two counterparts of one stretch are rivals, not neighbours. */
                if (2 * (whole.n - max(one->n, two->n)) < min(one->n, two->n)) continue;
                *one = whole;
                memmove(pieces->at + other, pieces->at + other + 1,
                        (size_t)(pieces->n - other - 1) * sizeof(Piece));
                pieces->n--;
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
                     Chaining chaining, Pieces *waiting)
{
    int32_t *free_points = TAKE(arena, int32_t, 2 * piece->n), n = 0;
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

static void take_out(Pieces *pieces, int32_t number)
{
    memmove(pieces->at + number, pieces->at + number + 1,
            (size_t)(pieces->n - number - 1) * sizeof(Piece));
    pieces->n--;
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
    sort_pieces(arena, &waiting, by_rank);
    for (int32_t next = 0; next < waiting.n; next++) {
        Piece piece = waiting.at[next];
        int32_t number = rival_of(&piece, &kept);
        if (number >= 0) {
            Piece rival = kept.at[number];
            if (!explains_more(pair, &piece, &rival)) continue;
            take_out(&kept, number);
            Pieces left = {waiting.at + next + 1, waiting.n - next - 1, waiting.n - next - 1};
            add_rest(arena, pair, &rival, &piece, least, chaining, &left);
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

/* ---- Ends ---------------------------------------------------------------------------- */

enum { INWARD = 5, OUTWARD = 2 };

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

Span snapped(const Piece *piece, int axis, const Text *text)
{
    Span whole = axis ? piece->right : piece->left;
    int32_t out_start = max(whole.start - OUTWARD, 0), in_start = min(whole.start + INWARD, whole.end - 1);
    int32_t out_end = min(whole.end + OUTWARD, (int32_t)text->n);
    int32_t in_end = max(whole.end - INWARD, whole.start + 1);
    Span moved = {best_border(piece, axis, text->borders, whole.start, out_start, in_start),
                  best_border(piece, axis, text->borders, whole.end, out_end, in_end)};
    return moved.start < moved.end ? moved : whole;
}
