#include "call.h"

#include <stdlib.h>
#include <string.h>

void lineage_release(void *memory) { free(memory); }

void *lasting(Arena *arena, const void *items, size_t size)
{
    void *copy = malloc(size ? size : 1);
    if (!copy) longjmp(*arena->out_of_memory, 1);
    if (size) memcpy(copy, items, size);
    return copy;
}

static int64_t with_memory(Memory *memory, Task *task, void *arguments)
{
    jmp_buf out_of_memory;
    memory->work.out_of_memory = memory->kept.out_of_memory = &out_of_memory;
    return setjmp(out_of_memory) ? OUT_OF_MEMORY : task(memory, arguments);
}

int64_t done(Task *task, void *arguments)
{
    Memory memory = {0};
    int64_t result = with_memory(&memory, task, arguments);
    arena_free(&memory.work);
    arena_free(&memory.kept);
    return result;
}
