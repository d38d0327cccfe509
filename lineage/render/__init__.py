"""Graphs, tables and pages as text; pure, so that every output can be tested as a string."""
