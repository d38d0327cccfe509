/* Where versions of a wording differ, and which of these changes may be slips: by what each sign of
 * one needs at least. */
#include "call.h"

#include <string.h>

/* Signs; as `lineage.native.slips`. */
enum { LEFT_BROKEN = 1, RIGHT_BROKEN = 2, DOUBLED = 4, FAULT = 8 };

/* As `_LONGEST_DOUBLED`, `_SENTENCE` and `_REACH` of `lineage.corruption`. */
enum { LONGEST_DOUBLED = 4, SENTENCE = 200, REACH = 6 };

/* Tokens of a reading that may break a word, at most. */
enum { LONGEST_SLIP = 2 };

/* Characters before or behind a reading that may make a number of a list with it. */
enum { NEIGHBOURS = 2 };

/* Equal tokens that part two changes, at least. */
enum { LEAST_BETWEEN = 2 };

/* Characters from a count to the colon behind it, at most. */
enum { LONGEST_COUNT = 15 };

/* Characters behind one that begins what reaches far that are part of it, at most. */
enum { FARTHEST_ON = 2 };

typedef struct {
    const Text *texts;
    const Document *documents;
    int64_t n_said;
    const uint64_t *said;
    uint8_t *has_wording; /* of each document, of the family that is looked at */
} Suspecting;

/* ---- Words ------------------------------------------------------------------------------- */

/* 一二三四五六七八九十百千万亿两〇几半 */
static const Token NUMERALS[] = {0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03,
                                 0x516b, 0x4e5d, 0x5341, 0x767e, 0x5343, 0x4e07, 0x4ebf,
                                 0x4e24, 0x3007, 0x51e0, 0x534a, 0};

/* Says whether a document without the wording has a token and the one before it in a row. */
static bool is_usual(const Suspecting *given, const Text *text, int32_t at)
{
    if (at <= 0 || at >= text->n || text->borders[at] >= CLAUSE) return false;
    uint64_t pair = (uint64_t)text->tokens[at - 1] << CODE_BITS | text->tokens[at];
    int64_t first = 0, end = given->n_said;
    while (first < end) {
        int64_t middle = first + (end - first) / 2;
        if (given->said[middle] >> DOCUMENT_BITS < pair) first = middle + 1;
        else end = middle;
    }
    for (int64_t i = first; i < given->n_said && given->said[i] >> DOCUMENT_BITS == pair; i++)
        if (!given->has_wording[given->said[i] ^ pair << DOCUMENT_BITS]) return true;
    return false;
}

static bool may_break(const Suspecting *given, Place place)
{
    const Text *text = &given->texts[place.document];
    for (int32_t i = place.start; i < place.end; i++)
        if (is_one_of(text->tokens[i], NUMERALS)) return false;
    return !is_usual(given, text, place.start) && !is_usual(given, text, place.end);
}

static bool may_be_doubled(const Text *text, Place place)
{
    int32_t n = place.end - place.start;
    if (n < 1 || n > LONGEST_DOUBLED) return false;
    const Token *reading = text->tokens + place.start;
    size_t size = (size_t)n * sizeof(Token);
    return (place.start >= n && !memcmp(reading - n, reading, size)) ||
           (place.end + n <= text->n && !memcmp(reading + n, reading, size));
}

/* ---- Sentences --------------------------------------------------------------------------- */

/* Says whether a sentence ends with a character: 。！？!? and the ends of lines. */
static inline bool ends_sentence(Token character)
{
    switch (character) {
    case 0x3002:
    case 0xff01:
    case 0xff1f:
    case 0x21:
    case 0x3f:
    case 0xd:
    case 0xa: return true;
    default: return false;
    }
}

/* （）()《》【】[]〔〕 */
static const Token BRACKETS[] = {0xff08, 0xff09, 0x28, 0x29, 0x300a, 0x300b, 0x3010,
                                 0x3011, 0x5b, 0x5d, 0x3014, 0x3015, 0};

/* 一二三四五六七八九十, and what stands behind one that is a number of a list: 是要，、,）) */
static const Token NUMBERS[] = {0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d,
                                0x4e03, 0x516b, 0x4e5d, 0x5341, 0};
static const Token ENDS[] = {0x662f, 0x8981, 0xff0c, 0x3001, 0x2c, 0xff09, 0x29, 0};

/* A reading of some place of a sentence, and what stands before and behind it. */
typedef struct {
    Stretch before, reading, behind;
} Sentence;

static Sentence sentence_around(const Suspecting *given, Place place)
{
    const Text *text = &given->texts[place.document];
    const Document *document = &given->documents[place.document];
    const Token *at = document->characters;
    int32_t n = (int32_t)document->n;
    int32_t start = place.start ? document->ends[place.start - 1] : 0;
    int32_t end = place.end < text->n ? document->starts[place.end] : n;
    int32_t first = start, last = end;
    while (first && start - first < SENTENCE && !ends_sentence(at[first - 1])) first--;
    while (last < n && last - end < SENTENCE && !ends_sentence(at[last])) last++;
    return (Sentence){{at + first, start - first}, {at + start, end - start}, {at + end, last - end}};
}

/* 两 and the numbers, and what begins a word of what is counted: 个项条大种点类方 */
static const Token COUNTS[] = {0x4e24, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d,
                               0x4e03, 0x516b, 0x4e5d, 0x5341, 0};
static const Token UNITS[] = {0x4e2a, 0x9879, 0x6761, 0x5927, 0x79cd, 0x70b9, 0x7c7b, 0x65b9, 0};

/* Says whether a colon may stand behind a count. */
static bool is_counted(Stretch text, int32_t colon)
{
    for (int32_t i = max(colon - LONGEST_COUNT, 0); i < colon - 1; i++)
        if (is_one_of(text.at[i], COUNTS) && is_one_of(text.at[i + 1], UNITS)) return true;
    return false;
}

/* Says whether a count ends at a character or the first of two halves begins: 不仅, 不但, 既 or
 * 一方面. */
static bool reaches_far(Stretch text, int32_t at)
{
    Token next = at + 1 < text.n ? text.at[at + 1] : 0;
    switch (text.at[at]) {
    case 0xff1a:
    case 0x3a: return is_counted(text, at);
    case 0x65e2: return true;
    case 0x4e0d: return next == 0x4ec5 || next == 0x4f46;
    case 0x4e00: return next == 0x65b9 && at + 2 < text.n && text.at[at + 2] == 0x9762;
    default: return false;
    }
}

static Stretch joined(Arena *arena, Stretch before, Stretch reading, Stretch behind)
{
    Stretch parts[] = {before, reading, behind};
    Token *text = TAKE(arena, Token, before.n + reading.n + behind.n);
    int32_t n = 0;
    for (int32_t i = 0; i < 3; n += parts[i++].n)
        if (parts[i].n) memcpy(text + n, parts[i].at, (size_t)parts[i].n * sizeof(Token));
    return (Stretch){text, n};
}

static bool any_reaches_far(Stretch text, int32_t first, int32_t last)
{
    for (int32_t i = first; i < last; i++)
        if (reaches_far(text, i)) return true;
    return false;
}

/* Says whether a sentence has anything around a reading, or with it, that a fault may come of. */
static bool tells(Arena *arena, Stretch before, Stretch reading, Stretch behind)
{
    Stretch text = joined(arena, before, reading, behind);
    int32_t joint = max(before.n - FARTHEST_ON, 0), end = before.n + reading.n + LONGEST_COUNT + 1;
    if (any_reaches_far(text, joint, min(end, text.n))) return true;
    int32_t first = max(before.n - NEIGHBOURS, 0);
    int32_t last = min(before.n + reading.n + NEIGHBOURS, text.n);
    for (int32_t i = first; i + 1 < last; i++)
        if (is_one_of(text.at[i], NUMBERS) && is_one_of(text.at[i + 1], ENDS)) return true;
    return false;
}

static bool has_brackets(Stretch reading)
{
    for (int32_t i = 0; i < reading.n; i++)
        if (is_one_of(reading.at[i], BRACKETS)) return true;
    return false;
}

/* Says the same of what stands before and behind a reading, whatever that is. */
static bool tells_alone(Sentence sentence)
{
    return any_reaches_far(sentence.before, 0, sentence.before.n) ||
           any_reaches_far(sentence.behind, 0, sentence.behind.n);
}

static bool may_be_faulty(Arena *arena, Sentence left, Sentence right)
{
    return has_brackets(left.reading) || has_brackets(right.reading) || tells_alone(left) ||
           tells_alone(right) ||
           tells(arena, left.before, left.reading, left.behind) ||
           tells(arena, left.before, right.reading, left.behind) ||
           tells(arena, right.before, right.reading, right.behind) ||
           tells(arena, right.before, left.reading, right.behind);
}

/* Returns the tokens around a place, up to the ends of its clause. */
static Span clause_around(const Text *text, Place place)
{
    Span clause = {place.start, place.end};
    int32_t least = max(place.start - REACH, 0);
    int32_t most = place.end + REACH < text->n ? place.end + REACH : (int32_t)text->n;
    while (clause.start > least && text->borders[clause.start] < CLAUSE) clause.start--;
    while (clause.end < most && text->borders[clause.end] < CLAUSE) clause.end++;
    return clause;
}

/* ---- Changes ----------------------------------------------------------------------------- */

static int32_t signs_of(Arena *arena, const Suspecting *given, Place left, Place right)
{
    const Text *one = &given->texts[left.document], *two = &given->texts[right.document];
    /* A placeholder may be older or younger than what fills it. */
    if (holds_wildcard(stretch_of(one, left.start, left.end)) ||
        holds_wildcard(stretch_of(two, right.start, right.end)))
        return 0;
    int signs = 0;
    if (left.end - left.start <= LONGEST_SLIP && right.end - right.start <= LONGEST_SLIP) {
        if (may_break(given, left)) signs |= LEFT_BROKEN;
        if (may_break(given, right)) signs |= RIGHT_BROKEN;
    }
    if (may_be_doubled(one, left) || may_be_doubled(two, right)) signs |= DOUBLED;
    if (may_be_faulty(arena, sentence_around(given, left), sentence_around(given, right)))
        signs |= FAULT;
    return signs;
}

typedef struct {
    Slip *at;
    int64_t n, room;
} Slips;

/* Notes a change if it may be a slip. */
static void suspect(Memory *memory, const Suspecting *given, int32_t number, Place left, Place right,
                    Slips *found)
{
    Mark mark = arena_mark(&memory->work);
    int32_t signs = signs_of(&memory->work, given, left, right);
    arena_reset(&memory->work, mark);
    if (!signs) return;
    MAKE_ROOM(&memory->kept, found);
    found->at[found->n++] = (Slip){number,
                                   left,
                                   right,
                                   clause_around(&given->texts[left.document], left),
                                   clause_around(&given->texts[right.document], right),
                                   signs};
}

/* Notes which changes between two versions may be slips; those that fewer equal tokens part than that
 * are one. Returns how many tokens are equal. */
static int32_t compare(Memory *memory, const Suspecting *given, int32_t number, const Place *pair,
                       Slips *found)
{
    Mark mark = arena_mark(&memory->work);
    Place left = {pair[0].document, 0, INT32_MIN}, right = {pair[1].document, 0, 0};
    Run last = {pair[0].start, pair[1].start, 0}, end = {pair[0].end, pair[1].end, 0};
    Runs runs = {0};
    matching_runs(&memory->work, tokens_at(given->texts, pair[0]),
                  tokens_at(given->texts, pair[1]), last.x, last.y, &runs);
    int32_t equal = 0;
    for (int32_t i = 0; i <= runs.n; i++) {
        Run run = i < runs.n ? runs.at[i] : end;
        int32_t x = last.x + last.n, y = last.y + last.n;
        last = run;
        equal += run.n;
        if (run.x == x && run.y == y) continue;
        if (x >= left.end + LEAST_BETWEEN) {
            if (left.end >= 0) suspect(memory, given, number, left, right, found);
            left.start = x;
            right.start = y;
        }
        left.end = run.x;
        right.end = run.y;
    }
    if (left.end >= 0) suspect(memory, given, number, left, right, found);
    arena_reset(&memory->work, mark);
    return equal;
}

typedef struct {
    Suspecting suspecting;
    int64_t n_documents, n_families;
    const int64_t *first, *first_bearers;
    const Place *pairs;
    const int32_t *bearers;
    int32_t *equal;
    Slip **found;
} Comparing;

static int64_t compare_all(Memory *memory, void *arguments)
{
    Comparing *given = arguments;
    uint8_t *has_wording = TAKE(&memory->work, uint8_t, given->n_documents);
    memset(has_wording, 0, (size_t)given->n_documents);
    given->suspecting.has_wording = has_wording;
    Slips found = {0};
    for (int64_t i = 0; i < given->n_families; i++) {
        const int32_t *bearers = given->bearers, *ends = given->bearers;
        bearers += given->first_bearers[i];
        ends += given->first_bearers[i + 1];
        for (const int32_t *at = bearers; at < ends; at++) has_wording[*at] = true;
        for (int64_t k = given->first[i]; k < given->first[i + 1]; k++)
            given->equal[k] = compare(memory, &given->suspecting, (int32_t)k, given->pairs + 2 * k, &found);
        for (const int32_t *at = bearers; at < ends; at++) has_wording[*at] = false;
    }
    *given->found = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(Slip));
    return found.n;
}

int64_t lineage_slips(const Text *texts, const Document *documents, int64_t n_documents,
                      int64_t n_families, const int64_t *first, const Place *pairs,
                      const int64_t *first_bearers, const int32_t *bearers, int64_t n_said,
                      const uint64_t *said, int32_t *equal, Slip **found)
{
    *found = NULL;
    Comparing given = {{texts, documents, n_said, said, NULL}, n_documents, n_families, first,
                       first_bearers, pairs, bearers, equal, found};
    return done(compare_all, &given);
}
