/* Where a wording stands in and around a place of another document. */
#include "members.h"

/* Tokens beyond the place where a wording should end in which its end is looked for; tokens
 * that must be the same at both ends for these to be the wording's ends. */
enum { MARGIN = 12, SURE_ENDS = 4 };

/* Tokens of a wording from which it is asked first whether enough of it may stand there. */
enum { WORTH_A_LOOK = 500 };

/* Share of a wording's tokens from which an alignment tells where it stands, and from which it is
 * not looked for once more. */
static const double MOST = 0.7, NEARLY_ALL = 0.9;

static Aligned whole_at(Arena *arena, Place place, Place model)
{
    Run *run = TAKE(arena, Run, 1);
    int32_t n = model.end - model.start;
    *run = (Run){model.start, place.start, n};
    return (Aligned){place, {run, 1, 1}, n};
}

static bool begin_and_end_alike(Stretch one, Stretch two)
{
    if (min(one.n, two.n) < 2 * SURE_ENDS) return false;
    for (int32_t i = 0; i < SURE_ENDS; i++)
        if (one.at[i] != two.at[i] || one.at[one.n - 1 - i] != two.at[two.n - 1 - i]) return false;
    return true;
}

/* Returns where a wording stands word for word in a stretch, or -1. */
static int32_t find_exactly(Stretch wording, const Text *text, int32_t begin, int32_t end)
{
    end = min(end, (int32_t)text->n);
    for (int32_t at = begin; at + wording.n <= end; at++)
        if (text->tokens[at] == wording.at[0] &&
            same_tokens(wording, stretch_of(text, at, at + wording.n)))
            return at;
    return -1;
}

/* Returns the right stretch of a piece; where the wording is whole, its end follows the
 * wording's. */
static Span span_like(const Piece *piece, Place model, const Text *text)
{
    Span nearby = snapped(piece, 1, text, FOR_CORPUS);
    Span span = {piece->left.start == model.start ? piece->right.start : nearby.start,
                 piece->left.end == model.end ? piece->right.end : nearby.end};
    return span.start < span.end ? span : piece->right;
}

/* Returns the runs of the alignment of a wording, which starts at a token, with a stretch. */
static Runs runs_in(Arena *arena, const Where *wording, int32_t start, const Text *text, Span window)
{
    Runs runs = {0};
    matching_runs_with(arena, wording, stretch_of(text, window.start, window.end), start,
                       window.start, &runs);
    return runs;
}

/* Returns where the wording at `model` stands in a document, by such runs. */
static Aligned aligned_by(const Text *texts, Place model, int32_t document, Runs runs)
{
    if (!runs.n) return (Aligned){0};
    Pair pair = {&texts[model.document], &texts[document]};
    /* That the wording stands here is known already, so its ends may be changed a good deal.
     * Where it ends for others is another question: there only what is surely it has a say. */
    runs = trimmed(pair, runs, FOR_PAIR);
    Piece piece = make_piece(pair, runs.at, runs.n);
    Span span = span_like(&piece, model, pair.right);
    return (Aligned){{document, span.start, span.end}, trimmed(pair, runs, FOR_CORPUS), piece.n};
}

static inline int32_t room_for(Stretch wording) { return 2 + wording.n / 6; }

/* Returns the part of a stretch in which a wording stands, with some room for insertions. The
 * more text lies around, the more ways of equal cost there are to align the wording's first
 * and last words with chance matches far off.
 *
 * `runs` are of the alignment with all of the stretch, and `wide` is what that tells. */
static Span best_window(Arena *arena, const Where *wording, Place model, const Text *text,
                        Span window, Runs runs, const Aligned *wide)
{
    Stretch there = stretch_of(text, window.start, window.end);
    int32_t n = wording->of.n;
    if (there.n <= n) return window;
    /* Where most of it is aligned, no other part of the stretch is looked at. */
    Span found = wide->n >= MOST * n
                     ? around_longest(runs, n, there.n, model.start, window.start)
                     : where_aligned(arena, wording, there, runs, model.start, window.start);
    if (found.start == found.end) return window;
    int32_t room = room_for(wording->of);
    return (Span){max(window.start + found.start - room, window.start),
                  min(window.start + found.end + room, window.end)};
}

static bool is_whole(const Aligned *aligned, Place model)
{
    Run last = aligned->runs.at[aligned->runs.n - 1];
    return aligned->runs.at[0].x == model.start && last.x + last.n == model.end;
}

/* The alignment of a wording with all of a stretch, and what it tells. */
typedef struct {
    Span stretch;
    Runs runs;
    Aligned aligned;
} Look;

static Look look_in(Arena *arena, const Text *texts, Place model, const Where *laid,
                    int32_t document, Span stretch)
{
    Runs runs = runs_in(arena, laid, model.start, &texts[document], stretch);
    return (Look){stretch, runs, aligned_by(texts, model, document, runs)};
}

/* Returns a stretch with as much around it as the ends of the wording would reach that are not
 * aligned with it: what was inserted has pushed them out. */
static Span with_missing_ends(const Look *look, Place model, const Text *text)
{
    if (!look->aligned.runs.n) return look->stretch;
    Run first = look->aligned.runs.at[0];
    Run last = look->aligned.runs.at[look->aligned.runs.n - 1];
    int32_t start = max(first.y - (first.x - model.start), 0);
    int32_t end = min(last.y + (model.end - last.x), (int32_t)text->n);
    Span wider = look->stretch;
    if (start < wider.start) wider.start = max(start - MARGIN, 0);
    if (end > wider.end) wider.end = min(end + MARGIN, (int32_t)text->n);
    return wider;
}

/* Says whether a stretch has too little in common with a wording for any part of it to be as like
 * it as asked, whatever placeholders stand for. Lists in another order are another matter. */
static bool has_too_little(Arena *arena, const Where *where, Stretch there, double least)
{
    Stretch wording = where->of;
    if (wording.n < WORTH_A_LOOK) return false;
    int32_t wild = n_wildcards(wording) + WILD_REACH * n_wildcards(there);
    if (wild >= wording.n) return false;
    double asked = least_in_common(least, wording.n - wild);
    return in_common_if(arena, where, there, (int32_t)asked) < asked && !is_list(arena, wording);
}

Aligned align_member(Arena *arena, const Text *texts, Place place, Place model, const Where *laid,
                     double least)
{
    const Text *text = &texts[place.document];
    Stretch wording = laid->of, member = tokens_at(texts, place);
    if (same_tokens(member, wording)) return whole_at(arena, place, model);
    if (begin_and_end_alike(member, wording)) {
        Aligned aligned = {.place = place};
        matching_runs(arena, wording, member, model.start, place.start, &aligned.runs);
        for (int32_t i = 0; i < aligned.runs.n; i++) aligned.n += aligned.runs.at[i].n;
        return aligned;
    }
    /* A fragment may be any part of the wording: look as far as the rest would reach. */
    Span reach = {place.start, place.end};
    if (member.n < wording.n) {
        Span part = where_most_like(arena, member, wording);
        if (part.start < part.end) {
            reach.start -= part.start;
            reach.end += wording.n - part.end;
        }
    }
    reach = (Span){max(reach.start - MARGIN, 0), min(reach.end + MARGIN, (int32_t)text->n)};
    int32_t at = find_exactly(wording, text, reach.start, reach.end);
    if (at >= 0) return whole_at(arena, (Place){place.document, at, at + wording.n}, model);
    Span furthest = {max(reach.start - OUTWARD, 0), min(reach.end + OUTWARD, (int32_t)text->n)};
    if (has_too_little(arena, laid, stretch_of(text, furthest.start, furthest.end), least))
        return (Aligned){0};
    Look wide = look_in(arena, texts, model, laid, place.document, reach);
    Span wider = with_missing_ends(&wide, model, text);
    if (!same_span(wider, reach)) {
        Look whole = look_in(arena, texts, model, laid, place.document, wider);
        if (whole.aligned.n > wide.aligned.n) wide = whole;
    }
    const Aligned *found = &wide.aligned;
    if (found->runs.n && found->n >= NEARLY_ALL * wording.n && is_whole(found, model))
        return *found;
    Span window = best_window(arena, laid, model, text, wide.stretch, wide.runs, found);
    if (same_span(window, wide.stretch)) return *found;
    Look near = look_in(arena, texts, model, laid, place.document, window);
    return !found->runs.n || near.aligned.n > found->n ? near.aligned : *found;
}
