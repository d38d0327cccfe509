/* What is read in documents: their characters, and where in these their tokens stand. */
#ifndef LINEAGE_DOCUMENTS_H
#define LINEAGE_DOCUMENTS_H

#include "likeness.h"

/* One document. Its days are numbered in such a way that they can be compared; -1 where it has
 * no date. */
typedef struct {
    const Token *characters;
    const int32_t *starts, *ends; /* of each token, in characters */
    int64_t n;                    /* characters */
    int32_t first_day, last_day;
    int32_t turn; /* documents in the order of their dates, then of their names */
} Document;

/* Says whether a character is one of some, behind which stands 0. */
bool is_one_of(Token character, const Token *characters);

bool is_blank(Token character);

/* Says whether a line ends with a character, as Python sees it. */
bool ends_line(Token character);

/* Returns the characters of a place, with the marks that belong to it; as
 * `lineage.segment.with_marks`. */
Span shown_at(const Document *document, Place place);

/* Returns the characters of a span that are no blanks. */
Stretch without_blanks(Arena *arena, const Document *document, Span span);

/* Says whether more than blanks stand between a token and the one before it. */
bool has_marks_before(const Document *document, int32_t token);

#endif
