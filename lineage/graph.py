"""The corpus as a graph of documents and families.

A ``networkx.MultiDiGraph`` because two documents can be related in more than one way,
and because readers of such graphs know it. networkx takes a second to load, so it is
imported where it is used.

GraphML and GEXF are XML and know neither missing values nor most control characters: a
missing value is left out there, and a character that XML 1.0 forbids becomes U+FFFD.
The graph itself and its node-link form keep everything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from lineage.measures import covered_length
from lineage.model import Corpus, Document, Family, Occurrence, Profile

if TYPE_CHECKING:
    import networkx

FAMILY_PREFIX = "family:"

_FORBIDDEN_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF_META = re.compile(r"<meta\b.*?</meta>|<meta\b[^>]*/>", re.DOTALL)


def build_graph(
    corpus: Corpus, *, families: int | None = None, edges: int | None = None
) -> "networkx.MultiDiGraph[str]":
    """Return documents and families as nodes, reuse and occurrence as edges.

    A document node is named by the document's id, a family node ``family:<id>``; where
    a document's id begins like that, the prefix is repeated until the names differ.
    ``reuse`` edges lead from the earlier document to the later one; ``by`` says whether
    ``dates`` or the ``text`` alone show it, and how sure the text is. Where the order is not
    known they lead from the smaller id to the larger, and ``directed`` is false.
    ``occurs`` edges lead from a family to the documents that have its wording.

    Args:
        corpus: What was found.
        families: How many of the leading families to take; all without it.
        edges: How many relations between documents to take, the strongest; all without it.

    Returns:
        A graph whose nodes and edges stand in the order of the corpus.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    profiles = {profile.document: profile for profile in corpus.profiles}
    known_by = {o.document.id: each.document for each in corpus.editions for o in each.others}
    for document in corpus.documents:
        facts = _document_facts(document, profiles.get(document.id))
        graph.add_node(document.id, **facts, edition_of=known_by.get(document.id))
    prefix = _family_prefix(document.id for document in corpus.documents)
    taken = corpus.families[:families]
    for family in taken:
        graph.add_node(prefix + family.id, **_family_facts(family))
    relations = corpus.reuse
    if edges is not None and len(relations) > edges:
        strongest = sorted(relations, key=lambda each: -each.characters)[:edges]
        relations = tuple(sorted(strongest, key=lambda each: (each.source, each.target)))
    for reuse in relations:
        graph.add_edge(
            reuse.source,
            reuse.target,
            key="reuse",
            kind="reuse",
            directed=reuse.directed,
            by=reuse.by,
            confidence=None if reuse.confidence is None else round(reuse.confidence, 3),
            characters=reuse.characters,
            passages=reuse.passages,
            similarity=round(reuse.similarity, 4),
        )
    for family in taken:
        own: dict[str, list[Occurrence]] = {}
        for each in family.occurrences:
            own.setdefault(each.document, []).append(each)
        for name, occurrences in sorted(own.items()):
            graph.add_edge(
                prefix + family.id,
                name,
                key="occurs",
                kind="occurs",
                count=len(occurrences),
                characters=covered_length(each.span for each in occurrences),
            )
    return graph


def to_node_link(graph: "networkx.MultiDiGraph[str]") -> dict[str, Any]:
    """Return the graph as ``lineage graph --format json`` prints it."""
    import networkx

    data: dict[str, Any] = networkx.node_link_data(graph, edges="edges")
    return data


def to_graphml(graph: "networkx.MultiDiGraph[str]") -> str:
    """Return the graph as a GraphML document."""
    return "".join(graphml(graph))


def graphml(graph: "networkx.MultiDiGraph[str]") -> Iterator[str]:
    """Yield the graph as a GraphML document, piece by piece.

    networkx writes the same, with all of it in memory as a tree, Chinese as numbers of
    characters, one id for all edges of a kind (of which Gephi keeps one), and keys of
    nodes and edges that share their ids.
    """
    rename = _xml_names(graph.nodes)
    types: dict[tuple[str, str], str] = {}
    for scope, every in (("node", graph.nodes(data=True)), ("edge", graph.edges(data=True))):
        for *_, facts in every:
            for name, value in facts.items():
                if value is not None and types.get((scope, name)) != "double":
                    types[scope, name] = _XML_TYPES[type(value)]
        if scope == "edge" and graph.number_of_edges():
            types[scope, "weight"] = "long"
    keys = {about: f"d{number}" for number, about in enumerate(types)}
    yield _GRAPHML_HEAD
    for (scope, name), kind in types.items():
        key = keys[scope, name]
        yield f'  <key id="{key}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph edgedefault="directed">\n'
    for node, facts in graph.nodes(data=True):
        data = _graphml_data("node", facts, keys)
        yield f"    <node id={quoteattr(rename(node))}>{data}</node>\n"
    for number, (source, target, facts) in enumerate(graph.edges(data=True)):
        # What layout programs look for: how strong an edge is.
        data = _graphml_data("edge", {**facts, "weight": facts["characters"]}, keys)
        ends = f"source={quoteattr(rename(source))} target={quoteattr(rename(target))}"
        yield f'    <edge id="e{number}" {ends}>{data}</edge>\n'
    yield "  </graph>\n</graphml>\n"


_XML_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
_GRAPHML_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""  # noqa: E501


def _graphml_data(scope: str, facts: Mapping[str, Any], keys: Mapping[tuple[str, str], str]) -> str:
    return "".join(
        f'<data key="{keys[scope, name]}">{escape(_graphml_value(value))}</data>'
        for name, value in facts.items()
        if value is not None
    )


def _graphml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _xml_text(value) if isinstance(value, str) else str(value)


def to_gexf(graph: "networkx.MultiDiGraph[str]") -> str:
    """Return the graph as a GEXF document, in which every node carries a label."""
    import networkx

    # networkx writes today's date and its own version into the head.
    text = "\n".join(networkx.generate_gexf(_for_xml(graph)))
    head = "<meta><creator>lineage</creator></meta>"
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        + _GEXF_META.sub(lambda _: head, text, count=1)
        + "\n"
    )


def _document_facts(document: Document, profile: Profile | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "kind": "document",
        "label": document.title or document.id,
        "title": document.title,
        "date": document.date,
        "date_source": document.date_source,
        "speaker": document.speaker,
        "place": document.place,
        "characters": len(document.text),
    }
    if profile is not None:
        facts |= {
            "sentences": profile.sentences,
            "coverage": round(profile.coverage, 4),
            "novelty": round(profile.new, 4),
            "taken": round(profile.taken, 4),
            "elsewhere": round(profile.elsewhere, 4),
        }
    return facts


def _family_facts(family: Family) -> dict[str, Any]:
    return {
        "kind": "family",
        "label": family.text,
        "text": family.text,
        "template": family.template,
        "family_kind": family.kind,
        "documents": family.n_documents,
        "occurrences": len(family.occurrences),
        "salience": round(family.salience, 2),
        "earliest": family.earliest.document if family.earliest else None,
        "earliest_date": family.earliest.date if family.earliest else None,
    }


def _family_prefix(names: Iterable[str]) -> str:
    taken = [name for name in names if name.startswith(FAMILY_PREFIX)]
    prefix = FAMILY_PREFIX
    while any(name.startswith(prefix) for name in taken):
        prefix += FAMILY_PREFIX
    return prefix


def _for_xml(graph: "networkx.MultiDiGraph[str]") -> "networkx.MultiDiGraph[str]":
    """Return a copy that XML can hold: no missing values, no forbidden characters."""
    import networkx

    rename = _xml_names(graph.nodes)
    copy: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, facts in graph.nodes(data=True):
        copy.add_node(rename(node), **_xml_facts(facts))
    for number, (source, target, key, facts) in enumerate(graph.edges(keys=True, data=True)):
        # What layout programs look for: how strong an edge is.
        facts = {**facts, "weight": facts["characters"]}
        copy.add_edge(rename(source), rename(target), key=key, id=str(number), **_xml_facts(facts))
    return copy


def _xml_names(names: Iterable[str]) -> Callable[[str], str]:
    """Return how nodes are called in XML; different nodes keep different names."""
    clean = {name: _xml_text(name) for name in names}
    taken = {name for name, text in clean.items() if name == text}
    for name, text in clean.items():
        if name != text:
            while text in taken:
                text += "\ufffd"
            clean[name] = text
            taken.add(text)
    return clean.__getitem__


def _xml_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _xml_text(value) if isinstance(value, str) else value
        for key, value in facts.items()
        if value is not None
    }


def _xml_text(text: str) -> str:
    # A carriage return would come back as a line feed from any XML reader.
    return _FORBIDDEN_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
