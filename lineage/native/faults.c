#include "faults.h"

#include "documents.h"

/* The first bit of each sort of faults. */
enum { UNBALANCED = 0, WITHOUT = 16, NOT = 32, ALONE = 48 };

static inline uint64_t bit(int32_t number) { return UINT64_C(1) << number; }

/* ---- Brackets ---------------------------------------------------------------------------- */

/* （） () 《》 【】 [] 〔〕: quotation marks are left out, for a quotation may go on for several
 * sentences. */
enum { N_BRACKETS = 6 };
static const Token BRACKETS[N_BRACKETS][2] = {{0xff08, 0xff09}, {0x28, 0x29}, {0x300a, 0x300b},
                                              {0x3010, 0x3011}, {0x5b, 0x5d}, {0x3014, 0x3015}};

static uint64_t unbalanced(Stretch text)
{
    uint64_t found = 0;
    for (int32_t k = 0; k < N_BRACKETS; k++) {
        int32_t open = 0;
        for (int32_t i = 0; i < text.n && open >= 0; i++)
            open += (text.at[i] == BRACKETS[k][0]) - (text.at[i] == BRACKETS[k][1]);
        if (open) found |= bit(UNBALANCED + 2 * k + (open < 0));
    }
    return found;
}

/* ---- Numbers ----------------------------------------------------------------------------- */

/* Returns the place of a character in 一二三四五六七八九十; -1 where it is none of these. */
static int32_t number_of(Token character)
{
    switch (character) {
    case 0x4e00: return 0;
    case 0x4e8c: return 1;
    case 0x4e09: return 2;
    case 0x56db: return 3;
    case 0x4e94: return 4;
    case 0x516d: return 5;
    case 0x4e03: return 6;
    case 0x516b: return 7;
    case 0x4e5d: return 8;
    case 0x5341: return 9;
    default: return -1;
    }
}

/* How the numbers of a list are written: what stands before and behind each. Where a blank may stand
 * before, nothing may. */
typedef struct {
    Token before[8], behind[4];
    bool after_blank;
} List;

/* ，。；：:;, and 是要 behind; 第 and ，、,; （( and ）); 。 and 、 */
enum { N_LISTS = 4 };
static const List LISTS[N_LISTS] = {
    {{0xff0c, 0x3002, 0xff1b, 0xff1a, 0x3a, 0x3b, 0x2c}, {0x662f, 0x8981}, true},
    {{0x7b2c}, {0xff0c, 0x3001, 0x2c}, false},
    {{0xff08, 0x28}, {0xff09, 0x29}, false},
    {{0x3002}, {0x3001}, true},
};

static bool is_listed(const List *list, Stretch text, int32_t at)
{
    if (!is_one_of(text.at[at + 1], list->behind)) return false;
    if (!at) return list->after_blank;
    Token before = text.at[at - 1];
    return is_one_of(before, list->before) || (list->after_blank && is_blank(before));
}

static uint64_t skipped(Stretch text)
{
    uint64_t found = 0;
    int32_t last[N_LISTS] = {9, 9, 9, 9};
    for (int32_t i = 0; i + 1 < text.n; i++) {
        int32_t number = number_of(text.at[i]);
        for (int32_t k = 0; number >= 0 && k < N_LISTS; k++) {
            if (!is_listed(&LISTS[k], text, i)) continue;
            if (number == last[k] + 2) found |= bit(WITHOUT + number - 1);
            last[k] = number;
        }
    }
    return found;
}

/* ---- Counts ------------------------------------------------------------------------------ */

/* Characters from what is counted to the colon behind it, at most. */
enum { LONGEST_COUNTED = 12 };

/* 个项条大种点类, and what ends them: ，。；：:、 */
static const Token UNITS[] = {0x4e2a, 0x9879, 0x6761, 0x5927, 0x79cd, 0x70b9, 0x7c7b, 0};
static const Token PARTING[] = {0xff0c, 0x3002, 0xff1b, 0xff1a, 0x3a, 0x3001, 0};
/* 。！？ and the ends of lines; what parts members: ； or else 、和及与 */
static const Token STOPS[] = {0x3002, 0xff01, 0xff1f, 0xd, 0xa, 0};
static const Token SEMICOLON[] = {0xff1b, 0}, BETWEEN[] = {0x3001, 0x548c, 0x53ca, 0x4e0e, 0};

static bool is_pair(Stretch text, int32_t at, Token one, Token other)
{
    return at + 1 < text.n && text.at[at] == one && text.at[at + 1] == other;
}

/* Returns where the members begin of what is counted there, behind a colon; -1 if nothing is. */
static int32_t members_begin(Stretch text, int32_t at)
{
    if (at >= text.n) return -1;
    if (is_pair(text, at, 0x65b9, 0x9762)) at += 2;
    else if (is_one_of(text.at[at], UNITS)) at++;
    else return -1;
    int32_t end = min(at + LONGEST_COUNTED, text.n);
    while (at < end && !is_one_of(text.at[at], PARTING) && !is_blank(text.at[at])) at++;
    return at < text.n && (text.at[at] == 0xff1a || text.at[at] == 0x3a) ? at + 1 : -1;
}

/* Returns how many members there are, those that are nothing but blanks left out. */
static int32_t n_members(Stretch text, int32_t begin, int32_t end)
{
    const Token *parting = BETWEEN;
    for (int32_t i = begin; i < end; i++)
        if (text.at[i] == SEMICOLON[0]) parting = SEMICOLON;
    int32_t n = 0;
    bool is_counted = false;
    for (int32_t i = begin; i < end; i++) {
        if (is_one_of(text.at[i], parting)) is_counted = false;
        else if (!is_counted && !is_blank(text.at[i])) {
            is_counted = true;
            n++;
        }
    }
    return n;
}

static uint64_t miscounted(Stretch text)
{
    uint64_t found = 0;
    for (int32_t i = 0; i < text.n; i++) {
        bool is_two = text.at[i] == 0x4e24; /* 两 */
        int32_t number = is_two ? 10 : number_of(text.at[i]);
        int32_t begin = number < 0 ? -1 : members_begin(text, i + 1);
        if (begin < 0) continue;
        int32_t end = begin;
        while (end < text.n && !is_one_of(text.at[end], STOPS)) end++;
        if (begin == end) continue;
        if (n_members(text, begin, end) != (is_two ? 2 : number + 1)) found |= bit(NOT + number);
        i = end - 1;
    }
    return found;
}

/* ---- Halves ------------------------------------------------------------------------------ */

/* First halves are 不仅 or 不但, 既, 一方面; behind 既 stands none of 往然定有得成是已, for 既定, 既是 and
 * the like are none. */
enum { N_PAIRS = 3 };
static const Token NOT_ONLY[] = {0x4ec5, 0x4f46, 0};
static const Token NOT_BOTH[] = {0x5f80, 0x7136, 0x5b9a, 0x6709, 0x5f97, 0x6210, 0x662f, 0x5df2, 0};

/* What second halves of the first two hold: 且还也更, as in 而且 and 并且, and 又也还更且. */
static const Token SECOND[][6] = {{0x4e14, 0x8fd8, 0x4e5f, 0x66f4},
                                  {0x53c8, 0x4e5f, 0x8fd8, 0x66f4, 0x4e14}};

/* Returns how many characters of the first of two halves begin at one; 0 if none does. */
static int32_t first_half(Stretch text, int32_t at, int32_t pair)
{
    Token before = at ? text.at[at - 1] : 0, next = at + 1 < text.n ? text.at[at + 1] : 0;
    switch (text.at[at]) {
    case 0x4e0d: return pair == 0 && is_one_of(next, NOT_ONLY) ? 2 : 0;
    /* 一如既往 and 另一方面 begin nothing. */
    case 0x65e2: return pair == 1 && before != 0x5982 && !is_one_of(next, NOT_BOTH);
    case 0x4e00: return pair == 2 && before != 0x53e6 && is_pair(text, at + 1, 0x65b9, 0x9762) ? 3 : 0;
    default: return 0;
    }
}

static bool is_second(Stretch text, int32_t at, int32_t pair)
{
    return pair < 2 ? is_one_of(text.at[at], SECOND[pair]) : is_pair(text, at, 0x65b9, 0x9762);
}

static uint64_t halved(Stretch text)
{
    uint64_t found = 0;
    for (int32_t pair = 0; pair < N_PAIRS; pair++) {
        int32_t first = 0, n = 0;
        while (first < text.n && !(n = first_half(text, first, pair))) first++;
        int32_t second = first + n;
        while (second < text.n && !is_second(text, second, pair)) second++;
        /* 不仅 and 不但 are two. */
        if (n && second == text.n)
            found |= bit(ALONE + (pair ? pair + 1 : text.at[first + 1] == NOT_ONLY[0]));
    }
    return found;
}

/* ---- All of them ------------------------------------------------------------------------- */

/* What a text may have wrong. */
enum { BRACKET = 1, NUMBER = 2, COLON = 4, HALF = 8 };

/* Says what a character may have to do with; most texts have nothing of the kind. */
static int sort_of(Token character)
{
    switch (character) {
    case 0x28:
    case 0x29:
    case 0x5b:
    case 0x5d:
    case 0x300a:
    case 0x300b:
    case 0x3010:
    case 0x3011:
    case 0x3014:
    case 0x3015:
    case 0xff08:
    case 0xff09: return BRACKET;
    case 0x3a:
    case 0xff1a: return COLON;
    case 0x4e00: return NUMBER | HALF;
    case 0x4e0d:
    case 0x65e2: return HALF;
    default: return number_of(character) < 0 ? 0 : NUMBER;
    }
}

uint64_t faults_of(Stretch text)
{
    int sorts = 0;
    for (int32_t i = 0; i < text.n; i++) sorts |= sort_of(text.at[i]);
    uint64_t found = 0;
    if (sorts & BRACKET) found |= unbalanced(text);
    if (sorts & NUMBER) found |= skipped(text);
    if (sorts & COLON) found |= miscounted(text);
    if (sorts & HALF) found |= halved(text);
    return found;
}
