/* Which documents have postings next to each other; see `lineage.seeding`. */
#include "call.h"

#include <stdlib.h>

/* A posting of one n-gram: hashes of its continuations, its document, its row in the table. */
typedef struct {
    int64_t h2, h4;
    int32_t document, row;
} Posting;

typedef struct {
    Posting *at;
    int64_t n, room;
} Postings;

typedef struct {
    Neighbours *at;
    int64_t n, room;
} AllNeighbours;

typedef struct {
    int64_t n;
    const int64_t *order, *h1, *h2, *h4;
    const int32_t *documents;
    Neighbours **found;
} Linking;

static int in_hierarchical_order(const void *one, const void *two)
{
    const Posting *a = one, *b = two;
    if (a->h2 != b->h2) return a->h2 < b->h2 ? -1 : 1;
    if (a->h4 != b->h4) return a->h4 < b->h4 ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Appends which documents the postings of one n-gram link: all of a run of one document are
 * linked to the posting before the run. */
static void link_documents(Arena *kept, const Postings *gram, AllNeighbours *found)
{
    for (int64_t i = 1; i < gram->n; i++) {
        int32_t one = gram->at[i - 1].document, two = gram->at[i].document;
        if (one == two) continue;
        MAKE_ROOM(kept, found);
        found->at[found->n++] = (Neighbours){min(one, two), max(one, two)};
    }
}

static int64_t link_postings(Memory *memory, void *arguments)
{
    const Linking *given = arguments;
    AllNeighbours found = {0};
    Postings gram = {0};
    for (int64_t first = 0, next; first < given->n; first = next) {
        int64_t hash = given->h1[given->order[first]];
        bool several = false;
        gram.n = 0;
        for (next = first; next < given->n && given->h1[given->order[next]] == hash; next++) {
            int64_t row = given->order[next];
            MAKE_ROOM(&memory->work, &gram);
            gram.at[gram.n++] =
                (Posting){given->h2[row], given->h4[row], given->documents[row], (int32_t)row};
            several |= given->documents[row] != gram.at[0].document;
        }
        if (!several) continue;
        sort(gram.at, gram.n, sizeof(Posting), in_hierarchical_order);
        link_documents(&memory->kept, &gram, &found);
    }
    *given->found = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Neighbours));
    return found.n;
}

/* A posting of one n-gram to be put in order: hashes of its continuations, its document and place
 * as one number, its row in the table. */
typedef struct {
    int64_t h2, h4, place, row;
} Placed;

typedef struct {
    Placed *at;
    int64_t n, room;
} AllPlaced;

typedef struct {
    int64_t n;
    int64_t *order;
    const int64_t *h1, *h2, *h4, *places;
} Ordering;

static int by_continuations(const void *one, const void *two)
{
    const Placed *a = one, *b = two;
    if (a->h2 != b->h2) return a->h2 < b->h2 ? -1 : 1;
    if (a->h4 != b->h4) return a->h4 < b->h4 ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static int64_t order_postings(Memory *memory, void *arguments)
{
    const Ordering *given = arguments;
    AllPlaced gram = {0};
    for (int64_t first = 0, next; first < given->n; first = next) {
        int64_t hash = given->h1[given->order[first]];
        gram.n = 0;
        for (next = first; next < given->n && given->h1[given->order[next]] == hash; next++) {
            int64_t row = given->order[next];
            MAKE_ROOM(&memory->work, &gram);
            gram.at[gram.n++] = (Placed){given->h2[row], given->h4[row], given->places[row], row};
        }
        sort(gram.at, gram.n, sizeof(Placed), by_continuations);
        for (int64_t i = 0; i < gram.n; i++) given->order[first + i] = gram.at[i].row;
    }
    return given->n;
}

int64_t lineage_hierarchical(int64_t n, int64_t *order, const int64_t *h1, const int64_t *h2,
                             const int64_t *h4, const int64_t *places)
{
    Ordering given = {n, order, h1, h2, h4, places};
    return done(order_postings, &given);
}

int64_t lineage_neighbours(int64_t n, const int64_t *order, const int64_t *h1, const int64_t *h2,
                           const int64_t *h4, const int32_t *documents, Neighbours **found)
{
    *found = NULL;
    Linking given = {n, order, h1, h2, h4, documents, found};
    return done(link_postings, &given);
}
