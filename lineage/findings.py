"""Prepared documents → all that an analysis finds, and from that the corpus that is shown.

What is found is more than what is shown: passage pairs, and families that do not count
in a corpus of this size but may in another. A store keeps them, so that what is shown can
follow from them after documents came and went; `analyze` drops them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from threading import Event

from lineage.attestation import Usage
from lineage.copied import find_sentence_links
from lineage.corpus import distinct, find_families, find_passages, group_sentences, long_enough
from lineage.dates import dates_of
from lineage.direction import direct
from lineage.model import Corpus, Document, Editions, Failure, Family, RawSpan
from lineage.native.library import Rows
from lineage.nesting import with_holders
from lineage.occurrences import Occurrences
from lineage.ordering import DateOrder
from lineage.parts import Aside, MapParts, Progress, one_after_another, when_asked
from lineage.prepare import Prepared
from lineage.reuse import profiles_of, reuse_between
from lineage.scripts import Scripts
from lineage.seeding import Columns
from lineage.settings import Settings
from lineage.version import __version__
from lineage.weighing import WeighedGroups, weigh_sentences


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is found in a corpus.

    Attributes:
        links: Passage pairs, as rows of `LINK`.
        passages: Families of passages, those that are not listed too.
        sentence_links: Pairs of sentences that are the same one, likewise.
        sentences: Families of whole sentences.
    """

    links: Rows
    passages: WeighedGroups
    sentence_links: Rows
    sentences: WeighedGroups


def find_all(
    prepared: Sequence[Prepared],
    segments: Columns,
    settings: Settings,
    tell: Progress,
    map_parts: MapParts = one_after_another,
    aside: Aside = when_asked,
) -> Findings:
    """Return all that is found in a corpus.

    Families of passages are made by one thread for the most part: those of sentences meanwhile by
    another.

    Args:
        prepared: The documents in the order of their dates.
        segments: What the plan found.
        settings: What counts as shared.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
        aside: Does other work at the same time.
    """
    scripts = Scripts(prepared, use_dates=settings.use_dates)
    links = find_passages(scripts, segments, settings, tell, map_parts)
    is_over = Event()
    of_sentences = aside(partial(_sentence_families, scripts, links, settings, is_over.is_set))
    try:
        passages = find_families(scripts, links, settings, tell, map_parts)
        sentence_links, sentences = of_sentences()
    finally:
        # After an error nobody waits for what is done aside.
        is_over.set()
    tell("relations", 0.0)
    dates = dates_of((side.document for side in prepared), use_dates=settings.use_dates)
    passages_told, sentences_told = directed(
        passages.listed(),
        sentences.listed(),
        scripts,
        dates=dates,
        settings=settings,
        map_parts=map_parts,
    )
    return Findings(
        links,
        passages.told(passages_told),
        sentence_links,
        sentences.told(sentences_told),
    )


def _sentence_families(
    scripts: Scripts, links: Rows, settings: Settings, is_over: Callable[[], bool]
) -> tuple[Rows, WeighedGroups]:
    """Return the pairs of sentences that passage pairs show to be copied, and their families.

    Raises:
        CancelledError: If it is over between two of the steps.
    """

    def go_on() -> None:
        if is_over():
            raise CancelledError

    found = find_sentence_links(scripts.prepared, links, every_copy=False)
    go_on()
    groups = group_sentences(found, scripts.prepared, settings)
    go_on()
    wordings = groups.wordings(scripts.prepared)
    go_on()
    return found, weigh_sentences(groups, wordings, scripts)


def directed(
    passages: Sequence[Family],
    sentences: Sequence[Family],
    scripts: Scripts,
    *,
    dates: Mapping[str, str | None],
    settings: Settings,
    usage: Usage | None = None,
    known: Iterable[tuple[str, str]] = (),
    map_parts: MapParts = one_after_another,
) -> tuple[list[Family], list[Family]]:
    """Return the families with the directions that the texts themselves show.

    Args:
        passages: Families of passages.
        sentences: Families of whole sentences.
        scripts: The documents that have them.
        dates: The date of each document of the collection.
        settings: What is shown.
        usage: What the collection says, where these are not all of it.
        known: What other families show, likewise.
        map_parts: Does the work that can be done in parts.
    """
    shown = [
        *distinct(long_enough(passages, settings), "salience"),
        *distinct(sentences, "documents"),
    ]
    told = dict(
        zip(
            map(id, shown),
            direct(shown, scripts, dates, usage=usage, known=known, map_parts=map_parts),
            strict=True,
        )
    )

    def with_direction(family: Family) -> Family:
        # Of most families the text shows nothing.
        return told.get(id(family), family)

    return list(map(with_direction, passages)), list(map(with_direction, sentences))


def show(
    documents: Iterable[Document],
    passages: Iterable[Family],
    sentences: Iterable[Family],
    *,
    settings: Settings,
    n_sentences: Mapping[str, int],
    inserted: Mapping[str, tuple[RawSpan, ...]],
    failures: Sequence[Failure] = (),
    editions: tuple[Editions, ...] = (),
    aside: Aside = when_asked,
) -> Corpus:
    """Return the corpus that graphs and reports are made of.

    Args:
        documents: The documents.
        passages: The families of passages that count.
        sentences: The families of whole sentences.
        settings: What counts as shared.
        n_sentences: Number of sentences of each document.
        inserted: What resellers added to each document.
        failures: Documents that could not be read.
        editions: Documents that are one text.
        aside: Does other work at the same time.
    """
    by_id = tuple(sorted(documents, key=lambda d: d.id))
    dates = dates_of(by_id, use_dates=settings.use_dates)
    order = DateOrder(dates)
    shown = distinct(long_enough(passages, settings), "salience")
    shown_sentences = distinct(sentences, "documents")
    occurrences = Occurrences.of(shown, order.number)
    holding = aside(partial(with_holders, shown, occurrences))
    reuse = reuse_between(shown, occurrences, order)
    return Corpus(
        documents=by_id,
        profiles=profiles_of(by_id, occurrences, order, sentences=n_sentences, inserted=inserted),
        families=holding(),
        sentence_families=with_holders(
            shown_sentences, Occurrences.of(shown_sentences, order.number)
        ),
        reuse=reuse,
        failures=tuple(failures),
        settings=settings.to_dict(),
        version=__version__,
        editions=editions,
    )
