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

/* Returns a block of at least so many bytes. The system takes a while to clear new memory, so that
 * what was given back is taken first. */
static Block *block_of(Arena *arena, size_t room, size_t size)
{
    Block *block = arena->spare;
    if (block && block->size >= size) {
        arena->spare = NULL;
        return block;
    }
    block = malloc(HEAD + room);
    if (!block) longjmp(*arena->out_of_memory, 1);
    block->size = room;
    return block;
}

void *arena_take(Arena *arena, size_t size)
{
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Block *block = arena->current;
    if (!block || block->size - block->used < size) {
        size_t room = ARENA_BLOCK > 0 && block ? 2 * block->size : ARENA_BLOCK;
        Block *next = block_of(arena, room < size ? size : room, size);
        next->before = block;
        next->used = 0;
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

static void give_back(Arena *arena, Block *block)
{
    Block *smaller = block;
    if (ARENA_BLOCK > 0 && (!arena->spare || arena->spare->size < block->size)) {
        smaller = arena->spare;
        arena->spare = block;
    }
    free(smaller);
}

void arena_reset(Arena *arena, Mark mark)
{
    while (arena->current != mark.block) {
        Block *block = arena->current;
        arena->current = block->before;
        give_back(arena, block);
    }
    if (mark.block) mark.block->used = mark.used;
}

void arena_free(Arena *arena)
{
    arena_reset(arena, (Mark){NULL, 0});
    free(arena->spare);
    arena->spare = NULL;
}

void *arena_grown(Arena *arena, const void *items, size_t n, size_t room, size_t size)
{
    void *grown = arena_take(arena, room * size);
    if (n) memcpy(grown, items, n * size);
    return grown;
}
