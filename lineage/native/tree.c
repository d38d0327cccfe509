/* Trees that tie each of some wordings to its nearest, by R. C. Prim's algorithm. */
#include "call.h"
#include "row.h"

#include <string.h>

/* A node that is not in the tree yet, the one in it that is nearest, and how far off that is. */
typedef struct {
    int32_t number, nearest, distance;
} Outside;

typedef struct {
    Outside *at;
    int64_t n;
} Rest;

/* Ties to a node what is nearer to it than to any before. */
static void tie(Arena *arena, const Row *wordings, const Counts *counts, int32_t node,
                Rest *rest)
{
    Mark mark = arena_mark(arena);
    Stretch own = wording_at(wordings, node);
    Where where = where_of(arena, own);
    for (int64_t i = 0; i < rest->n; i++) {
        Outside *other = &rest->at[i];
        if (least_distance(&counts[node], &counts[other->number]) >= other->distance) continue;
        Stretch wording = wording_at(wordings, other->number);
        int32_t distance = own.n + wording.n - 2 * in_common_with(arena, &where, wording);
        if (distance < other->distance) *other = (Outside){other->number, node, distance};
    }
    arena_reset(arena, mark);
}

/* Takes out of the rest what is nearest to the tree, of equals the first. */
static Outside take_nearest(Rest *rest)
{
    int64_t first = 0;
    for (int64_t i = 1; i < rest->n; i++)
        if (rest->at[i].distance < rest->at[first].distance) first = i;
    Outside nearest = rest->at[first];
    rest->n--;
    memmove(rest->at + first, rest->at + first + 1, (size_t)(rest->n - first) * sizeof(Outside));
    return nearest;
}

/* Ties the wordings of a family from one number on; returns behind the last edge. */
static int32_t *tie_family(Arena *arena, const Row *row, int64_t first, int64_t end, int32_t *edge)
{
    Row wordings = {end - first, row->first + first, row->tokens};
    if (wordings.n == 2) {
        /* However far they are apart. */
        edge[0] = 0;
        edge[1] = 1;
        return edge + 2;
    }
    Mark mark = arena_mark(arena);
    Counts *counts = TAKE(arena, Counts, wordings.n);
    for (int32_t i = 0; i < wordings.n; i++) counts[i] = counts_of(wording_at(&wordings, i));
    Rest rest = {TAKE(arena, Outside, wordings.n), 0};
    for (int32_t i = 1; i < wordings.n; i++) rest.at[rest.n++] = (Outside){i, 0, INT32_MAX};
    for (int32_t node = 0; rest.n; edge += 2) {
        tie(arena, &wordings, counts, node, &rest);
        Outside next = take_nearest(&rest);
        edge[0] = next.nearest;
        edge[1] = node = next.number;
    }
    arena_reset(arena, mark);
    return edge;
}

typedef struct {
    int64_t n;
    const int64_t *families;
    Row wordings;
    int32_t *edges;
} Tying;

static int64_t tie_all(Memory *memory, void *arguments)
{
    const Tying *given = arguments;
    int32_t *edge = given->edges;
    for (int64_t i = 0; i < given->n; i++)
        edge = tie_family(&memory->work, &given->wordings, given->families[i],
                          given->families[i + 1], edge);
    return 0;
}

int64_t lineage_nearest_trees(int64_t n, const int64_t *families, const int64_t *first,
                              const Token *tokens, int32_t *edges)
{
    Tying given = {n, families, {families[n], first, tokens}, edges};
    return done(tie_all, &given);
}
