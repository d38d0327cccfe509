#include "groups.h"

#include <stdlib.h>
#include <string.h>

static int64_t n_places(Groups groups) { return groups.first[groups.n]; }

/* ---- Families by themselves --------------------------------------------------------------- */

/* What a family is sorted by. */
typedef struct {
    int64_t keys[2];
    const Place *places;
    int64_t n, number;
} Ranked;

static int by_rank(const void *one, const void *two)
{
    const Ranked *a = one, *b = two;
    for (int i = 0; i < 2; i++)
        if (a->keys[i] != b->keys[i]) return a->keys[i] > b->keys[i] ? -1 : 1;
    for (int64_t i = 0; i < a->n && i < b->n; i++) {
        int place = compare_places(a->places[i], b->places[i]);
        if (place) return place;
    }
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

void order_families(Arena *arena, Groups groups, const int64_t *keys, int64_t *order)
{
    Ranked *ranked = TAKE(arena, Ranked, groups.n);
    for (int64_t i = 0; i < groups.n; i++)
        ranked[i] = (Ranked){{keys[2 * i], keys[2 * i + 1]},
                             groups.places + groups.first[i],
                             groups.first[i + 1] - groups.first[i],
                             i};
    sort(ranked, groups.n, sizeof(Ranked), by_rank);
    for (int64_t i = 0; i < groups.n; i++) order[i] = ranked[i].number;
}

void find_most_bits(const Text *texts, Groups groups, double *bits)
{
    for (int64_t i = 0; i < groups.n; i++) {
        bits[i] = 0;
        for (int64_t k = groups.first[i]; k < groups.first[i + 1]; k++) {
            double of_place = bits_at(texts, groups.places[k]);
            if (of_place > bits[i]) bits[i] = of_place;
        }
    }
}

void find_wording_bits(const Text *texts, Groups groups, Row wordings, double *bits)
{
    for (int64_t i = 0; i < groups.n; i++) {
        Stretch wording = wording_at(&wordings, i);
        int64_t begin = groups.first[i], end = groups.first[i + 1], at = begin;
        while (at < end && !same_tokens(tokens_at(texts, groups.places[at]), wording)) at++;
        bits[i] = bits_at(texts, groups.places[at < end ? at : begin]);
    }
}

/* ---- Counting families ------------------------------------------------------------------- */

/* How many places of one family each of others has to do with. */
typedef struct {
    int32_t *times, *last; /* of each family: how often, and for which place it was counted */
    int32_t *met, n_met;   /* the families that were counted at all */
} Tally;

static Tally tally_of(Arena *arena, int64_t n)
{
    Tally tally = {TAKE(arena, int32_t, n), TAKE(arena, int32_t, n), TAKE(arena, int32_t, n), 0};
    memset(tally.times, 0, (size_t)n * sizeof(int32_t));
    memset(tally.last, -1, (size_t)n * sizeof(int32_t));
    return tally;
}

/* Counts a family, once for each place. */
static inline void count(Tally *tally, int32_t number, int32_t place)
{
    if (tally->times[number] && tally->last[number] == place) return;
    if (!tally->times[number]) tally->met[tally->n_met++] = number;
    tally->times[number]++;
    tally->last[number] = place;
}

static void clear(Tally *tally)
{
    for (int32_t i = 0; i < tally->n_met; i++) tally->times[tally->met[i]] = 0;
    tally->n_met = 0;
}

/* Returns the family that was counted most often, of equals the first; -1 if none was. */
static int32_t most_counted(const Tally *tally)
{
    int32_t best = -1;
    for (int32_t i = 0; i < tally->n_met; i++) {
        int32_t number = tally->met[i];
        if (best < 0 || tally->times[number] > tally->times[best] ||
            (tally->times[number] == tally->times[best] && number < best))
            best = number;
    }
    return best;
}

/* ---- Families that coincide -------------------------------------------------------------- */

static bool touches_family(const Index *index, Place place, int32_t number)
{
    Overlaps overlaps = overlapping(index, place);
    for (const Entry *entry; (entry = next_overlap(&overlaps));)
        if (entry->number == number) return true;
    return false;
}

void join_coinciding(Arena *arena, Groups groups, int32_t *numbers, uint8_t *is_new)
{
    Index index = index_for(arena, n_places(groups));
    Tally tally = tally_of(arena, groups.n);
    for (int32_t i = 0; i < groups.n; i++) {
        int64_t begin = groups.first[i], end = groups.first[i + 1];
        for (int64_t k = begin; k < end; k++) {
            Overlaps overlaps = overlapping(&index, groups.places[k]);
            for (const Entry *entry; (entry = next_overlap(&overlaps));)
                if (coincidence(groups.places[k], entry->place) >= COINCIDE)
                    count(&tally, entry->number, (int32_t)(k - begin));
        }
        int32_t best = most_counted(&tally);
        bool joins = best >= 0 && 2 * (int64_t)tally.times[best] > end - begin;
        numbers[i] = joins ? best : i;
        clear(&tally);
        for (int64_t k = begin; k < end; k++)
            is_new[k] = !joins || !touches_family(&index, groups.places[k], best);
        for (int64_t k = begin; k < end; k++)
            if (is_new[k]) index_add(arena, &index, groups.places[k], numbers[i], (int32_t)k);
    }
}

Rivals rivals_of(Arena *arena, Arena *kept, int64_t n, const Place *places, const int32_t *families)
{
    Index index = index_for(arena, n);
    Rivals rivals = {0};
    for (int32_t i = 0; i < n; i++) index_add(arena, &index, places[i], families[i], i);
    for (int32_t i = 0; i < n; i++) {
        Overlaps overlaps = overlapping(&index, places[i]);
        for (const Entry *entry; (entry = next_overlap(&overlaps));) {
            if (entry->number == families[i]) continue;
            if (coincidence(places[i], entry->place) < COINCIDE) continue;
            MAKE_ROOM(kept, &rivals);
            rivals.at[rivals.n++] = (Rival){i, entry->id};
        }
    }
    return rivals;
}

/* ---- Fragments --------------------------------------------------------------------------- */

/* Share of a family's places inside another's at which it is a fragment of the other. */
static const double FRAGMENT_SHARE = 0.8;

static bool in_several_documents(Groups groups, int64_t number)
{
    for (int64_t k = groups.first[number]; k < groups.first[number + 1]; k++)
        if (groups.places[k].document != groups.places[groups.first[number]].document) return true;
    return false;
}

void drop_fragments(Arena *arena, Groups groups, uint8_t *stays)
{
    Index index = index_for(arena, n_places(groups));
    Tally tally = tally_of(arena, groups.n);
    for (int32_t i = 0; i < groups.n; i++) {
        int64_t begin = groups.first[i], end = groups.first[i + 1];
        stays[i] = in_several_documents(groups, i);
        if (!stays[i]) continue;
        for (int64_t k = begin; k < end; k++) {
            Overlaps overlaps = overlapping(&index, groups.places[k]);
            for (const Entry *entry; (entry = next_overlap(&overlaps));)
                if (lies_in(groups.places[k], entry->place))
                    count(&tally, entry->number, (int32_t)(k - begin));
        }
        int32_t best = most_counted(&tally);
        stays[i] = best < 0 || tally.times[best] < FRAGMENT_SHARE * (double)(end - begin);
        clear(&tally);
        if (!stays[i]) continue;
        for (int64_t k = begin; k < end; k++)
            index_add(arena, &index, groups.places[k], i, (int32_t)k);
    }
}

Fragments fragments_of(Arena *arena, Groups groups)
{
    Fragments fragments = {groups, index_for(arena, n_places(groups))};
    for (int32_t i = 0; i < groups.n; i++)
        for (int64_t k = groups.first[i]; k < groups.first[i + 1]; k++)
            index_add(arena, &fragments.index, groups.places[k], i, (int32_t)k);
    return fragments;
}

/* Share of a family's places inside another's at which the other looks around the rest; share of
 * a wording that its fragments in a document must come to. */
static const double RECRUIT_SHARE = 0.25, LEAST_OF_WORDING = 0.2;

/* From how many tokens on a wording is looked for around the longest few only. */
enum { MANY_TOKENS = 200, FEW = 2 };

/* A place of a fragment, with the turn of its document: in which order these came. */
typedef struct {
    Place place;
    int32_t turn;
} Recruit;

typedef struct {
    Recruit *at;
    int32_t n, room;
} Recruits;

static int longest_of_each(const void *one, const void *two)
{
    const Recruit *a = one, *b = two;
    if (a->turn != b->turn) return a->turn < b->turn ? -1 : 1;
    int32_t length = a->place.end - a->place.start, other = b->place.end - b->place.start;
    if (length != other) return length > other ? -1 : 1;
    return (a->place.start > b->place.start) - (a->place.start < b->place.start);
}

/* Gives each document of recruits the turn in which it came. */
static void set_turns(Arena *arena, Recruits *recruits)
{
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)recruits->n) slots *= 2;
    int32_t *firsts = TAKE(arena, int32_t, slots);
    memset(firsts, -1, slots * sizeof(int32_t));
    for (int32_t i = 0; i < recruits->n; i++) {
        int32_t document = recruits->at[i].place.document;
        uint32_t slot = ((uint32_t)document * 2654435769u >> 8) & (slots - 1);
        while (firsts[slot] >= 0 && recruits->at[firsts[slot]].place.document != document)
            slot = (slot + 1) & (slots - 1);
        if (firsts[slot] < 0) firsts[slot] = i;
        recruits->at[i].turn = firsts[slot];
    }
}

/* A law that two documents have word for word holds thousands of formulae that other laws have.
 * Around one of these it needs no looking for: only where all that a document has of it is
 * enough together, and there once. */
static Places where_more_may_stand(Arena *arena, Recruits recruits, int32_t length)
{
    Places chosen = {TAKE(arena, Place, recruits.n), 0, recruits.n};
    set_turns(arena, &recruits);
    sort(recruits.at, recruits.n, sizeof(Recruit), longest_of_each);
    double least = LEAST_OF_WORDING * length;
    for (int32_t first = 0, next; first < recruits.n; first = next) {
        int64_t tokens = 0;
        for (next = first; next < recruits.n && recruits.at[next].turn == recruits.at[first].turn; next++)
            tokens += recruits.at[next].place.end - recruits.at[next].place.start;
        if ((double)tokens < least) continue;
        int32_t last = length > MANY_TOKENS ? min(next, first + FEW) : next;
        for (int32_t i = first; i < last; i++) chosen.at[chosen.n++] = recruits.at[i].place;
    }
    return chosen;
}

Places recruits(Arena *arena, const Fragments *fragments, Notes notes, int32_t number,
                int32_t length)
{
    Groups groups = fragments->groups;
    int32_t n_asked = 0;
    for (int64_t k = groups.first[number]; k < groups.first[number + 1]; k++) {
        Overlaps overlaps = overlapping(&fragments->index, groups.places[k]);
        for (const Entry *entry; (entry = next_overlap(&overlaps));) {
            if (notes.seen[entry->id] == number || !lies_in(entry->place, groups.places[k]))
                continue;
            notes.seen[entry->id] = number;
            if (!notes.counts[entry->number]) notes.asked[n_asked++] = entry->number;
            notes.counts[entry->number]++;
        }
    }
    sort(notes.asked, n_asked, sizeof(int32_t), by_number);
    Recruits found = {0};
    for (int32_t i = 0; i < n_asked; i++) {
        int32_t other = notes.asked[i], inside = notes.counts[other];
        int64_t begin = groups.first[other], end = groups.first[other + 1];
        notes.counts[other] = 0;
        if (other == number || inside < RECRUIT_SHARE * (double)(end - begin)) continue;
        for (int64_t k = begin; k < end; k++) {
            MAKE_ROOM(arena, &found);
            found.at[found.n++] = (Recruit){groups.places[k], 0};
        }
    }
    return where_more_may_stand(arena, found, length);
}
