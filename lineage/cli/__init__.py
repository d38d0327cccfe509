"""The command line: ``lineage`` and its verbs.

``verbs`` says what each verb does, ``options`` what they have in common, ``console``
where output goes, and ``app`` how a run begins and ends. The pipeline is imported by
the verb that runs, so that help and mistakes are answered at once.
"""

from lineage.cli.app import main

__all__ = ["main"]
