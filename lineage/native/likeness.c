#include "likeness.h"

#include <string.h>

/* ---- Placeholders ---------------------------------------------------------------------- */

/* A change between two runs of equal tokens. */
typedef struct {
    Span left, right;
} Change;

typedef struct {
    Runs runs;
    int32_t next;
    int32_t x, y, left_end, right_end;
} Changes;

static Changes changes_of(Arena *arena, Stretch one, Stretch two)
{
    Changes changes = {.left_end = one.n, .right_end = two.n};
    matching_runs(arena, one, two, 0, 0, &changes.runs);
    return changes;
}

/* Gives the next change; empty ones stand before a first and behind a last equal token. */
static bool next_change(Changes *changes, Change *change)
{
    if (changes->next > changes->runs.n) return false;
    Run end = {changes->left_end, changes->right_end, 0};
    Run run = changes->next < changes->runs.n ? changes->runs.at[changes->next] : end;
    *change = (Change){{changes->x, run.x}, {changes->y, run.y}};
    changes->x = run.x + run.n;
    changes->y = run.y + run.n;
    changes->next++;
    return true;
}

static Stretch part_of(Stretch stretch, Span span)
{
    return (Stretch){stretch.at + span.start, span.end - span.start};
}

/* The share of the tokens that are equal, in order, but for what placeholders stand for. */
static double similarity(Arena *arena, Stretch one, Stretch two)
{
    Mark mark = arena_mark(arena);
    Changes changes = changes_of(arena, one, two);
    int64_t equal = 0, counted = 0;
    for (int32_t i = 0; i < changes.runs.n; i++) equal += 2 * changes.runs.at[i].n;
    counted = equal;
    for (Change change; next_change(&changes, &change);) {
        Stretch left = part_of(one, change.left), right = part_of(two, change.right);
        int32_t wild_left = n_wildcards(left), wild_right = n_wildcards(right);
        counted += max(0, left.n - wild_left - WILD_REACH * wild_right);
        counted += max(0, right.n - wild_right - WILD_REACH * wild_left);
    }
    arena_reset(arena, mark);
    return counted ? (double)equal / (double)counted : 1.0;
}

/* ---- Lists ----------------------------------------------------------------------------- */

enum { FEWEST_MEMBERS = 4, LONGEST_MEMBER = 6 };

typedef struct {
    Stretch *at;
    int32_t n;
} List;

/* Returns how often the token stands there that does most often; of equals the first. */
static int32_t most_common(Arena *arena, Stretch wording, Token *token)
{
    Mark mark = arena_mark(arena);
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)wording.n) slots *= 2;
    int32_t *first = TAKE(arena, int32_t, slots), *times = TAKE(arena, int32_t, slots);
    memset(first, -1, slots * sizeof(int32_t));
    int32_t most = 0, earliest = 0;
    for (int32_t i = 0; i < wording.n; i++) {
        uint32_t slot = (wording.at[i] * 2654435769u >> 8) & (slots - 1);
        while (first[slot] >= 0 && wording.at[first[slot]] != wording.at[i])
            slot = (slot + 1) & (slots - 1);
        if (first[slot] < 0) {
            first[slot] = i;
            times[slot] = 0;
        }
        times[slot]++;
        if (times[slot] > most || (times[slot] == most && first[slot] < earliest)) {
            most = times[slot];
            earliest = first[slot];
        }
    }
    *token = wording.n ? wording.at[earliest] : 0;
    arena_reset(arena, mark);
    return most;
}

/* Returns the members of a list that each begin with the same token; else nothing. */
static List list_members(Arena *arena, Stretch wording)
{
    /* Of most wordings a rough count shows that no token stands there so often. */
    Counts counts = counts_of(wording);
    if (most_repeated(&counts) < FEWEST_MEMBERS) return (List){NULL, 0};
    Token head = 0;
    int32_t n = most_common(arena, wording, &head);
    if (n < FEWEST_MEMBERS) return (List){NULL, 0};
    List list = {TAKE(arena, Stretch, n), 0};
    for (int32_t i = 0; i < wording.n; i++) {
        if (wording.at[i] == head) {
            /* The last member runs on into what follows the list; it has no end of its own. */
            if (list.n) {
                int32_t length = list.at[list.n - 1].n;
                if (length <= 1 || length > LONGEST_MEMBER) return (List){NULL, 0};
            }
            list.at[list.n++] = (Stretch){wording.at + i, 0};
        }
        if (list.n) list.at[list.n - 1].n++;
    }
    list.at[list.n - 1].n = min(list.at[list.n - 1].n, LONGEST_MEMBER);
    return list;
}

/* Returns where the last member of a list ends if it ends where one of the other's does. */
static Stretch without_tail(List list, List other)
{
    Stretch last = list.at[list.n - 1];
    int32_t longest = 0;
    for (int32_t i = 0; i < other.n; i++) {
        Stretch member = other.at[i];
        if (member.n <= last.n && member.n > longest &&
            same_tokens(member, (Stretch){last.at, member.n}))
            longest = member.n;
    }
    return (Stretch){last.at, longest ? longest : last.n};
}

typedef struct {
    Stretch before, behind;
} Around;

/* Returns what stands before the members of a list, and behind them. */
static Around around(Stretch wording, List list)
{
    const Token *start = list.at[0].at, *end = wording.at + wording.n;
    const Token *last = list.at[list.n - 1].at + list.at[list.n - 1].n;
    return (Around){{wording.at, (int32_t)(start - wording.at)}, {last, (int32_t)(end - last)}};
}

bool is_list(Arena *arena, Stretch wording)
{
    Mark mark = arena_mark(arena);
    bool found = list_members(arena, wording).n > 0;
    arena_reset(arena, mark);
    return found;
}

double list_likeness(Arena *arena, Stretch one, Stretch two)
{
    Mark mark = arena_mark(arena);
    List first = list_members(arena, one);
    List second = first.n ? list_members(arena, two) : first;
    if (!second.n) {
        arena_reset(arena, mark);
        return 0.0;
    }
    Stretch ends[2] = {without_tail(first, second), without_tail(second, first)};
    first.at[first.n - 1] = ends[0];
    second.at[second.n - 1] = ends[1];
    Around mine = around(one, first), yours = around(two, second);
    int32_t shared = 0;
    for (int32_t i = 0; i < first.n; i++)
        for (int32_t k = 0; k < second.n; k++)
            if (second.at[k].n && same_tokens(first.at[i], second.at[k])) {
                shared += first.at[i].n;
                second.at[k].n = 0;
                break;
            }
    if (shared)
        shared += in_common(arena, mine.before, yours.before) + in_common(arena, mine.behind, yours.behind);
    arena_reset(arena, mark);
    return 2.0 * shared / (one.n + two.n);
}

double likeness_of(Arena *arena, const Where *where, Stretch two, bool are_lists)
{
    Stretch one = where->of;
    if (holds_wildcard(one) || holds_wildcard(two)) return similarity(arena, one, two);
    double in_order = indel_similarity_with(arena, where, two);
    if (in_order == 1 || !are_lists) return in_order;
    double as_lists = list_likeness(arena, one, two);
    return as_lists > in_order ? as_lists : in_order;
}

double likeness_with(Arena *arena, const Where *where, Stretch two)
{
    return likeness_of(arena, where, two, true);
}

double likeness(Arena *arena, Stretch one, Stretch two)
{
    Mark mark = arena_mark(arena);
    Where where = where_of(arena, one);
    double found = likeness_with(arena, &where, two);
    arena_reset(arena, mark);
    return found;
}

bool is_like(Arena *arena, Stretch one, Stretch two, double least)
{
    if (holds_wildcard(one) || holds_wildcard(two)) return similarity(arena, one, two) >= least;
    return indel_similarity(arena, one, two) >= least || list_likeness(arena, one, two) >= least;
}

static const double SHORT_BONUS = 0.2;
enum { LONG = 40 };

double least_likeness(int32_t n, double resemblance)
{
    double rest = 1 - (double)n / (double)LONG;
    double least = resemblance + SHORT_BONUS * (rest > 0 ? rest : 0.0);
    return least < 1.0 ? least : 1.0;
}

/* ---- Surprisal ------------------------------------------------------------------------- */

static double stood_for_there(const double *sums, Span stretch, int32_t n_wild)
{
    int32_t n = stretch.end - stretch.start;
    if (!n_wild || !n) return 0.0;
    double share = (double)(n_wild * WILD_REACH) / n;
    return (sums[stretch.end] - sums[stretch.start]) * (share < 1 ? share : 1.0);
}

/* Returns the surprisal of what placeholders of the one stand for in the other. */
static double stood_for(Arena *arena, Stretch one, Stretch two, const double *mine,
                        const double *yours)
{
    Changes changes = changes_of(arena, one, two);
    double bits = 0.0;
    for (Change change; next_change(&changes, &change);) {
        if (change.left.start == change.left.end && change.right.start == change.right.end) continue;
        bits += stood_for_there(mine, change.left, n_wildcards(part_of(two, change.right)));
        bits += stood_for_there(yours, change.right, n_wildcards(part_of(one, change.left)));
    }
    return bits;
}

static bool shares_surprisal(Arena *arena, const Text *texts, Place left, Place right, double least)
{
    Stretch one = tokens_at(texts, left), two = tokens_at(texts, right);
    if (same_tokens(one, two)) return true;
    const double *mine = texts[left.document].sums + left.start;
    const double *yours = texts[right.document].sums + right.start;
    double bits = mine[one.n] - mine[0] + yours[two.n] - yours[0], shared = 0.0;
    Mark mark = arena_mark(arena);
    if (holds_wildcard(one) || holds_wildcard(two)) bits -= stood_for(arena, one, two, mine, yours);
    Runs runs = {0};
    matching_runs(arena, one, two, 0, 0, &runs);
    for (int32_t i = 0; i < runs.n; i++) {
        Run run = runs.at[i];
        shared += mine[run.x + run.n] - mine[run.x] + yours[run.y + run.n] - yours[run.y];
    }
    arena_reset(arena, mark);
    return shared >= least * bits;
}

bool resemble_in_bits(Arena *arena, const Text *texts, Place one, Place two, double least)
{
    return shares_surprisal(arena, texts, one, two, least) ||
           list_likeness(arena, tokens_at(texts, one), tokens_at(texts, two)) > 0;
}
