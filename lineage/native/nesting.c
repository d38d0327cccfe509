/* What lies in what: occurrences in those of other families, wordings in longer ones. */
#include "call.h"
#include "row.h"
#include "searching.h"

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

typedef struct {
    Row wordings;
    Streams texts;
    int32_t looked_up, shortest, longest;
    Held **found;
} Holding;

/* Bits of the sieve that beginnings are looked up through, as a power of two. */
enum { SIEVE = 16 };

/* Wordings by the tokens that they begin with: the first of those of one hash, and of each the
 * next one; and how many they are. Most of a text begins like none: its first two tokens tell. */
typedef struct {
    uint64_t *sieve;
    int32_t *heads, *next, n;
    uint32_t mask;
} Beginnings;

/* Returns the bit of the sieve that stands for what begins as a stretch does. */
static inline uint32_t bit_of(Stretch stretch, int32_t looked_up)
{
    uint32_t second = looked_up > 1 ? stretch.at[1] : 0;
    return (stretch.at[0] * 2654435769u + second * 2246822519u) >> (32 - SIEVE);
}

/* Returns where to look for what begins as a stretch does. */
static int32_t *head_of(const Beginnings *beginnings, Stretch stretch, int32_t looked_up)
{
    uint32_t hash = 0;
    for (int32_t i = 0; i < min(stretch.n, looked_up); i++)
        hash = (hash ^ stretch.at[i]) * 2654435769u;
    return &beginnings->heads[(hash ^ hash >> 15) & beginnings->mask];
}

static Beginnings beginnings_of(Arena *arena, const Holding *given)
{
    const Row *wordings = &given->wordings;
    int32_t looked_up = given->looked_up;
    uint32_t slots = 16;
    while (slots < 2 * wordings->n && slots < UINT32_C(1) << 31) slots *= 2;
    Beginnings beginnings = {TAKE(arena, uint64_t, (1 << SIEVE) / 64), TAKE(arena, int32_t, slots),
                             TAKE(arena, int32_t, wordings->n), 0, slots - 1};
    memset(beginnings.sieve, 0, (1 << SIEVE) / 8);
    memset(beginnings.heads, -1, slots * sizeof(int32_t));
    for (int32_t i = 0; i < wordings->n; i++) {
        Stretch wording = wording_at(wordings, i);
        if (wording.n < given->shortest || wording.n > given->longest) continue;
        int32_t *head = head_of(&beginnings, wording, looked_up);
        beginnings.next[i] = *head;
        *head = i;
        beginnings.n++;
        if (wording.n < looked_up) continue;
        uint32_t bit = bit_of(wording, looked_up);
        beginnings.sieve[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    return beginnings;
}

typedef struct {
    Held *at;
    int64_t n, room;
} HeldRows;

/* Tokens of a text that are looked at in one go. */
enum { AT_ONCE = 4096 };

/* Notes the next places of a text where a wording may begin: all where fewer tokens are left than
 * are looked up. Returns how many there are. */
static int32_t find_likely(const Beginnings *beginnings, Stretch text, int32_t from,
                           int32_t looked_up, int32_t *likely)
{
    const uint64_t *sieve = beginnings->sieve;
    int32_t end = min(text.n, from + AT_ONCE), last = max(from, min(end, text.n - looked_up + 1));
    int32_t n = 0;
    /* Where none can be foreseen, to note a place and take it back is sooner done than to jump. */
    for (int32_t i = from; i < last; i++) {
        uint32_t bit = bit_of((Stretch){text.at + i, text.n - i}, looked_up);
        likely[n] = i;
        n += sieve[bit / 64] >> bit % 64 & 1;
    }
    for (int32_t i = last; i < end; i++) likely[n++] = i;
    return n;
}

/* Finds the wordings that a text has at a place. */
static void find_at(Arena *arena, const Holding *given, const Beginnings *beginnings,
                    Stretch text, int32_t outer, int32_t at, HeldRows *rows)
{
    Stretch rest = {text.at + at, text.n - at};
    int32_t inner = *head_of(beginnings, rest, given->looked_up);
    for (; inner >= 0; inner = beginnings->next[inner]) {
        Stretch wording = wording_at(&given->wordings, inner);
        /* What has fewer tokens than are looked up is found at ends alone. */
        bool may_be = wording.n < given->looked_up ? wording.n == rest.n : wording.n <= rest.n;
        if (!may_be || !same_tokens(wording, (Stretch){rest.at, wording.n})) continue;
        MAKE_ROOM(arena, rows);
        rows->at[rows->n++] = (Held){inner, outer, at};
    }
}

static int64_t find_held(Memory *memory, void *arguments)
{
    const Holding *given = arguments;
    Beginnings beginnings = beginnings_of(&memory->work, given);
    HeldRows rows = {0};
    int32_t likely[AT_ONCE];
    Token *tokens = TAKE(&memory->work, Token, longest_of(&given->texts));
    /* Of some lengths there may be none to look for. */
    for (int32_t outer = 0; beginnings.n && outer < given->texts.n; outer++) {
        Stretch text = {tokens, decode_one(&given->texts, outer, tokens)};
        for (int32_t from = 0; from < text.n; from += AT_ONCE) {
            int32_t n = find_likely(&beginnings, text, from, given->looked_up, likely);
            for (int32_t i = 0; i < n; i++)
                find_at(&memory->kept, given, &beginnings, text, outer, likely[i], &rows);
        }
    }
    *given->found = lasting(&memory->kept, rows.at, (size_t)rows.n * sizeof(Held));
    return rows.n;
}

int64_t lineage_held(int64_t n, const int64_t *first, const Token *tokens, int64_t looked_up,
                     int64_t shortest, int64_t longest, int64_t n_texts,
                     const uint8_t *const *texts, const int64_t *lengths, Held **found)
{
    *found = NULL;
    Holding given = {.wordings = {n, first, tokens},
                     .texts = {n_texts, texts, lengths},
                     .looked_up = (int32_t)looked_up,
                     .shortest = (int32_t)shortest,
                     .longest = (int32_t)longest,
                     .found = found};
    return done(find_held, &given);
}
