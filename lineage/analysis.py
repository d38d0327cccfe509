"""What was found in a corpus, and what can be made of it: tables, graphs, pictures, reports."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from lineage.comparison import compare_known
from lineage.errors import InputError, check_choice
from lineage.model import Comparison, Corpus, Family, Sort, Unit
from lineage.pairing import FamilyIndex
from lineage.parts import Progress, no_progress
from lineage.prepare import Prepared
from lineage.ranking import ranked
from lineage.wording import Language, Words

if TYPE_CHECKING:
    import networkx

    from lineage.outputs import Content

PreparedById = Callable[[Collection[str]], Mapping[str, Prepared]]
"""Returns documents as they were prepared; at least those that are asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What was found in a corpus, and what can be made of it.

    Attributes:
        corpus: All that was found, as one value.
    """

    corpus: Corpus
    _prepared: PreparedById

    def families(self, unit: Unit = "passage", *, by: Sort | None = None) -> tuple[Family, ...]:
        """Return the families of passages or of whole sentences.

        Args:
            unit: Which of the two.
            by: What they are sorted by; by default passages by salience, sentences by
                documents.

        Raises:
            SettingsError: If one of them is something else.
        """
        check_choice("unit", unit, get_args(Unit))
        families = self.corpus.families if unit == "passage" else self.corpus.sentence_families
        if by is None:
            return families
        check_choice("by", by, get_args(Sort))
        return ranked(families, by)

    def to_dict(self, unit: Unit = "passage") -> dict[str, Any]:
        """Return what ``lineage top --format json`` prints."""
        from lineage.render.data import families_json

        check_choice("unit", unit, get_args(Unit))
        result: dict[str, Any] = json.loads(families_json(self.corpus, unit=unit))
        return result

    def graph(self) -> "networkx.MultiDiGraph[str]":
        """Return the reuse graph."""
        from lineage.graph import build_graph

        return build_graph(self.corpus)

    def drawing(
        self,
        format: str = "svg",
        *,
        dot: str | None = None,
        families: int = 0,
        language: Language = "en",
    ) -> str | bytes:
        """Return the reuse graph as a picture or as a graph file.

        Args:
            format: ``svg``, ``png``, ``pdf``, ``dot``, ``graphml``, ``gexf`` or ``json``.
            dot: A ``dot`` program to use in place of the one that is shipped.
            families: How many of the leading passages a picture shows as nodes.
            language: What a picture says is said in this language.

        Raises:
            InputError: If there is no such format; nothing is drawn then.
        """
        from lineage import drawing
        from lineage import graph as graphs
        from lineage.render.dot import graph_to_dot

        files: dict[str, Callable[[networkx.MultiDiGraph[str]], str]] = {
            "json": _node_link_json,
            "graphml": graphs.to_graphml,
            "gexf": graphs.to_gexf,
        }
        pictures: dict[str, Callable[[str], str | bytes]] = {
            "svg": str,
            "png": drawing.svg_to_png,
            "pdf": drawing.svg_to_pdf,
        }
        if format in files:
            return files[format](self.graph())
        if format != "dot" and format not in pictures:
            raise InputError(
                format, "no format of the graph", "use svg, png, pdf, dot, graphml, gexf or json"
            )
        source = graph_to_dot(self.corpus, families=families, words=Words(language))
        return source if format == "dot" else pictures[format](drawing.draw_svg(source, dot=dot))

    def comparisons(self, limit: int | None = None) -> tuple[Comparison, ...]:
        """Return the pairs of documents that share most, with what their families give.

        `compare` searches two documents more closely and may find more.

        Args:
            limit: How many, at most; ``None`` for all that share anything.
        """
        pairs = self._closest(limit)
        names = {name for pair in pairs for name in pair}
        compare = self._comparing(FamilyIndex(self.corpus.families), names)
        return tuple(compare(left, right) for left, right in pairs)

    def _closest(self, limit: int | None) -> list[tuple[str, str]]:
        """Return the ids of the pairs of documents that share most."""
        weights: dict[tuple[str, str], int] = {}
        for relation in self.corpus.reuse:
            pair = (min(relation.source, relation.target), max(relation.source, relation.target))
            weights[pair] = max(weights.get(pair, 0), relation.characters)
        return sorted(weights, key=lambda pair: (-weights[pair], pair))[:limit]

    def _comparing(
        self, index: FamilyIndex, documents: Collection[str]
    ) -> Callable[[str, str], Comparison]:
        by_id = self._prepared(documents)

        def compare_two(left: str, right: str) -> Comparison:
            return compare_known(by_id[left], by_id[right], index.places(left, right))

        return compare_two

    def report(
        self,
        folder: str | Path,
        *,
        dot: str | None = None,
        language: Language = "en",
        progress: Progress | None = None,
    ) -> None:
        """Write the report: a folder of pages, the graph, and the data.

        Args:
            folder: Where to; it is made if need be. Pages of an older report in it are
                removed, other files stay.
            dot: A ``dot`` program to use in place of the one that is shipped.
            language: What the pages and the picture speak.
            progress: Called as the work goes on.
        """
        from lineage.outputs import write_folder

        write_folder(folder, self._files(dot=dot, language=language, tell=progress or no_progress))

    def report_file(
        self,
        path: str | Path,
        *,
        dot: str | None = None,
        language: Language = "en",
        progress: Progress | None = None,
    ) -> None:
        """Write the report as one HTML file to send: its pages, without the data files.

        Args:
            path: The file.
            dot: A ``dot`` program to use in place of the one that is shipped.
            language: What the pages and the picture speak.
            progress: Called as the work goes on.

        Raises:
            OutputError: If the documents alone are more than a mail takes.
        """
        from lineage.outputs import write_text

        write_text(path, self.report_page(dot=dot, language=language, progress=progress))

    def report_page(
        self,
        *,
        dot: str | None = None,
        language: Language = "en",
        progress: Progress | None = None,
    ) -> str:
        """Return what `report_file` writes: the report as one page of HTML.

        Args:
            dot: A ``dot`` program to use in place of the one that is shipped.
            language: What the page and the picture speak.
            progress: Called as the work goes on.

        Raises:
            OutputError: If the documents alone are more than a mail takes.
        """
        from lineage.render.one_file import check_size, one_page

        check_size(self.corpus.documents)
        pages = dict(self._pages(dot=dot, language=language, tell=progress or no_progress))
        return one_page(pages, language=language)

    def _files(
        self, *, dot: str | None, language: Language, tell: Progress
    ) -> Iterator[tuple[str, "Content"]]:
        """Yield the files of a report, by name, one at a time."""
        from lineage.graph import build_graph, graphml
        from lineage.render.data import csv_lines, json_lines
        from lineage.render.pages.common import Limits

        tell("drawing", 0.0)
        # A picture that is sent alone must not point to pages that are not there.
        yield "graph.svg", self.drawing("svg", dot=dot, language=language)
        limits = Limits.fitting(self.corpus)
        graph = build_graph(self.corpus, families=limits.graph, edges=limits.graph_edges)
        yield "graph.graphml", graphml(graph)
        del graph
        yield "families.json", json_lines(self.corpus)
        yield "families.csv", csv_lines(self.corpus.families)
        yield "sentences.csv", csv_lines(self.corpus.sentence_families)
        yield from self._pages(dot=dot, language=language, tell=tell)

    def _pages(
        self, *, dot: str | None, language: Language, tell: Progress
    ) -> Iterator[tuple[str, str]]:
        """Yield the pages of a report and what they need, by name, one at a time."""
        from lineage.drawing import draw_svg
        from lineage.render.dot import graph_to_dot
        from lineage.render.html import each_page, site_of
        from lineage.render.pages.common import Limits

        tell("drawing", 0.0)
        limits = Limits.fitting(self.corpus)
        pairs = self._closest(limits.pair_pages)
        site = site_of(self.corpus, pairs=pairs, limits=limits)
        source = graph_to_dot(
            self.corpus,
            words=Words(language),
            links=site.document,
            pair_links=site.pair,
            family_links=site.family,
        )
        index = FamilyIndex(self.corpus.families)
        pages = each_page(
            self.corpus,
            graph_svg=draw_svg(source, dot=dot),
            pairs=pairs,
            compare=self._comparing(index, {name for pair in pairs for name in pair}),
            limits=limits,
            language=language,
            index=index,
        )
        for number, page in enumerate(pages):
            tell("pages", min(number / site.n_pages, 1.0))
            yield page


def _node_link_json(graph: "networkx.MultiDiGraph[str]") -> str:
    from lineage.graph import to_node_link

    return json.dumps(to_node_link(graph), ensure_ascii=False, indent=1) + "\n"


def family_by_id(analysis: Analysis, wanted: str) -> tuple[Family | None, tuple[Family, ...]]:
    """Return the family of that id, if there is one, and the families that it is part of."""
    for unit in get_args(Unit):
        by_id = {family.id: family for family in analysis.families(unit)}
        if wanted in by_id:
            family = by_id[wanted]
            return family, tuple(by_id[holder] for holder in family.part_of)
    return None, ()


def is_family_id(text: str) -> bool:
    """Say whether a text looks like the id of a family."""
    return len(text) == 12 and all(character in "0123456789abcdef" for character in text)
