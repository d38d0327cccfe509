/* What every kernel does around its work: memory is had, and given back in any case. */
#ifndef LINEAGE_CALL_H
#define LINEAGE_CALL_H

#include "kernels.h"

enum { OUT_OF_MEMORY = -1 };

/* What a call works in: memory for one piece of work, and for what is found. */
typedef struct {
    Arena work, kept;
} Memory;

typedef int64_t Task(Memory *memory, void *arguments);

/* Does a task, and gives back its memory whether or not there was enough of it. */
int64_t done(Task *task, void *arguments);

/* Returns a copy that outlives the arena; of nothing, a pointer that can be released. */
void *lasting(Arena *arena, const void *items, size_t size);

#endif
