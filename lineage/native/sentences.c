/* Sentences of two texts that may be versions of each other; see `lineage.sentences`. */
#include "call.h"

#include <string.h>

/* The sentences of a text: where each stands, which have a counterpart already, and how often tokens
 * stand in each. */
typedef struct {
    const Token *tokens;
    int32_t n;
    const Span *spans;
    const uint8_t *paired;
    const Counts *counts;
} Sentences;

/* An n-gram of a sentence; those of one digest are in a chain, first those of sentences without a
 * counterpart. */
typedef struct {
    int32_t sentence, at, next;
} Gram;

typedef struct {
    Gram *grams;
    int32_t *first;
    int shift;
} GramTable;

typedef struct {
    Sentences left, right;
    int32_t n_gram, least;
    double share;
    AlikeSentences **found;
} Searching;

typedef struct {
    AlikeSentences *at;
    int64_t n, room;
} Found;

static inline Stretch sentence_of(const Sentences *side, int32_t number)
{
    Span span = side->spans[number];
    return (Stretch){side->tokens + span.start, length(span)};
}

static const Counts *counts_of_all(Arena *arena, const Sentences *side)
{
    Counts *counts = TAKE(arena, Counts, side->n);
    for (int32_t i = 0; i < side->n; i++) counts[i] = counts_of(sentence_of(side, i));
    return counts;
}

static GramTable table_of(Arena *arena, const Searching *given)
{
    const Sentences *side = &given->right;
    int64_t n_grams = 0;
    for (int32_t i = 0; i < side->n; i++)
        n_grams += max(length(side->spans[i]) - given->n_gram + 1, 0);
    GramTable table = {.grams = TAKE(arena, Gram, n_grams), .shift = 64 - 8};
    while (1ll << (64 - table.shift) < 2 * n_grams) table.shift--;
    size_t size = (size_t)1 << (64 - table.shift);
    table.first = memset(TAKE(arena, int32_t, size), -1, size * sizeof(int32_t));
    int32_t n = 0;
    for (uint8_t paired = 2; paired-- > 0;)
        for (int32_t i = 0; i < side->n; i++) {
            Span span = side->spans[i];
            if (side->paired[i] != paired || length(span) < given->least) continue;
            for (int32_t at = span.start; at + given->n_gram <= span.end; at++) {
                uint64_t of = digest(side->tokens + at, given->n_gram, table.shift);
                table.grams[n] = (Gram){i, at, table.first[of]};
                table.first[of] = n++;
            }
        }
    return table;
}

/* A left sentence, laid out for the first that it may be like. */
typedef struct {
    int32_t number;
    Stretch text;
    Where where;
    bool is_laid_out;
} Asked;

static bool is_alike(Arena *arena, const Searching *given, Asked *asked, int32_t number)
{
    Stretch other = sentence_of(&given->right, number);
    int32_t n = asked->text.n + other.n;
    int32_t least = max(given->least, (int32_t)(given->share * n / 2));
    if (min(asked->text.n, other.n) < least) return false;
    const Counts *one = &given->left.counts[asked->number], *two = &given->right.counts[number];
    if (n - least_distance(one, two) < 2 * least) return false;
    if (!asked->is_laid_out) asked->where = where_of(arena, asked->text);
    asked->is_laid_out = true;
    return in_common_with(arena, &asked->where, other) >= least;
}

/* Adds the right sentences that are like a left one. `seen` has the last that each was held against. */
static void add_alike(Memory *memory, const Searching *given, const GramTable *table,
                      int32_t number, int32_t *seen, Found *pairs)
{
    const Sentences *right = &given->right;
    Asked asked = {.number = number, .text = sentence_of(&given->left, number)};
    bool paired = given->left.paired[number];
    size_t size = (size_t)given->n_gram * sizeof(Token);
    for (int32_t at = 0; at + given->n_gram <= asked.text.n; at++) {
        const Token *gram = asked.text.at + at;
        int32_t next = table->first[digest(gram, given->n_gram, table->shift)];
        while (next >= 0) {
            Gram other = table->grams[next];
            if (paired && right->paired[other.sentence]) break;
            next = other.next;
            if (seen[other.sentence] == number || memcmp(gram, right->tokens + other.at, size))
                continue;
            seen[other.sentence] = number;
            if (!is_alike(&memory->work, given, &asked, other.sentence)) continue;
            MAKE_ROOM(&memory->kept, pairs);
            pairs->at[pairs->n++] = (AlikeSentences){number, other.sentence};
        }
    }
}

static int64_t find_alike(Memory *memory, void *arguments)
{
    Searching *given = arguments;
    Arena *work = &memory->work;
    given->left.counts = counts_of_all(work, &given->left);
    given->right.counts = counts_of_all(work, &given->right);
    GramTable table = table_of(work, given);
    int32_t *seen = TAKE(work, int32_t, given->right.n);
    memset(seen, -1, (size_t)given->right.n * sizeof(int32_t));
    Found pairs = {0};
    for (int32_t i = 0; i < given->left.n; i++) {
        if (length(given->left.spans[i]) < given->least) continue;
        Mark mark = arena_mark(work);
        add_alike(memory, given, &table, i, seen, &pairs);
        arena_reset(work, mark);
    }
    *given->found = lasting(&memory->kept, pairs.at, (size_t)pairs.n * sizeof(AlikeSentences));
    return pairs.n;
}

int64_t lineage_alike_sentences(int64_t n_left, const Token *left, const Span *left_spans,
                                const uint8_t *left_paired, int64_t n_right, const Token *right,
                                const Span *right_spans, const uint8_t *right_paired,
                                int64_t n_gram, int64_t least, double share,
                                AlikeSentences **found)
{
    Searching given = {{left, (int32_t)n_left, left_spans, left_paired, NULL},
                       {right, (int32_t)n_right, right_spans, right_paired, NULL},
                       (int32_t)n_gram, (int32_t)least, share, found};
    return done(find_alike, &given);
}
