#include "members.h"

#include <stdlib.h>
#include <string.h>

static inline int32_t min(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t max(int32_t a, int32_t b) { return a > b ? a : b; }

static inline bool same_place(Place one, Place two)
{
    return one.document == two.document && one.start == two.start && one.end == two.end;
}

static int compare_places(Place one, Place two)
{
    if (one.document != two.document) return one.document < two.document ? -1 : 1;
    if (one.start != two.start) return one.start < two.start ? -1 : 1;
    return (one.end > two.end) - (one.end < two.end);
}

static int by_place(const void *one, const void *two)
{
    return compare_places(*(const Place *)one, *(const Place *)two);
}

/* ---- Where a wording stands ------------------------------------------------------------- */

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

/* ---- The wording that is typical --------------------------------------------------------- */

enum { ELECTORS = 40 };

typedef struct {
    Stretch text;
    Place first; /* of the places that read so */
    int32_t times;
} Reading;

typedef struct {
    Reading *at;
    int32_t n, room;
} Readings;

static int compare_texts(Stretch one, Stretch two)
{
    int32_t shorter = min(one.n, two.n);
    for (int32_t i = 0; i < shorter; i++)
        if (one.at[i] != two.at[i]) return one.at[i] < two.at[i] ? -1 : 1;
    return (one.n > two.n) - (one.n < two.n);
}

static int by_text(const void *one, const void *two)
{
    const Reading *a = one, *b = two;
    int text = compare_texts(a->text, b->text);
    return text ? text : compare_places(a->first, b->first);
}

static int by_times(const void *one, const void *two)
{
    const Reading *a = one, *b = two;
    if (a->times != b->times) return a->times > b->times ? -1 : 1;
    return compare_texts(a->text, b->text);
}

static int by_length(const void *one, const void *two)
{
    const Reading *a = one, *b = two;
    return (a->text.n > b->text.n) - (a->text.n < b->text.n);
}

static Readings readings_of(Arena *arena, const Text *texts, Places places)
{
    Readings readings = {TAKE(arena, Reading, places.n), 0, places.n};
    for (int32_t i = 0; i < places.n; i++)
        readings.at[i] = (Reading){tokens_at(texts, places.at[i]), places.at[i], 1};
    qsort(readings.at, (size_t)places.n, sizeof(Reading), by_text);
    for (int32_t i = 0; i < places.n; i++) {
        Reading *last = &readings.at[readings.n - 1];
        if (readings.n && same_tokens(last->text, readings.at[i].text)) {
            /* A place may be given twice; it reads so once. */
            last->times += !same_place(readings.at[i].first, readings.at[i - 1].first);
        } else {
            readings.at[readings.n++] = readings.at[i];
        }
    }
    return readings;
}

/* Leaves the wordings that may be typical: fragments have no say in how long it is. */
static void keep_eligible(Readings *readings)
{
    int32_t n = 0;
    for (int32_t i = 0; i < readings->n; i++) n += readings->at[i].times;
    qsort(readings->at, (size_t)readings->n, sizeof(Reading), by_length);
    int32_t rank = n * 4 / 5 - (n % 5 == 0), kept = 0, length = 0;
    for (int32_t i = 0, seen = 0; i < readings->n && seen <= rank; i++) {
        seen += readings->at[i].times;
        length = readings->at[i].text.n;
    }
    for (int32_t i = 0; i < readings->n; i++)
        if (readings->at[i].text.n >= LENGTH_RATIO * length) readings->at[kept++] = readings->at[i];
    readings->n = kept;
    qsort(readings->at, (size_t)kept, sizeof(Reading), by_times);
    readings->n = min(kept, ELECTORS);
}

/* Returns the sum of numbers, rounded once (J. R. Shewchuk, "Adaptive precision floating-point
 * arithmetic and fast robust geometric predicates", 1997): what order they come in must not
 * decide. */
static double exact_sum(const double *numbers, int32_t n)
{
    double partials[ELECTORS + 1];
    int32_t n_partials = 0;
    for (int32_t i = 0; i < n; i++) {
        double x = numbers[i];
        int32_t kept = 0;
        for (int32_t k = 0; k < n_partials; k++) {
            double y = partials[k];
            if ((x < 0 ? -x : x) < (y < 0 ? -y : y)) {
                double larger = y;
                y = x;
                x = larger;
            }
            double high = x + y, low = y - (high - x);
            if (low != 0) partials[kept++] = low;
            x = high;
        }
        partials[kept++] = x;
        n_partials = kept;
    }
    double sum = 0, rest = 0;
    while (n_partials > 0) {
        double x = sum, y = partials[--n_partials];
        sum = x + y;
        rest = y - (sum - x);
        if (rest != 0) break;
    }
    /* Half-way cases are rounded as the partials below say. */
    if (n_partials > 0 && ((rest < 0 && partials[n_partials - 1] < 0) ||
                           (rest > 0 && partials[n_partials - 1] > 0))) {
        double y = rest * 2, x = sum + y;
        if (y == x - sum) sum = x;
    }
    return sum;
}

Place typical(Arena *arena, const Text *texts, Places places)
{
    Mark mark = arena_mark(arena);
    Readings readings = readings_of(arena, texts, places);
    keep_eligible(&readings);
    const Reading *best = &readings.at[0];
    if (readings.n > 1) {
        double *ratios = TAKE(arena, double, (size_t)readings.n * (size_t)readings.n);
        double most = -1;
        for (int32_t i = 0; i < readings.n; i++)
            for (int32_t k = i; k < readings.n; k++) {
                double ratio = indel_similarity(arena, readings.at[i].text, readings.at[k].text);
                ratios[i * readings.n + k] = ratio * readings.at[k].times;
                ratios[k * readings.n + i] = ratio * readings.at[i].times;
            }
        for (int32_t i = 0; i < readings.n; i++) {
            const Reading *reading = &readings.at[i];
            double total = exact_sum(ratios + (size_t)i * (size_t)readings.n, readings.n);
            if (total < most) continue;
            /* They stand with the most frequent first, and of these in the order of texts. */
            bool is_better = total > most || (reading->times == best->times &&
                             (reading->text.n > best->text.n ||
                              (reading->text.n == best->text.n &&
                               compare_texts(reading->text, best->text) > 0)));
            if (is_better) best = reading;
            most = total;
        }
    }
    Place found = best->first;
    arena_reset(arena, mark);
    return found;
}

/* ---- Which members are like it ----------------------------------------------------------- */

/* Share of the likeness by tokens that a member must have by surprisal: one rare word that was
 * changed is not to decide. */
static const double BY_SURPRISAL = 0.95;

typedef struct {
    Aligned aligned;
    double ratio;
    int32_t turn; /* of its document: documents stand in the order in which they came */
} Candidate;

typedef struct {
    Candidate *at;
    int32_t n, room;
} Candidates;

/* A table of what has been seen, by hashes. */
typedef struct {
    int32_t *slots;
    uint32_t mask;
} Table;

static Table table_for(Arena *arena, int32_t n)
{
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)n) slots *= 2;
    Table table = {TAKE(arena, int32_t, slots), slots - 1};
    memset(table.slots, -1, slots * sizeof(int32_t));
    return table;
}

static inline uint32_t mixed(uint32_t hash, uint32_t value)
{
    return (hash ^ value) * 16777619u + (hash >> 15);
}

static uint32_t hash_of(Stretch text)
{
    uint32_t hash = 2166136261u;
    for (int32_t i = 0; i < text.n; i++) hash = mixed(hash, text.at[i]);
    return hash ^ hash >> 13;
}

static uint32_t hash_of_place(Place place)
{
    uint32_t hash = mixed(mixed(mixed(2166136261u, (uint32_t)place.document), (uint32_t)place.start),
                          (uint32_t)place.end);
    return hash ^ hash >> 13;
}

/* Places without those that were given before. */
static Places distinct(Arena *arena, Places places)
{
    Table table = table_for(arena, places.n);
    Places kept = {TAKE(arena, Place, places.n), 0, places.n};
    for (int32_t i = 0; i < places.n; i++) {
        uint32_t slot = hash_of_place(places.at[i]) & table.mask;
        while (table.slots[slot] >= 0 && !same_place(kept.at[table.slots[slot]], places.at[i]))
            slot = (slot + 1) & table.mask;
        if (table.slots[slot] >= 0) continue;
        table.slots[slot] = kept.n;
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
    double least;
    Table table;
    Ratio *ratios;
    int32_t n_ratios;
} Asking;

/* Returns how like the wording a place is; 0 if it is not by what it tells. Asked once of each
 * text. */
static double ratio_of(Arena *arena, Asking *asking, Place place)
{
    Stretch wording = tokens_at(asking->texts, asking->model), text = tokens_at(asking->texts, place);
    uint32_t slot = hash_of(text) & asking->table.mask;
    for (; asking->table.slots[slot] >= 0; slot = (slot + 1) & asking->table.mask) {
        const Ratio *known = &asking->ratios[asking->table.slots[slot]];
        if (same_tokens(known->text, text)) return known->ratio;
    }
    double ratio = likeness(arena, wording, text);
    if (ratio >= asking->least && !resemble_in_bits(arena, asking->texts, asking->model, place,
                                                    BY_SURPRISAL * asking->least))
        ratio = 0.0;
    asking->table.slots[slot] = asking->n_ratios;
    asking->ratios[asking->n_ratios++] = (Ratio){text, ratio};
    return ratio;
}

static int by_turn(const void *one, const void *two)
{
    const Candidate *a = one, *b = two;
    if (a->turn != b->turn) return a->turn < b->turn ? -1 : 1;
    if (a->ratio != b->ratio) return a->ratio > b->ratio ? -1 : 1;
    return compare_places(a->aligned.place, b->aligned.place);
}

static bool overlap(Place one, Place two)
{
    return one.document == two.document && one.start < two.end && two.start < one.end;
}

/* Returns where the wording at `model` stands in and around places: of each document the
 * likest, and what does not overlap with likelier ones. */
static Candidates aligned_members(Arena *arena, const Text *texts, Places places, Place model,
                                  double resemblance)
{
    places = distinct(arena, places);
    Asking asking = {texts, model, least_likeness(model.end - model.start, resemblance),
                     table_for(arena, places.n), TAKE(arena, Ratio, places.n), 0};
    Candidates found = {TAKE(arena, Candidate, places.n), 0, places.n};
    /* Who is the first of its document has a turn of its own. */
    Table turns = table_for(arena, places.n);
    for (int32_t i = 0; i < places.n; i++) {
        Aligned member = align_member(arena, texts, places.at[i], model);
        if (!member.runs.n) continue;
        double ratio = ratio_of(arena, &asking, member.place);
        if (ratio < asking.least) continue;
        uint32_t slot = ((uint32_t)places.at[i].document * 2654435769u >> 8) & turns.mask;
        while (turns.slots[slot] >= 0 &&
               found.at[turns.slots[slot]].aligned.place.document != places.at[i].document)
            slot = (slot + 1) & turns.mask;
        if (turns.slots[slot] < 0) turns.slots[slot] = found.n;
        found.at[found.n++] = (Candidate){member, ratio, turns.slots[slot]};
    }
    qsort(found.at, (size_t)found.n, sizeof(Candidate), by_turn);
    int32_t kept = 0, first = 0;
    for (int32_t i = 0; i < found.n; i++) {
        if (!kept || found.at[i].turn != found.at[kept - 1].turn) first = kept;
        bool is_free = true;
        for (int32_t k = first; is_free && k < kept; k++)
            is_free = !overlap(found.at[i].aligned.place, found.at[k].aligned.place);
        if (is_free) found.at[kept++] = found.at[i];
    }
    found.n = kept;
    return found;
}

/* ---- Where it begins and ends ------------------------------------------------------------ */

/* Share of the members that must have a token for the wording to have it. */
static const double MAJORITY = 0.51;

/* Tokens beyond an end of the wording that are looked at, at most. */
enum { BEYOND = 40 };

static int64_t token_beyond(const Text *text, Place place, int32_t n, int step)
{
    int64_t at = step > 0 ? (int64_t)place.end + n : (int64_t)place.start - 1 - n;
    return at >= 0 && at < text->n ? (int64_t)text->tokens[at] : -1;
}

/* Returns how many tokens beyond one end of the wording most members agree on. */
static int32_t agreed_beyond(const Text *texts, Place model, const Candidates *members, int step)
{
    int32_t agreed = 0;
    for (; agreed < BEYOND; agreed++) {
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
static Place voted(Arena *arena, const Text *texts, Place model, const Candidates *members)
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
    if (first == 0) place.start -= agreed_beyond(texts, model, members, -1);
    if (last == length) place.end += agreed_beyond(texts, model, members, 1);
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
    qsort(places.at, (size_t)places.n, sizeof(Place), by_place);
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

Family realigned(Arena *arena, const Text *texts, Places members, Places others, double resemblance)
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
        aligned = aligned_members(arena, texts, voters, model, resemblance);
        /* Of a wording of placeholders alone not even its own place can be told. */
        if (!aligned.n) return (Family){model, {0}};
        voters = where_found(arena, voters, &aligned);
        Place next = voted(arena, texts, model, &aligned);
        if (same_place(next, model)) break;
        model = next;
    }
    if (!all_vote) aligned = aligned_members(arena, texts, places, model, resemblance);
    return (Family){model, in_order(arena, &aligned)};
}
