#include "cohesion.h"

#include <string.h>

#include "call.h"
#include "election.h"

/* Some members of a family, what they read, and the number of the wording that most are like. */
typedef struct {
    Places members;
    Wordings wordings;
    int32_t wording;
} Alike;

/* Returns the wording that most members are like, with the members that are. */
static Alike like_one(Arena *arena, const Text *texts, Places members, Ballot *last)
{
    Wordings wordings = wordings_of(arena, texts, members);
    Election election = elected_among(arena, last, members, &wordings);
    Places kept = {TAKE(arena, Place, members.n), 0, members.n};
    for (int32_t i = 0; i < members.n; i++) {
        if (!election.is_like[wordings.of[i]]) continue;
        wordings.of[kept.n] = wordings.of[i];
        kept.at[kept.n++] = members.at[i];
    }
    for (int32_t k = 0; k < wordings.n; k++)
        if (!election.is_like[k]) wordings.at[k].times = 0;
    return (Alike){kept, wordings, election.wording};
}

/* ---- What belongs to one formula --------------------------------------------------------- */

/* Likeness to a stretch of the wording from which an occurrence is a part of it; likeness by
 * surprisal to the wording, and by what is new in both, that such a part must have; likeness by
 * what is new in both that any occurrence must have; share of the shorter one's tokens that any
 * two occurrences have in common, in order; likeness from which two wordings with one phrase in
 * common are one formula. */
static const double VERBATIM = 0.9, PART_TELLS = 0.65, TELLS = 0.45, IN_COMMON = 1.0 / 3, SAME = 0.8;

static bool is_part(Arena *arena, Stretch text, Stretch wording)
{
    if (text.n >= wording.n) return false;
    /* With no part it has more in common than with the whole. */
    if (in_common(arena, text, wording) < least_in_common(VERBATIM, text.n)) return false;
    Span where = where_most_like(arena, text, wording);
    if (where.start >= where.end) return false;
    Stretch part = {wording.at + where.start, where.end - where.start};
    return indel_similarity(arena, text, part) >= VERBATIM;
}

static bool says_most_of(Arena *arena, Telling texts, Place wording, Place part)
{
    return resemble_in_bits(arena, texts.known, wording, part, PART_TELLS) &&
           resemble_in_bits(arena, texts.fresh, wording, part, PART_TELLS);
}

/* A long wording is a passage and joins no formulae: what has most of it needs to say no more. */
static inline bool may_join_formulae(const Wording *wording)
{
    return wording->text.n < PASSAGE_FROM;
}

static bool says_enough(Arena *arena, Telling texts, const Wording *wording, const Wording *other)
{
    if (may_join_formulae(wording) && is_part(arena, other->text, wording->text))
        return says_most_of(arena, texts, wording->place, other->place);
    return resemble_in_bits(arena, texts.fresh, wording->place, other->place, TELLS);
}

typedef struct {
    int32_t one, other;
} Strangers;

typedef struct {
    Strangers *at;
    int32_t n, room;
} StrangerList;

/* Says whether two wordings that share few tokens are alike in no other way, as lists and what
 * holds placeholders may be. */
static bool are_unlike(Arena *arena, Stretch text, Stretch other, bool is_asked_too)
{
    return !is_like(arena, text, other, IN_COMMON) ||
           (is_asked_too && !is_like(arena, other, text, IN_COMMON));
}

/* Returns the pairs of wordings that have too little in common, each once. */
static StrangerList strangers_among(Arena *arena, const Alike *family)
{
    const Wordings *all = &family->wordings;
    Stretch wording = all->at[family->wording].text;
    uint8_t *is_doubtful = TAKE(arena, uint8_t, all->n), *is_stranger = TAKE(arena, uint8_t, all->n);
    for (int32_t i = 0; i < all->n; i++) {
        Stretch text = all->at[i].text;
        /* Two that have most of the wording each have enough of it in common. */
        is_doubtful[i] = all->at[i].times &&
                         2 * in_common(arena, text, wording) < wording.n + IN_COMMON * text.n;
    }
    StrangerList found = {0};
    for (int32_t i = 0; i < all->n; i++) {
        if (!is_doubtful[i]) continue;
        Mark mark = arena_mark(arena);
        Stretch text = all->at[i].text;
        Where where = where_of(arena, text);
        for (int32_t k = 0; k < all->n; k++) {
            Stretch other = all->at[k].text;
            is_stranger[k] =
                all->at[k].times && !(is_doubtful[k] && k <= i) &&
                in_common_with(arena, &where, other) < IN_COMMON * min(text.n, other.n) &&
                are_unlike(arena, text, other, is_doubtful[k]);
        }
        arena_reset(arena, mark);
        for (int32_t k = 0; k < all->n; k++) {
            if (!is_stranger[k]) continue;
            MAKE_ROOM(arena, &found);
            found.at[found.n++] = (Strangers){i, k};
        }
    }
    return found;
}

/* Leaves out wordings, so that any two of the rest have enough in common: again and again that
 * which most occurrences are strangers to; of equals the rarer. */
static void without_strangers(Arena *arena, Alike *family)
{
    StrangerList pairs = strangers_among(arena, family);
    if (!pairs.n) return;
    Wording *all = family->wordings.at;
    int32_t n = family->wordings.n;
    int64_t *weights = TAKE(arena, int64_t, n);
    for (;;) {
        memset(weights, 0, (size_t)n * sizeof(int64_t));
        for (int32_t i = 0; i < pairs.n; i++) {
            weights[pairs.at[i].one] += all[pairs.at[i].other].times;
            weights[pairs.at[i].other] += all[pairs.at[i].one].times;
        }
        int32_t worst = -1;
        for (int32_t k = 0; k < n; k++) {
            if (!weights[k]) continue;
            bool is_worse = worst < 0 || weights[k] > weights[worst] ||
                            (weights[k] == weights[worst] &&
                             (all[k].times < all[worst].times ||
                              (all[k].times == all[worst].times &&
                               compare_texts(all[k].text, all[worst].text) > 0)));
            if (is_worse) worst = k;
        }
        if (worst < 0) return;
        all[worst].times = 0;
        int32_t kept = 0;
        for (int32_t i = 0; i < pairs.n; i++)
            if (pairs.at[i].one != worst && pairs.at[i].other != worst)
                pairs.at[kept++] = pairs.at[i];
        pairs.n = kept;
    }
}

/* Leaves the members out whose wording is left out: those that occur no times. */
static void keep_members(Alike *family)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < family->members.n; i++) {
        int32_t wording = family->wordings.of[i];
        if (!family->wordings.at[wording].times) continue;
        family->wordings.of[kept] = wording;
        family->members.at[kept++] = family->members.at[i];
    }
    family->members.n = kept;
}

/* Returns the members that are like the wording that most are like, without what has only one
 * of two formulae that it joins. */
static Alike of_one_formula(Arena *arena, Telling texts, Places members, Ballot *last)
{
    Alike family = like_one(arena, texts.known, members, last);
    Wordings *all = &family.wordings;
    if (all->n == 1) return family;
    for (int32_t k = 0; k < all->n; k++)
        if (k != family.wording && all->at[k].times &&
            !says_enough(arena, texts, &all->at[family.wording], &all->at[k]))
            all->at[k].times = 0;
    if (may_join_formulae(&all->at[family.wording])) without_strangers(arena, &family);
    keep_members(&family);
    return family;
}

/* Says whether nearly all that a text has of a wording is one phrase, and far from all of it. */
static bool shares_one_phrase(Arena *arena, Stretch text, Stretch wording)
{
    if (same_tokens(text, wording) || likeness(arena, text, wording) >= SAME) return false;
    Mark mark = arena_mark(arena);
    Runs runs = {0};
    matching_runs(arena, text, wording, 0, 0, &runs);
    int32_t all = 0, longest = 0;
    for (int32_t i = 0; i < runs.n; i++) {
        all += runs.at[i].n;
        longest = max(longest, runs.at[i].n);
    }
    arena_reset(arena, mark);
    return all && VERBATIM * all <= longest && longest < VERBATIM * wording.n;
}

/* Leaves out what has one phrase of the wording only, and else says its own. Of a long wording,
 * what stands together is a passage by itself. */
static void without_asides(Arena *arena, Telling texts, Alike *family)
{
    Wordings *all = &family->wordings;
    const Wording *wording = &all->at[family->wording];
    if (wording->text.n >= PASSAGE_FROM) return;
    for (int32_t k = 0; k < all->n; k++)
        if (all->at[k].times && shares_one_phrase(arena, all->at[k].text, wording->text) &&
            !says_most_of(arena, texts, wording->place, all->at[k].place))
            all->at[k].times = 0;
    keep_members(family);
}

/* ---- Whole clauses ----------------------------------------------------------------------- */

/* Tokens that an end moves outward, at most, to stand where a clause ends. */
enum { TO_CLAUSE = 5 };

/* Likeness to the wording that a clause has of which a family marks the whole, and how much more
 * than the part found it tells that is new, at most, as a multiple. */
static const double CLEARLY_LIKE = 0.7, AT_MOST = 2.0;

/* Returns the border of a clause within reach on one side of a place, else the place. A
 * document's ends are such borders. */
static int32_t clause_border(const Text *text, int32_t at, int32_t step)
{
    for (int32_t n = 0; n <= TO_CLAUSE; n++)
        if (text->borders[at + step * n] >= CLAUSE) return at + step * n;
    return at;
}

/* The parts of documents that members have taken, of those that have several. */
typedef struct {
    Index index;
    Arena *arena;
} Taken;

static bool is_free(const Taken *taken, int32_t document, int32_t start, int32_t end)
{
    if (start >= end) return true;
    Overlaps overlaps = overlapping(&taken->index, (Place){document, start, end});
    return !next_overlap(&overlaps);
}

static void take(Taken *taken, int32_t document, int32_t start, int32_t end)
{
    if (start < end) index_add(taken->arena, &taken->index, (Place){document, start, end}, 0, 0);
}

/* Returns a place as wide as others of its document leave it room. */
static Place beside_others(Taken *taken, Place wide, Place place)
{
    bool before = is_free(taken, place.document, wide.start, place.start);
    bool behind = is_free(taken, place.document, place.end, wide.end);
    if (!before) wide.start = place.start;
    if (!behind) wide.end = place.end;
    take(taken, place.document, wide.start, place.start);
    take(taken, place.document, place.end, wide.end);
    return wide;
}

/* Returns, for each member, whether its document has several. */
static uint8_t *of_several(Arena *arena, Places members)
{
    uint8_t *found = TAKE(arena, uint8_t, members.n);
    int32_t *documents = TAKE(arena, int32_t, members.n);
    for (int32_t i = 0; i < members.n; i++) documents[i] = members.at[i].document;
    sort(documents, members.n, sizeof(int32_t), by_number);
    for (int32_t i = 0; i < members.n; i++) {
        int32_t low = 0, high = members.n, document = members.at[i].document;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (documents[middle] < document)
                low = middle + 1;
            else
                high = middle;
        }
        found[i] = low + 1 < members.n && documents[low + 1] == document;
    }
    return found;
}

/* Returns each member with its ends where its clauses end, if these end nearby. */
static Places to_clauses(Arena *arena, const Text *texts, Places members)
{
    Places moved = {TAKE(arena, Place, members.n), members.n, members.n};
    const uint8_t *has_others = of_several(arena, members);
    Taken taken = {index_for(arena, members.n), arena};
    for (int32_t i = 0; i < members.n; i++) {
        Place place = members.at[i];
        if (has_others[i]) take(&taken, place.document, place.start, place.end);
    }
    for (int32_t i = 0; i < members.n; i++) {
        Place place = members.at[i];
        const Text *text = &texts[place.document];
        Place wide = {place.document, clause_border(text, place.start, -1),
                      clause_border(text, place.end, 1)};
        /* Two occurrences side by side leave each other what is theirs. */
        moved.at[i] = has_others[i] ? beside_others(&taken, wide, place) : wide;
    }
    return moved;
}

static void count_clauses(const Text *texts, Places members, Cohesive *found)
{
    found->n_members = members.n;
    for (int32_t i = 0; i < members.n; i++) {
        Place place = members.at[i];
        const uint8_t *borders = texts[place.document].borders;
        found->n_documents += !i || members.at[i - 1].document != place.document;
        found->n_at_clauses += (borders[place.start] >= CLAUSE) + (borders[place.end] >= CLAUSE);
    }
}

Cohesive cohesive(Arena *arena, Telling texts, Places members)
{
    Cohesive found = {0};
    Ballot last = {0};
    Places parts = like_one(arena, texts.known, members, &last).members;
    Places wholes = to_clauses(arena, texts.known, parts);
    Wordings wordings = wordings_of(arena, texts.known, wholes);
    const double *ratios = ratios_to(arena, &wordings, elected_among(arena, &last, wholes, &wordings));
    Places like = {TAKE(arena, Place, parts.n), parts.n, parts.n};
    Places clear = {TAKE(arena, Place, parts.n), parts.n, parts.n};
    bool are_same = true;
    for (int32_t i = 0; i < parts.n; i++) {
        Place part = parts.at[i], whole = wholes.at[i];
        double ratio = ratios[wordings.of[i]];
        /* Where a whole clause says something else, the part that is shared stays alone. */
        like.at[i] = ratio >= LEAST_LIKE ? whole : part;
        bool is_clear = ratio >= CLEARLY_LIKE &&
                        bits_at(texts.fresh, whole) <= AT_MOST * bits_at(texts.fresh, part);
        clear.at[i] = is_clear ? whole : part;
        are_same &= same_place(like.at[i], clear.at[i]);
    }
    Alike shown = of_one_formula(arena, texts, like, &last);
    count_clauses(texts.known, shown.members, &found);
    if (!are_same) shown = of_one_formula(arena, texts, clear, &last);
    without_asides(arena, texts, &shown);
    found.wording = shown.wordings.at[shown.wording].place;
    found.shown = shown.members;
    return found;
}

/* ---- What Python calls ------------------------------------------------------------------- */

typedef struct {
    Telling texts;
    Groups groups;
    CohesiveRow *families;
    Place **members;
} Cohering;

static int64_t cohere(Memory *memory, void *arguments)
{
    const Cohering *given = arguments;
    Groups groups = given->groups;
    Places kept = {0};
    int64_t n = 0;
    for (int64_t i = 0; i < groups.n; i++) {
        int64_t first = groups.first[i];
        Places members = {(Place *)groups.places + first, (int32_t)(groups.first[i + 1] - first), 0};
        Mark mark = arena_mark(&memory->work);
        Cohesive family = cohesive(&memory->work, given->texts, members);
        for (int32_t k = 0; k < family.shown.n; k++) {
            MAKE_ROOM(&memory->kept, &kept);
            kept.at[kept.n++] = family.shown.at[k];
        }
        n += family.shown.n;
        given->families[i] = (CohesiveRow){family.n_members, family.n_documents,
                                           family.n_at_clauses, family.wording, n};
        arena_reset(&memory->work, mark);
    }
    *given->members = lasting(&memory->kept, kept.at, (size_t)n * sizeof(Place));
    return n;
}

int64_t lineage_cohere(const Text *texts, const Text *fresh, int64_t n_families,
                       const int64_t *first, const Place *places, CohesiveRow *families,
                       Place **members)
{
    *members = NULL;
    Cohering given = {{texts, fresh}, {first, places, n_families}, families, members};
    return done(cohere, &given);
}
