"""Draws DOT as SVG, and turns an SVG drawing into PNG or PDF.

The ``dot`` of the wheel graphviz-pure is the default: it comes with the package, needs
nothing else, and draws the same on every system. It is started as a process of its own;
the ``graphviz`` package would start it through a name that all threads share, and would
throw the drawing away when the exit status is not 0. A ``dot`` can end with status 1
after a complete drawing, so the drawing is judged, never the status.

PNG and PDF are made from the SVG, not by ``dot``: its own pictures show hollow boxes
for Chinese. The font comes from a wheel, so both are the same on every machine. For PDF
typst won: a wheel for all systems that keeps shapes and text, where browsers and Cairo
need a system package.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from lineage.errors import DrawingError, GraphvizNotFoundError
from lineage.programs import find_program

# The first font that a system has is taken; each system has one of these with Chinese.
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
TIMEOUT_S = 300

_PACKAGE = "graphviz-pure"
_MODULES = {
    "png": ("resvg_py", "pylopdf_fonts_zh_cn"),
    "pdf": ("typst", "pylopdf_fonts_zh_cn"),
}
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# What the font of the wheel calls itself.
_WHEEL_FONT = "Noto Sans SC"


def draw_svg(dot_source: str, *, dot: str | None = None) -> str:
    """Return the drawing that ``dot`` makes of ``dot_source``, as an SVG document.

    The result is the same for the same input: comments and versions are gone, fonts are
    named so that Chinese shows on every system, and what shows when the pointer rests
    on a shape is its tooltip or nothing.

    Args:
        dot_source: A graph in DOT.
        dot: Name or path of another ``dot`` to use; a name is looked for on the PATH.

    Raises:
        GraphvizNotFoundError: If the program is not there.
        DrawingError: If it makes no drawing.
    """
    program = find_dot(dot)
    try:
        done = subprocess.run(
            [program, "-Tsvg"],
            input=dot_source.encode("utf-8"),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingError(f"{program}: no drawing after {TIMEOUT_S} s") from error
    except OSError as error:
        raise DrawingError(f"{program}: cannot be run: {error.strerror}") from error
    except UnicodeEncodeError as error:
        raise DrawingError(f"the graph is no valid text: {error.reason}") from error
    text = done.stdout.decode("utf-8", errors="replace").strip()
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        root = None
    if root is None or root.tag != f"{{{_SVG}}}svg":
        lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        reason = lines[0] if lines else f"it ended with status {done.returncode}"
        raise DrawingError(f"{program}: no drawing: {reason}")
    return _tidy(root)


def check(format: str, *, dot: str | None = None) -> None:
    """Check that a graph can be drawn in a format, before there is a graph.

    Args:
        format: A format of the graph; those that are no picture need nothing.
        dot: Another ``dot`` to use.

    Raises:
        GraphvizNotFoundError: If the program is not there.
        DrawingError: If the extra that the format needs is not installed.
    """
    if format in ("svg", "png", "pdf"):
        find_dot(dot)
    for module in _MODULES.get(format, ()):
        if find_spec(module) is None:
            raise _missing(format)


def find_dot(dot: str | None = None) -> str:
    """Return the path of the ``dot`` to use.

    Raises:
        GraphvizNotFoundError: If there is none.
    """
    if dot is not None:
        # A path is meant as it stands.
        found = shutil.which(dot) if os.path.dirname(dot) else find_program(dot)
        if found is None:
            raise GraphvizNotFoundError(
                f"{dot or repr(dot)}: no such program; install Graphviz, or leave the option out "
                "to use the one that comes with this package"
            )
        return found
    for path in _candidates():
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
    found = find_program(_PACKAGE)
    if found is None:
        raise GraphvizNotFoundError(f"{_PACKAGE}: no such program; run: pip install {_PACKAGE}")
    return found


def svg_to_png(svg: str, *, scale: float = 2) -> bytes:
    """Return a drawing as PNG, ``scale`` times as large as at 96 dots an inch.

    Raises:
        DrawingError: If the extra ``png`` is not installed or the drawing is unusable.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise _missing("png") from error
    font = _font("png")
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=_with_font(svg),
                background="white",
                skip_system_fonts=True,
                zoom=scale,
                dpi=96,
                font_family=_WHEEL_FONT,
                sans_serif_family=_WHEEL_FONT,
                font_files=[str(font)],
            )
        )
    except ValueError as error:
        raise DrawingError(f"resvg: no picture: {_first_line(error)}") from error


def svg_to_pdf(svg: str) -> bytes:
    """Return a drawing as a PDF of one page, with text that can be searched and copied.

    Raises:
        DrawingError: If the extra ``pdf`` is not installed or the drawing is unusable.
    """
    try:
        import typst
    except ImportError as error:
        raise _missing("pdf") from error
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[_font("pdf").parent],
    )
    page = (
        "#set document(date: none)\n"
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg")\n'
    )
    try:
        result = typst.compile(
            page.encode(),
            format="pdf",
            font_paths=fonts,
            sys_inputs={"svg": _with_font(svg)},
            timestamp=0,
            # Reading order means nothing in a drawing.
            pdf_tags=False,
        )
    except typst.TypstError as error:
        raise DrawingError(f"typst: no page: {_first_line(error)}") from error
    if not isinstance(result, bytes):
        raise DrawingError("typst: no page: the drawing fills more than one")
    return result


def _candidates() -> Iterator[Path]:
    """Yield where installers put the program, the nearest to this interpreter first."""
    name = _PACKAGE + (".exe" if os.name == "nt" else "")
    yield Path(sys.executable).parent / name
    try:
        files = metadata.files(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    yield from (Path(str(file.locate())) for file in files if file.name == name)
    yield Path(sysconfig.get_path("scripts")) / name


def _tidy(root: ElementTree.Element) -> str:
    """Return the drawing without what varies or disturbs."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    fonts = ",".join(FONTS)
    for element in root.iter():
        if "font-family" in element.attrib:
            element.set("font-family", fonts)
        if element.tag == f"{{{_SVG}}}g":
            _set_tooltip(element)
    root.set("role", "img")
    return ElementTree.tostring(root, encoding="unicode")


def _set_tooltip(group: ElementTree.Element) -> None:
    """Make the tooltip the title of a node or edge, in place of its name in DOT.

    A ``title`` is what browsers show and screen readers read; ``xlink:title`` is not
    shown by all of them.
    """
    title = group.find(f"{{{_SVG}}}title")
    if title is None:
        return
    anchors = group.findall(f"./{{{_SVG}}}g/{{{_SVG}}}a")
    tips = [tip for each in anchors if (tip := each.attrib.pop(f"{{{_XLINK}}}title", ""))]
    if tips:
        title.text = tips[0]
    else:
        group.remove(title)
    for anchor in anchors:
        if f"{{{_XLINK}}}href" not in anchor.attrib:
            # Without an address it is no link, and must not be reached by the keyboard.
            anchor.tag = f"{{{_SVG}}}g"


def _with_font(svg: str) -> str:
    return re.sub(r'font-family="[^"]*"', f'font-family="{_WHEEL_FONT}"', svg)


def _font(extra: str) -> Path:
    try:
        import pylopdf_fonts_zh_cn
    except ImportError as error:
        raise _missing(extra) from error
    return Path(pylopdf_fonts_zh_cn.sans_path())


def _missing(extra: str) -> DrawingError:
    return DrawingError(
        f"{extra.upper()} drawings need an extra part; run: pip install 'speech-lineage[{extra}]'"
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["unknown reason"])[0]
