/* Points of an alignment: the paths through them that move forward in both texts. */
#include "chain.h"

#include <stdlib.h>
#include <string.h>

/* Tokens between two points of one path, at most. */
enum { REACH = 16 };

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

void add_point(Arena *arena, Runs *runs, int32_t x, int32_t y)
{
    Run *last = runs->n ? &runs->at[runs->n - 1] : NULL;
    if (last && x == last->x + last->n && y == last->y + last->n) {
        last->n++;
        return;
    }
    MAKE_ROOM(arena, runs);
    runs->at[runs->n++] = (Run){x, y, 1};
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
        add_point(arena, &paths.at[number].runs, x, y);
        paths.at[number].x = x;
        paths.at[number].y = y;
    }
    for (int32_t i = 0; i < paths.n; i++) {
        Runs runs = trimmed(pair, paths.at[i].runs, chaining);
        MAKE_ROOM(arena, pieces);
        pieces->at[pieces->n++] = make_piece(pair, runs.at, runs.n);
    }
}
