"""The road beyond one machine: a corpus in Parquet or text files → its families, on Spark.

What `pipeline.analyze` does in the memory of one process is done here in stages, each of
which is a table in Parquet on storage that all machines share. No stage brings a corpus to
the driver: what passes through it are plans, counts, and the corpus's words (a dictionary's
worth, however long the corpus is).

The stages, in order:

- ``documents``: numbered in the order of their dates;
- ``words``: how often each occurs, the one thing that must be known of all documents at once;
- ``prepared``: the token stream of each document, with surprisal and borders;
- ``segments``: found by the same SQL as anywhere else (`seeding.PLAN`);
- ``links``: passage pairs. Documents are put into blocks, and a task is a pair of blocks;
- ``families`` and ``edges``, by the rules of `corpus`, step by step (`grouping`).

Why step by step, and not whole components of everything the rules look at: passages that
touch in some document, and wordings that share four tokens, tie nearly all of a corpus
together (of 28 city reports 45 % and 75 % in one component). Each single step looks at much
less. Joining by passage pairs has components of 3 %; joining by wordings needs only those
that resemble each other, checked afterwards; where members begin and end is a matter of one
family; which families coincide or lie in each other is found document by document. So every
step gives what it gives in one process, and its parts stay small.

Modules: `job` is what is started; `storage` keeps the stages; `grouping` and `aligning` are the
plan of the families, over `tables`; `components` joins what belongs together; `steps` and
`settling` are what executors run, and import neither Spark nor anything of pages.
"""
