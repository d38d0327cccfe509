"""Every word the pages say, in one place, so that another language is another table.

Templates and page modules ask for a phrase by its key. A phrase may hold facts in
braces; one that counts (``n``) gives its singular and its plural, divided by a bar.
"""

from markupsafe import Markup

WORDS: dict[str, str] = {
    # Frame of every page
    "overview": "Overview",
    "pages": "Pages",
    "skip": "Skip to the content",
    "made_by": "Made by lineage {version}",
    "made_by_plain": "Made by lineage",
    "data_note": "Everything on these pages is also in the data files:",
    "heuristic": "heuristic",
    "heuristic_title": "Decided by a rule of thumb; judge for yourself.",
    "filter": "Filter by words",
    "filter_none": "No row has these words.",
    "sort": "Sort by {name}",
    # Numbers and labels
    "documents_n": "{n} document|{n} documents",
    "characters_n": "{n} character|{n} characters",
    "sentences_n": "{n} sentence|{n} sentences",
    "occurrences_n": "{n} occurrence|{n} occurrences",
    "undated_n": "{n} undated",
    "more_n": "and {n} more",
    "bits_n": "{n} bits",
    "date_unknown": "date unknown",
    "order_unknown": "order not known",
    "date_metadata": "from the metadata",
    "date_filename": "from the file name",
    "date_text": "read from the text",
    "date_given": "given with the text",
    "evidence": "“{words}”",
    "kind_quotation": "quotation",
    "kind_slogan": "slogan",
    "kind_frame": "frame",
    "kind_passage": "passage",
    # Overview
    "report_title": "Shared wording in {n} document|Shared wording in {n} documents",
    "report_title_none": "Shared wording: no document could be read",
    "lead": "Which wording these documents share, who is the earliest known to have it, "
    "and how much of each is its own.",
    "fig_documents": "document read|documents read",
    "fig_failures": "could not be read",
    "fig_dated": "with a known date",
    "fig_characters": "character in all|characters in all",
    "fig_families": "shared passage|shared passages",
    "fig_sentences": "whole sentence shared|whole sentences shared",
    "dates_none": "No document has a known date. The report therefore shows who shares wording "
    "with whom, and draws no direction but where the text itself shows one.",
    "dates_some": "A date is known for only {dated} of {n} documents. A direction is drawn only "
    "where dates give one or the text itself shows it; everywhere else the wording is shown as "
    "shared, in no order.",
    "dates_off": "Dates were set aside for this run: the report draws no direction but where the "
    "text itself shows one.",
    "failures": "Could not be read",
    "failures_note": "{n} file is missing from everything below.|"
    "{n} files are missing from everything below.",
    "file": "File",
    "reason": "Reason",
    "nothing_shared": "No wording is shared between these documents under the settings below. "
    "That is a result: each document stands on its own.",
    "graph": "Who shares with whom",
    "graph_note": "Each shape is a document, each line the wording two documents share; "
    "an arrow runs from the earlier to the later where dates decide.",
    "graph_undirected": "Each shape is a document, each line the wording two documents share. "
    "No line is an arrow, because no dates decide who was first.",
    "graph_file": "The drawing as a file",
    "documents": "Documents",
    "documents_note": "Shares are of a document’s characters and add up to 100%.",
    "number": "No.",
    "document": "Document",
    "date": "Date",
    "length": "Length",
    "composition": "Make-up",
    "taken": "Taken from earlier",
    "elsewhere": "Found elsewhere, order unknown",
    "new": "New",
    "composition_title": "{taken} taken from earlier documents, {elsewhere} found elsewhere "
    "(order unknown), {new} new",
    "matrix": "Shared characters, document by document",
    "matrix_note": "Read along a row: ◂ this document came later and has so many characters in "
    "common with the earlier one; ▸ it came earlier; without a sign, the order is not known. "
    "A dot means nothing is shared.",
    "matrix_note_plain": "How many characters two documents have in common; the order is not "
    "known for any of them. A dot means nothing is shared.",
    "matrix_pairs": "A figure that is a link opens the two documents side by side.",
    "matrix_limit": "The table shows the {shown} of {n} documents that share most; all relations "
    "are in graph.graphml.",
    "cell_later": "{row} came later and has {n} character in common with {column}|"
    "{row} came later and has {n} characters in common with {column}",
    "cell_earlier": "{column} came later and has {n} character in common with {row}|"
    "{column} came later and has {n} characters in common with {row}",
    "cell_unknown": "{row} and {column} have {n} character in common, order unknown|"
    "{row} and {column} have {n} characters in common, order unknown",
    "families": "Leading shared passages",
    "families_note": "The passages that say most, ranked by how widespread and how unusual "
    "they are. The figures under “Found in” are the numbers of the documents above.",
    "families_limit": "The first {shown} of {n} are shown; all are in families.json and "
    "families.csv.",
    "pages_limit": "The first {shown} passages have a page of their own; the others are marked in "
    "the documents and listed in families.json.",
    "documents_limit": "The first {shown} of {n} documents are listed here; every document has "
    "its page, and all are in families.json.",
    "wording": "Wording",
    "found_in": "Documents",
    "kind": "Kind",
    "earliest": "Earliest witness",
    "who": "Found in",
    "sentences": "Most-copied whole sentences",
    "sentences_none": "No whole sentence is shared: what these documents have in common is "
    "shorter than a sentence.",
    "sentences_none_at_all": "No whole sentence is shared.",
    "sentences_limit": "The first {shown} of {n} are shown; all are in sentences.csv.",
    "pairs": "Side by side",
    "pairs_note": "Two documents at a time, their sentences aligned. A pair is searched more "
    "closely than the whole collection, so more may be found here than in the tables above.",
    "pair": "Pair",
    "covered_a": "Shared, of A",
    "covered_b": "Shared, of B",
    "pairs_limit": "The first {shown} of {n} pairs are listed; the table of shared characters "
    "and each document’s page link to the others.",
    "settings": "Settings of this run",
    "set_min_length": "Shortest shared passage (characters, without punctuation)",
    "set_min_bits": "Least surprisal of a shared passage (bits)",
    "set_resemblance": "Likeness a family asks of its members (0 to 1)",
    "set_engine": "Engine",
    "set_use_dates": "Dates may give a direction",
    "yes": "yes",
    "no": "no",
    "reading": "How to read this report",
    "contents": "On this page",
    "to_failures": "Not read",
    "to_documents": "Documents",
    "to_graph": "Graph",
    "to_families": "Passages",
    "to_sentences": "Sentences",
    "to_matrix": "Shared characters",
    "to_pairs": "Side by side",
    "to_reading": "How to read this",
    "to_settings": "Settings",
    # Definitions; each says in two sentences what is meant and what it is not
    "def_passage": "Shared passage",
    "def_passage_text": "A stretch of wording that two or more documents have, word for word or "
    "nearly, at least {min_length} characters long and at least {min_bits} bits more surprising "
    "than chance explains. Common topic words on their own do not count; differences in "
    "punctuation, script and width do not matter.",
    "def_passage_text_plain": "A stretch of wording that two or more documents have, word for "
    "word or nearly. Common topic words on their own do not count; differences in punctuation, "
    "script and width do not matter.",
    "def_family": "Family",
    "def_family_text": "All occurrences of one wording, with its variants. Who belongs to it is "
    "decided by likeness, so its borders are a judgement.",
    "def_earliest": "Earliest witness",
    "def_earliest_text": "The document with the earliest known date among those that have the "
    "wording. It is not the author: the phrase may be older than this collection.",
    "def_source": "Source",
    "def_source_text": "The earlier document whose wording is nearest, hence the one it was most "
    "likely taken from. Both may have taken it from a third text that is not here.",
    "def_shares": "Taken, elsewhere, new",
    "def_shares_text": "Characters in wording that an earlier document has; in wording that "
    "others have too, where the order is not known; and all the rest. Quotations and set phrases "
    "are counted like anything else, so a high share is not by itself a sign of copying.",
    "def_kind": "Quotation, slogan, frame, passage",
    "def_kind_text": "Words inside quotation marks or a title; short fixed phrases that are "
    "widespread; openings and endings; and the rest. A rule decides, and each passage’s page "
    "says which.",
    "def_date": "Dates",
    "def_date_text": "Taken from the metadata, else from the file name, else from the head of "
    "the text; the table says which and shows the words. Where two dates are equal or one is "
    "missing, a direction is drawn only where the text itself shows it.",
    "def_inserted": "Added lines",
    "def_inserted_text": "Advertisements and markers that resellers put into a text. They are "
    "shown greyed and hatched, and left out of the comparison.",
    # Document page
    "about": "About this document",
    "identifier": "Identifier",
    "speaker": "Speaker",
    "place": "Place",
    "read_as": "Read as",
    "digest": "SHA-256 of the file",
    "notes": "Notes",
    "previous": "Previous document",
    "next": "Next document",
    "text": "The text",
    "text_note": "Shaded wording stands in other documents too; the stronger the shade, the more "
    "widespread. "
    "The small figure says in how many documents, and a click opens the passage.",
    "text_plain": "Nothing in this document is shared with another.",
    "text_empty": "The document is empty.",
    "only_new": "Grey out what is shared",
    "legend": "Legend",
    "level_one": "in {low} documents",
    "level_many": "in {low}–{high} documents",
    "inserted": "added by a reseller, not compared",
    "inserted_short": "added",
    "strip": "Where in the text the shared wording lies",
    "in_order": "Shared passages, in the order of the text",
    "in_order_limit": "The first {shown} of {n} are listed; all are marked in the text.",
    "jump": "Show in the text",
    "related": "Shares most with",
    "related_limit": "The first {shown} of {n} are listed.",
    "other": "Document",
    "relation": "Order",
    "is_later": "this one is later",
    "is_earlier": "this one is earlier",
    "characters": "Characters",
    "passages": "Passages",
    "side_by_side": "side by side",
    "mark_title": "{n} document · {kind} · {earliest}|{n} documents · {kind} · {earliest}",
    "mark_more": " · and {n} more passage here| · and {n} more passages here",
    "mark_nopage": " · see families.json, id {id}",
    "earliest_short": "earliest: {who}",
    # Family page
    "family_title": "A shared passage",
    "sentence_title": "A shared sentence",
    "template": "Template",
    "template_note": "brackets stand where the occurrences differ most: 〔year〕, 〔number〕, "
    "〔place〕, 〔placeholder〕, and 〔…〕 for anything else",
    "rule": "Rule",
    "surprisal": "Surprisal",
    "surprisal_note": "how improbable its words are together",
    "salience": "Salience",
    "salience_note": "what passages are ranked by: how widespread, unusual and fixed",
    "part_of": "Part of",
    "earliest_none": "Not known: the dates do not say who was first.",
    "earliest_note": "the earliest known date here, not the author",
    "earliest_undated": "{n} document that has it is undated and may be earlier.|"
    "{n} documents that have it are undated and may be earlier.",
    "occurrences": "Occurrences",
    "occurrences_note_dated": "In the order of dates, undated ones last. Marks show how each "
    "wording differs from its source where one is known, else from the wording above; likeness "
    "is always to the wording above.",
    "occurrences_note": "No order is known. Marks and likeness show how each wording differs "
    "from the wording above.",
    "occurrences_limit": "The first {shown} of {n} are shown; all are in families.json and "
    "families.csv.",
    "context": "In context",
    "likeness": "Likeness",
    "source": "Source",
    "source_also": "equally near:",
    "source_one_of": "one of:",
    "source_shown": "no date, but the text shows it (confidence {confidence}):",
    "source_sign": "“{text}” for “{other}”",
    "source_earliest": "earliest witness",
    "source_unknown": "not known",
    "whole_text": "in the text",
    "variants": "Variants",
    "variants_note": "Wordings that differ in more than punctuation, script or width; the most "
    "widespread first.",
    "variants_one": "All have the same wording, apart from punctuation, script and width.",
    "variants_limit": "The first {shown} of {n} are shown; all are in families.json.",
    "inserted_words": "added",
    "deleted_words": "left out",
    # Pair page
    "pair_title": "Side by side",
    "side_a": "A",
    "side_b": "B",
    "cover_a": "of A’s characters stand in passages shared with B",
    "cover_b": "of B’s characters stand in passages shared with A",
    "cover_note": "Characters inside shared passages, divided by all characters of the text.",
    "longest": "longest shared passage, in characters",
    "pair_order": "{earlier} is dated before {later}.",
    "pair_order_unknown": "Which of the two is earlier is not known.",
    "rel_same": "same",
    "rel_edited": "edited",
    "rel_partial": "partly shared",
    "mark_shared": "shared",
    "mark_left": "only in A",
    "mark_right": "only in B",
    "rel_moved": "moved",
    "rel_aligned": "{relation}, likeness {similarity}",
    "sentences_aligned": "Sentences, aligned",
    "aligned_note": "Shaded wording is shared; a click leads to its counterpart. Inside shared "
    "passages, what only A has is struck through, what only B has is underlined.",
    "count_same": "same sentence|same sentences",
    "count_edited": "edited sentence|edited sentences",
    "count_partial": "partly shared|partly shared",
    "count_left": "of A without a counterpart",
    "count_right": "of B without a counterpart",
    "rel_none": "not aligned",
    "again": "sentence {n}, shown above",
    "sentence_n": "sentence {n}",
    "passage_n": "Shared passage {n}: go to its counterpart",
    "pair_none": "The two documents share no passage under these settings.",
    "only_shared": "Hide sentences that share nothing",
}


def say(key: str, /, **facts: object) -> str:
    """Return the phrase ``key`` with its facts filled in.

    Whole numbers get separators, and ``n`` chooses between singular and plural. What
    comes back is plain text: the templates escape it like any other.

    Example:
        >>> say("documents_n", n=1), say("documents_n", n=2048)
        ('1 document', '2,048 documents')
    """
    one, bar, many = WORDS[key].partition("|")
    phrase = many if bar and facts.get("n") != 1 else one
    if not facts:
        return phrase
    return phrase.format(**{name: _fact(value) for name, value in facts.items()})


def _fact(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def number(value: int) -> str:
    """Return ``value`` with separators between thousands."""
    return f"{value:,}"


def share(ratio: float) -> str:
    """Return a ratio as a percentage that never rounds to nothing or to everything.

    Example:
        >>> share(0.314), share(0.002), share(0.998), share(0.0)
        ('31%', '<1%', '>99%', '0%')
    """
    percent = ratio * 100
    if 0 < percent < 1:
        return "<1%"
    if 99 < percent < 100:
        return ">99%"
    return f"{percent:.0f}%"


def likeness(ratio: float) -> str:
    """Return a likeness with two decimals; only equal wordings are shown as 1."""
    if ratio >= 1:
        return "1"
    return f"{min(ratio, 0.99):.2f}"


def speaks(text: str) -> Markup:
    """Return the ``lang`` attribute for a text of documents.

    Chinese wherever a Han character stands; otherwise the language is left open,
    so that a browser does not read English with a Chinese voice.
    """
    return Markup('lang="zh"') if any("\u3400" <= char <= "\u9fff" for char in text) else _UNKNOWN


_UNKNOWN = Markup('lang=""')
