"""Compiles the kernels when the package is built; hatchling calls this.

The compiler is the one that ``CC`` names, else the system's ``cc``, ``gcc`` or ``clang`` if it
can compile for this Python. Where there is none, pip fetches the package ziglang for the time
of the build, which is one: wheels of it exist for Linux, macOS and Windows. On Windows it is
taken in any case: what is called ``gcc`` there may be Cygwin's, whose libraries Python cannot
load, and ``clang`` may lack the system's headers.

All that is assumed of a system: pointers and sizes of 32 or 64 bits, numbers in IEEE 754. On
x86 with 32 bits, where sums are kept longer than a double is, results may differ in their
last bits.
"""

import importlib.util
import os
import platform
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

LIBRARY = "kernels.bin"

FLAGS = (
    "-std=c11",
    "-O3",
    "-g0",
    "-shared",
    "-fvisibility=hidden",
    "-ffp-contract=off",
    "-Wall",
    "-Wextra",
)
"""Without contraction of products and sums: every machine must find the same."""

ZIG_FLAGS = ("-mcpu=baseline",)
"""Zig compiles for the processor at hand where it is not told otherwise, and what it makes would
end on an older one; other compilers take the oldest of its kind."""

NO_COMPILER = (
    "lineage has a part in C, and there is nothing to compile it: install a C compiler (Debian"
    " and Ubuntu: apt install gcc libc6-dev; macOS: xcode-select --install), or the package"
    " ziglang, or set CC to a compiler"
)


class KernelsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled kernels beside the module that loads them."""

    def dependencies(self) -> list[str]:
        """Return what a build needs beside hatchling: a compiler, where there is none."""
        if self.target_name != "wheel" or _system_compiler():
            return []
        return ["ziglang>=0.13"]

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the library packed for this system only."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root, "lineage", "native")
        try:
            compile_kernels(folder, folder / LIBRARY)
        except RuntimeError as error:
            self.app.abort(str(error))
        build_data["artifacts"].append(f"lineage/native/{LIBRARY}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{_platform()}"


def _platform() -> str:
    """Return what wheels for this system are called.

    It is asked of packaging, as pip does, and not of sysconfig: that tells what Python was
    compiled for, which on macOS may be two processors and an older system. On Linux it is the
    plain name: that a library runs on others too (manylinux, musllinux) nobody has checked.
    """
    return next(tag for tag in platform_tags() if not tag.startswith(("manylinux", "musllinux")))


def _system_compiler() -> list[str]:
    """Return how the system's compiler is called; nothing where there is none."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"], posix=os.name == "posix")
    if platform.system() == "Windows":
        return []
    return next(([name] for name in ("cc", "gcc", "clang") if _can_compile(name)), [])


def _can_compile(name: str) -> bool:
    """Say whether a compiler is there with all it needs, and compiles for this Python.

    A compiler may lack the headers of the C library, or be one for another word size.
    """
    path = shutil.which(name)
    if path is None or _only_asks(path):
        return False
    size = struct.calcsize("P")
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "probe.c")
        source.write_text(
            "#include <setjmp.h>\n#include <stdlib.h>\n"
            f'_Static_assert(sizeof(void *) == {size}, "for another word size");\n',
            encoding="utf-8",
        )
        return _run([path], "-fPIC", "-o", str(Path(scratch, LIBRARY)), str(source)) is None


def _only_asks(path: str) -> bool:
    """Say whether a compiler of macOS is none yet, but opens a window that offers to fetch it."""
    if platform.system() != "Darwin" or not path.startswith("/usr/bin/"):
        return False
    found = subprocess.run(["xcode-select", "-p"], capture_output=True, check=False)
    return found.returncode != 0


def _compiler() -> list[str]:
    """Return how the compiler is called that the kernels are compiled with."""
    compiler = _system_compiler()
    if not compiler and importlib.util.find_spec("ziglang") is None:
        raise RuntimeError(NO_COMPILER)
    compiler = compiler or [sys.executable, "-m", "ziglang", "cc"]
    is_zig = any(Path(word).stem in ("zig", "ziglang") for word in compiler)
    return [*compiler, *ZIG_FLAGS] if is_zig else compiler


def compile_kernels(folder: Path, library: Path, *flags: str) -> None:
    """Compile the kernels in a folder; the library appears whole or not at all.

    Args:
        folder: Where the sources are.
        library: The file to write.
        flags: Further flags for the compiler.

    Raises:
        RuntimeError: If there is no compiler, or it cannot.
    """
    compiler = _compiler()
    sources = sorted(map(str, folder.glob("*.c")))
    position = () if platform.system() == "Windows" else ("-fPIC",)
    with tempfile.TemporaryDirectory(dir=library.parent) as scratch:
        made = Path(scratch, LIBRARY)
        # Else zig leaves 50 MB in the user's home, and fails where there is none.
        cache = {f"ZIG_{kind}_CACHE_DIR": str(Path(scratch, "zig")) for kind in ("GLOBAL", "LOCAL")}
        complaint = _run(compiler, *position, *flags, "-o", str(made), *sources, environment=cache)
        if complaint is not None:
            raise RuntimeError(
                f"{shlex.join(compiler)} cannot compile lineage's kernels; set CC to a C compiler"
                f" that can, or install one: {complaint}"
            )
        os.replace(made, library)


def _run(
    compiler: list[str], *arguments: str, environment: Mapping[str, str] | None = None
) -> str | None:
    """Run a compiler; return what it complains of if it fails."""
    try:
        done = subprocess.run(
            [*compiler, *FLAGS, *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env={**os.environ, **(environment or {})},
        )
    except OSError as error:
        return str(error)
    return done.stderr if done.returncode else None
