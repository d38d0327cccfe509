/* Kernels for families and their members. */
#include "call.h"

#include <stdlib.h>

typedef struct {
    FamilyRow *at;
    int64_t n, room;
} FamilyRows;

typedef struct {
    const Text *texts;
    int64_t n_families;
    const int64_t *first;
    const Place *places;
    Aligning aligning;
    FamilyRow **families;
    Place **members;
} Realigning;

typedef struct {
    Place *at;
    int64_t n, room;
} PlaceList;

/* Returns the members that are nowhere in a family, if several documents have one. */
static Places left_over(Arena *arena, Places members, Places aligned)
{
    Places left = {TAKE(arena, Place, members.n), 0, members.n};
    bool several = false;
    for (int32_t i = 0; i < members.n; i++) {
        if (touches(aligned, members.at[i])) continue;
        several |= left.n && left.at[0].document != members.at[i].document;
        left.at[left.n++] = members.at[i];
    }
    if (left.n == members.n || !several) left.n = 0;
    return left;
}

/* What comes of aligning families: rows of these and their members. */
typedef struct {
    FamilyRows families;
    PlaceList members;
} Realigned;

/* Aligns the members of a family, and those that leave it by themselves. */
static void realign_all(Memory *memory, const Text *texts, int64_t of, Places members, Places others,
                        Aligning aligning, Realigned *found)
{
    while (members.n) {
        Family family = realigned(&memory->work, texts, members, others, aligning);
        for (int32_t k = 0; k < family.members.n; k++) {
            MAKE_ROOM(&memory->kept, &found->members);
            found->members.at[found->members.n++] = family.members.at[k];
        }
        if (family.members.n) {
            MAKE_ROOM(&memory->kept, &found->families);
            found->families.at[found->families.n++] =
                (FamilyRow){(int32_t)of, family.model, found->members.n};
        }
        members = left_over(&memory->work, members, family.members);
        others.n = 0;
    }
}

static int64_t hand_over(Memory *memory, const Realigned *found, FamilyRow **families,
                         Place **members)
{
    *families = lasting(&memory->kept, found->families.at,
                        (size_t)found->families.n * sizeof(FamilyRow));
    *members = lasting(&memory->kept, found->members.at, (size_t)found->members.n * sizeof(Place));
    return found->families.n;
}

static int64_t realign_families(Memory *memory, void *arguments)
{
    const Realigning *given = arguments;
    Realigned found = {0};
    for (int64_t i = 0; i < given->n_families; i++) {
        const int64_t *first = given->first + 2 * i;
        Places members = {(Place *)given->places + first[0], (int32_t)(first[1] - first[0]), 0};
        Places others = {(Place *)given->places + first[1], (int32_t)(first[2] - first[1]), 0};
        Mark mark = arena_mark(&memory->work);
        realign_all(memory, given->texts, i, members, others, given->aligning, &found);
        arena_reset(&memory->work, mark);
    }
    return hand_over(memory, &found, given->families, given->members);
}

int64_t lineage_realign(const Text *texts, int64_t n_families, const int64_t *first,
                        const Place *places, double resemblance, int64_t grows,
                        FamilyRow **families, Place **members)
{
    *families = NULL;
    *members = NULL;
    Realigning given = {texts, n_families, first, places, {resemblance, grows}, families, members};
    return done(realign_families, &given);
}

struct Shelf {
    Arena arena;
    jmp_buf out_of_memory;
    Fragments fragments;
};

/* Fills a shelf; says whether there was memory enough. */
static bool fill(Shelf *shelf, Groups groups)
{
    shelf->arena.out_of_memory = &shelf->out_of_memory;
    if (setjmp(shelf->out_of_memory)) return false;
    shelf->fragments = fragments_of(&shelf->arena, groups);
    return true;
}

Shelf *lineage_shelve(int64_t n_families, const int64_t *first, const Place *places)
{
    Shelf *shelf = calloc(1, sizeof *shelf);
    if (!shelf || fill(shelf, (Groups){first, places, n_families})) return shelf;
    lineage_forget(shelf);
    return NULL;
}

void lineage_forget(Shelf *shelf)
{
    arena_free(&shelf->arena);
    free(shelf);
}

typedef struct {
    const Text *texts;
    const Shelf *shelf;
    Notes notes;
    int64_t n_asked;
    const int32_t *numbers, *lengths;
    const uint8_t *is_settled;
    Aligning aligning;
    uint8_t *stays;
    FamilyRow **families;
    Place **members;
} Settling;

/* Says whether all of some places are in documents that have a member; these are in order. */
static bool all_in_documents_of(Places members, Places places)
{
    for (int32_t i = 0; i < places.n; i++) {
        int32_t low = 0, high = members.n, document = places.at[i].document;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (members.at[middle].document < document)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == members.n || members.at[low].document != document) return false;
    }
    return true;
}

static int64_t settle_families(Memory *memory, void *arguments)
{
    const Settling *given = arguments;
    const Fragments *fragments = &given->shelf->fragments;
    Groups groups = fragments->groups;
    Realigned found = {0};
    for (int64_t i = 0; i < given->n_asked; i++) {
        int32_t number = given->numbers[i];
        int64_t first = groups.first[number];
        Places members = {(Place *)groups.places + first, (int32_t)(groups.first[number + 1] - first), 0};
        Mark mark = arena_mark(&memory->work);
        Places others = recruits(&memory->work, fragments, given->notes, number, given->lengths[i]);
        given->stays[i] = given->is_settled[i] && all_in_documents_of(members, others);
        if (!given->stays[i])
            realign_all(memory, given->texts, i, members, others, given->aligning, &found);
        arena_reset(&memory->work, mark);
    }
    return hand_over(memory, &found, given->families, given->members);
}

int64_t lineage_settle(const Text *texts, const Shelf *shelf, int32_t *counts, int32_t *asked,
                       int64_t *seen, int64_t n_asked, const int32_t *numbers,
                       const int32_t *lengths, const uint8_t *is_settled, double resemblance,
                       int64_t grows, uint8_t *stays, FamilyRow **families, Place **members)
{
    *families = NULL;
    *members = NULL;
    Settling given = {texts,   shelf,      {counts, asked, seen}, n_asked, numbers,
                      lengths, is_settled, {resemblance, grows},  stays,   families,
                      members};
    return done(settle_families, &given);
}

typedef struct {
    Groups groups;
    int32_t *numbers;
    uint8_t *told;
} Grouping;

typedef struct {
    Groups groups;
    const int64_t *keys;
    int64_t *order;
} Ordering;

static int64_t order_all(Memory *memory, void *arguments)
{
    const Ordering *given = arguments;
    order_families(&memory->work, given->groups, given->keys, given->order);
    return 0;
}

int64_t lineage_order(int64_t n_families, const int64_t *first, const Place *places,
                      const int64_t *keys, int64_t *order)
{
    Ordering given = {{first, places, n_families}, keys, order};
    return done(order_all, &given);
}

int64_t lineage_most_bits(const Text *texts, int64_t n_families, const int64_t *first,
                          const Place *places, double *bits)
{
    find_most_bits(texts, (Groups){first, places, n_families}, bits);
    return 0;
}

int64_t lineage_wording_bits(const Text *texts, int64_t n_families, const int64_t *first,
                             const Place *places, const int64_t *first_tokens, const Token *wordings,
                             double *bits)
{
    Row row = {n_families, first_tokens, wordings};
    find_wording_bits(texts, (Groups){first, places, n_families}, row, bits);
    return 0;
}

static int64_t coincide(Memory *memory, void *arguments)
{
    const Grouping *given = arguments;
    join_coinciding(&memory->work, given->groups, given->numbers, given->told);
    return 0;
}

int64_t lineage_coincide(int64_t n_families, const int64_t *first, const Place *places,
                         int32_t *numbers, uint8_t *is_new)
{
    Grouping given = {.groups = {first, places, n_families}, .numbers = numbers, .told = is_new};
    return done(coincide, &given);
}

static int64_t drop(Memory *memory, void *arguments)
{
    const Grouping *given = arguments;
    drop_fragments(&memory->work, given->groups, given->told);
    return 0;
}

int64_t lineage_drop_fragments(int64_t n_families, const int64_t *first, const Place *places,
                               uint8_t *stays)
{
    Grouping given = {.groups = {first, places, n_families}, .told = stays};
    return done(drop, &given);
}

typedef struct {
    const Text *texts;
    Groups groups;
    int64_t n;
    const Link *links;
    double least;
    uint8_t *is_held;
    Link **rests;
} Leaving;

static int64_t leave_over(Memory *memory, void *arguments)
{
    const Leaving *given = arguments;
    Links rests = find_left_over(&memory->work, &memory->kept, given->texts, given->groups, given->n,
                                 given->links, given->least, given->is_held);
    *given->rests = lasting(&memory->kept, rests.at, (size_t)rests.n * sizeof(Link));
    return rests.n;
}

int64_t lineage_left_over(const Text *texts, int64_t n_families, const int64_t *first,
                          const Place *places, int64_t n_links, const Link *links, double least,
                          uint8_t *is_held, Link **rests)
{
    Leaving given = {texts, {first, places, n_families}, n_links, links, least, is_held, rests};
    return done(leave_over, &given);
}

typedef struct {
    int64_t n;
    const Place *places;
    const int32_t *families;
    Rival **rivals;
} Rivalling;

static int64_t find_rivals(Memory *memory, void *arguments)
{
    const Rivalling *given = arguments;
    Rivals found = rivals_of(&memory->work, &memory->kept, given->n, given->places, given->families);
    *given->rivals = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Rival));
    return found.n;
}

int64_t lineage_rivals(int64_t n, const Place *places, const int32_t *families, Rival **rivals)
{
    Rivalling given = {n, places, families, rivals};
    return done(find_rivals, &given);
}

typedef struct {
    int64_t n;
    const Place *places;
    const int32_t *votes;
    Place *occurrences;
} Merging;

static int64_t merge_all(Memory *memory, void *arguments)
{
    const Merging *given = arguments;
    merge_places(&memory->work, given->n, given->places, given->votes, given->occurrences);
    return 0;
}

int64_t lineage_merge_places(int64_t n, const Place *places, const int32_t *votes,
                             Place *occurrences)
{
    Merging given = {n, places, votes, occurrences};
    return done(merge_all, &given);
}

typedef struct {
    Guard guard;
    int64_t n;
    int64_t *sizes;
    int64_t n_pairs;
    const int32_t *pairs;
    int32_t *into;
} Guarded;

static int64_t join_all(Memory *memory, void *arguments)
{
    const Guarded *given = arguments;
    join_guarded(&memory->work, &given->guard, given->n, given->sizes, given->n_pairs, given->pairs,
                 given->into);
    return 0;
}

int64_t lineage_join(const Text *texts, int64_t n, const Place *wordings, const uint8_t *is_weighed,
                     int64_t *sizes, double resemblance, int64_t n_pairs, const int32_t *pairs,
                     int32_t *into)
{
    Guarded given = {{texts, wordings, is_weighed, resemblance}, n, sizes, n_pairs, pairs, into};
    return done(join_all, &given);
}

typedef struct {
    const Text *texts;
    int64_t n;
    const Place *places;
    Place *found;
} Choosing;

static int64_t place_wordings(Memory *memory, void *arguments)
{
    const Choosing *given = arguments;
    for (int64_t i = 0; i < given->n; i++) {
        Place place = given->places[2 * i], model = given->places[2 * i + 1];
        Mark mark = arena_mark(&memory->work);
        Where laid = where_of(&memory->work, tokens_at(given->texts, model));
        Aligned aligned = align_member(&memory->work, given->texts, place, model, &laid, 0.0);
        given->found[i] = aligned.runs.n && aligned.n ? aligned.place : (Place){-1, 0, 0};
        arena_reset(&memory->work, mark);
    }
    return given->n;
}

int64_t lineage_place(const Text *texts, int64_t n, const Place *places, Place *found)
{
    Choosing given = {texts, n, places, found};
    return done(place_wordings, &given);
}

static int64_t choose_typical(Memory *memory, void *arguments)
{
    const Choosing *given = arguments;
    Places places = {(Place *)given->places, (int32_t)given->n, 0};
    *given->found = typical(&memory->work, given->texts, places);
    return 0;
}

int64_t lineage_typical(const Text *texts, int64_t n, const Place *places, Place *found)
{
    Choosing given = {texts, n, places, found};
    return done(choose_typical, &given);
}
