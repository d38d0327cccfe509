"""Who is later than whom is what a walk over all claims and dates says."""

from hypothesis import given
from hypothesis import strategies as st
from reference.precedence import after

from lineage.precedence import Precedence

NAMES = "甲乙丙丁戊己庚"
DATES = st.sampled_from([None, None, "2023", "2024", "2024-01", "2024-01-16", "2024-02", "2025"])


@given(
    st.fixed_dictionaries(dict.fromkeys(NAMES, DATES)),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=15),
)
def test_who_is_later_by_claims_and_dates(
    dates: dict[str, str | None], claimed: list[tuple[str, str]]
) -> None:
    order = Precedence(dates)
    claims: list[tuple[str, str]] = []
    for earlier, later in claimed:
        if not order.is_later(earlier, later):
            order.add(earlier, later)
            claims.append((earlier, later))

        for than in NAMES:
            found = {name for name in NAMES if order.is_later(name, than)}
            assert found == after(than, dates, claims)
