"""Fuzzes every target for some seconds; ends with 1 when one of them found something.

``python tests/fuzz/run.py --seconds 20 [TARGET...]``. Inputs that broke a promise are kept in the
folder ``--keep`` (by default ``fuzz-findings``); ``--corpus FOLDER`` keeps the inputs that
reached something new, so that a later run begins where this one ended.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = (
    *("decode", "text", "records", "docx", "docx_markup", "html", "pdf", "pdf_page", "sniffed"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", default=list(NAMES))
    parser.add_argument("--seconds", type=int, default=20, help="how long each may take")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--corpus", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        corpus = arguments.corpus or Path(temporary)
        found = [
            name
            for name in arguments.targets
            if not fuzz(name, arguments.seconds, corpus / name, arguments.keep)
        ]
    if found:
        print(f"something was found by: {', '.join(found)}; see {arguments.keep}")
    return 1 if found else 0


def fuzz(name: str, seconds: int, corpus: Path, keep: Path) -> bool:
    """Fuzz one target; return whether it held."""
    corpus.mkdir(parents=True, exist_ok=True)
    keep.mkdir(parents=True, exist_ok=True)
    code = f"import targets; print(*(d.hex() for d in targets.first_inputs({name!r})))"
    inputs = subprocess.run(
        [sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, check=True
    )
    for number, data in enumerate(inputs.stdout.split()):
        (corpus / f"first-{number}").write_bytes(bytes.fromhex(data))
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={keep.resolve()}/{name}-",
        *("-max_len=20000", "-timeout=30", "-rss_limit_mb=3000", "-print_final_stats=1"),
    ]
    done = subprocess.run(
        [sys.executable, str(HERE / "targets.py"), name, *options, str(corpus.resolve())],
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
    runs = re.findall(r"stat::number_of_executed_units:\s+(\d+)", said)
    print(
        f"{name:12} {runs[-1] if runs else '?':>10} executions, exit code {done.returncode}",
        flush=True,
    )
    if done.returncode:
        print(said[-3000:])
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
