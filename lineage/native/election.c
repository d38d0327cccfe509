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

/* ---- Counting ------------------------------------------------------------------------------ */

/* What counting the votes asks for. */
typedef struct {
    const Wordings *wordings;
    const Elector *all; /* the wordings in order; the first ones are electors */
    int32_t n_electors;
    int32_t *rows;                /* of each wording, the row of its elector, if it has one */
    uint8_t *is_wild, *are_lists; /* of each wording, whether it holds placeholders, and is a list */
    Counts *counts;
    double *ratios; /* how alike each elector (a row) and each wording are; UNKNOWN until it is asked */
} Count;

static const double UNKNOWN = -1;

static Count count_for(Arena *arena, const Wordings *wordings)
{
    int32_t n = wordings->n, n_electors = min(n, ELECTORS);
    int64_t n_ratios = (int64_t)n_electors * n;
    Count count = {wordings,
                   electors_of(arena, wordings),
                   n_electors,
                   TAKE(arena, int32_t, n),
                   TAKE(arena, uint8_t, n),
                   TAKE(arena, uint8_t, n),
                   TAKE(arena, Counts, n),
                   TAKE(arena, double, n_ratios)};
    for (int32_t k = 0; k < n; k++) {
        Stretch text = wordings->at[k].text;
        count.is_wild[k] = holds_wildcard(text);
        count.are_lists[k] = is_list(arena, text);
        count.counts[k] = counts_of(text);
        count.rows[k] = n_electors;
    }
    for (int32_t i = 0; i < n_electors; i++) count.rows[count.all[i].number] = i;
    for (int64_t i = 0; i < n_ratios; i++) count.ratios[i] = UNKNOWN;
    return count;
}

static double *row_of(const Count *count, int32_t elector)
{
    return count->ratios + (int64_t)elector * count->wordings->n;
}

/* Returns how alike an elector and a wording are if it was asked before, from either side. */
static double known_ratio(const Count *count, int32_t elector, int32_t k)
{
    int32_t number = count->all[elector].number;
    if (k == number) return 1.0;
    /* With placeholders it may matter which of the two comes first. */
    if (count->rows[k] >= elector || count->is_wild[k] || count->is_wild[number]) return UNKNOWN;
    return row_of(count, count->rows[k])[number];
}

/* Returns how alike an elector and a wording are at most. */
static double most_alike(const Count *count, int32_t elector, int32_t k)
{
    int32_t number = count->all[elector].number;
    if (count->is_wild[k] || count->is_wild[number]) return 1.0;
    if (count->are_lists[k] && count->are_lists[number]) return 1.0;
    const Wording *all = count->wordings->at;
    return most_similar(all[number].text, &count->counts[number], all[k].text, &count->counts[k]);
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

/* What speaks for an elector at most, as far as is known. */
typedef struct {
    int32_t n_like;
    double sum;
} Hope;

static void hope_for(Hope *hope, int32_t times, double ratio)
{
    if (ratio >= LEAST_LIKE) hope->n_like += times;
    hope->sum += times * ratio;
}

/* Says whether an elector may yet have as many votes as another; sums may be off a little. */
static bool may_reach(Hope hope, Votes most)
{
    if (hope.n_like != most.n_like) return hope.n_like > most.n_like;
    return hope.sum * 1e6 + 1 >= (double)most.millionths;
}

/* Fills the row of an elector, unless it turns out that it has fewer votes than another; says
 * whether it is filled. What occurs most often is asked first: that decides soonest. */
static bool fill_row(Arena *arena, const Count *count, int32_t elector, Votes most)
{
    const Wordings *wordings = count->wordings;
    int32_t number = count->all[elector].number;
    Mark mark = arena_mark(arena);
    double *row = row_of(count, elector), *at_most = TAKE(arena, double, wordings->n);
    Hope hope = {0, 0};
    for (int32_t k = 0; k < wordings->n; k++) {
        row[k] = known_ratio(count, elector, k);
        at_most[k] = row[k] == UNKNOWN ? most_alike(count, elector, k) : row[k];
        hope_for(&hope, wordings->at[k].times, at_most[k]);
    }
    bool is_hopeful = may_reach(hope, most);
    if (is_hopeful) {
        Where where = where_of(arena, wordings->at[number].text);
        for (int32_t i = 0; is_hopeful && i < wordings->n; i++) {
            int32_t k = count->all[i].number, times = wordings->at[k].times;
            if (row[k] != UNKNOWN) continue;
            row[k] = likeness_of(arena, &where, wordings->at[k].text,
                                 count->are_lists[number] && count->are_lists[k]);
            hope_for(&hope, -times, at_most[k]);
            hope_for(&hope, times, row[k]);
            is_hopeful = may_reach(hope, most);
        }
    }
    arena_reset(arena, mark);
    return is_hopeful;
}

/* Returns the elector that most are like; its row is filled. */
static int32_t winner(Arena *arena, const Count *count)
{
    int32_t best = 0;
    Votes most = {0};
    for (int32_t i = 0; i < count->n_electors; i++) {
        if (!fill_row(arena, count, i, most)) continue;
        Votes votes = votes_for(count->wordings, row_of(count, i));
        if (i && !beats(votes, &count->all[i], most, &count->all[best])) continue;
        best = i;
        most = votes;
    }
    return best;
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
    Count count = count_for(arena, wordings);
    int32_t best = winner(arena, &count);
    election.wording = count.all[best].number;
    memcpy(election.ratios, row_of(&count, best), (size_t)wordings->n * sizeof(double));
    for (int32_t k = 0; k < wordings->n; k++) election.is_like[k] = election.ratios[k] >= LEAST_LIKE;
    if (wordings->at[election.wording].text.n >= PASSAGE_FROM)
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
