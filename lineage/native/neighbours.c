/* Postings in hierarchical order, and which documents have some next to each other; see
 * `lineage.seeding`. */
#include "call.h"

#include <stdlib.h>

/* Postings, in the order of their n-grams. Those that go on alike stand in that of `documents`
 * and `positions`; without the latter, in that of the rows. */
typedef struct {
    int64_t n;
    const int64_t *order, *h1, *h2, *h4;
    const int32_t *documents, *positions;
} Table;

/* A posting of one n-gram: hashes of its continuations, its place, its row in the table. */
typedef struct {
    int64_t h2, h4, place, row;
} Posting;

typedef struct {
    Posting *at;
    int64_t n, room;
} Gram;

static int in_hierarchical_order(const void *one, const void *two)
{
    const Posting *a = one, *b = two;
    if (a->h2 != b->h2) return a->h2 < b->h2 ? -1 : 1;
    if (a->h4 != b->h4) return a->h4 < b->h4 ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
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

static void put_in_order(Gram *gram) { sort(gram->at, gram->n, sizeof(Posting), in_hierarchical_order); }

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
        put_in_order(&gram);
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
        put_in_order(&gram);
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

typedef struct {
    Linked *at;
    int64_t n, room;
} AllLinked;

typedef struct {
    Table table;
    const uint8_t *is_wanted;
    int64_t n_pairs;
    const int64_t *pairs;
    Linked **found;
} Pairing;

static int32_t document_of(const Posting *posting) { return (int32_t)(posting->place >> 32); }

static int compare_numbers(const void *one, const void *two)
{
    const int64_t *a = one, *b = two;
    return (*a > *b) - (*a < *b);
}

static bool is_pair(const Pairing *given, int32_t one, int32_t two)
{
    int64_t key = (int64_t)min(one, two) << 32 | max(one, two);
    return bsearch(&key, given->pairs, (size_t)given->n_pairs, sizeof key, compare_numbers);
}

/* Moves the postings of documents that are asked for to the front, in order; returns how many. */
static int64_t put_wanted_first(const Pairing *given, Gram *gram)
{
    int64_t n = 0;
    for (int64_t i = 0; i < gram->n; i++) {
        if (!given->is_wanted[document_of(&gram->at[i])]) continue;
        Posting wanted = gram->at[i];
        gram->at[i] = gram->at[n];
        gram->at[n++] = wanted;
    }
    Gram front = {.at = gram->at, .n = n};
    put_in_order(&front);
    return n;
}

static bool may_link(const Pairing *given, const Gram *gram, int64_t n)
{
    for (int64_t i = 1; i < n; i++)
        if (is_pair(given, document_of(&gram->at[i - 1]), document_of(&gram->at[i]))) return true;
    return false;
}

/* Notes before which of the first `n` postings of an n-gram one of the others stands: those need
 * not be in order among themselves. */
static void find_parted(const Gram *gram, int64_t n, bool *parted)
{
    for (int64_t i = 0; i < n; i++) parted[i] = false;
    for (int64_t i = n; i < gram->n; i++) {
        int64_t low = 0, high = n;
        while (low < high) {
            int64_t middle = (low + high) / 2;
            if (in_hierarchical_order(&gram->at[middle], &gram->at[i]) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < n) parted[low] = true;
    }
}

static void link_wanted(Arena *kept, const Pairing *given, const Gram *gram, int64_t n,
                        const bool *parted, AllLinked *found)
{
    const Posting *before = NULL;
    for (int64_t i = 0; i < n; i++) {
        const Posting *here = &gram->at[i];
        if (parted[i])
            before = NULL;
        else if (i && document_of(here - 1) != document_of(here))
            before = here - 1;
        if (!before || !is_pair(given, document_of(before), document_of(here))) continue;
        const Posting *left = document_of(before) < document_of(here) ? before : here,
                      *right = left == here ? before : here;
        MAKE_ROOM(kept, found);
        found->at[found->n++] = (Linked){document_of(left), document_of(right),
                                         (int32_t)left->place, (int32_t)right->place};
    }
}

static int64_t link_pairs(Memory *memory, void *arguments)
{
    const Pairing *given = arguments;
    AllLinked found = {0};
    Gram gram = {0};
    struct {
        bool *at;
        int64_t n, room;
    } parted = {0};
    for (int64_t first = 0; first < given->table.n;) {
        first = take_gram(&memory->work, &given->table, first, &gram);
        int64_t n = put_wanted_first(given, &gram);
        if (!may_link(given, &gram, n)) continue;
        for (parted.n = 0; parted.n < n; parted.n++) MAKE_ROOM(&memory->work, &parted);
        find_parted(&gram, n, parted.at);
        link_wanted(&memory->kept, given, &gram, n, parted.at, &found);
    }
    *given->found = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Linked));
    return found.n;
}

int64_t lineage_linked(int64_t n, const int64_t *order, const int64_t *h1, const int64_t *h2,
                       const int64_t *h4, const int32_t *documents, const int32_t *positions,
                       const uint8_t *is_wanted, int64_t n_pairs, const int64_t *pairs,
                       Linked **found)
{
    *found = NULL;
    Pairing given = {
        {n, order, h1, h2, h4, documents, positions}, is_wanted, n_pairs, pairs, found};
    return done(link_pairs, &given);
}
