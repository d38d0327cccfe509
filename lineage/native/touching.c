/* Which rows of a table of places others touch; see `lineage.native.touching`. */
#include "index.h"
#include "kernels.h"

static bool overlap_enough(Place one, Place two, double share)
{
    int32_t shared = shared_by(one, two), n = one.end - one.start, other = two.end - two.start;
    return shared > 0 && shared >= share * (n < other ? n : other);
}

int64_t lineage_touched(int64_t n, const int32_t *documents, const int32_t *starts,
                        const int32_t *ends, int64_t n_documents, const int64_t *first,
                        const Place *others, double share, int32_t *found)
{
    int64_t n_found = 0;
    for (int64_t row = 0; row < n; row++) {
        Place place = {documents[row], starts[row], ends[row]};
        if (place.document >= n_documents) continue;
        for (int64_t i = first[place.document]; i < first[place.document + 1]; i++) {
            if (others[i].start >= place.end) break;
            if (!overlap_enough(place, others[i], share)) continue;
            found[n_found++] = (int32_t)row;
            break;
        }
    }
    return n_found;
}
