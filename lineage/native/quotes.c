#include "quotes.h"

/* Marks that open a quotation, and those that close it. */
static const Token OPENERS[MOST_QUOTES] = {0x300A, 0x201C, 0x300C, 0x300E, '"'};
static const Token CLOSERS[MOST_QUOTES] = {0x300B, 0x201D, 0x300D, 0x300F, '"'};

/* Characters before a member in which its opening mark is looked for, and behind it for the
 * closing one. */
enum { REACH = 120 };

static bool is_in(const Document *document, Token mark, int64_t start, int64_t end)
{
    if (end > document->n) end = document->n;
    for (int64_t i = start; i < end; i++)
        if (document->characters[i] == mark) return true;
    return false;
}

int32_t quotes_around(const Document *document, const Member *member, int32_t at[MOST_QUOTES])
{
    int32_t last = document->starts[member->place.end - 1], found = 0;
    bool is_known[MOST_QUOTES] = {false};
    for (int32_t i = member->shown.start; i >= 0 && i >= member->shown.start - REACH; i--)
        for (int32_t kind = 0; kind < MOST_QUOTES; kind++) {
            if (is_known[kind] || document->characters[i] != OPENERS[kind]) continue;
            is_known[kind] = true;
            /* Closed before the last word, it is a quotation in the member, or before it. */
            if (!is_in(document, CLOSERS[kind], i + 1, last) &&
                is_in(document, CLOSERS[kind], last, member->shown.end + REACH))
                at[found++] = i;
        }
    return found;
}
