/* Passage pairs to families: places to occurrences, occurrences to families. */
#include "groups.h"

#include <string.h>

/* ---- Occurrences ------------------------------------------------------------------------- */

/* An occurrence, as the list of the places that are it. */
typedef struct {
    int64_t first, last;
} Occurrence;

/* Returns the edge that most of the places have; of equals the first in the direction. */
static int32_t elected(const Place *places, const int32_t *votes, const int64_t *next, int64_t first,
                       int at_end)
{
    int32_t best = 0;
    int64_t most = -1;
    for (int64_t i = first; i >= 0; i = next[i]) {
        int32_t edge = at_end ? places[i].end : places[i].start;
        int64_t n = 0;
        for (int64_t k = first; k >= 0; k = next[k])
            if ((at_end ? places[k].end : places[k].start) == edge) n += votes[k];
        if (n > most || (n == most && (at_end ? edge > best : edge < best))) {
            most = n;
            best = edge;
        }
    }
    return best;
}

static void write_elected(const Place *places, const int32_t *votes, const int64_t *next,
                          int64_t first, Place *occurrences)
{
    Place place = places[first];
    if (next[first] >= 0) {
        int32_t start = elected(places, votes, next, first, 0);
        int32_t end = elected(places, votes, next, first, 1);
        if (start < end) place = (Place){place.document, start, end};
    }
    for (int64_t i = first; i >= 0; i = next[i]) occurrences[i] = place;
}

void merge_places(Arena *arena, int64_t n, const Place *places, const int32_t *votes,
                  Place *occurrences)
{
    /* Of each place the next one of its occurrence; the occurrences that are still open. */
    int64_t *next = TAKE(arena, int64_t, n);
    Occurrence *open = TAKE(arena, Occurrence, n);
    bool *is_first = TAKE(arena, bool, n);
    int64_t n_open = 0;
    for (int64_t i = 0; i < n; i++) {
        Place place = places[i];
        int64_t kept = 0, nearest = -1;
        double best = 0;
        for (int64_t k = 0; k < n_open; k++) {
            Place first = places[open[k].first];
            if (first.document != place.document || first.end <= place.start) continue;
            double shared = coincidence(first, place);
            if (shared > best) {
                best = shared;
                nearest = kept;
            }
            open[kept++] = open[k];
        }
        n_open = kept;
        next[i] = -1;
        is_first[i] = nearest < 0 || best < COINCIDE;
        if (is_first[i]) {
            open[n_open++] = (Occurrence){i, i};
        } else {
            next[open[nearest].last] = i;
            open[nearest].last = i;
        }
    }
    for (int64_t i = 0; i < n; i++)
        if (is_first[i]) write_elected(places, votes, next, i, occurrences);
}

/* ---- Joining ----------------------------------------------------------------------------- */

/* What wordings must have in common by surprisal, as a multiple of what they must by tokens, and
 * at most. */
static const double BY_SURPRISAL = 1.1, MOST_ASKED = 0.6;

static int32_t root_of(int32_t *roots, int32_t number)
{
    int32_t root = number;
    while (roots[root] != root) root = roots[root];
    while (roots[number] != root) {
        int32_t before = roots[number];
        roots[number] = root;
        number = before;
    }
    return root;
}

static bool resemble(Arena *arena, const Guard *guard, int32_t a, int32_t b)
{
    Stretch one = tokens_at(guard->texts, guard->wordings[a]);
    Stretch two = tokens_at(guard->texts, guard->wordings[b]);
    int32_t shorter = min(one.n, two.n), longer = max(one.n, two.n);
    if (shorter < LENGTH_RATIO * longer) return false;
    double least = least_likeness(longer, guard->resemblance);
    if (!is_like(arena, one, two, least)) return false;
    if (!guard->is_weighed[a] || !guard->is_weighed[b]) return true;
    double asked = BY_SURPRISAL * least;
    return resemble_in_bits(arena, guard->texts, guard->wordings[a], guard->wordings[b],
                            asked < MOST_ASKED ? asked : MOST_ASKED);
}

void join_guarded(Arena *arena, const Guard *guard, int64_t n, int64_t *sizes, int64_t n_pairs,
                  const int32_t *pairs, int32_t *into)
{
    int32_t *roots = TAKE(arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) roots[i] = into[i] = i;
    for (int64_t i = 0; i < n_pairs; i++) {
        int32_t a = root_of(roots, pairs[2 * i]), b = root_of(roots, pairs[2 * i + 1]);
        if (a == b) continue;
        if (sizes[a] < sizes[b] || (sizes[a] == sizes[b] && b < a)) {
            int32_t larger = b;
            b = a;
            a = larger;
        }
        Mark mark = arena_mark(arena);
        if (resemble(arena, guard, a, b)) {
            roots[b] = into[b] = a;
            sizes[a] += sizes[b];
        }
        arena_reset(arena, mark);
    }
}
