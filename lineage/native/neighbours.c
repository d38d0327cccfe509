/* Postings in hierarchical order, and which documents have some next to each other; see
 * `lineage.seeding`. */
#include "neighbours.h"

#include "call.h"

#include <string.h>

enum { FEW = 16 }; /* postings that are sooner put in order one by one */

/* Postings in the order of documents and places, and their rows in that of their n-grams. */
typedef struct {
    int64_t n;
    const int64_t *order, *h1, *h2, *h4;
    const int32_t *documents;
} Table;

typedef struct {
    Posting *at;
    int64_t n, room;
} Gram;

/* By merging, for the library's sort calls a function to compare two: it takes twice as long.
 * There is room for half of the postings in `spare`. */
static void order_gram(Posting *at, int64_t n, Posting *spare)
{
    if (n <= FEW) {
        for (int64_t i = 1; i < n; i++) {
            Posting moved = at[i];
            int64_t to = i;
            for (; to && stands_before(&moved, &at[to - 1]); to--) at[to] = at[to - 1];
            at[to] = moved;
        }
        return;
    }
    int64_t half = n / 2;
    order_gram(at, half, spare);
    order_gram(at + half, n - half, spare);
    memcpy(spare, at, (size_t)half * sizeof *at);
    for (int64_t to = 0, left = 0, right = half; left < half; to++)
        at[to] = right < n && stands_before(&at[right], &spare[left]) ? at[right++] : spare[left++];
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
        gram->at[gram->n++] = (Posting){table->h2[row], table->h4[row], row, row};
    }
    return next;
}

OrderedPostings put_in_order(Arena *arena, const Posting *postings, int64_t n, int64_t n_grams)
{
    OrderedPostings ordered = {TAKE(arena, int64_t, n_grams + 2), TAKE(arena, Posting, n)};
    /* One place on: counting moves each to its own. */
    int64_t *next = ordered.first + 1;
    memset(ordered.first, 0, (size_t)(n_grams + 2) * sizeof(int64_t));
    for (int64_t i = 0; i < n; i++) next[postings[i].row + 1]++;
    for (int64_t gram = 0; gram < n_grams; gram++) next[gram + 1] += next[gram];
    for (int64_t i = 0; i < n; i++) ordered.at[next[postings[i].row]++] = postings[i];
    Mark mark = arena_mark(arena);
    Posting *spare = TAKE(arena, Posting, n / 2);
    for (const int64_t *first = ordered.first; first < ordered.first + n_grams; first++)
        order_gram(ordered.at + first[0], first[1] - first[0], spare);
    arena_reset(arena, mark);
    return ordered;
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
        Mark mark = arena_mark(&memory->work);
        order_gram(gram.at, gram.n, TAKE(&memory->work, Posting, gram.n / 2));
        arena_reset(&memory->work, mark);
        link_documents(&memory->kept, &gram, given->table.documents, &found);
    }
    *given->found = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Neighbours));
    return found.n;
}

int64_t lineage_neighbours(int64_t n, const int64_t *order, const int64_t *h1, const int64_t *h2,
                           const int64_t *h4, const int32_t *documents, Neighbours **found)
{
    *found = NULL;
    Linking given = {{n, order, h1, h2, h4, documents}, found};
    return done(link_postings, &given);
}
