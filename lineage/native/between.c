/* By which postings the plan links some pairs of documents; see `lineage.neighbours`. */
#include "call.h"
#include "neighbours.h"
#include "searching.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Streams streams;
    int64_t n_grams;
    const Token *grams;
    int32_t k;
    const int64_t *least, *most;
    const uint8_t *is_wanted;
    int64_t n_pairs;
    const int64_t *pairs;
    Linked **found;
} Pairing;

/* Postings of documents that are asked for. */
typedef struct {
    OrderedPostings in_order;
    bool *is_parted; /* whether another document's posting stands before */
    bool *is_open;   /* of each n-gram, whether it may link a pair */
} Wanted;

typedef struct {
    Linked *at;
    int64_t n, room;
} AllLinked;

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

static bool is_inside(const Pairing *given, Hit hit)
{
    return given->least[hit.gram] <= hit.h2 && hit.h2 <= given->most[hit.gram];
}

static Posting posting_of(int64_t document, Hit hit)
{
    return (Posting){hit.h2, hit.h4, document << 32 | hit.position, hit.gram};
}

static bool may_link(const Pairing *given, const Posting *at, int64_t n)
{
    for (int64_t i = 1; i < n; i++)
        if (is_pair(given, document_of(&at[i - 1]), document_of(&at[i]))) return true;
    return false;
}

static Wanted wanted_of(Arena *arena, const Pairing *given, const Posting *found, int64_t n)
{
    Wanted wanted = {put_in_order(arena, found, n, given->n_grams), TAKE(arena, bool, n),
                     TAKE(arena, bool, given->n_grams)};
    memset(wanted.is_parted, 0, (size_t)n * sizeof(bool));
    const int64_t *first = wanted.in_order.first;
    for (int64_t gram = 0; gram < given->n_grams; gram++)
        wanted.is_open[gram] =
            may_link(given, wanted.in_order.at + first[gram], first[gram + 1] - first[gram]);
    return wanted;
}

static Wanted find_wanted(Memory *memory, const Pairing *given, Search *search)
{
    struct {
        Posting *at;
        int64_t n, room;
    } found = {0};
    for (int64_t d = 0; d < given->streams.n; d++) {
        if (!given->is_wanted[d]) continue;
        int64_t n = find_hits(search, &given->streams, d);
        for (int64_t i = 0; i < n; i++) {
            if (!is_inside(given, search->hits[i])) continue;
            MAKE_ROOM(&memory->work, &found);
            found.at[found.n++] = posting_of(d, search->hits[i]);
        }
    }
    return wanted_of(&memory->work, given, found.at, found.n);
}

/* Notes before which of the postings of its n-gram a posting stands. */
static void part(Wanted *wanted, Posting posting)
{
    const int64_t *first = &wanted->in_order.first[posting.row];
    int64_t low = first[0], end = first[1], high = end;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (stands_before(&wanted->in_order.at[middle], &posting))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < end) wanted->is_parted[low] = true;
}

static void part_by_others(const Pairing *given, Search *search, Wanted *wanted)
{
    for (int64_t d = 0; d < given->streams.n; d++) {
        if (given->is_wanted[d]) continue;
        int64_t n = find_hits(search, &given->streams, d);
        for (int64_t i = 0; i < n; i++) {
            Hit hit = search->hits[i];
            if (wanted->is_open[hit.gram] && is_inside(given, hit))
                part(wanted, posting_of(d, hit));
        }
    }
}

/* Appends the links of one n-gram: all of a run of one document are linked to what stands before. */
static void link_gram(Arena *kept, const Pairing *given, const Wanted *wanted, int64_t gram,
                      AllLinked *found)
{
    const Posting *before = NULL;
    const int64_t *first = &wanted->in_order.first[gram];
    for (int64_t i = first[0]; i < first[1]; i++) {
        const Posting *here = &wanted->in_order.at[i];
        if (wanted->is_parted[i])
            before = NULL;
        else if (i > first[0] && document_of(here - 1) != document_of(here))
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
    Search search =
        search_for(&memory->work, &given->streams, given->n_grams, given->grams, given->k);
    Wanted wanted = find_wanted(memory, given, &search);
    part_by_others(given, &search, &wanted);
    for (int64_t gram = 0; gram < given->n_grams; gram++)
        if (wanted.is_open[gram]) link_gram(&memory->kept, given, &wanted, gram, &found);
    *given->found = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Linked));
    return found.n;
}

int64_t lineage_linked_between(int64_t n, const uint8_t *const *streams, const int64_t *lengths,
                               int64_t n_grams, const Token *grams, int64_t k,
                               const int64_t *least, const int64_t *most,
                               const uint8_t *is_wanted, int64_t n_pairs, const int64_t *pairs,
                               Linked **found)
{
    *found = NULL;
    Pairing given = {{n, streams, lengths}, n_grams, grams, (int32_t)k, least, most,
                     is_wanted, n_pairs, pairs, found};
    return done(link_pairs, &given);
}
