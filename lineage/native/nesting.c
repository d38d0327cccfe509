/* What lies in what: occurrences in those of other families, wordings in longer ones. */
#include "call.h"
#include "row.h"

#include <string.h>

typedef struct {
    Nested *at;
    int64_t n, room;
} NestedRows;

static void note(Arena *arena, NestedRows *rows, int32_t inner, int32_t outer)
{
    MAKE_ROOM(arena, rows);
    rows->at[rows->n++] = (Nested){inner, outer};
}

static int64_t hand_over(Arena *arena, const NestedRows *rows, Nested **found)
{
    *found = lasting(arena, rows->at, (size_t)rows->n * sizeof(Nested));
    return rows->n;
}

/* ---- Occurrences ------------------------------------------------------------------------- */

typedef struct {
    int64_t n;
    const Place *places;
    const int32_t *families;
    Nested **found;
} Nesting;

static int64_t find_nested(Memory *memory, void *arguments)
{
    const Nesting *given = arguments;
    Index index = index_for(&memory->work, given->n);
    for (int32_t i = 0; i < given->n; i++)
        index_add(&memory->work, &index, given->places[i], given->families[i], i);
    /* Of each family, the place for which it was noted last. */
    int32_t *noted = TAKE(&memory->work, int32_t, given->n);
    memset(noted, -1, (size_t)given->n * sizeof(int32_t));
    NestedRows rows = {0};
    for (int32_t i = 0; i < given->n; i++) {
        noted[given->families[i]] = i;
        Overlaps overlaps = overlapping(&index, given->places[i]);
        for (const Entry *entry; (entry = next_overlap(&overlaps));) {
            if (noted[entry->number] == i || !lies_in(given->places[i], entry->place)) continue;
            noted[entry->number] = i;
            note(&memory->kept, &rows, given->families[i], entry->number);
        }
    }
    return hand_over(&memory->kept, &rows, given->found);
}

int64_t lineage_nested(int64_t n, const Place *places, const int32_t *families, Nested **found)
{
    *found = NULL;
    Nesting given = {n, places, families, found};
    return done(find_nested, &given);
}

/* ---- Wordings ---------------------------------------------------------------------------- */

/* Wordings by the tokens that they begin with: the first of those of one hash, and of each the
 * next one. */
typedef struct {
    int32_t *heads, *next;
    uint32_t mask;
} Beginnings;

/* Returns where to look for what begins as a stretch does. */
static int32_t *head_of(const Beginnings *beginnings, Stretch stretch, int32_t looked_up)
{
    uint32_t hash = 0;
    for (int32_t i = 0; i < min(stretch.n, looked_up); i++)
        hash = (hash ^ stretch.at[i]) * 2654435769u;
    return &beginnings->heads[(hash ^ hash >> 15) & beginnings->mask];
}

static Beginnings beginnings_of(Arena *arena, const Row *wordings, int32_t looked_up)
{
    uint32_t slots = 16;
    while (slots < 2 * wordings->n && slots < UINT32_C(1) << 31) slots *= 2;
    Beginnings beginnings = {TAKE(arena, int32_t, slots), TAKE(arena, int32_t, wordings->n),
                             slots - 1};
    memset(beginnings.heads, -1, slots * sizeof(int32_t));
    for (int32_t i = 0; i < wordings->n; i++) {
        int32_t *head = head_of(&beginnings, wording_at(wordings, i), looked_up);
        beginnings.next[i] = *head;
        *head = i;
    }
    return beginnings;
}

typedef struct {
    Row wordings;
    int32_t looked_up;
    Nested **found;
} Holding;

static int64_t find_holders(Memory *memory, void *arguments)
{
    const Holding *given = arguments;
    const Row *wordings = &given->wordings;
    Beginnings beginnings = beginnings_of(&memory->work, wordings, given->looked_up);
    NestedRows rows = {0};
    for (int32_t outer = 0; outer < wordings->n; outer++) {
        Stretch rest = wording_at(wordings, outer);
        for (; rest.n; rest.at++, rest.n--) {
            int32_t inner = *head_of(&beginnings, rest, given->looked_up);
            for (; inner >= 0; inner = beginnings.next[inner]) {
                Stretch wording = wording_at(wordings, inner);
                /* What has fewer tokens than are looked up is found at ends alone. */
                bool may_be = wording.n < given->looked_up ? wording.n == rest.n : wording.n <= rest.n;
                if (inner != outer && may_be && same_tokens(wording, (Stretch){rest.at, wording.n}))
                    note(&memory->kept, &rows, inner, outer);
            }
        }
    }
    return hand_over(&memory->kept, &rows, given->found);
}

int64_t lineage_holders(int64_t n, const int64_t *first, const Token *tokens, int64_t looked_up,
                        Nested **found)
{
    *found = NULL;
    Holding given = {{n, first, tokens}, (int32_t)looked_up, found};
    return done(find_holders, &given);
}
