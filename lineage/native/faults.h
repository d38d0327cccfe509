/* What is structurally wrong with a sentence: brackets, numbering, counts, pairs. */
#ifndef LINEAGE_FAULTS_H
#define LINEAGE_FAULTS_H

#include "stretch.h"

/* Returns a bit for each fault that a text has, one sentence or several as they stand there. Each
 * is one that cutting or copying makes and that writing hardly ever does: a bracket without its
 * partner, a number left out between two others, another number of things than is told, and the
 * first of two halves (不仅 without 而且) alone. */
uint64_t faults_of(Stretch text);

#endif
