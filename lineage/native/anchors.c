#include "anchors.h"

#include "seen.h"

/* Tokens of the n-grams that are looked for. */
enum { GRAM = 8 };

/* How many n-grams before and behind an anchor must lead to it, how many tokens they may reach over,
 * and by how many tokens both stretches may go apart there. */
enum { LEADING = 8, REACH = 400, APART = 16 };

enum { NONE = -1, SEVERAL = -2 };

/* Returns the slot of an n-gram among those of the left stretch: where the first that reads so
 * stands, or nothing yet. */
static int32_t *slot_for(const Seen *seen, Stretch left, const Token *gram)
{
    int32_t *slot = seen_slot(seen, (uint32_t)digest(gram, GRAM, 32));
    while (*slot >= 0 && memcmp(left.at + *slot, gram, GRAM * sizeof(Token)))
        slot = next_slot(seen, slot);
    return slot;
}

/* Returns where the right stretch has each n-gram that both have once; NONE or SEVERAL of others. */
static const int32_t *matches(Arena *arena, Stretch left, Stretch right)
{
    int32_t n = left.n - GRAM + 1, *there = TAKE(arena, int32_t, n);
    Seen seen = seen_for(arena, n);
    for (int32_t x = 0; x < n; x++) {
        int32_t *first = slot_for(&seen, left, left.at + x);
        there[x] = *first < 0 ? NONE : SEVERAL;
        if (*first < 0)
            *first = x;
        else
            there[*first] = SEVERAL;
    }
    for (int32_t y = 0; y + GRAM <= right.n; y++) {
        int32_t first = *slot_for(&seen, left, right.at + y);
        if (first >= 0) there[first] = there[first] == NONE ? y : SEVERAL;
    }
    return there;
}

typedef struct {
    Anchor *at;
    int32_t n;
} Anchors;

/* Returns the most of the matches of `n` n-grams that stand in one order in both stretches (C.
 * Schensted, "Longest increasing and decreasing subsequences", 1961). */
static Anchors in_one_order(Arena *arena, const int32_t *there, int32_t n)
{
    int32_t *before = TAKE(arena, int32_t, n), *ends = TAKE(arena, int32_t, n), longest = 0;
    for (int32_t x = 0; x < n; x++) {
        if (there[x] < 0) continue;
        int32_t low = 0, high = longest;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (there[ends[middle]] < there[x])
                low = middle + 1;
            else
                high = middle;
        }
        before[x] = low ? ends[low - 1] : NONE;
        ends[low] = x;
        longest = max(longest, low + 1);
    }
    Anchors found = {TAKE(arena, Anchor, longest), longest};
    int32_t x = longest ? ends[longest - 1] : NONE;
    for (int32_t i = longest - 1; i >= 0; i--, x = before[x]) found.at[i] = (Anchor){x, there[x]};
    return found;
}

/* Says whether both stretches go on alike around an anchor. */
static bool is_sure(const Anchors *anchors, int32_t i)
{
    if (i < LEADING || i + LEADING >= anchors->n) return false;
    Anchor first = anchors->at[i - LEADING], last = anchors->at[i + LEADING];
    int32_t left = last.x - first.x, right = last.y - first.y;
    return max(left, right) <= REACH && abs(left - right) <= APART;
}

bool find_anchor(Arena *arena, Stretch left, Stretch right, Anchor *anchor)
{
    if (min(left.n, right.n) < GRAM) return false;
    Mark mark = arena_mark(arena);
    const int32_t *there = matches(arena, left, right);
    Anchors anchors = in_one_order(arena, there, left.n - GRAM + 1);
    int32_t middle = right.n / 2, nearest = right.n;
    for (int32_t i = 0; i < anchors.n; i++) {
        int32_t off = abs(anchors.at[i].y - middle);
        if (off >= nearest || !is_sure(&anchors, i)) continue;
        nearest = off;
        *anchor = (Anchor){anchors.at[i].x + GRAM / 2, anchors.at[i].y + GRAM / 2};
    }
    arena_reset(arena, mark);
    return nearest < right.n / 2;
}
