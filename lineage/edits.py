"""Steps between two streams of tokens → edits between the texts that they were made of.

What is between the tokens, punctuation and blanks, belongs to an edit as well: the edits of two
passages cover both of them without gaps.
"""

from collections.abc import Sequence

from lineage.align import Step, align, align_moved
from lineage.model import Edit, NormSpan, RawSpan
from lineage.normalize import NormalizedText, normalize_quote


def raw_edits(
    left: NormalizedText,
    right: NormalizedText,
    left_span: NormSpan,
    right_span: NormSpan,
    *,
    left_raw: RawSpan,
    right_raw: RawSpan,
    moved: bool = False,
) -> tuple[Edit, ...]:
    """Return the steps between two stretches as raw spans that cover both without gaps.

    Punctuation and blanks belong to the step of the token before them, so an equal step
    may differ in punctuation. What was added or left out begins behind a mark where it can:
    守土有责、守土负责、守土尽责 has 守土负责、 more than 守土有责、守土尽责, not 负责、守土.

    Args:
        left: Stream of the left text.
        right: Stream of the right text.
        left_span: Stretch of the left stream.
        right_span: Stretch of the right stream.
        left_raw: Raw span to cover on the left; it holds the stretch.
        right_raw: Raw span to cover on the right.
        moved: Whether the stretches have their clauses in another order.
    """
    stretches = (
        left.text[left_span.start : left_span.end],
        right.text[right_span.start : right_span.end],
    )
    steps = align_moved(*stretches) if moved else align(*stretches)
    edits: list[Edit] = []
    at_left, at_right = left_raw.start, right_raw.start
    for step in _at_marks(steps, (left, right), (left_span, right_span)):
        to_left = _raw_border(left, left_span, step.left_end, left_raw)
        to_right = _raw_border(right, right_span, step.right_end, right_raw)
        # A token's code is a digest; equal codes of unequal words are caught here.
        operation = step.operation
        if operation == "equal" and not _same_words(left, right, left_span, right_span, step):
            operation = "replace"
        edits.append(Edit(operation, RawSpan(at_left, to_left), RawSpan(at_right, to_right)))
        at_left, at_right = to_left, to_right
    return tuple(edits)


def _at_marks(
    steps: Sequence[Step],
    streams: tuple[NormalizedText, NormalizedText],
    spans: tuple[NormSpan, NormSpan],
) -> list[Step]:
    """Return steps with what was added or left out moved to the best place that it can begin at.

    It can be moved over tokens that it begins and ends with: the texts are the same then. Best is
    behind a mark in both texts, then in one of them; of equals, the nearest.
    """
    moved = list(steps)
    for n in range(1, len(moved) - 1):
        before, step, after = moved[n - 1 : n + 2]
        if step.operation not in ("insert", "delete"):
            continue
        axis = int(step.operation == "insert")
        text = streams[axis].text
        places = spans[0].start + step.left_start, spans[1].start + step.right_start
        start = places[axis]
        # One of the two is nothing.
        end = start + step.left_end - step.left_start + step.right_end - step.right_start
        # Neighbours that are changes themselves keep a step between them.
        room = (
            before.left_end - before.left_start - (n > 1),
            after.left_end - after.left_start - (n < len(moved) - 2),
        )
        back = ahead = 0
        while back < room[0] and text[start - back - 1] == text[end - back - 1]:
            back += 1
        while ahead < room[1] and text[start + ahead] == text[end + ahead]:
            ahead += 1
        if not back and not ahead:
            continue
        marks = {
            by: sum(
                _is_at_mark(stream, span, first + by)
                for stream, span, first in zip(streams, spans, places, strict=True)
            )
            for by in range(-back, ahead + 1)
        }
        by = min(marks, key=lambda by: (-marks[by], abs(by), by))
        moved[n - 1] = before._replace(
            left_end=before.left_end + by, right_end=before.right_end + by
        )
        moved[n] = Step(step.operation, *(at + by for at in step[1:]))
        moved[n + 1] = after._replace(
            left_start=after.left_start + by, right_start=after.right_start + by
        )
    return [
        step
        for step in moved
        if step.left_start < step.left_end or step.right_start < step.right_end
    ]


def _is_at_mark(stream: NormalizedText, span: NormSpan, token: int) -> bool:
    """Say whether a token of a stretch is its first, stands behind a mark, or is past its last."""
    if token in (span.start, span.end):
        return True
    return bool(stream.folded[stream.ends[token - 1] : stream.starts[token]].strip())


def wording_edits(before: str, after: str) -> tuple[Edit, ...]:
    """Return the steps from one quoted wording to another, as spans of both without gaps."""
    left, right = normalize_quote(before), normalize_quote(after)
    return raw_edits(
        left,
        right,
        NormSpan(0, len(left)),
        NormSpan(0, len(right)),
        left_raw=RawSpan(0, len(before)),
        right_raw=RawSpan(0, len(after)),
    )


def _raw_border(stream: NormalizedText, span: NormSpan, step_end: int, raw: RawSpan) -> int:
    token = span.start + step_end
    if step_end == 0:
        return raw.start
    return int(stream.starts[token]) if token < span.end else raw.end


def _same_words(
    left: NormalizedText, right: NormalizedText, left_span: NormSpan, right_span: NormSpan, s: Step
) -> bool:
    start = left_span.start + s.left_start
    if not left.spells_words(NormSpan(start, left_span.start + s.left_end)):
        return True
    return all(
        left.key(left_span.start + s.left_start + n)
        == right.key(right_span.start + s.right_start + n)
        for n in range(s.left_end - s.left_start)
    )
