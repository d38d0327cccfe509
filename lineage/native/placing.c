/* Where a wording stands in and around a place of another document. */
#include "members.h"

/* Tokens beyond the place where a wording should end in which its end is looked for; tokens
 * that must be the same at both ends for these to be the wording's ends. */
enum { MARGIN = 12, SURE_ENDS = 4 };

/* Share of a wording's tokens from which an alignment is not looked for once more. */
static const double NEARLY_ALL = 0.9;

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
    Span nearby = snapped(piece, 1, text);
    Span span = {piece->left.start == model.start ? piece->right.start : nearby.start,
                 piece->left.end == model.end ? piece->right.end : nearby.end};
    return span.start < span.end ? span : piece->right;
}

/* Returns where in one stretch of a document the wording at `model` stands. */
static Aligned align_window(Arena *arena, const Text *texts, Place model, int32_t document,
                            Span window)
{
    const Text *text = &texts[document];
    window.end = min(window.end, (int32_t)text->n);
    Runs runs = {0};
    matching_runs(arena, tokens_at(texts, model), stretch_of(text, window.start, window.end),
                  model.start, window.start, &runs);
    if (!runs.n) return (Aligned){0};
    Pair pair = {&texts[model.document], text};
    /* That the wording stands here is known already, so its ends may be changed a good deal.
     * Where it ends for others is another question: there only what is surely it has a say. */
    runs = trimmed(pair, runs, FOR_PAIR);
    Piece piece = make_piece(pair, runs.at, runs.n);
    Span span = span_like(&piece, model, text);
    return (Aligned){{document, span.start, span.end}, trimmed(pair, runs, FOR_CORPUS), piece.n};
}

/* Returns the part of a stretch in which a wording stands, with some room for insertions. The
 * more text lies around, the more ways of equal cost there are to align the wording's first
 * and last words with chance matches far off. */
static Span best_window(Arena *arena, Stretch wording, const Text *text, Span window)
{
    Stretch there = stretch_of(text, window.start, min(window.end, (int32_t)text->n));
    if (there.n <= wording.n) return window;
    Span found = where_most_like(arena, wording, there);
    if (found.start == found.end) return window;
    int32_t room = 2 + wording.n / 6;
    return (Span){max(window.start + found.start - room, 0),
                  min(window.start + found.end + room, window.end)};
}

static bool is_whole(const Aligned *aligned, Place model)
{
    Run last = aligned->runs.at[aligned->runs.n - 1];
    return aligned->runs.at[0].x == model.start && last.x + last.n == model.end;
}

Aligned align_member(Arena *arena, const Text *texts, Place place, Place model)
{
    const Text *text = &texts[place.document];
    Stretch wording = tokens_at(texts, model), member = tokens_at(texts, place);
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
    reach = (Span){max(reach.start - MARGIN, 0), reach.end + MARGIN};
    int32_t at = find_exactly(wording, text, reach.start, reach.end);
    if (at >= 0) return whole_at(arena, (Place){place.document, at, at + wording.n}, model);
    Aligned wide = align_window(arena, texts, model, place.document, reach);
    if (wide.runs.n && wide.n >= NEARLY_ALL * wording.n && is_whole(&wide, model)) return wide;
    Span window = best_window(arena, wording, text, reach);
    if (window.start == reach.start && window.end == reach.end) return wide;
    Aligned near = align_window(arena, texts, model, place.document, window);
    return !wide.runs.n || near.n > wide.n ? near : wide;
}
