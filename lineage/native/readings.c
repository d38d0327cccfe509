/* What stands in slots: readings, each once, in the order in which they are told. */
#include "call.h"
#include "wordings.h"

typedef struct {
    ReadingRow *at;
    int64_t n, room;
} ReadingRows;

/* A reading, and what it is put in order by. */
typedef struct {
    ReadingRow row;
    Stretch shown, tokens;
} Ordered;

/* The most frequent first; then by what is shown, and where that is the same by tokens. */
static int by_count(const void *one, const void *two)
{
    const Ordered *a = one, *b = two;
    if (a->row.count != b->row.count) return a->row.count > b->row.count ? -1 : 1;
    int shown = compare_texts(a->shown, b->shown);
    return shown ? shown : compare_texts(a->tokens, b->tokens);
}

/* Returns the characters of some tokens; none where there are no tokens. */
static Span characters_of(const Document *document, Place place)
{
    if (place.start == place.end) return (Span){0, 0};
    return (Span){document->starts[place.start], document->ends[place.end - 1]};
}

static void add_readings(Arena *arena, Arena *kept, const Text *texts, const Document *documents,
                         const FillingRow *fillings, int32_t n, ReadingRows *found)
{
    Places places = {TAKE(arena, Place, n), n, n};
    for (int32_t i = 0; i < n; i++) places.at[i] = fillings[i].place;
    Wordings different = wordings_of(arena, texts, places);
    Ordered *ordered = TAKE(arena, Ordered, different.n);
    for (int32_t i = 0, k = 0; i < n; i++) {
        int32_t of = different.of[i];
        if (of == k) {
            const Document *document = &documents[places.at[i].document];
            Span shown = characters_of(document, places.at[i]);
            ordered[k++] = (Ordered){{places.at[i].document, shown, 0},
                                     {document->characters + shown.start, shown.end - shown.start},
                                     different.at[of].text};
        }
        ordered[of].row.count += fillings[i].times;
    }
    sort(ordered, different.n, sizeof(Ordered), by_count);
    for (int32_t i = 0; i < different.n; i++) {
        MAKE_ROOM(kept, found);
        found->at[found->n++] = ordered[i].row;
    }
}

typedef struct {
    const Text *texts;
    const Document *documents;
    int64_t n;
    const int64_t *first;
    const FillingRow *fillings;
    int32_t *n_readings;
    ReadingRow **readings;
} Reading;

static int64_t read_slots(Memory *memory, void *arguments)
{
    const Reading *given = arguments;
    ReadingRows found = {0};
    for (int64_t i = 0; i < given->n; i++) {
        Mark mark = arena_mark(&memory->work);
        int64_t first = given->first[i], before = found.n;
        add_readings(&memory->work, &memory->kept, given->texts, given->documents,
                     given->fillings + first, (int32_t)(given->first[i + 1] - first), &found);
        given->n_readings[i] = (int32_t)(found.n - before);
        arena_reset(&memory->work, mark);
    }
    *given->readings = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(ReadingRow));
    return found.n;
}

int64_t lineage_readings(const Text *texts, const Document *documents, int64_t n,
                         const int64_t *first, const FillingRow *fillings, int32_t *n_readings,
                         ReadingRow **readings)
{
    *readings = NULL;
    Reading given = {texts, documents, n, first, fillings, n_readings, readings};
    return done(read_slots, &given);
}
