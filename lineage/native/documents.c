#include "documents.h"

#include <stddef.h>

bool is_blank(Token character)
{
    if (character < 0x80) return (character >= 0x9 && character <= 0xd) ||
                                 (character >= 0x1c && character <= 0x20);
    return character == 0x85 || character == 0xa0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200a) || character == 0x2028 ||
           character == 0x2029 || character == 0x202f || character == 0x205f || character == 0x3000;
}

bool ends_line(Token character)
{
    return (character >= 0xa && character <= 0xd) || (character >= 0x1c && character <= 0x1e) ||
           character == 0x85 || character == 0x2028 || character == 0x2029;
}

/* ---- Marks ------------------------------------------------------------------------------- */

static const Token PER[] = {0x25, 0xff05, 0x2030, 0};
static const Token FINAL[] = {0x3002, 0xff01, 0xff1f, 0xff1b, 0x2026, 0xff61, 0x21, 0x3f, 0x3b, 0x2e, 0};

/* Quotes and brackets: what opens, and what closes it. */
static const Token PAIRS[][2] = {{0x201c, 0x201d}, {0x2018, 0x2019}, {0x300c, 0x300d},
                                 {0x300e, 0x300f}, {0xff08, 0xff09}, {0x28, 0x29},
                                 {0x300a, 0x300b}, {0x3010, 0x3011}, {0, 0}};

bool is_one_of(Token character, const Token *characters)
{
    while (*characters && *characters != character) characters++;
    return *characters != 0;
}

/* Returns what closes what a mark opens; nothing if it opens nothing. */
static Token closer_of(Token mark)
{
    for (size_t i = 0; PAIRS[i][0]; i++)
        if (PAIRS[i][0] == mark) return PAIRS[i][1];
    return 0;
}

static Token opener_of(Token mark)
{
    for (size_t i = 0; PAIRS[i][0]; i++)
        if (PAIRS[i][1] == mark) return PAIRS[i][0];
    return 0;
}

/* Says whether a bracket or quote beside a span goes with one inside that has no other. */
static bool stays_open(const Token *text, Span span, Token mark, Token other)
{
    int32_t open = 0;
    for (int32_t i = span.start; i < span.end; i++) open += (text[i] == other) - (text[i] == mark);
    return open > 0;
}

Span shown_at(const Document *document, Place place)
{
    const Token *text = document->characters;
    int64_t n = document->n;
    Span span = {document->starts[place.start], document->ends[place.end - 1]};
    if (span.end < n && is_one_of(text[span.end], PER)) span.end++;
    while (span.end < n && is_one_of(text[span.end], FINAL)) span.end++;
    while (span.end < n && span.start && text[span.end] == closer_of(text[span.start - 1])) {
        span.start--;
        span.end++;
    }
    /* What is closed inside is opened, and what is opened inside is closed. */
    if (span.start) {
        Token mark = text[span.start - 1], closer = closer_of(mark);
        if (closer && stays_open(text, span, mark, closer)) span.start--;
    }
    if (span.end < n) {
        Token mark = text[span.end], opener = opener_of(mark);
        if (opener && stays_open(text, span, mark, opener)) span.end++;
    }
    while (span.end < n && is_one_of(text[span.end], FINAL) && !is_one_of(text[span.end - 1], FINAL)) span.end++;
    return span;
}

/* ---- Blanks ------------------------------------------------------------------------------ */

Stretch without_blanks(Arena *arena, const Document *document, Span span)
{
    Token *kept = TAKE(arena, Token, span.end - span.start);
    int32_t n = 0;
    for (int32_t i = span.start; i < span.end; i++)
        if (!is_blank(document->characters[i])) kept[n++] = document->characters[i];
    return (Stretch){kept, n};
}

bool has_marks_before(const Document *document, int32_t token)
{
    for (int32_t i = document->ends[token - 1]; i < document->starts[token]; i++)
        if (!is_blank(document->characters[i])) return true;
    return false;
}
