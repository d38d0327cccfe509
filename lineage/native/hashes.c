#include "hashes.h"

static inline uint64_t mixed(uint64_t value)
{
    value = (value + 1) * UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

/* Hashes blocks of tokens together with those that start `offset` tokens later. */
static inline void join(int32_t n, const uint64_t *one, const uint64_t *two, int32_t offset,
                        uint64_t *joined)
{
    for (int32_t i = 0; i < n; i++)
        joined[i] = mixed(one[i] * UINT64_C(0xBF58476D1CE4E5B9) + two[i + offset]);
}

Levels levels_for(Arena *arena, int32_t longest)
{
    Levels levels = {.longest = longest};
    size_t room = (size_t)CHUNK + (size_t)longest;
    for (int32_t size = 1; size <= longest; size *= 2)
        levels.of[levels.n++] = TAKE(arena, uint64_t, room);
    levels.joined = TAKE(arena, uint64_t, CHUNK);
    return levels;
}

void fill_levels(Levels *levels, Stretch text, int32_t n)
{
    int32_t needed = n + levels->longest - 1, there = min(text.n, needed);
    const uint64_t nothing = mixed(0);
    for (int32_t i = 0; i < there; i++) levels->of[0][i] = mixed(text.at[i]);
    for (int32_t i = there; i < needed; i++) levels->of[0][i] = nothing;
    for (int32_t level = 1, half = 1; level < levels->n; level++, half *= 2) {
        needed -= half;
        join(needed, levels->of[level - 1], levels->of[level - 1], half, levels->of[level]);
    }
}

const uint64_t *hashes_of(const Levels *levels, int32_t length, int32_t n)
{
    int32_t level = levels->n - 1;
    while (1 << level > length) level--;
    const uint64_t *hashes = levels->of[level];
    for (int32_t done = 1 << level; done < length; hashes = levels->joined) {
        while (done + (1 << level) > length) level--;
        join(n, hashes, levels->of[level], done, levels->joined);
        done += 1 << level;
    }
    return hashes;
}
