/* The wording that is the most typical of some places. */
#include "wordings.h"

#include <stdlib.h>

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
    sort(readings.at, places.n, sizeof(Reading), by_text);
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
    sort(readings->at, readings->n, sizeof(Reading), by_length);
    int32_t rank = n * 4 / 5 - (n % 5 == 0), kept = 0, length = 0;
    for (int32_t i = 0, seen = 0; i < readings->n && seen <= rank; i++) {
        seen += readings->at[i].times;
        length = readings->at[i].text.n;
    }
    for (int32_t i = 0; i < readings->n; i++)
        if (readings->at[i].text.n >= LENGTH_RATIO * length) readings->at[kept++] = readings->at[i];
    readings->n = kept;
    sort(readings->at, kept, sizeof(Reading), by_times);
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
        for (int32_t i = 0; i < readings.n; i++) {
            Mark before = arena_mark(arena);
            Where where = where_of(arena, readings.at[i].text);
            for (int32_t k = i; k < readings.n; k++) {
                double ratio = indel_similarity_with(arena, &where, readings.at[k].text);
                ratios[i * readings.n + k] = ratio * readings.at[k].times;
                ratios[k * readings.n + i] = ratio * readings.at[i].times;
            }
            arena_reset(arena, before);
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
