#include "template.h"

#include <string.h>

/* Share of the members that must differ at a place for it to be a slot; share of a wording's
 * tokens that may become slots. */
static const double SLOT_SHARE = 0.2, MOST_SLOTS = 0.5;

/* How one of the different wordings stands to the family's: for each token of that where its
 * counterpart starts and ends (empty if there is none), and whether it is another one. */
typedef struct {
    int32_t *starts, *ends;
    uint8_t *is_changed;
} Counterparts;

/* What is asked of a family's wording. */
typedef struct {
    const Text *text;
    const Document *document;
    Place place;
    Stretch tokens;
    int32_t *changed, *inserted; /* members that have another token, and more before it */
} Model;

/* Tells what stands between two runs: tokens that are left out, or put in. */
static void tell_gap(Model *model, Counterparts *found, int32_t times, Run before, Run next)
{
    int32_t x = before.x + before.n, y = before.y + before.n;
    for (int32_t token = x; token < next.x; token++) {
        found->starts[token] = found->ends[token] = y;
        found->is_changed[token] = 1;
    }
    if (next.y > y) model->inserted[x] += times;
}

static Counterparts counterparts(Arena *arena, Model *model, const Wording *wording)
{
    int32_t n = model->tokens.n;
    Counterparts found = {TAKE(arena, int32_t, n), TAKE(arena, int32_t, n), TAKE(arena, uint8_t, n)};
    memset(found.is_changed, 0, (size_t)n);
    Mark mark = arena_mark(arena);
    Runs runs = {0};
    facing_runs(arena, model->tokens, wording->text, &runs);
    Run before = {0, 0, 0};
    for (int32_t i = 0; i < runs.n; i++) {
        Run run = runs.at[i];
        tell_gap(model, &found, wording->times, before, run);
        for (int32_t k = 0; k < run.n; k++) {
            int32_t token = run.x + k;
            found.starts[token] = run.y + k;
            found.ends[token] = run.y + k + 1;
            found.is_changed[token] = model->tokens.at[token] != wording->text.at[run.y + k];
        }
        before = run;
    }
    tell_gap(model, &found, wording->times, before, (Run){n, wording->text.n, 0});
    arena_reset(arena, mark);
    return found;
}

/* Counts the members that have a wording for each word that is another one there: where one word
 * stands for another, no letter that they share is left between. */
static void count_changed(Model *model, const Counterparts *found, int32_t times)
{
    const uint8_t *borders = model->text->borders + model->place.start;
    int32_t n = model->tokens.n;
    for (int32_t start = 0, end; start < n; start = end) {
        bool is_changed = false;
        for (end = start; end < n && (end == start || !borders[end]); end++)
            is_changed |= found->is_changed[end];
        for (int32_t token = start; is_changed && token < end; token++) model->changed[token] += times;
    }
}

static int32_t n_above(const int32_t *counts, int32_t n, double least)
{
    int32_t above = 0;
    for (int32_t i = 0; i < n; i++) above += counts[i] >= least;
    return above;
}

static void add_slot(Arena *arena, Spans *slots, int32_t start, int32_t end)
{
    MAKE_ROOM(arena, slots);
    slots->at[slots->n++] = (Span){start, end};
}

/* Returns where enough members differ, cut where marks stand between. */
static Spans slots_of(Arena *arena, const Model *model, int32_t n_members)
{
    int32_t n = model->tokens.n;
    double least = SLOT_SHARE * n_members;
    if (least < 1) least = 1;
    /* A template is what stays the same; where nearly all varies a little, only what varies most
     * is a slot. */
    while (n_above(model->changed, n, least) > MOST_SLOTS * n) least++;
    Spans slots = {0};
    int32_t start = -1;
    for (int32_t token = 0; token < n; token++) {
        bool is_slot = model->changed[token] >= least || model->tokens.at[token] == WILDCARD;
        if (start >= 0 &&
            (!is_slot || has_marks_before(model->document, model->place.start + token))) {
            add_slot(arena, &slots, start, token);
            /* What is put in behind a slot belongs to it. */
            start = is_slot ? token : -1;
        } else if (is_slot) {
            if (start < 0) start = token;
        } else if (token && model->inserted[token] >= least) {
            /* At the very start, what is put in is a ragged border. */
            add_slot(arena, &slots, token, token);
        }
    }
    if (start >= 0) add_slot(arena, &slots, start, n);
    return slots;
}

/* Returns what of a wording stands in a slot; what is put in beside it belongs to it. */
static Span reading_of(const Counterparts *found, int32_t n, int32_t n_wording, Span slot,
                       bool follows_slot)
{
    int32_t start = slot.start ? found->ends[slot.start - 1] : 0;
    if (follows_slot) start = found->starts[slot.start];
    return (Span){start, slot.end < n ? found->starts[slot.end] : n_wording};
}

Template template_of(Arena *arena, const Text *texts, const Document *documents, Place place,
                     const Wordings *wordings, int32_t n_members)
{
    Model model = {&texts[place.document], &documents[place.document], place,
                   tokens_at(texts, place), NULL, NULL};
    int32_t n = model.tokens.n;
    size_t size = ((size_t)n + 1) * sizeof(int32_t);
    model.changed = memset(TAKE(arena, int32_t, n + 1), 0, size);
    model.inserted = memset(TAKE(arena, int32_t, n + 1), 0, size);
    Counterparts *found = TAKE(arena, Counterparts, wordings->n);
    for (int32_t k = 0; k < wordings->n; k++) {
        found[k] = counterparts(arena, &model, &wordings->at[k]);
        count_changed(&model, &found[k], wordings->at[k].times);
    }
    Template template = {slots_of(arena, &model, n_members), NULL};
    template.readings = TAKE(arena, Span, (int64_t)template.slots.n * wordings->n);
    for (int32_t i = 0; i < template.slots.n; i++) {
        Span slot = template.slots.at[i];
        bool follows_slot = i && template.slots.at[i - 1].end == slot.start;
        for (int32_t k = 0; k < wordings->n; k++)
            template.readings[(int64_t)i * wordings->n + k] =
                reading_of(&found[k], n, wordings->at[k].text.n, slot, follows_slot);
    }
    return template;
}
