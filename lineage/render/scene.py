"""What of a corpus is drawn: which documents and edges, in which order."""

from dataclasses import dataclass

from lineage.model import Corpus, Document, Family, Profile, Reuse
from lineage.render import picture_words
from lineage.render.arcs import Rank, order_in_ranks, rank_by_date
from lineage.render.backbone import backbone
from lineage.render.graph_legend import NewnessScale
from lineage.reuse import MOST_RELATIONS
from lineage.wording import Words

# Up to this many documents are boxes, all their edges are drawn, and all get numbers.
FEW = 8
# Above this many, documents stand in lanes.
MANY = 90


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn, and what is not.

    Attributes:
        ranks: The documents, grouped by date, in the order in which they stand.
        documents: The same, one after the other.
        numbers: Place of each document in the corpus, from 1.
        profiles: What is known of each document as a whole.
        families: All families by id.
        edges: The edges drawn.
        scale: Fill colours; ``None`` when there are no profiles.
        notes: Sentences about what is left out.
        use_dates: Whether dates may give an order.
        words: The language of what is said.
    """

    ranks: tuple[Rank, ...]
    documents: tuple[Document, ...]
    numbers: dict[str, int]
    profiles: dict[str, Profile]
    families: dict[str, Family]
    edges: tuple[Reuse, ...]
    scale: NewnessScale | None
    notes: tuple[str, ...]
    use_dates: bool
    words: Words

    @property
    def few(self) -> bool:
        """Whether the documents are few enough to draw all there is to say of them."""
        return len(self.documents) <= FEW

    def name(self, document: str) -> str:
        """Return how a document's node is called in DOT; ids may hold what names may not."""
        return f"d{self.numbers[document]}"

    def fill(self, document: Document) -> str:
        """Return the colour that says how much of a document is new."""
        profile = self.profiles.get(document.id)
        return self.scale.color(profile.new) if self.scale and profile else "#ffffff"

    def longest(self, edge: Reuse) -> Family | None:
        """Return the longest passage behind an edge."""
        return next((self.families[name] for name in edge.families if name in self.families), None)


def choose_scene(
    corpus: Corpus, *, most_edges: int | None, max_documents: int, words: Words
) -> Scene:
    """Return the documents with the most shared text, and the backbone of their edges."""
    weight: dict[str, int] = {}
    for edge in corpus.reuse:
        for name in (edge.source, edge.target):
            weight[name] = weight.get(name, 0) + edge.characters
    by_weight = sorted(corpus.documents, key=lambda each: (-weight.get(each.id, 0), each.id))
    documents = by_weight[:max_documents]
    names = {document.id for document in documents}
    found = [edge for edge in corpus.reuse if edge.source in names and edge.target in names]
    if most_edges is None:
        most_edges = _most(len(documents), len(found))
    kept, alpha = backbone(found, most=most_edges)
    edges = tuple(sorted(kept, key=lambda edge: (edge.source, edge.target)))
    use_dates = corpus.settings.get("use_dates") is not False
    ranks = order_in_ranks(rank_by_date(documents, use_dates=use_dates), edges)
    profiles = {each.document: each for each in corpus.profiles if each.document in names}
    notes = [picture_words.drawn(shown=len(edges), found=len(found), alpha=alpha, words=words)]
    if len(documents) < len(corpus.documents):
        missing = len(corpus.documents) - len(documents)
        n_edges = len(corpus.reuse) - len(found)
        notes.append(picture_words.left_out(missing, n_edges, words))
    if len(corpus.reuse) >= MOST_RELATIONS:
        notes.append(words.say("pic_thinned", n=MOST_RELATIONS))
    if sum(bool(rank.label) for rank in ranks) > 1:
        notes.append(words.say("pic_axis"))
    return Scene(
        ranks=ranks,
        documents=tuple(document for rank in ranks for document in rank.documents),
        numbers={each.id: place for place, each in enumerate(corpus.documents, start=1)},
        profiles=profiles,
        families={family.id: family for family in corpus.families},
        edges=edges,
        scale=NewnessScale.over([each.new for each in profiles.values()]) if profiles else None,
        notes=tuple(notes),
        use_dates=use_dates,
        words=words,
    )


def _most(documents: int, found: int) -> int:
    """Return how many edges can be told apart among so many documents."""
    if documents <= FEW:
        return found
    return max(24, 3 * min(documents, MANY) // 2 + max(0, documents - MANY) // 2)


def strength(edge: Reuse) -> tuple[float, float, float, str, str]:
    """Return what edges are sorted by, the strongest first."""
    return -edge.characters, -edge.passages, -edge.similarity, edge.source, edge.target
