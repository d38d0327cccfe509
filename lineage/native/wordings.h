/* Wordings in a row: the tokens of each stand from its first one to that of the next. */
#ifndef LINEAGE_WORDINGS_H
#define LINEAGE_WORDINGS_H

#include "alignment.h"

typedef struct {
    int64_t n;
    const int64_t *first;
    const Token *tokens;
} Wordings;

static inline Stretch wording_at(const Wordings *wordings, int64_t number)
{
    int64_t begin = wordings->first[number];
    return (Stretch){wordings->tokens + begin, (int32_t)(wordings->first[number + 1] - begin)};
}

#endif
