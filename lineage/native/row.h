/* Wordings in a row: the tokens of each stand from its first one to that of the next. */
#ifndef LINEAGE_ROW_H
#define LINEAGE_ROW_H

#include "alignment.h"

typedef struct {
    int64_t n;
    const int64_t *first;
    const Token *tokens;
} Row;

static inline Stretch wording_at(const Row *row, int64_t number)
{
    int64_t begin = row->first[number];
    return (Stretch){row->tokens + begin, (int32_t)(row->first[number + 1] - begin)};
}

#endif
