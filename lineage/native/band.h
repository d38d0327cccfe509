/* Rows of the matrix of distances between the beginnings of two stretches, or of a band of it. */
#ifndef LINEAGE_BAND_H
#define LINEAGE_BAND_H

#include "layout.h"

/* The differences between neighbouring cells of one row of the matrix of distances. */
typedef struct {
    uint64_t rises, falls;
} Steps;

/* Computes the next row of steps from the one before it. */
static inline void next_row(const uint64_t *equal, int32_t words, const Steps *before, Steps *after)
{
    uint64_t rise_in = 1, fall_in = 0;
    for (int32_t w = 0; w < words; w++) {
        uint64_t rises = before[w].rises, falls = before[w].falls, same = equal[w] | fall_in;
        uint64_t zero = (((same & rises) + rises) ^ rises) | same | falls;
        uint64_t up = falls | ~(zero | rises), down = zero & rises;
        uint64_t up_in = up << 1 | rise_in, down_in = down << 1 | fall_in;
        rise_in = up >> (WORD - 1);
        fall_in = down >> (WORD - 1);
        after[w].rises = down_in | ~(zero | up_in);
        after[w].falls = up_in & zero;
    }
}

static inline void first_row(Steps *row, int32_t words)
{
    for (int32_t w = 0; w < words; w++) row[w] = (Steps){~UINT64_C(0), 0};
}

/* Rows of the matrix, each with the words that a band along its diagonals holds: of row `i` the
 * columns from `i - below` to `i + above`. What lies outside is taken to be as far off as by
 * insertions or deletions alone, which is never too near (E. Ukkonen, "Algorithms for
 * approximate string matching", 1985). */
typedef struct {
    Steps *at;
    int32_t below, above, words, width; /* words of the whole matrix, and room for those of a row */
} Matrix;

/* Farther off than any distance; the sum of two is still a number. */
enum { FARTHEST = 1 << 29 };

static inline int32_t first_word(const Matrix *matrix, int32_t row)
{
    return max(row - matrix->below - 1, 0) / WORD;
}

static inline int32_t last_word(const Matrix *matrix, int32_t row)
{
    return min(max(row + matrix->above - 1, 0) / WORD, matrix->words - 1);
}

static inline Steps *steps_in(const Matrix *matrix, int32_t row, int32_t word)
{
    return matrix->at + (size_t)row * (size_t)matrix->width + (word - first_word(matrix, row));
}

/* Returns the band that every alignment stays in which makes so many changes. */
Matrix band_of(const Where *where, Stretch right, int32_t changes);

/* Computes what a band holds; returns the distance, which is never too small, and right if an
 * alignment of so many changes stays in the band. */
int32_t fill_band(const Where *where, Stretch right, const Matrix *band);

/* Words of a row from which a band is tried, and how often one is. */
enum { MANY = 8, TURNS = 3 };

/* Returns how many changes a band is tried with, if more may be made of two stretches of so many
 * tokens. */
int32_t first_changes(int32_t one, int32_t other);

/* Returns the changes that a band is to hold after one in which an alignment makes more of them;
 * in the last, there surely is one. */
int32_t wider(int32_t changes, int32_t distance, int turn);

/* Returns a number of changes that suffices to make one of two stretches of the other; all that
 * they have, if that is no fewer than would make a band worth while. */
int32_t enough_changes(Arena *arena, const Where *where, Stretch right);

/* Returns the distances of the beginnings of one stretch from the whole of another, of those that
 * a band holds; the others are farther off than any. */
int32_t *distances(Arena *arena, Stretch left, Stretch right, Matrix band);

#endif
