"""Components found by SQL, held against networkx."""

from itertools import pairwise

import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession
from spark_sessions import SessionOn

from lineage.cluster.components import components

Edges = list[tuple[int, int]]


@pytest.fixture(scope="module")
def spark(session_on: SessionOn) -> SparkSession:
    return session_on("local[2]")


def found(spark: SparkSession, edges: Edges, *, at_once: int) -> dict[int, int]:
    def keep(_: str, frame: DataFrame) -> DataFrame:
        return frame.localCheckpoint()

    frame = spark.createDataFrame(edges, "a bigint, b bigint")
    parts = components(frame, keep=keep, at_once=at_once).collect()
    assert len(parts) == len({row["node"] for row in parts})
    return {row["node"]: row["part"] for row in parts}


def expected(edges: Edges) -> dict[int, int]:
    graph = networkx.Graph(edges)
    return {
        node: min(component)
        for component in networkx.connected_components(graph)
        for node in component
    }


_NODES = st.integers(-5, 25) | st.just(2**40)


# A run is a second of Spark's, so the examples are few and each has many graphs in one.
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(_NODES, _NODES), max_size=30), min_size=10, max_size=20))
def test_components_are_those_of_networkx(spark: SparkSession, graphs: list[Edges]) -> None:
    # Far apart from each other, so that they are one graph of many components.
    edges = [
        (one + n * 2**41, two + n * 2**41) for n, graph in enumerate(graphs) for one, two in graph
    ]

    assert found(spark, edges, at_once=0) == expected(edges)
    assert found(spark, edges, at_once=10**6) == expected(edges)


def test_a_long_way_takes_few_turns(spark: SparkSession) -> None:
    turns = []

    def keep(name: str, frame: DataFrame) -> DataFrame:
        turns.append(name)
        return frame.localCheckpoint()

    # A way of 200 nodes whose numbers say nothing of their order.
    nodes = [(n * 77) % 200 for n in range(200)]
    frame = spark.createDataFrame(list(pairwise(nodes)), "a bigint, b bigint")

    parts = components(frame, keep=keep, at_once=0).collect()

    assert {(row["node"], row["part"]) for row in parts} == {(n, 0) for n in range(200)}
    assert len(turns) < 12
