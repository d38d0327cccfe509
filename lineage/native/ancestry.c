#include "ancestry.h"

#include "seen.h"

/* Likeness, in tokens, up to which no member is called another's source. */
static const double LEAST_SOURCE = 0.4;

/* Equally near sources that are named, at most. */
enum { MOST_SOURCES = 100 };

/* When a wording is known for sure: the last day that a document may be of, and its member. */
typedef struct {
    int32_t day, member;
} Witness;

/* A wording letter by letter, punctuation and all, and the documents that witness it, in order. */
typedef struct {
    Stretch text;
    Counts counts;
    Witness *at;
    int32_t n;
} Letters;

typedef struct {
    const Members *members;
    Letters *at; /* in the order in which they are known */
    int32_t n;
    int32_t *of; /* of each member; -1 of those that have no date */
} Known;

static int by_day(const void *one, const void *two)
{
    const Witness *a = one, *b = two;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return (a->member > b->member) - (a->member < b->member);
}

static int by_first_witness(const void *one, const void *two)
{
    return by_day(((const Letters *)one)->at, ((const Letters *)two)->at);
}

static const Document *document_of(const Members *members, int32_t member)
{
    return &members->documents[members->at[member].place.document];
}

/* Returns the number of each dated member's wording, letter by letter, in order of first sight. */
static int32_t *numbered(Arena *arena, const Members *members, int32_t *n)
{
    int32_t *of = TAKE(arena, int32_t, members->n), *firsts = TAKE(arena, int32_t, members->n);
    *n = 0;
    Seen seen = seen_for(arena, members->n);
    for (int32_t i = 0; i < members->n; i++) {
        of[i] = -1;
        if (document_of(members, i)->first_day < 0) continue;
        Stretch text = members->at[i].wording;
        int32_t *slot = seen_slot(&seen, hash_of(text));
        while (*slot >= 0 && !same_tokens(members->at[firsts[*slot]].wording, text))
            slot = next_slot(&seen, slot);
        if (*slot < 0) firsts[*slot = (*n)++] = i;
        of[i] = *slot;
    }
    return of;
}

/* Returns the wordings and who witnesses them; a document does so once. */
static Known known_of(Arena *arena, const Members *members)
{
    Known known = {.members = members};
    known.of = numbered(arena, members, &known.n);
    known.at = TAKE(arena, Letters, known.n);
    int32_t *room = TAKE(arena, int32_t, known.n + 1);
    memset(room, 0, ((size_t)known.n + 1) * sizeof(int32_t));
    for (int32_t i = 0; i < members->n; i++)
        if (known.of[i] >= 0) room[known.of[i]]++;
    for (int32_t k = 0; k < known.n; k++) known.at[k] = (Letters){.at = TAKE(arena, Witness, room[k])};
    for (int32_t i = 0; i < members->n; i++) {
        if (known.of[i] < 0) continue;
        Letters *letters = &known.at[known.of[i]];
        letters->text = members->at[i].wording;
        /* Members of a document stand side by side. */
        const Witness *last = letters->n ? &letters->at[letters->n - 1] : NULL;
        if (last && members->at[last->member].place.document == members->at[i].place.document) continue;
        letters->at[letters->n++] = (Witness){document_of(members, i)->last_day, i};
    }
    for (int32_t k = 0; k < known.n; k++) {
        known.at[k].counts = counts_of(known.at[k].text);
        sort(known.at[k].at, known.at[k].n, sizeof(Witness), by_day);
    }
    int32_t *places = TAKE(arena, int32_t, known.n);
    sort(known.at, known.n, sizeof(Letters), by_first_witness);
    for (int32_t k = 0; k < known.n; k++) places[known.of[known.at[k].at[0].member]] = k;
    for (int32_t i = 0; i < members->n; i++)
        if (known.of[i] >= 0) known.of[i] = places[known.of[i]];
    return known;
}

/* Returns how many witnesses are surely earlier than a day. */
static int32_t n_before(const Letters *letters, int32_t day)
{
    int32_t low = 0, high = letters->n;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (letters->at[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The words of a member: its wording without punctuation, in one script. */
static Stretch words_of(const Members *members, int32_t member)
{
    return members->tokens[members->of[member]].text;
}

/* Writes which of `n` wordings are the likest to a member's, letter by letter, of those that are
 * eligible or of all; says how many. */
static int32_t choose_likest(Arena *arena, const Known *known, int32_t member,
                             const uint8_t *is_eligible, int32_t n, int32_t *chosen)
{
    const Letters *own = &known->at[known->of[member]];
    Where where = where_of(arena, own->text);
    double most = -1;
    int32_t n_chosen = 0;
    for (int32_t k = 0; k < n; k++) {
        const Letters *other = &known->at[k];
        if (is_eligible && !is_eligible[k]) continue;
        if (most_similar(own->text, &own->counts, other->text, &other->counts) < most) continue;
        double ratio = indel_similarity_with(arena, &where, other->text);
        if (ratio > most) n_chosen = 0;
        if (ratio >= most) chosen[n_chosen++] = k;
        if (ratio > most) most = ratio;
    }
    return n_chosen;
}

/* Writes the wordings nearest to a member's that are known before a day; says how many. */
static int32_t nearest_to(Arena *arena, const Known *known, int32_t member, int32_t day, int32_t *chosen)
{
    int32_t n = 0;
    while (n < known->n && known->at[n].at[0].day < day) n++;
    if (!n) return 0;
    Mark mark = arena_mark(arena);
    const Members *members = known->members;
    int32_t n_likest = choose_likest(arena, known, member, NULL, n, chosen), n_chosen = 0;
    Where words = where_of(arena, words_of(members, member));
    for (int32_t i = 0; i < n_likest; i++) {
        Stretch other = words_of(members, known->at[chosen[i]].at[0].member);
        if (indel_similarity_with(arena, &words, other) > LEAST_SOURCE) chosen[n_chosen++] = chosen[i];
    }
    if (!n_chosen) {
        /* The same words in another script share few characters, but are the same words. */
        uint8_t *is_eligible = TAKE(arena, uint8_t, n);
        for (int32_t k = 0; k < n; k++) {
            Stretch other = words_of(members, known->at[k].at[0].member);
            is_eligible[k] = indel_similarity_with(arena, &words, other) > LEAST_SOURCE;
        }
        n_chosen = choose_likest(arena, known, member, is_eligible, n, chosen);
    }
    arena_reset(arena, mark);
    return n_chosen;
}

/* Leaves the first witness of each document; says how many are left. */
static int32_t once_each(const Members *members, Witness *found, int32_t n)
{
    int32_t n_left = 0;
    for (int32_t i = 0; i < n; i++) {
        /* A document is of one day, and its members stand side by side. */
        int32_t document = members->at[found[i].member].place.document;
        if (n_left && members->at[found[n_left - 1].member].place.document == document) continue;
        found[n_left++] = found[i];
    }
    return n_left;
}

/* Takes the earliest witnesses of some wordings before a day as the sources of a member. */
static void name_sources(Arena *arena, const Known *known, int32_t member, const int32_t *wordings,
                         int32_t n, Sources *sources)
{
    int32_t day = document_of(known->members, member)->first_day, room = 0, n_found = 0;
    for (int32_t i = 0; i < n; i++) room += n_before(&known->at[wordings[i]], day);
    sources->totals[member] = room;
    /* Of one wording, what is not named need not be looked at: nobody witnesses it twice. */
    if (n == 1) room = min(room, MOST_SOURCES);
    Mark mark = arena_mark(arena);
    Witness *found = TAKE(arena, Witness, room);
    for (int32_t i = 0; i < n; i++) {
        const Letters *letters = &known->at[wordings[i]];
        int32_t n_earlier = n_before(letters, day);
        for (int32_t k = 0; k < n_earlier && n_found < room; k++) found[n_found++] = letters->at[k];
    }
    if (n > 1) {
        sort(found, n_found, sizeof(Witness), by_day);
        n_found = once_each(known->members, found, n_found);
        sources->totals[member] = n_found;
    }
    n_found = min(n_found, MOST_SOURCES);
    int32_t named[MOST_SOURCES];
    for (int32_t i = 0; i < n_found; i++) named[i] = found[i].member;
    arena_reset(arena, mark);
    sort(named, n_found, sizeof(int32_t), by_number);
    for (int32_t i = 0; i < n_found; i++) {
        MAKE_ROOM(arena, sources);
        sources->at[sources->n++] = named[i];
    }
}

/* The nearest wordings of a wording, as far as they are known before a day. */
typedef struct {
    int32_t day, n;
    int32_t *at;
} Nearest;

Sources sources_of(Arena *arena, const Members *members)
{
    Sources sources = {.first = TAKE(arena, int32_t, members->n + 1),
                       .totals = TAKE(arena, int32_t, members->n)};
    Known known = known_of(arena, members);
    /* Members with the same wording and date stand side by side in time, if not always: a formula
     * that ten thousand documents have word for word costs no more for each than one of two. */
    Nearest *latest = TAKE(arena, Nearest, known.n);
    int32_t *chosen = TAKE(arena, int32_t, known.n);
    for (int32_t k = 0; k < known.n; k++) latest[k] = (Nearest){-1, 0, NULL};
    for (int32_t i = 0; i < members->n; i++) {
        sources.first[i] = sources.n;
        sources.totals[i] = 0;
        int32_t own = known.of[i];
        if (own < 0) continue;
        int32_t day = document_of(members, i)->first_day;
        if (known.at[own].at[0].day < day) {
            name_sources(arena, &known, i, &own, 1, &sources);
            continue;
        }
        Nearest *nearest = &latest[own];
        if (nearest->day != day) {
            int32_t n = nearest_to(arena, &known, i, day, chosen);
            *nearest = (Nearest){day, n, TAKE(arena, int32_t, n)};
            memcpy(nearest->at, chosen, (size_t)n * sizeof(int32_t));
        }
        name_sources(arena, &known, i, nearest->at, nearest->n, &sources);
    }
    sources.first[members->n] = sources.n;
    return sources;
}

int32_t earliest_of(const Members *members)
{
    int32_t earliest = -1;
    for (int32_t i = 0; i < members->n; i++) {
        int32_t day = document_of(members, i)->first_day;
        if (day < 0) continue;
        if (earliest < 0 || day < document_of(members, earliest)->first_day) earliest = i;
    }
    for (int32_t i = 0; earliest >= 0 && i < members->n; i++) {
        if (members->at[i].place.document == members->at[earliest].place.document) continue;
        int32_t day = document_of(members, i)->first_day;
        if (day >= 0 && day <= document_of(members, earliest)->last_day) return -1;
    }
    return earliest;
}
