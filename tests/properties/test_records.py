"""What a store keeps of the tokens of documents, against the documents."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from kernel_texts import prepared_of

from lineage.store.records import (
    bits_bytes,
    bits_of,
    contents_of,
    core_of,
    document_facts,
    text_bytes,
)
from lineage.store.records import (
    prepared_of as read,
)

texts = st.text("天地人。，Ａa1２𠀀\ud800\n", max_size=60)


@given(st.lists(st.floats(0, allow_infinity=False, width=32), max_size=40), st.integers(1, 3))
def test_surprisal_is_kept_to_the_byte(values: list[float], times: int) -> None:
    bits = np.array(values * times, np.float32)

    assert bits_of(bits_bytes(bits)).tobytes() == bits.tobytes()


def test_surprisal_of_very_many_values_is_kept() -> None:
    bits = np.arange(2**16 + 1, dtype=np.float32)

    assert bits_of(bits_bytes(bits)).tolist() == bits.tolist()


@given(texts, st.sampled_from(["", "天" + " " * 300 + "地"]))
def test_a_document_is_read_as_it_was_kept(text: str, wide: str) -> None:
    (kept,) = prepared_of([text + wide])

    contents = contents_of(kept)
    core = core_of(contents["stream"], kept.codes, bits_of(contents["bits"]), contents["borders"])
    facts = text_bytes(kept.document.id), document_facts(kept.document)
    found = read(facts, core, contents)

    assert found.document == kept.document
    assert found.tokens == kept.tokens
    assert found.stream.folded == kept.stream.folded
    assert found.stream.inserted == kept.stream.inserted
    for name in ("starts", "ends"):
        assert getattr(found.stream, name).tolist() == getattr(kept.stream, name).tolist()
    for name in ("bits", "borders", "sentence_tokens"):
        assert getattr(found, name).tolist() == getattr(kept, name).tolist()
    assert found.sentences.ends.tolist() == kept.sentences.ends.tolist()
