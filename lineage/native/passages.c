/* Kernels for what two documents share. */
#include "call.h"

typedef struct {
    const Text *texts;
    int64_t n_pairs;
    const int32_t *documents;
    const int64_t *first;
    Run *segments;
    double least_bits;
    Link **found;
} Linking;

static void add_links(Memory *memory, Pair pair, int32_t left, int32_t right, const Pieces *pieces,
                      Links *links)
{
    for (int32_t i = 0; i < pieces->n; i++) {
        const Piece *piece = &pieces->at[i];
        Span one = snapped(piece, 0, pair.left, FOR_CORPUS);
        Span two = snapped(piece, 1, pair.right, FOR_CORPUS);
        double likeness = indel_similarity(&memory->work, stretch_of(pair.left, one.start, one.end),
                                           stretch_of(pair.right, two.start, two.end));
        MAKE_ROOM(&memory->kept, links);
        links->at[links->n++] =
            (Link){{left, one.start, one.end}, {right, two.start, two.end}, likeness};
    }
}

static int64_t link_pairs(Memory *memory, void *arguments)
{
    const Linking *given = arguments;
    Links links = {0};
    for (int64_t i = 0; i < given->n_pairs; i++) {
        int32_t left = given->documents[2 * i], right = given->documents[2 * i + 1], n = 0;
        Pair pair = {&given->texts[left], &given->texts[right]};
        Run *own = given->segments + given->first[i];
        for (int64_t k = 0; k < given->first[i + 1] - given->first[i]; k++)
            if (is_promising(pair, own[k], given->least_bits)) own[n++] = own[k];
        if (!n) continue;
        Mark mark = arena_mark(&memory->work);
        Pieces pieces = pieces_of(&memory->work, pair, own, n, given->least_bits);
        add_links(memory, pair, left, right, &pieces, &links);
        arena_reset(&memory->work, mark);
    }
    *given->found = lasting(&memory->kept, links.at, (size_t)links.n * sizeof(Link));
    return links.n;
}

int64_t lineage_links(const Text *texts, int64_t n_pairs, const int32_t *documents,
                      const int64_t *first, Run *segments, double least_bits, Link **found)
{
    Linking given = {texts, n_pairs, documents, first, segments, least_bits, found};
    return done(link_pairs, &given);
}

int64_t lineage_promising(const Text *texts, int64_t n_pairs, const int32_t *documents,
                          const int64_t *first, const Run *segments, double least_bits,
                          uint8_t *promising)
{
    for (int64_t i = 0; i < n_pairs; i++) {
        Pair pair = {&texts[documents[2 * i]], &texts[documents[2 * i + 1]]};
        for (int64_t k = first[i]; k < first[i + 1]; k++)
            promising[k] = may_be_promising(pair, segments[k], least_bits);
    }
    return n_pairs;
}

typedef struct {
    const Text *texts;
    int64_t n_points;
    const int32_t *points;
    const double *least;
    PieceRow **pieces;
} Joining;

static int64_t join_points(Memory *memory, void *arguments)
{
    const Joining *given = arguments;
    Pair pair = {&given->texts[0], &given->texts[1]};
    Pieces pieces = {0};
    split_points(&memory->work, pair, given->points, (int32_t)given->n_points, FOR_PAIR, &pieces);
    join_pieces(&memory->work, pair, &pieces, FOR_PAIR);
    if (given->least) {
        keep_scoring(&pieces, *given->least);
        settle_rivals(&memory->work, pair, &pieces, *given->least, FOR_PAIR);
    }
    PieceRow *rows = TAKE(&memory->kept, PieceRow, pieces.n);
    for (int32_t i = 0; i < pieces.n; i++) {
        const Piece *piece = &pieces.at[i];
        Span left = snapped(piece, 0, pair.left, FOR_PAIR);
        Span right = snapped(piece, 1, pair.right, FOR_PAIR);
        rows[i] = (PieceRow){.left = piece->left,
                             .right = piece->right,
                             .snapped_left = left,
                             .snapped_right = right,
                             .n = piece->n,
                             .n_held = aligned_between(piece, left, right),
                             .bits = piece->bits,
                             .score = piece->score};
    }
    *given->pieces = lasting(&memory->kept, rows, (size_t)pieces.n * sizeof(PieceRow));
    return pieces.n;
}

int64_t lineage_pieces(const Text *texts, int64_t n_points, const int32_t *points,
                       const double *least, PieceRow **pieces)
{
    Joining given = {texts, n_points, points, least, pieces};
    return done(join_points, &given);
}

typedef struct {
    Stretch part, whole;
    Span *found;
} Seeking;

static int64_t seek(Memory *memory, void *arguments)
{
    const Seeking *given = arguments;
    *given->found = where_most_like(&memory->work, given->part, given->whole);
    return 0;
}

int64_t lineage_most_like(int64_t n_part, const Token *part, int64_t n_whole, const Token *whole,
                          Span *found)
{
    Seeking given = {{part, (int32_t)n_part}, {whole, (int32_t)n_whole}, found};
    return done(seek, &given);
}

typedef struct {
    Weighed left, right;
    int64_t threshold;
    Worth worth;
    AlignedPoint **points;
    int64_t *others;
} Searching;

static int64_t align_texts(Memory *memory, void *arguments)
{
    const Searching *given = arguments;
    AlignedPoints found = aligned_points(&memory->work, &memory->kept, given->left, given->right,
                                         given->threshold, given->worth);
    *given->points = lasting(&memory->kept, found.at, (size_t)found.n * sizeof(AlignedPoint));
    given->others[0] = found.n_left_out;
    given->others[1] = found.n_passed_over;
    return found.n;
}

int64_t lineage_aligned_points(int64_t n_left, const Token *left, const float *left_bits,
                               int64_t n_right, const Token *right, const float *right_bits,
                               int64_t threshold, double least_bits, double seed_bits,
                               int64_t most_copies, AlignedPoint **points,
                               int64_t *others)
{
    Weighed one = {{left, (int32_t)n_left}, left_bits};
    Weighed two = {{right, (int32_t)n_right}, right_bits};
    Worth worth = {least_bits, seed_bits, (int32_t)most_copies};
    Searching given = {one, two, threshold, worth, points, others};
    return done(align_texts, &given);
}
