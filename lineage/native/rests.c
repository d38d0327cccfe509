/* What families hold of passage pairs, and what they leave over. */
#include "rests.h"

#include <stdlib.h>
#include <string.h>

/* Share of a passage's surprisal from which a family is its family, not a formula inside it. Not
 * of its tokens: half of many a sentence of a law is 构成犯罪的，依法追究刑事责任, and says nothing
 * of what else it says. */
static const double HOLDS = 0.3;

static bool holds(const Text *text, Place outer, Place inner)
{
    const double *sums = text->sums;
    int32_t start = max(outer.start, inner.start), end = min(outer.end, inner.end);
    return sums[end] - sums[start] >= HOLDS * (sums[inner.end] - sums[inner.start]);
}

static void reach_over(Span *reach, int32_t start, int32_t end)
{
    reach->start = min(reach->start, start);
    reach->end = max(reach->end, end);
}

static const Span NOWHERE = {INT32_MAX, INT32_MIN};

/* Of each family the last passage pair of whose left side it holds the most, and what it has of that. */
typedef struct {
    int64_t *link;
    Span *reach;
} Holders;

/* What the families have of both sides that hold the most of both, from the first to the last. */
typedef struct {
    Span left, right;
} Reach;

/* Says whether families that reach so far may leave so many bits of a place, before or behind. */
static bool may_leave(const Text *texts, Place place, Span reach, double least)
{
    const double *sums = texts[place.document].sums;
    return sums[max(place.start, reach.start)] - sums[place.start] >= least ||
           sums[place.end] - sums[min(place.end, reach.end)] >= least;
}

/* Returns that, or of the first families only, if these leave too little as it is. */
static Reach reach_in(const Text *texts, const Index *index, Holders holders, int64_t number,
                      const Link *link, double least)
{
    Reach reach = {NOWHERE, NOWHERE};
    Overlaps overlaps = overlapping(index, link->left);
    for (const Entry *entry; (entry = next_overlap(&overlaps));) {
        if (!holds(&texts[link->left.document], entry->place, link->left)) continue;
        if (holders.link[entry->number] != number) holders.reach[entry->number] = NOWHERE;
        holders.link[entry->number] = number;
        reach_over(&holders.reach[entry->number], entry->place.start, entry->place.end);
    }
    overlaps = overlapping(index, link->right);
    for (const Entry *entry; (entry = next_overlap(&overlaps));) {
        if (holders.link[entry->number] != number) continue;
        if (!holds(&texts[link->right.document], entry->place, link->right)) continue;
        Span of_left = holders.reach[entry->number];
        reach_over(&reach.left, of_left.start, of_left.end);
        reach_over(&reach.right, entry->place.start, entry->place.end);
        if (!may_leave(texts, link->left, reach.left, least) ||
            !may_leave(texts, link->right, reach.right, least))
            break;
    }
    return reach;
}

/* How alike the sides of a rest must be: what two passages have beside a wording they share may have
 * been aligned for the wording's sake. */
static const double REST_LIKENESS = 0.7;

/* Returns where a rest begins or ends beside a family: at the end of a clause, if one is near. */
static int32_t cut_at(const Text *text, int32_t at, int32_t other)
{
    int32_t step = other > at ? 1 : -1, far = min(FOR_CORPUS.inward, abs(other - at));
    for (int32_t n = 0; n <= far; n++)
        if (text->borders[at + step * n] >= CLAUSE) return at + step * n;
    return at;
}

static Place before(const Text *texts, Place place, Span reach)
{
    if (reach.start <= place.start) return (Place){place.document, place.start, place.start};
    int32_t end = cut_at(&texts[place.document], reach.start, place.start);
    return (Place){place.document, place.start, end};
}

static Place behind(const Text *texts, Place place, Span reach)
{
    if (reach.end >= place.end) return (Place){place.document, place.end, place.end};
    int32_t start = cut_at(&texts[place.document], reach.end, place.end);
    return (Place){place.document, start, place.end};
}

static void add_rest(Arena *arena, Arena *kept, const Text *texts, Place left, Place right,
                     double least, Links *rests)
{
    if (left.start == left.end || right.start == right.end) return;
    if (bits_at(texts, left) < least || bits_at(texts, right) < least) return;
    Mark mark = arena_mark(arena);
    double alike = indel_similarity(arena, tokens_at(texts, left), tokens_at(texts, right));
    arena_reset(arena, mark);
    if (alike < REST_LIKENESS) return;
    MAKE_ROOM(kept, rests);
    rests->at[rests->n++] = (Link){left, right, alike};
}

Links find_left_over(Arena *arena, Arena *kept, const Text *texts, Groups groups, int64_t n,
                     const Link *links, double least, uint8_t *is_held)
{
    Fragments fragments = fragments_of(arena, groups);
    Holders holders = {TAKE(arena, int64_t, groups.n), TAKE(arena, Span, groups.n)};
    memset(holders.link, -1, (size_t)groups.n * sizeof(int64_t));
    Links rests = {0};
    for (int64_t i = 0; i < n; i++) {
        Place left = links[i].left, right = links[i].right;
        Reach reach = reach_in(texts, &fragments.index, holders, i, &links[i], least);
        is_held[i] = reach.left.start < reach.left.end;
        if (!is_held[i]) continue;
        add_rest(arena, kept, texts, before(texts, left, reach.left),
                 before(texts, right, reach.right), least, &rests);
        add_rest(arena, kept, texts, behind(texts, left, reach.left),
                 behind(texts, right, reach.right), least, &rests);
    }
    return rests;
}
