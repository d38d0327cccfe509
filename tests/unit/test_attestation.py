"""Which documents say which two tokens in a row."""

import pytest

from lineage.attestation import attestation
from lineage.model import Document
from lineage.prepare import prepare

TEXTS = ("守土有责，守土尽责。", "守土有责！人民法院", "", "院")


@pytest.mark.parametrize(
    ("stretch", "outside", "n"),
    [
        ("守土", (), 2),
        ("守土", (0,), 1),
        ("守土", (0, 1), 0),
        ("法院", (), 1),
        ("责守", (), 0),
        ("责人", (), 0),
        ("土守", (), 0),
    ],
)
def test_documents_are_counted_once_and_not_across_clauses(
    stretch: str, outside: tuple[int, ...], n: int
) -> None:
    said = attestation(prepare([Document(str(k), text) for k, text in enumerate(TEXTS)]))

    assert said.documents_with(stretch, outside=outside) == n


def test_without_documents_nothing_is_said() -> None:
    assert attestation(()).documents_with("守土") == 0
