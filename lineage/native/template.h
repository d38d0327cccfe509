/* A family's wording with what varies as slots; see `lineage.template`. */
#ifndef LINEAGE_TEMPLATE_H
#define LINEAGE_TEMPLATE_H

#include "documents.h"
#include "wordings.h"

typedef struct {
    Span *at;
    int32_t n, room;
} Spans;

/* Where the members of a family differ from its wording.
 *
 * The slots are tokens of the wording, none where something is put in; `readings` has for each
 * slot, and in it for each of the different wordings, the tokens of that which stand there. */
typedef struct {
    Spans slots;
    Span *readings;
} Template;

/* Returns the template of a family.
 *
 * The wording is that at `model`; `n_members` of them have one of the different wordings. */
Template template_of(Arena *arena, const Text *texts, const Document *documents, Place model,
                     const Wordings *wordings, int32_t n_members);

#endif
