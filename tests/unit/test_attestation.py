"""Which documents say which two tokens in a row."""

import pytest

from lineage.attestation import attestation
from lineage.model import Document
from lineage.prepare import prepare

TEXTS = ("守土有责，守土尽责。", "守土有责！人民法院", "", "院")


@pytest.mark.parametrize(
    ("stretch", "outside", "expected"),
    [
        ("守土", (), True),
        ("守土", (0,), True),
        ("守土", (0, 1), False),
        ("法院", (), True),
        ("法院", (1,), False),
        ("责守", (), False),
        ("责人", (), False),
        ("土守", (), False),
    ],
)
def test_what_a_document_says_within_a_clause_is_said(
    stretch: str, outside: tuple[int, ...], expected: bool
) -> None:
    said = attestation(prepare([Document(str(k), text) for k, text in enumerate(TEXTS)]))

    assert said.is_said(stretch, outside=outside) == expected


def test_a_pair_is_known_once_for_each_document() -> None:
    assert len(attestation(prepare([Document("a", "守土守土"), Document("b", "守土")])).known) == 3


def test_without_documents_nothing_is_said() -> None:
    assert not attestation(()).is_said("守土")
