/* Which members a family has, and where its wording begins and ends. */
#include "members.h"

#include <stdlib.h>

#include "index.h"
#include "seen.h"

static int by_place(const void *one, const void *two)
{
    return compare_places(*(const Place *)one, *(const Place *)two);
}

/* ---- Which members are like it ----------------------------------------------------------- */

/* Share of the likeness by tokens that a member must have by surprisal: one rare word that was
 * changed is not to decide. */
static const double BY_SURPRISAL = 0.95;

typedef struct {
    Aligned aligned;
    double ratio;
    int32_t turn; /* of its document: documents stand in the order in which they came */
    int32_t number; /* among all: what is alike in the rest stays in order, in every C library */
    int32_t before; /* number of the one found before it in its document, or -1 */
    int32_t latest; /* of the first of a document: number of the last one found there */
} Candidate;

typedef struct {
    Candidate *at;
    int32_t n, room;
} Candidates;

static uint32_t hash_of_place(Place place)
{
    uint32_t hash = mixed(HASH_OF_NOTHING, (uint32_t)place.document);
    hash = mixed(mixed(hash, (uint32_t)place.start), (uint32_t)place.end);
    return hash ^ hash >> 13;
}

/* Places without those that were given before. */
static Places distinct(Arena *arena, Places places)
{
    Seen seen = seen_for(arena, places.n);
    Places kept = {TAKE(arena, Place, places.n), 0, places.n};
    for (int32_t i = 0; i < places.n; i++) {
        int32_t *slot = seen_slot(&seen, hash_of_place(places.at[i]));
        while (*slot >= 0 && !same_place(kept.at[*slot], places.at[i])) slot = next_slot(&seen, slot);
        if (*slot >= 0) continue;
        *slot = kept.n;
        kept.at[kept.n++] = places.at[i];
    }
    return kept;
}

typedef struct {
    Stretch text;
    double ratio;
} Ratio;

/* What is asked of any member of one family. */
typedef struct {
    const Text *texts;
    Place model;
    Where wording;
    double least;
    Seen seen;
    Ratio *ratios;
    int32_t n_ratios;
} Asking;

/* Returns how like the wording a place is; 0 if it is not by what it tells. Asked once of each
 * text. */
static double ratio_of(Arena *arena, Asking *asking, Place place)
{
    Stretch text = tokens_at(asking->texts, place);
    int32_t *slot = seen_slot(&asking->seen, hash_of(text));
    for (; *slot >= 0; slot = next_slot(&asking->seen, slot)) {
        const Ratio *known = &asking->ratios[*slot];
        if (same_tokens(known->text, text)) return known->ratio;
    }
    double ratio = likeness_with(arena, &asking->wording, text);
    if (ratio >= asking->least && !resemble_in_bits(arena, asking->texts, asking->model, place,
                                                    BY_SURPRISAL * asking->least))
        ratio = 0.0;
    *slot = asking->n_ratios;
    asking->ratios[asking->n_ratios++] = (Ratio){text, ratio};
    return ratio;
}

static int by_turn(const void *one, const void *two)
{
    const Candidate *a = one, *b = two;
    if (a->turn != b->turn) return a->turn < b->turn ? -1 : 1;
    if (a->ratio != b->ratio) return a->ratio > b->ratio ? -1 : 1;
    int place = compare_places(a->aligned.place, b->aligned.place);
    return place ? place : (a->number > b->number) - (a->number < b->number);
}

static bool overlap(Place one, Place two)
{
    return one.document == two.document && one.start < two.end && two.start < one.end;
}

/* Returns where the number of the first candidate of a document is noted; -1 if there is none. */
static int32_t *first_of(const Seen *firsts, const Candidates *found, int32_t document)
{
    int32_t *first = seen_slot(firsts, (uint32_t)document * 2654435769u >> 8);
    while (*first >= 0 && found->at[*first].aligned.place.document != document)
        first = next_slot(firsts, first);
    return first;
}

/* Says whether a place lies in one where the wording was found; `first` is the first candidate of
 * its document. */
static bool was_found(const Candidates *found, int32_t first, Place place)
{
    int32_t number = first < 0 ? -1 : found->at[first].latest;
    while (number >= 0 && !lies_in(place, found->at[number].aligned.place))
        number = found->at[number].before;
    return number >= 0;
}

/* Adds a candidate to those of its document, the first of which is noted at `first`. */
static void add_candidate(Candidates *found, Aligned aligned, double ratio, int32_t *first)
{
    int32_t number = found->n++, before = *first < 0 ? -1 : found->at[*first].latest;
    if (*first < 0) *first = number;
    found->at[number] = (Candidate){aligned, ratio, *first, number, before, number};
    found->at[*first].latest = number;
}

/* Leaves the likest candidates of each document, and what does not overlap with likelier ones. */
static void keep_likest(Candidates *found)
{
    sort(found->at, found->n, sizeof(Candidate), by_turn);
    int32_t kept = 0, first = 0;
    for (int32_t i = 0; i < found->n; i++) {
        if (!kept || found->at[i].turn != found->at[kept - 1].turn) first = kept;
        bool is_free = true;
        for (int32_t k = first; is_free && k < kept; k++)
            is_free = !overlap(found->at[i].aligned.place, found->at[k].aligned.place);
        if (is_free) found->at[kept++] = found->at[i];
    }
    found->n = kept;
}

/* Returns where the wording at `model` stands in and around places. Around what lies in a place
 * where it was found it is not looked for again. */
static Candidates aligned_members(Arena *arena, const Text *texts, Places places, Place model,
                                  double resemblance)
{
    places = distinct(arena, places);
    Asking asking = {texts, model, where_of(arena, tokens_at(texts, model)),
                     least_likeness(model.end - model.start, resemblance),
                     seen_for(arena, places.n), TAKE(arena, Ratio, places.n), 0};
    Candidates found = {TAKE(arena, Candidate, places.n), 0, places.n};
    Seen firsts = seen_for(arena, places.n);
    for (int32_t i = 0; i < places.n; i++) {
        int32_t *first = first_of(&firsts, &found, places.at[i].document);
        if (was_found(&found, *first, places.at[i])) continue;
        Aligned member = align_member(arena, texts, places.at[i], model, &asking.wording,
                                      asking.least);
        if (!member.runs.n) continue;
        double ratio = ratio_of(arena, &asking, member.place);
        if (ratio >= asking.least) add_candidate(&found, member, ratio, first);
    }
    keep_likest(&found);
    return found;
}

/* ---- Where it begins and ends ------------------------------------------------------------ */

/* Share of the members that must have a token for the wording to have it. */
static const double MAJORITY = 0.51;

/* Tokens beyond an end of the wording that are looked at: half as many as it has, but so many at
 * least and at most. To hold whole laws against each other at every vote would take a second each. */
enum { LEAST_BEYOND = 40, MOST_BEYOND = 1000 };

/* Share of the documents that must go on alike where the typical one does not, and for how many
 * tokens. */
static const double NEARLY_ALL = 0.8;
enum { GOES_ON = 6 };

static int64_t token_beyond(const Text *text, Place place, int32_t n, int step)
{
    int64_t at = step > 0 ? (int64_t)place.end + n : (int64_t)place.start - 1 - n;
    return at >= 0 && at < text->n ? (int64_t)text->tokens[at] : -1;
}

/* Returns how many tokens beyond one end of the wording most members agree on. */
static int32_t agreed_beyond(const Text *texts, Place model, const Candidates *members, int step)
{
    int32_t half = (model.end - model.start) / 2, agreed = 0;
    int32_t most = min(max(half, LEAST_BEYOND), MOST_BEYOND);
    for (; agreed < most; agreed++) {
        int64_t token = token_beyond(&texts[model.document], model, agreed, step);
        int32_t same = 1, n = 1;
        for (int32_t i = 0; i < members->n; i++) {
            Place place = members->at[i].aligned.place;
            if (same_place(place, model)) continue;
            same += token_beyond(&texts[place.document], place, agreed, step) == token;
            n++;
        }
        if (token < 0 || same <= MAJORITY * n) break;
    }
    return agreed;
}

/* Says whether a member is the likest of its document: those of one stand together. */
static bool leads(const Candidates *members, int32_t i)
{
    return !i || members->at[i].turn != members->at[i - 1].turn;
}

/* Returns the token that nearly all documents have just beyond one end of the wording, or -1. */
static int64_t next_of_nearly_all(const Text *texts, const Candidates *members, int step)
{
    int64_t token = -1;
    int32_t lead = 0, same = 0, n = 0;
    for (int32_t i = 0; i < members->n; i++) {
        if (!leads(members, i)) continue;
        Place place = members->at[i].aligned.place;
        int64_t next = token_beyond(&texts[place.document], place, 0, step);
        if (!lead) token = next;
        lead += next == token ? 1 : -1;
        n++;
    }
    for (int32_t i = 0; i < members->n; i++) {
        Place place = members->at[i].aligned.place;
        same += leads(members, i) && token_beyond(&texts[place.document], place, 0, step) == token;
    }
    return same >= NEARLY_ALL * n ? token : -1;
}

/* Returns the place that tells how far the wording goes on at one end: its own, or that of the
 * likest member where nearly all documents go on for a while as its own does not. What was
 * inserted there in the typical document, or left out, does not end the wording in the others. */
static Place going_on(const Text *texts, Place model, const Candidates *members, int step)
{
    int64_t token = next_of_nearly_all(texts, members, step);
    if (token < 0 || token_beyond(&texts[model.document], model, 0, step) == token) return model;
    const Candidate *likest = NULL;
    for (int32_t i = 0; i < members->n; i++) {
        const Candidate *member = &members->at[i];
        Place place = member->aligned.place;
        if (token_beyond(&texts[place.document], place, 0, step) != token) continue;
        if (!likest || member->ratio > likest->ratio) likest = member;
    }
    Place other = likest->aligned.place;
    return agreed_beyond(texts, other, members, step) >= GOES_ON ? other : model;
}

static inline bool is_border(const Text *text, int32_t at)
{
    return 0 <= at && at <= text->n && text->borders[at];
}

/* Returns a place with its ends moved to the nearest borders of words, sooner outward. A
 * document's ends are borders, so the search ends. */
static Place at_borders(const Text *text, Place place)
{
    int32_t start = place.start, end = place.end, n = 0;
    while (!is_border(text, start - n) && !is_border(text, start + n)) n++;
    start += is_border(text, start - n) ? -n : n;
    for (n = 0; !is_border(text, end + n) && !is_border(text, end - n);) n++;
    end += is_border(text, end + n) ? n : -n;
    return start < end ? (Place){place.document, start, end} : place;
}

/* Returns the wording's place with the borders that most members vote for: those of the
 * best-supported stretch. What a majority has counts for it, the rest against it. */
static Place voted(Arena *arena, const Text *texts, Place model, const Candidates *members,
                   bool grows)
{
    int32_t length = model.end - model.start, votes = 0;
    int32_t *steps = TAKE(arena, int32_t, length + 1);
    memset(steps, 0, ((size_t)length + 1) * sizeof(int32_t));
    for (int32_t i = 0; i < members->n; i++) {
        Runs runs = members->at[i].aligned.runs;
        for (int32_t k = 0; k < runs.n; k++) {
            steps[runs.at[k].x - model.start]++;
            steps[runs.at[k].x - model.start + runs.at[k].n]--;
        }
    }
    double support = 0, lowest = 0, most = 0;
    int32_t first = 0, begin = 0, last = 0;
    for (int32_t at = 1; at <= length; at++) {
        votes += steps[at - 1];
        support += (double)votes / members->n - MAJORITY;
        if (support - lowest > most) {
            most = support - lowest;
            first = begin;
            last = at;
        }
        if (support < lowest) {
            lowest = support;
            begin = at;
        }
    }
    if (first == last) return model;
    Place place = {model.document, model.start + first, model.start + last};
    bool to_start = grows && first == 0, to_end = grows && last == length;
    Place other = model;
    if (to_start) other = going_on(texts, model, members, -1);
    if (to_end && same_place(other, model)) other = going_on(texts, model, members, 1);
    /* What is to be cut off of another's wording, the next vote tells. */
    if (!same_place(other, model)) place = model = other;
    if (to_start) place.start -= agreed_beyond(texts, model, members, -1);
    if (to_end) place.end += agreed_beyond(texts, model, members, 1);
    return at_borders(&texts[model.document], place);
}

/* ---- A family ---------------------------------------------------------------------------- */

/* How often the members vote, and about how many of very many do. */
enum { VOTES = 3, VOTERS = 100 };

static Places electorate(Arena *arena, Places places)
{
    if (places.n < 2 * VOTERS) return places;
    int32_t step = places.n / VOTERS;
    Places chosen = {TAKE(arena, Place, places.n / step + 1), 0, places.n / step + 1};
    for (int32_t i = 0; i < places.n; i += step) chosen.at[chosen.n++] = places.at[i];
    return chosen;
}

/* Returns the places of members, in order. */
static Places in_order(Arena *arena, const Candidates *members)
{
    Places places = {TAKE(arena, Place, members->n), members->n, members->n};
    for (int32_t i = 0; i < members->n; i++) places.at[i] = members->at[i].aligned.place;
    sort(places.at, places.n, sizeof(Place), by_place);
    return places;
}

bool touches(Places sorted, Place place)
{
    int32_t low = 0, high = sorted.n;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        Place there = sorted.at[middle];
        bool before = there.document != place.document ? there.document < place.document
                                                       : there.end <= place.start;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sorted.n && overlap(sorted.at[low], place);
}

/* Returns where each was found; who was not found is looked for where it was. */
static Places where_found(Arena *arena, Places places, const Candidates *members)
{
    Places sorted = in_order(arena, members);
    Places found = {TAKE(arena, Place, places.n + members->n), 0, places.n + members->n};
    for (int32_t i = 0; i < members->n; i++) found.at[found.n++] = members->at[i].aligned.place;
    for (int32_t i = 0; i < places.n; i++)
        if (!touches(sorted, places.at[i])) found.at[found.n++] = places.at[i];
    return found;
}

Family realigned(Arena *arena, const Text *texts, Places members, Places others, Aligning aligning)
{
    Place model = typical(arena, texts, members);
    Places places = {TAKE(arena, Place, members.n + others.n), members.n + others.n,
                     members.n + others.n};
    memcpy(places.at, members.at, (size_t)members.n * sizeof(Place));
    if (others.n) memcpy(places.at + members.n, others.at, (size_t)others.n * sizeof(Place));
    Places voters = electorate(arena, places);
    bool all_vote = voters.n == places.n;
    Candidates aligned = {0};
    for (int turn = 0; turn < VOTES; turn++) {
        aligned = aligned_members(arena, texts, voters, model, aligning.resemblance);
        /* Of a wording of placeholders alone not even its own place can be told. */
        if (!aligned.n) return (Family){model, {0}};
        voters = where_found(arena, voters, &aligned);
        Place next = voted(arena, texts, model, &aligned, aligning.grows);
        if (same_place(next, model)) break;
        model = next;
    }
    if (!all_vote) aligned = aligned_members(arena, texts, places, model, aligning.resemblance);
    return (Family){model, in_order(arena, &aligned)};
}
