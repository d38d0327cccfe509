/* Running sums of what tokens tell; see `lineage.prepare`. */
#include "kernels.h"

int64_t lineage_sums(int64_t n, const float *values, double least, double most, double *sums)
{
    double sum = sums[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        double value = values[i];
        sum += value < least ? least : value > most ? most : value;
        sums[i + 1] = sum;
    }
    return n;
}
