/* Memory that one call works in, and that it gives back all at once.
 *
 * What a kernel needs on the way is taken from blocks in a row; `arena_mark` and
 * `arena_reset` go back to an earlier state between two pieces of work. When the system has
 * no more memory, the call is left by `longjmp` to where it began: no function in between
 * has anything of its own to free.
 */
#ifndef LINEAGE_ARENA_H
#define LINEAGE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct Block Block;

typedef struct {
    Block *current;
    Block *spare; /* the largest of those given back: the next piece of work wants it again */
    jmp_buf *out_of_memory;
} Arena;

typedef struct {
    Block *block;
    size_t used;
} Mark;

void *arena_take(Arena *arena, size_t size);
Mark arena_mark(const Arena *arena);
void arena_reset(Arena *arena, Mark mark);
void arena_free(Arena *arena);

/* Returns room for `room` items of `size` bytes, the first `n` copied from `items`. */
void *arena_grown(Arena *arena, const void *items, size_t n, size_t room, size_t size);

#define TAKE(arena, type, n) ((type *)arena_take((arena), (size_t)(n) * sizeof(type)))

/* Makes room for one more item of a list that has `at`, `n` and `room`. */
#define MAKE_ROOM(arena, list)                                                              \
    do {                                                                                    \
        if ((list)->n == (list)->room) {                                                    \
            (list)->room = (list)->room ? 2 * (list)->room : 8;                             \
            (list)->at = arena_grown((arena), (list)->at, (size_t)(list)->n,                \
                                     (size_t)(list)->room, sizeof *(list)->at);             \
        }                                                                                   \
    } while (0)

#endif
