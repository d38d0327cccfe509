#include "arena.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of the first block; with none, every piece of memory is a block of its own, so that
 * sanitizers see what is used after it was given back. */
#ifndef ARENA_BLOCK
#define ARENA_BLOCK 65536
#endif

enum { ALIGNMENT = 16 };

struct Block {
    Block *before;
    size_t size, used;
    /* The block's bytes follow. */
};

/* Where the bytes of a block begin, in bytes after its head. */
static const size_t HEAD = (sizeof(Block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

void *arena_take(Arena *arena, size_t size)
{
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Block *block = arena->current;
    if (!block || block->size - block->used < size) {
        size_t room = ARENA_BLOCK > 0 && block ? 2 * block->size : ARENA_BLOCK;
        if (room < size) room = size;
        Block *next = malloc(HEAD + room);
        if (!next) longjmp(*arena->out_of_memory, 1);
        *next = (Block){block, room, 0};
        arena->current = block = next;
    }
    void *taken = (char *)block + HEAD + block->used;
    block->used += size;
    return taken;
}

Mark arena_mark(const Arena *arena)
{
    Block *block = arena->current;
    return (Mark){block, block ? block->used : 0};
}

void arena_reset(Arena *arena, Mark mark)
{
    if (!mark.block) {
        /* Keep the largest block, which is the last: the next piece of work wants it again. */
        Block *kept = arena->current;
        if (!kept) return;
        Arena rest = {.current = kept->before};
        arena_free(&rest);
        kept->before = NULL;
        kept->used = 0;
        return;
    }
    while (arena->current != mark.block) {
        Block *block = arena->current;
        arena->current = block->before;
        free(block);
    }
    mark.block->used = mark.used;
}

void arena_free(Arena *arena)
{
    while (arena->current) {
        Block *before = arena->current->before;
        free(arena->current);
        arena->current = before;
    }
}

void *arena_grown(Arena *arena, const void *items, size_t n, size_t room, size_t size)
{
    void *grown = arena_take(arena, room * size);
    if (n) memcpy(grown, items, n * size);
    return grown;
}
