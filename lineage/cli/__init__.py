"""The command line: ``lineage`` and its verbs.

``verbs``, ``text_verbs`` and ``store_verbs`` say what each verb does, ``options`` what they
have in common, ``checks`` what is asked of what the user gives, ``console`` where output
goes, and ``app`` how a run begins and ends. The pipeline is imported by the verb that runs,
so that help and mistakes are answered at once.
"""

from lineage.cli.app import main

__all__ = ["main"]
