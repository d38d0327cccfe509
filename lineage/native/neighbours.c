/* Postings in hierarchical order, and which documents have some next to each other; see
 * `lineage.seeding`. */
#include "neighbours.h"

#include "call.h"

enum { FEW = 16 }; /* postings that are sooner put in order one by one */

/* Postings, in the order of their n-grams. Those that go on alike stand in that of `documents`
 * and `positions`; without the latter, in that of the rows. */
typedef struct {
    int64_t n;
    const int64_t *order, *h1, *h2, *h4;
    const int32_t *documents, *positions;
} Table;

typedef struct {
    Posting *at;
    int64_t n, room;
} Gram;

static int in_hierarchical_order(const void *one, const void *two)
{
    return stands_before(two, one) - stands_before(one, two);
}

void put_in_order(Posting *at, int64_t n)
{
    if (n > FEW) {
        sort(at, n, sizeof *at, in_hierarchical_order);
        return;
    }
    for (int64_t i = 1; i < n; i++) {
        Posting moved = at[i];
        int64_t to = i;
        for (; to && stands_before(&moved, &at[to - 1]); to--) at[to] = at[to - 1];
        at[to] = moved;
    }
}

static int64_t place_of(const Table *table, int64_t row)
{
    if (!table->positions) return row;
    return (int64_t)table->documents[row] << 32 | table->positions[row];
}

/* Takes the postings of the n-gram that begins at one of the table; returns where the next one
 * does. */
static int64_t take_gram(Arena *arena, const Table *table, int64_t first, Gram *gram)
{
    int64_t hash = table->h1[table->order[first]], next = first;
    gram->n = 0;
    for (; next < table->n && table->h1[table->order[next]] == hash; next++) {
        int64_t row = table->order[next];
        MAKE_ROOM(arena, gram);
        gram->at[gram->n++] = (Posting){table->h2[row], table->h4[row], place_of(table, row), row};
    }
    return next;
}

typedef struct {
    Table table;
    int64_t *order;
} Ordering;

static int64_t order_postings(Memory *memory, void *arguments)
{
    const Ordering *given = arguments;
    Gram gram = {0};
    for (int64_t first = 0, next; first < given->table.n; first = next) {
        next = take_gram(&memory->work, &given->table, first, &gram);
        put_in_order(gram.at, gram.n);
        for (int64_t i = 0; i < gram.n; i++) given->order[first + i] = gram.at[i].row;
    }
    return given->table.n;
}

int64_t lineage_hierarchical(int64_t n, int64_t *order, const int64_t *h1, const int64_t *h2,
                             const int64_t *h4, const int32_t *documents,
                             const int32_t *positions)
{
    Ordering given = {{n, order, h1, h2, h4, documents, positions}, order};
    return done(order_postings, &given);
}

typedef struct {
    Neighbours *at;
    int64_t n, room;
} AllNeighbours;

typedef struct {
    Table table;
    Neighbours **found;
} Linking;

static bool in_several(const Gram *gram, const int32_t *documents)
{
    for (int64_t i = 1; i < gram->n; i++)
        if (documents[gram->at[i].row] != documents[gram->at[0].row]) return true;
    return false;
}

/* Appends which documents the postings of one n-gram link: all of a run of one document are
 * linked to the posting before the run. */
static void link_documents(Arena *kept, const Gram *gram, const int32_t *documents,
                           AllNeighbours *found)
{
    int32_t other = -1;
    for (int64_t i = 1; i < gram->n; i++) {
        int32_t before = documents[gram->at[i - 1].row], own = documents[gram->at[i].row];
        if (before != own) other = before;
        if (other < 0) continue;
        MAKE_ROOM(kept, found);
        found->at[found->n++] = (Neighbours){min(own, other), max(own, other)};
    }
}

static int64_t link_postings(Memory *memory, void *arguments)
{
    const Linking *given = arguments;
    AllNeighbours found = {0};
    Gram gram = {0};
    for (int64_t first = 0; first < given->table.n;) {
        first = take_gram(&memory->work, &given->table, first, &gram);
        if (!in_several(&gram, given->table.documents)) continue;
        put_in_order(gram.at, gram.n);
        link_documents(&memory->kept, &gram, given->table.documents, &found);
    }
    *given->found = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Neighbours));
    return found.n;
}

int64_t lineage_neighbours(int64_t n, const int64_t *order, const int64_t *h1, const int64_t *h2,
                           const int64_t *h4, const int32_t *documents, Neighbours **found)
{
    *found = NULL;
    Linking given = {{n, order, h1, h2, h4, documents, NULL}, found};
    return done(link_postings, &given);
}
