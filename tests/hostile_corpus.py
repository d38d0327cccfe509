"""Makes a folder of files that are broken, odd or made to do harm, with good ones among them.

``python tests/hostile_corpus.py FOLDER`` makes one to look at. Every file is of a kind, and
every kind says what must become of its files: READ, as a document; LEFT_OUT, named with a
reason; SKIPPED, as no document; or EITHER, where it depends on the system. The same
folder comes out every time, except for the address that nobody must ask.
"""

import os
import sys
from pathlib import Path

import hostile_html
import hostile_names
import hostile_office
import hostile_pdf
import hostile_records
import hostile_texts
from hostile_files import Maker

KINDS: dict[str, Maker] = {
    **hostile_texts.KINDS,
    **hostile_names.KINDS,
    **hostile_office.KINDS,
    **hostile_pdf.KINDS,
    **hostile_html.KINDS,
    **hostile_records.KINDS,
}


def make(folder: Path, address: str) -> dict[str, tuple[str, str]]:
    """Make the corpus.

    Args:
        folder: Where to.
        address: A server that must not be asked; harmful files point to it.

    Returns:
        The kind of each file and what must become of it, by its name as ``lineage`` says it.
    """
    made = {}
    for name, maker in KINDS.items():
        (folder / name).mkdir(parents=True)
        for file in maker(address):
            raw = os.fsencode(file.name) if isinstance(file.name, str) else file.name
            path = Path(os.fsdecode(os.fsencode(folder / name) + b"/" + raw))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if callable(file.content):
                    file.content(path)
                else:
                    path.write_bytes(file.content)
            except (OSError, ValueError, NotImplementedError, AttributeError):
                # Not every system can hold every file.
                continue
            shown_name = "".join(
                f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c
                for c in raw.decode("utf-8", "surrogateescape")
            )
            made[f"{name}/{shown_name}"] = (name, file.becomes)
    return made


if __name__ == "__main__":
    for made_name, (of, becomes) in make(Path(sys.argv[1]), "http://127.0.0.1:9").items():
        print(f"{of:20} {becomes:8} {made_name!r}")
