/* What is told of families: their members in order and where they come from, and what differs. */
#include "ancestry.h"
#include "call.h"
#include "quotes.h"
#include "row.h"
#include "template.h"

typedef struct {
    MemberRow *at;
    int64_t n, room;
} MemberRows;

typedef struct {
    WordingRow *at;
    int64_t n, room;
} WordingRows;

typedef struct {
    int32_t *at;
    int64_t n, room;
} Numbers;

typedef struct {
    SlotRow *at;
    int64_t n, room;
} SlotRows;

typedef struct {
    FillingRow *at;
    int64_t n, room;
} FillingRows;

typedef struct {
    QuoteRow *at;
    int64_t n, room;
} QuoteRows;

/* What is found of all families. */
typedef struct {
    MemberRows members;
    WordingRows wordings;
    Numbers sources;
    SlotRows slots;
    FillingRows fillings;
    QuoteRows quotes;
} Descriptions;

#define APPEND(arena, list, item)              \
    do {                                       \
        MAKE_ROOM((arena), (list));            \
        (list)->at[(list)->n++] = (item);      \
    } while (0)

/* A member, and what it is put in order by. */
typedef struct {
    Member member;
    int32_t turn;
} Ordered;

static int by_turn(const void *one, const void *two)
{
    const Ordered *a = one, *b = two;
    if (a->turn != b->turn) return a->turn < b->turn ? -1 : 1;
    Span left = a->member.shown, right = b->member.shown;
    if (left.start != right.start) return left.start < right.start ? -1 : 1;
    if (left.end != right.end) return left.end < right.end ? -1 : 1;
    return compare_places(a->member.place, b->member.place);
}

/* Returns the members of a family by date, document and place. */
static Member *in_order(Arena *arena, const Document *documents, Places places)
{
    Ordered *ordered = TAKE(arena, Ordered, places.n);
    for (int32_t i = 0; i < places.n; i++) {
        Place place = places.at[i];
        const Document *document = &documents[place.document];
        Span shown = shown_at(document, place);
        ordered[i] = (Ordered){{place, shown, without_blanks(arena, document, shown)}, document->turn};
    }
    sort(ordered, places.n, sizeof(Ordered), by_turn);
    Member *members = TAKE(arena, Member, places.n);
    for (int32_t i = 0; i < places.n; i++) members[i] = ordered[i].member;
    return members;
}

/* Returns the first member that has a wording, or the first of those that are likest it. */
static int32_t model_of(Arena *arena, const Members *members, Stretch wording)
{
    for (int32_t i = 0; i < members->n; i++)
        if (same_tokens(members->tokens[members->of[i]].text, wording)) return i;
    int32_t best = 0;
    double most = -1;
    Where where = where_of(arena, wording);
    for (int32_t i = 0; i < members->n; i++) {
        double ratio = indel_similarity_with(arena, &where, members->tokens[members->of[i]].text);
        if (ratio <= most) continue;
        most = ratio;
        best = i;
    }
    return best;
}

/* Says whether what is shown of a member runs across the end of a line. */
static bool runs_across(const Document *document, Span shown)
{
    const Token *text = document->characters;
    while (shown.start < shown.end && is_blank(text[shown.start])) shown.start++;
    while (shown.end > shown.start && is_blank(text[shown.end - 1])) shown.end--;
    for (int32_t i = shown.start; i < shown.end; i++)
        if (ends_line(text[i])) return true;
    return false;
}

static void count_ends(const Members *members, DescriptionRow *family)
{
    for (int32_t i = 0; i < members->n; i++) {
        const Member *member = &members->at[i];
        const uint8_t *borders = members->texts[member->place.document].borders;
        family->n_starts += borders[member->place.start] >= CLAUSE;
        family->n_ends += borders[member->place.end] >= CLAUSE;
        family->n_across += runs_across(&members->documents[member->place.document], member->shown);
    }
}

static void tell_quotes(Arena *kept, const Document *document, const Member *member,
                        Descriptions *found, DescriptionRow *family)
{
    int32_t at[MOST_QUOTES], n = quotes_around(document, member, at);
    for (int32_t i = 0; i < n; i++) {
        QuoteRow row = {(int32_t)found->members.n, at[i]};
        APPEND(kept, &found->quotes, row);
    }
    family->n_quotes += n;
}

static void tell_members(Arena *arena, Arena *kept, const Members *members, Descriptions *found,
                         DescriptionRow *family)
{
    Sources sources = sources_of(arena, members);
    for (int32_t i = 0; i < members->n; i++) {
        const Member *member = &members->at[i];
        MemberRow row = {member->place, member->shown, members->of[i], sources.totals[i],
                         sources.first[i + 1] - sources.first[i]};
        tell_quotes(kept, &members->documents[member->place.document], member, found, family);
        APPEND(kept, &found->members, row);
        for (int32_t k = sources.first[i]; k < sources.first[i + 1]; k++)
            APPEND(kept, &found->sources, sources.at[k]);
    }
    family->n_members = members->n;
    family->n_sources = sources.n;
}

static void tell_wordings(Arena *arena, Arena *kept, const Members *members, int32_t n,
                          Descriptions *found, DescriptionRow *family)
{
    Stretch model = members->tokens[members->of[family->model]].text;
    for (int32_t i = 0, k = 0; k < n; i++) {
        if (members->of[i] != k) continue;
        const Wording *wording = &members->tokens[k++];
        WordingRow row = {likeness(arena, model, wording->text), i, wording->times};
        APPEND(kept, &found->wordings, row);
    }
    family->n_wordings = n;
}

/* Returns a slot with the characters of a member that it stands at. */
static SlotRow slot_row(const Document *document, const Member *member, Span slot)
{
    int32_t first = member->place.start + slot.start, last = member->place.start + slot.end - 1;
    int32_t start = document->starts[first];
    int32_t end = slot.start < slot.end ? document->ends[last] : start;
    return (SlotRow){slot, {start - member->shown.start, end - member->shown.start}};
}

static void tell_slots(Arena *kept, const Members *members, const Template *template,
                       Descriptions *found, DescriptionRow *family)
{
    const WordingRow *wordings = found->wordings.at + found->wordings.n - family->n_wordings;
    const Member *model = &members->at[family->model];
    const Span *reading = template->readings;
    for (int32_t i = 0; i < template->slots.n; i++) {
        SlotRow slot = slot_row(&members->documents[model->place.document], model, template->slots.at[i]);
        APPEND(kept, &found->slots, slot);
        for (int32_t k = 0; k < family->n_wordings; k++, reading++) {
            Place first = members->at[wordings[k].first].place;
            FillingRow row = {{first.document, first.start + reading->start, first.start + reading->end},
                              wordings[k].times};
            APPEND(kept, &found->fillings, row);
        }
    }
    family->n_slots = template->slots.n;
}

static void describe_family(Memory *memory, const Text *texts, const Document *documents,
                            Places places, Stretch wording, Descriptions *found,
                            DescriptionRow *family)
{
    Arena *arena = &memory->work, *kept = &memory->kept;
    const Member *at = in_order(arena, documents, places);
    Places ordered = {TAKE(arena, Place, places.n), places.n, places.n};
    for (int32_t i = 0; i < places.n; i++) ordered.at[i] = at[i].place;
    Wordings wordings = wordings_of(arena, texts, ordered);
    Members members = {texts, documents, at, places.n, wordings.of, wordings.at};
    *family = (DescriptionRow){.model = model_of(arena, &members, wording),
                               .earliest = earliest_of(&members)};
    count_ends(&members, family);
    tell_members(arena, kept, &members, found, family);
    tell_wordings(arena, kept, &members, wordings.n, found, family);
    Template template = template_of(arena, texts, documents, at[family->model].place, &wordings, places.n);
    tell_slots(kept, &members, &template, found, family);
}

typedef struct {
    const Text *texts;
    const Document *documents;
    Groups groups;
    Row wordings;
    DescriptionRow *families;
    MemberRow **members;
    WordingRow **tokens;
    int32_t **sources;
    SlotRow **slots;
    FillingRow **fillings;
    QuoteRow **quotes;
} Describing;

static int64_t describe_families(Memory *memory, void *arguments)
{
    const Describing *given = arguments;
    Groups groups = given->groups;
    Descriptions found = {0};
    for (int64_t i = 0; i < groups.n; i++) {
        Mark mark = arena_mark(&memory->work);
        Places places = {(Place *)groups.places + groups.first[i],
                         (int32_t)(groups.first[i + 1] - groups.first[i]), 0};
        describe_family(memory, given->texts, given->documents, places,
                        wording_at(&given->wordings, i), &found, &given->families[i]);
        arena_reset(&memory->work, mark);
    }
    Arena *kept = &memory->kept;
    *given->members = lasting(kept, found.members.at, (size_t)found.members.n * sizeof(MemberRow));
    *given->tokens = lasting(kept, found.wordings.at, (size_t)found.wordings.n * sizeof(WordingRow));
    *given->sources = lasting(kept, found.sources.at, (size_t)found.sources.n * sizeof(int32_t));
    *given->slots = lasting(kept, found.slots.at, (size_t)found.slots.n * sizeof(SlotRow));
    *given->fillings = lasting(kept, found.fillings.at, (size_t)found.fillings.n * sizeof(FillingRow));
    *given->quotes = lasting(kept, found.quotes.at, (size_t)found.quotes.n * sizeof(QuoteRow));
    return found.fillings.n;
}

int64_t lineage_describe(const Text *texts, const Document *documents, int64_t n_families,
                         const int64_t *first, const Place *places, const int64_t *first_tokens,
                         const Token *wordings, DescriptionRow *families, MemberRow **members,
                         WordingRow **tokens, int32_t **sources, SlotRow **slots,
                         FillingRow **fillings, QuoteRow **quotes)
{
    *members = NULL;
    *tokens = NULL;
    *sources = NULL;
    *slots = NULL;
    *fillings = NULL;
    *quotes = NULL;
    Row row = {n_families, first_tokens, wordings};
    Describing given = {texts,   documents, {first, places, n_families}, row,   families,
                        members, tokens,    sources,                     slots, fillings, quotes};
    return done(describe_families, &given);
}
