"""Encodings that write Chinese in ASCII bytes: such a file looks like ASCII, and is not meant so.

Each announces what is not ASCII by a sign. Signs may stand in ASCII by chance, in the listing of a
program say, so what they announce must decode, and be the characters that Chinese texts use.

References: RFC 1843 (HZ), RFC 1554 and RFC 1922 (ISO-2022-JP-2, ISO-2022-CN), RFC 2152 (UTF-7).
"""

import codecs
import re
from collections.abc import Callable

_SIGNS = (
    ("hz", re.compile(rb"~\{[!-w][!-~]")),
    ("iso2022_jp_2", re.compile(rb"\x1b\$(?:[@AB]|\([CD])")),
    ("utf-7", re.compile(rb"\+[0-9A-Za-z/+]{3}")),
)
_ANY_ISO_2022 = re.compile(rb"\x1b\$[()*+]?[@-I]")


def find_seven_bit(
    data: bytes, *, is_chinese: Callable[[str], bool], sample_bytes: int
) -> str | None:
    """Return the encoding in which ASCII bytes are Chinese; ``None`` if they are ASCII.

    Args:
        data: The bytes of a whole file.
        is_chinese: Says whether a text holds Chinese.
        sample_bytes: How many bytes are looked at, from the first sign on.

    Example:
        >>> find_seven_bit("守土有责".encode("hz"), is_chinese=bool, sample_bytes=100)
        'hz'
    """
    for name, sign in _SIGNS:
        first = sign.search(data)
        if first is None:
            continue
        sample = data[first.start() : first.start() + sample_bytes]
        is_whole = first.start() + len(sample) == len(data)
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample, final=is_whole)
        except UnicodeDecodeError:
            continue
        if is_chinese(text):
            return name
    return None


def is_iso_2022(data: bytes) -> bool:
    """Say whether bytes announce characters as encodings of the family ISO-2022 do."""
    return _ANY_ISO_2022.search(data) is not None
