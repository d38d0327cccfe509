#include "extend.h"

#include "likeness.h"

#include <stdlib.h>
#include <string.h>

/* ---- Which segments are worth it ------------------------------------------------------ */

enum { BESIDE = 24, MOST_SHIFT = 3 };

static const float DIFFERS = 2.0F, OUT_OF_STEP = 3.0F, MOST_EARNED = 8.0F;
/* The second is more than running sums differ by from what they are sums of. */
static const double PROMISED_SHARE = 0.8, ROUNDED = 1e-6;

static inline float earned_by(float bits) { return bits < 1 ? 1 : bits > MOST_EARNED ? MOST_EARNED : bits; }

static inline int64_t min_long(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t max_long(int64_t a, int64_t b) { return a > b ? a : b; }

static inline bool agree(Pair pair, int64_t x, int64_t y)
{
    if (x < 0 || y < 0 || x >= pair.left->n || y >= pair.right->n) return false;
    Token token = pair.left->tokens[x];
    return token == pair.right->tokens[y] && token != WILDCARD;
}

/* Tokens beside a pair of places, held against each other in step; those that agree. */
typedef struct {
    int64_t x, y;
    int step;
    int32_t n, n_agreeing;
} Beside;

/* Returns how many of the next tokens there are on one side of a place. */
static inline int64_t tokens_ahead(const Text *text, int64_t at, int step)
{
    return max_long(step > 0 ? (int64_t)text->n - at : at + 1, 0);
}

static Beside beside(Pair pair, int64_t x, int64_t y, int step)
{
    int64_t ahead = min_long(tokens_ahead(pair.left, x, step), tokens_ahead(pair.right, y, step));
    Beside found = {x, y, step, (int32_t)min_long(ahead, BESIDE), 0};
    for (int32_t n = 0; n < found.n; n++)
        found.n_agreeing += pair.left->tokens[x + step * n] == pair.right->tokens[y + step * n];
    return found;
}

/* Returns the most that the tokens beside a pair of places earn, up to any of them. */
static float most_earned(Pair pair, Beside beside)
{
    float total = 0, most = -DIFFERS;
    for (int32_t n = 0; n < beside.n; n++) {
        int64_t i = beside.x + beside.step * n, j = beside.y + beside.step * n;
        total += agree(pair, i, j) ? earned_by(pair.left->bits[i]) : -DIFFERS;
        if (total > most) most = total;
    }
    return most;
}

/* Returns the most that agrees beside a pair of places, in bits. */
static float agreeing_beside(Pair pair, int64_t x, int64_t y, int step)
{
    float best = 0;
    for (int shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
        Beside there = beside(pair, x + step * max(shift, 0), y - step * min(shift, 0), step);
        float lost = OUT_OF_STEP * (float)abs(shift);
        if (MOST_EARNED * (float)there.n_agreeing - lost <= best) continue;
        float most = most_earned(pair, there) - lost;
        if (most > best) best = most;
    }
    return best;
}

/* Says whether a segment may come to a passage whose tokens are worth so many bits. */
static bool is_enough(Pair pair, Run segment, double bits, double least_bits)
{
    int32_t x = segment.x, y = segment.y, n = segment.n;
    double least = PROMISED_SHARE * least_bits;
    if (bits < least) bits += agreeing_beside(pair, x + n, y + n, 1);
    if (bits < least) bits += agreeing_beside(pair, x - 1, y - 1, -1);
    return bits >= least;
}

bool is_promising(Pair pair, Run segment, double least_bits)
{
    double bits = pair.left->sums[segment.x + segment.n] - pair.left->sums[segment.x];
    return is_enough(pair, segment, bits, least_bits);
}

bool may_be_promising(Pair pair, Run segment, double least_bits)
{
    double bits = ROUNDED;
    for (int32_t i = 0; i < segment.n; i++) bits += pair.left->bits[segment.x + i];
    return is_enough(pair, segment, bits, least_bits);
}

/* ---- Extension ------------------------------------------------------------------------ */

enum { WINDOW = 64 };

static const double CHANGE = 6.0, X_DROP = 70.0;

static double cost_of(Stretch left, Stretch right)
{
    int32_t n = left.n > right.n ? left.n : right.n;
    if (n && (holds_wildcard(left) || holds_wildcard(right))) n = n > WILD_REACH ? n - WILD_REACH : 0;
    return CHANGE * n;
}

/* Where an extension has come to: the runs of equal tokens so far, and the next window. */
typedef struct {
    int32_t x, y;
    double score;
    bool ended;
} Front;

/* Follows the alignment of one window, and leaves the runs up to the best place. In the
 * direction -1 the windows are read from their ends, so that changes lie as they would in a
 * text read backwards. */
static void grow_by_window(Arena *arena, Pair pair, int direction, Front *front, Runs *runs)
{
    Token room[2][WINDOW];
    int32_t ahead_left = direction > 0 ? (int32_t)pair.left->n - front->x : front->x;
    int32_t ahead_right = direction > 0 ? (int32_t)pair.right->n - front->y : front->y;
    Stretch one = {pair.left->tokens + front->x, ahead_left < WINDOW ? ahead_left : WINDOW};
    Stretch two = {pair.right->tokens + front->y, ahead_right < WINDOW ? ahead_right : WINDOW};
    if (!one.n || !two.n) {
        front->ended = true;
        return;
    }
    if (direction < 0) {
        for (int32_t i = 0; i < one.n; i++) room[0][i] = pair.left->tokens[front->x - 1 - i];
        for (int32_t i = 0; i < two.n; i++) room[1][i] = pair.right->tokens[front->y - 1 - i];
        one.at = room[0];
        two.at = room[1];
    }
    Run found_room[WINDOW];
    Runs found = {found_room, 0, WINDOW};
    matching_runs(arena, one, two, 0, 0, &found);
    const double *earned = pair.left->earned;
    double score = front->score, best = front->score;
    int32_t n_best = runs->n, best_x = 0, best_y = 0, done_x = 0, done_y = 0;
    for (int32_t i = 0; i < found.n; i++) {
        Run run = found.at[i];
        score -= cost_of((Stretch){one.at + done_x, run.x - done_x},
                         (Stretch){two.at + done_y, run.y - done_y});
        if (score < best - X_DROP) {
            front->ended = true;
            break;
        }
        done_x = run.x + run.n;
        done_y = run.y + run.n;
        MAKE_ROOM(arena, runs);
        if (direction > 0) {
            score += earned[front->x + done_x] - earned[front->x + run.x];
            runs->at[runs->n++] = (Run){front->x + run.x, front->y + run.y, run.n};
        } else {
            score += earned[front->x - run.x] - earned[front->x - done_x];
            runs->at[runs->n++] = (Run){front->x - done_x, front->y - done_y, run.n};
        }
        if (score > best) {
            best = score;
            best_x = done_x;
            best_y = done_y;
            n_best = runs->n;
        }
    }
    runs->n = n_best;
    if (!best_x) front->ended = true;
    /* The window's last changes are only its own ends; the next begins before them. */
    front->score = best;
    front->x += direction * best_x;
    front->y += direction * best_y;
}

static void grow(Arena *arena, Pair pair, int direction, int32_t x, int32_t y, Runs *runs)
{
    Front front = {x, y, 0.0, false};
    while (!front.ended) grow_by_window(arena, pair, direction, &front, runs);
}

static void reverse(Runs *runs)
{
    for (int32_t i = 0, j = runs->n - 1; i < j; i++, j--) {
        Run run = runs->at[i];
        runs->at[i] = runs->at[j];
        runs->at[j] = run;
    }
}

/* Appends the runs of equal tokens on the diagonal of a segment, which may bridge a changed
 * token or two. */
static void add_equal_runs(Arena *arena, Pair pair, Run segment, Runs *runs)
{
    int32_t begun = -1;
    for (int32_t k = 0; k <= segment.n; k++) {
        if (k < segment.n && agree(pair, segment.x + k, segment.y + k)) {
            if (begun < 0) begun = k;
        } else if (begun >= 0) {
            MAKE_ROOM(arena, runs);
            runs->at[runs->n++] = (Run){segment.x + begun, segment.y + begun, k - begun};
            begun = -1;
        }
    }
}

/* What extensions have aligned, by diagonal: segments there add nothing new. */
typedef struct {
    int32_t diagonal, start, end, next;
} Aligned;

typedef struct {
    Aligned *at;
    int32_t n, room;
    int32_t *heads;
    uint32_t mask;
} Diagonals;

static inline int32_t *head_of(const Diagonals *been, int32_t diagonal)
{
    return &been->heads[((uint32_t)diagonal * 2654435769u >> 8) & been->mask];
}

static Diagonals no_diagonals(Arena *arena, int32_t n_segments)
{
    uint32_t slots = 16;
    while (slots < (uint32_t)n_segments) slots *= 2;
    Diagonals been = {.heads = TAKE(arena, int32_t, slots), .mask = slots - 1};
    memset(been.heads, -1, slots * sizeof(int32_t));
    return been;
}

static bool has_been(const Diagonals *been, int32_t x, int32_t y)
{
    for (int32_t i = *head_of(been, y - x); i >= 0; i = been->at[i].next) {
        const Aligned *aligned = &been->at[i];
        if (aligned->diagonal == y - x && aligned->start <= x && x < aligned->end) return true;
    }
    return false;
}

static void note(Arena *arena, Diagonals *been, const Runs *runs)
{
    for (int32_t i = 0; i < runs->n; i++) {
        Run run = runs->at[i];
        int32_t *head = head_of(been, run.y - run.x);
        MAKE_ROOM(arena, been);
        been->at[been->n] = (Aligned){run.y - run.x, run.x, run.x + run.n, *head};
        *head = been->n++;
    }
}

static int longest_first(const void *one, const void *two)
{
    const Run *a = one, *b = two;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

/* Appends the extensions of segments, longest segments first, as pieces that are not trimmed. */
static void extend_segments(Arena *arena, Pair pair, Run *segments, int32_t n, Pieces *pieces)
{
    sort(segments, n, sizeof(Run), longest_first);
    Diagonals been = no_diagonals(arena, n);
    for (int32_t i = 0; i < n; i++) {
        Run segment = segments[i];
        if (has_been(&been, segment.x, segment.y)) continue;
        Runs runs = {0};
        grow(arena, pair, -1, segment.x, segment.y, &runs);
        reverse(&runs);
        add_equal_runs(arena, pair, segment, &runs);
        grow(arena, pair, 1, segment.x + segment.n, segment.y + segment.n, &runs);
        if (!runs.n) continue;
        note(arena, &been, &runs);
        MAKE_ROOM(arena, pieces);
        pieces->at[pieces->n++] = (Piece){.runs = runs.at, .n_runs = runs.n};
    }
}

/* ---- Passages ------------------------------------------------------------------------- */

static const double PIECE_SHARE = 0.6;

static double bits_of(const Piece *piece, const Text *left)
{
    double bits = 0;
    for (int32_t i = 0; i < piece->n_runs; i++) {
        Run run = piece->runs[i];
        bits += left->sums[run.x + run.n] - left->sums[run.x];
    }
    return bits;
}

Pieces pieces_of(Arena *arena, Pair pair, Run *segments, int32_t n, double least_bits)
{
    Pieces extended = {0}, pieces = {0};
    extend_segments(arena, pair, segments, n, &extended);
    for (int32_t i = 0; i < extended.n; i++) {
        Piece *piece = &extended.at[i];
        if (bits_of(piece, pair.left) < PIECE_SHARE * least_bits) continue;
        Runs runs = trimmed(pair, (Runs){piece->runs, piece->n_runs, piece->n_runs}, FOR_CORPUS);
        MAKE_ROOM(arena, &pieces);
        pieces.at[pieces.n++] = make_piece(pair, runs.at, runs.n);
    }
    join_pieces(arena, pair, &pieces, FOR_CORPUS);
    keep_scoring(&pieces, least_bits);
    settle_rivals(arena, pair, &pieces, least_bits, FOR_CORPUS);
    return pieces;
}
