"""PDF files for the hostile corpus: bombs, actions, broken structure, noise."""

import random
import zlib
from collections.abc import Iterator

from hostile_files import EITHER, FORMULA, LEFT_OUT, READ, Made, Maker, adds_to
from pdf_pages import pdf, shown

KINDS: dict[str, Maker] = {}
kind = adds_to(KINDS)


@kind
def pdf_bombs(_: str) -> Iterator[Made]:
    yield Made("million.pdf", pdf([shown("text")], count=1_000_000), EITHER)
    yield Made("letters.pdf", pdf([shown("a" * 200_000)]), READ)
    yield Made("arrays.pdf", pdf(["[" * 100_000]), LEFT_OUT)


@kind
def pdf_streams(_: str) -> Iterator[Made]:
    forms = b"".join(
        b"%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject <<"
        b" /F %d 0 R >> >> /Length 60 >>\nstream\n%s\nendstream\nendobj\n"
        % (number, number + 1, b"/F Do " * 10)
        for number in range(20, 36)
    )
    start = pdf(["/F Do"]).replace(
        b"/Font << /F1 3 0 R >>", b"/XObject << /F 20 0 R >> /Font << /F1 3 0 R >>"
    )
    yield Made("forms.pdf", start.replace(b"xref\n", forms + b"xref\n", 1), EITHER)
    packed = zlib.compress(zlib.compress(b"q " * 30_000_000))
    stream = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    whole = pdf(["MARK"])
    at = whole.index(b"<< /Length 4 >>\nstream\nMARK\nendstream")
    yield Made("packed.pdf", whole[:at] + stream + whole[at + 38 :], EITHER)


@kind
def pdf_harmful(address: str) -> Iterator[Made]:
    page = [shown("Safety in production is everyone's duty.")]
    actions = {
        "script": "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(1\\);) >>",
        "launch": "/OpenAction << /S /Launch /F (/bin/sh) >>",
        "uri": f"/OpenAction << /S /URI /URI ({address}/uri) >>",
        "submit": f"/OpenAction << /S /SubmitForm /F ({address}/submit) >>",
        "embed": "/Names << /EmbeddedFiles << /Names [(a.exe) << /F (a.exe) >>] >> >>",
        "xfa": "/AcroForm << /XFA (<xdp/>) /Fields [] >>",
    }
    for name, more in actions.items():
        yield Made(f"{name}.pdf", pdf(page, more=more), READ)
    outside = (
        b"<< /F ("
        + address.encode()
        + b"/stream) /FFilter /FlateDecode /Length 0 >>\nstream\n\nendstream"
    )
    whole = pdf(["MARK"])
    at = whole.index(b"<< /Length 4 >>\nstream\nMARK\nendstream")
    yield Made("outside.pdf", whole[:at] + outside + whole[at + 38 :], LEFT_OUT)


@kind
def pdf_broken(_: str) -> Iterator[Made]:
    whole = pdf([shown("Safety in production is everyone's duty.")] * 3)
    for part in (1, 2, 3):
        yield Made(f"cut{part}.pdf", whole[: len(whole) * part // 4], EITHER)
    yield Made("head.pdf", b"%PDF-1.7\n", LEFT_OUT)
    yield Made("no-pages.pdf", pdf([]), LEFT_OUT)
    yield Made("scan.pdf", pdf(["0 0 500 700 re f"]), LEFT_OUT)
    yield Made("loop.pdf", whole.replace(b"/Kids [4 0 R", b"/Kids [2 0 R"), EITHER)
    yield Made("self.pdf", whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"), EITHER)
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    yield Made("locked.pdf", whole.replace(b"/Root 1 0 R", b"/Root 1 0 R " + locked), LEFT_OUT)
    yield Made("text.pdf", FORMULA.encode(), LEFT_OUT)


@kind
def pdf_noise(_: str) -> Iterator[Made]:
    whole, chance = pdf([shown("Safety in production is everyone's duty.")]), random.Random(6)
    for number in range(15):
        data = bytearray(whole)
        for _n in range(10):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield Made(f"{number}.pdf", bytes(data), EITHER)
