#include "election.h"

#include <string.h>

/* Different wordings of a family among which the one it is known by is chosen, at most. */
enum { ELECTORS = 40 };

/* An occurrence of a long wording that falls a little short of that stays if it is so near a
 * copy of one that does not: a copy of a copy. */
static const double NEARLY = 0.55, COPY = 0.82;

typedef struct {
    Wording wording;
    int32_t number;
} Elector;

static int by_times(const void *one, const void *two)
{
    const Elector *a = one, *b = two;
    if (a->wording.times != b->wording.times) return a->wording.times > b->wording.times ? -1 : 1;
    return compare_texts(a->wording.text, b->wording.text);
}

/* Returns the wordings of which one may be elected, in order: what occurs most often. */
static Elector *electors_of(Arena *arena, const Wordings *wordings)
{
    Elector *electors = TAKE(arena, Elector, wordings->n);
    for (int32_t i = 0; i < wordings->n; i++) electors[i] = (Elector){wordings->at[i], i};
    sort(electors, wordings->n, sizeof(Elector), by_times);
    return electors;
}

/* Returns how alike each elector (a row) and each wording are. */
static double *ratios_of(Arena *arena, const Wordings *wordings, const Elector *electors, int32_t n)
{
    double *ratios = TAKE(arena, double, (int64_t)n * wordings->n);
    uint8_t *is_wild = TAKE(arena, uint8_t, wordings->n), *are_lists = TAKE(arena, uint8_t, wordings->n);
    int32_t *rows = TAKE(arena, int32_t, wordings->n);
    for (int32_t k = 0; k < wordings->n; k++) {
        is_wild[k] = holds_wildcard(wordings->at[k].text);
        are_lists[k] = is_list(arena, wordings->at[k].text);
        rows[k] = n;
    }
    for (int32_t i = 0; i < n; i++) rows[electors[i].number] = i;
    for (int32_t i = 0; i < n; i++) {
        int32_t number = electors[i].number;
        Mark mark = arena_mark(arena);
        Where where = where_of(arena, wordings->at[number].text);
        for (int32_t k = 0; k < wordings->n; k++) {
            double *ratio = &ratios[(int64_t)i * wordings->n + k];
            if (k == number)
                *ratio = 1.0;
            /* With placeholders it may matter which of the two comes first. */
            else if (rows[k] < i && !is_wild[k] && !is_wild[number])
                *ratio = ratios[(int64_t)rows[k] * wordings->n + number];
            else
                *ratio = likeness_of(arena, &where, wordings->at[k].text,
                                     are_lists[number] && are_lists[k]);
        }
        arena_reset(arena, mark);
    }
    return ratios;
}

/* What speaks for an elector. */
typedef struct {
    int32_t n_like;
    int64_t millionths; /* how like all are together: what sums differ by is rounded away */
} Votes;

static int64_t rounded(double value)
{
    int64_t whole = (int64_t)value;
    double rest = value - (double)whole;
    return whole + (rest > 0.5 || (rest == 0.5 && whole % 2));
}

static Votes votes_for(const Wordings *wordings, const double *ratios)
{
    Votes votes = {0};
    double sum = 0;
    for (int32_t k = 0; k < wordings->n; k++) {
        if (ratios[k] >= LEAST_LIKE) votes.n_like += wordings->at[k].times;
        sum += wordings->at[k].times * ratios[k];
    }
    votes.millionths = rounded(sum * 1e6);
    return votes;
}

static bool beats(Votes votes, const Elector *elector, Votes most, const Elector *best)
{
    if (votes.n_like != most.n_like) return votes.n_like > most.n_like;
    if (votes.millionths != most.millionths) return votes.millionths > most.millionths;
    if (elector->wording.times != best->wording.times)
        return elector->wording.times > best->wording.times;
    return compare_texts(elector->wording.text, best->wording.text) > 0;
}

/* Takes in what is nearly like a long wording and a copy of something that is like it. */
static void take_copies(Arena *arena, const Wordings *wordings, const double *ratios, uint8_t *is_like)
{
    for (int32_t k = 0; k < wordings->n; k++) {
        if (!(NEARLY < ratios[k] && ratios[k] < LEAST_LIKE)) continue;
        Mark mark = arena_mark(arena);
        Where where = where_of(arena, wordings->at[k].text);
        for (int32_t i = 0; !is_like[k] && i < wordings->n; i++)
            is_like[k] = is_like[i] && likeness_with(arena, &where, wordings->at[i].text) >= COPY;
        arena_reset(arena, mark);
    }
}

static Election elected(Arena *arena, const Wordings *wordings)
{
    Election election = {0, TAKE(arena, uint8_t, wordings->n), TAKE(arena, double, wordings->n)};
    if (wordings->n == 1) {
        election.is_like[0] = true;
        election.ratios[0] = 1.0;
        return election;
    }
    Mark mark = arena_mark(arena);
    const Elector *electors = electors_of(arena, wordings);
    int32_t n = min(wordings->n, ELECTORS), best = 0;
    const double *ratios = ratios_of(arena, wordings, electors, n);
    Votes most = votes_for(wordings, ratios);
    for (int32_t i = 1; i < n; i++) {
        Votes votes = votes_for(wordings, ratios + (int64_t)i * wordings->n);
        if (!beats(votes, &electors[i], most, &electors[best])) continue;
        best = i;
        most = votes;
    }
    election.wording = electors[best].number;
    memcpy(election.ratios, ratios + (int64_t)best * wordings->n, (size_t)wordings->n * sizeof(double));
    for (int32_t k = 0; k < wordings->n; k++) election.is_like[k] = election.ratios[k] >= LEAST_LIKE;
    if (electors[best].wording.text.n >= LONG_WORDING)
        take_copies(arena, wordings, election.ratios, election.is_like);
    arena_reset(arena, mark);
    return election;
}

static bool are_same(Places one, Places two)
{
    if (one.n != two.n) return false;
    for (int32_t i = 0; i < one.n; i++)
        if (!same_place(one.at[i], two.at[i])) return false;
    return true;
}

Election elected_among(Arena *arena, Ballot *last, Places members, const Wordings *wordings)
{
    if (!last->members.n || !are_same(last->members, members))
        *last = (Ballot){members, elected(arena, wordings)};
    return last->election;
}

const double *ratios_to(Arena *arena, const Wordings *wordings, Election election)
{
    Stretch best = wordings->at[election.wording].text;
    double *ratios = TAKE(arena, double, wordings->n);
    for (int32_t k = 0; k < wordings->n; k++) {
        Stretch text = wordings->at[k].text;
        /* With placeholders it may matter which of the two comes first. */
        bool is_known = !holds_wildcard(text) && !holds_wildcard(best);
        ratios[k] = is_known ? election.ratios[k] : likeness(arena, text, best);
    }
    return ratios;
}
