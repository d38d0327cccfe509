/* Which two tokens stand in a row; see `lineage.attestation`. */
#include "kernels.h"

int64_t lineage_pairs(int64_t n, const Token *tokens, const uint8_t *borders, int64_t document,
                      uint64_t *pairs)
{
    int64_t found = 0;
    for (int64_t i = 1; i < n; i++) {
        pairs[found] = ((uint64_t)tokens[i - 1] << CODE_BITS | tokens[i]) << DOCUMENT_BITS |
                       (uint64_t)document;
        found += borders[i] < CLAUSE;
    }
    return found;
}
