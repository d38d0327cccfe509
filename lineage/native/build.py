"""Compiles the kernels when the package is built; hatchling calls this.

The compiler is the one that ``CC`` names, else the system's ``cc``, ``gcc`` or ``clang``. Where
there is none, pip fetches the package ziglang for the time of the build, which is one: wheels
of it exist for Linux, macOS and Windows.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LIBRARY = "kernels.bin"

FLAGS = (
    "-std=c11",
    "-O3",
    "-shared",
    "-fvisibility=hidden",
    "-ffp-contract=off",
    "-Wall",
    "-Wextra",
)
"""Without contraction of products and sums: every machine must find the same."""


class KernelsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled kernels beside the module that loads them."""

    def dependencies(self) -> list[str]:
        """Return what a build needs beside hatchling: a compiler, where there is none."""
        return [] if _system_compiler() else ["ziglang>=0.13"]

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the library packed for this system only."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root, "lineage", "native")
        compile_kernels(folder, folder / LIBRARY)
        build_data["artifacts"].append(f"lineage/native/{LIBRARY}")
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"


def _system_compiler() -> list[str]:
    """Return how the system's compiler is called; nothing where there is none."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"])
    return next(([name] for name in ("cc", "gcc", "clang") if shutil.which(name)), [])


def compile_kernels(folder: Path, library: Path, *flags: str) -> None:
    """Compile the kernels in a folder; the library appears whole or not at all.

    Args:
        folder: Where the sources are.
        library: The file to write.
        flags: Further flags for the compiler.

    Raises:
        RuntimeError: If the compiler cannot.
    """
    compiler = _system_compiler() or [sys.executable, "-m", "ziglang", "cc"]
    sources = sorted(map(str, folder.glob("*.c")))
    position = () if sys.platform == "win32" else ("-fPIC",)
    with tempfile.TemporaryDirectory(dir=library.parent) as scratch:
        made = Path(scratch, LIBRARY)
        command = [*compiler, *FLAGS, *position, *flags, "-o", str(made), *sources]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(
                f"{compiler[0]} cannot compile lineage's kernels; set CC to a C compiler that can,"
                f" or install ziglang:\n{done.stderr}"
            )
        os.replace(made, library)
