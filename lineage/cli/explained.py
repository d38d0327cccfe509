"""Help that explains more than options: by which rules the outputs are to be read."""

from lineage.rules import KIND_RULES, NOTATION, SLOT_RULES

_KINDS = "\n\n".join(f"{kind}: {rule}" for kind, rule in KIND_RULES.items())
_SLOTS = "\n\n".join(f"{NOTATION[type_]}: {rule}" for type_, rule in SLOT_RULES.items())

TOP_HELP = f"""List the sentences or passages that were copied most.

Salience, by which passages are sorted, is greatest for what many documents have,
improbable, always the same, and a clause or more by itself. The openings and endings of
documents come late, and so does wording with figures.

The kind of each is decided by the first of these rules that holds:

{_KINDS}

The template, in the JSON, is the wording with a slot where the occurrences differ:

{_SLOTS}
"""
