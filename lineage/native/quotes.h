/* Quotation marks around what a family's members say; see `lineage.kinds`. */
#ifndef LINEAGE_QUOTES_H
#define LINEAGE_QUOTES_H

#include "ancestry.h"

enum { MOST_QUOTES = 5 }; /* kinds of marks that open */

/* Writes where marks stand that open shortly before a member, or with it, and close behind it:
 * of each kind of mark the nearest. Returns how many there are. */
int32_t quotes_around(const Document *document, const Member *member, int32_t at[MOST_QUOTES]);

#endif
