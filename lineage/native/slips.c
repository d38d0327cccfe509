/* Where versions of a wording differ, and which of these changes may be slips: by the faults that they
 * make, and by what each other sign of one needs at least. */
#include "call.h"
#include "faults.h"

#include <string.h>

/* Signs; as `lineage.native.slips`. */
enum { LEFT_BROKEN = 1, RIGHT_BROKEN = 2, DOUBLED = 4, LEFT_FAULT = 8, RIGHT_FAULT = 16 };

/* As `_LONGEST_DOUBLED` and `_REACH` of `lineage.corruption`. */
enum { LONGEST_DOUBLED = 4, REACH = 6 };

/* Characters before and behind a place that are searched for the ends of its sentence. */
enum { SENTENCE = 200 };

/* Tokens of a reading that may break a word, at most. */
enum { LONGEST_SLIP = 2 };

/* As `_LEAST_STRAY` of `lineage.broken`. */
static const double LEAST_STRAY = 13.0;

/* Equal tokens that part two changes, at least. */
enum { LEAST_BETWEEN = 2 };

/* A sentence that was searched for faults; most have several changes. */
typedef struct {
    Stretch text;
    uint64_t faults;
} Searched;

typedef struct {
    const Text *texts;
    const Document *documents;
    int64_t n_said;
    const uint64_t *said;
    int64_t n_excess;
    const double *excess;
    uint8_t *has_wording; /* of each document, of the family that is looked at */
    Searched *left, *right; /* the last ones */
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

/* Says whether the characters of a stretch may be too rare, all together, to be words of their own. */
static bool may_be_rare(const Suspecting *given, Stretch stretch)
{
    double excess = 0;
    for (int32_t i = 0; i < stretch.n; i++)
        if (stretch.at[i] < given->n_excess) excess += given->excess[stretch.at[i]];
    return excess >= LEAST_STRAY;
}

static bool may_break(const Suspecting *given, Place place)
{
    const Text *text = &given->texts[place.document];
    Span clause = clause_around(text, place);
    if (!may_be_rare(given, stretch_of(text, clause.start, clause.end))) return false;
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

/* A reading of some place of a sentence, and what stands before and behind it, all in a row. */
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

/* Returns the faults of a sentence. */
static uint64_t faults_in(Searched *last, Sentence sentence)
{
    Stretch text = {sentence.before.at, sentence.before.n + sentence.reading.n + sentence.behind.n};
    if (text.at != last->text.at || text.n != last->text.n) *last = (Searched){text, faults_of(text)};
    return last->faults;
}

/* Returns those that it has with another reading. */
static uint64_t faults_with(Arena *arena, Sentence sentence, Stretch reading)
{
    Stretch parts[] = {sentence.before, reading, sentence.behind};
    Token *text = TAKE(arena, Token, parts[0].n + parts[1].n + parts[2].n);
    int32_t n = 0;
    for (int32_t i = 0; i < 3; n += parts[i++].n)
        if (parts[i].n) memcpy(text + n, parts[i].at, (size_t)parts[i].n * sizeof(Token));
    return faults_of((Stretch){text, n});
}

/* Says which of two readings makes a fault that the other would not, each in its own sentence. */
static int faulty_of(Arena *arena, const Suspecting *given, Place left, Place right)
{
    Sentence one = sentence_around(given, left), two = sentence_around(given, right);
    uint64_t of_one = faults_in(given->left, one), of_two = faults_in(given->right, two);
    bool is_one = of_one && (of_one & ~faults_with(arena, one, two.reading));
    bool is_two = of_two && (of_two & ~faults_with(arena, two, one.reading));
    return is_one == is_two ? 0 : is_one ? LEFT_FAULT : RIGHT_FAULT;
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
    return signs | faulty_of(arena, given, left, right);
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
    Searched left = {{NULL, 0}, 0}, right = left;
    given->suspecting.has_wording = has_wording;
    given->suspecting.left = &left;
    given->suspecting.right = &right;
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
                      const uint64_t *said, int64_t n_excess, const double *excess, int32_t *equal,
                      Slip **found)
{
    *found = NULL;
    Suspecting suspecting = {texts, documents, n_said, said, n_excess, excess, NULL, NULL, NULL};
    Comparing given = {suspecting, n_documents, n_families, first, first_bearers, pairs,
                       bearers, equal, found};
    return done(compare_all, &given);
}
