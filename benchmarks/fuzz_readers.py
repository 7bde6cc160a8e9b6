"""Throws damaged and made-up files at the readers of drafts: `python benchmarks/fuzz_readers.py --minutes 10`.

A reader may read what it is given or refuse it with a LegalCompareError; anything else, and anything slower than five
seconds of computing, is a finding. Inputs are real acts turned into each format, with bytes, XML or words changed by hypothesis.
Words that were read are also carried out as amendments of the acts they were made of.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import signal
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from documents import as_akn, as_docx, as_html, as_pdf, as_text
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from legal_compare.amending import apply_amendments
from legal_compare.errors import LegalCompareError
from legal_compare.readers.draft import read_draft
from legal_compare.readers.markdown import read_markdown
from legal_compare.readers.pdf import _bodies, _paragraphs, _say_pages
from legal_compare.statutes import Instrument

SLOW = 5
TOKENS = [
    b"<", b">", b"&", b"&lt;", b"<!ENTITY a 'b'>", b"<w:p>", b"</w:p>", b"<w:r><w:t>", b"\0", b"\xff\xfe", b"endobj", b"stream", b"/Kids",
    b"/FlateDecode", b"1 0 R", b"obj", b"(", b")", b"Article 5", b"(a)", "“".encode(), "\u202e".encode(),
    "\u200b".encode(), b"\n\n", "§ 1".encode(), b"9999999999",
    "第十条".encode(), b"SCHEDULE 1", b"<num>", b"<section>", b"</section>", b"w:numId", b'w:val="-1"',
    b"In section 5, after subsection (2) insert", "for “a” substitute “b”".encode(), b"The Child Trafficking and Pornography Act 1998",
    b"is repealed", b"by the deletion of", "definition of “child”".encode(), b"paragraphs (a) to (c)", b"Schedule 1", b"Part 2",
]  # fmt: skip


ACTS = (
    "ie/child-trafficking-pornography-1998.md", "ie/criminal-law-sexual-offences-2017.md", "us/usc-47-230.md", "de/netzdg.md",
    "jp/jido-poruno-ho.md",
)  # fmt: skip


def acts_of(law: Path) -> list[Instrument]:
    acts = [read_markdown(law / name, name[:2].upper()) for name in ACTS if (law / name).exists()]
    return acts or [read_markdown(next(law.glob("*/*.md")), "XX")]


def seeds(acts: list[Instrument]) -> dict[str, list[bytes]]:
    makers = {"docx": as_docx, "pdf": as_pdf, "html": as_html, "akn": as_akn, "text": as_text}
    return {kind: [make(act) for act in acts if kind != "pdf" or act.language.startswith(("en", "de"))] for kind, make in makers.items()}


def mutated(data: bytes, draw: random.Random, changes: int) -> bytes:
    found = bytearray(data)
    for _ in range(changes):
        at = draw.randrange(len(found) + 1)
        match draw.randrange(6):
            case 0:
                found[at : at + draw.randrange(1, 40)] = b""
            case 1:
                found[at:at] = draw.choice(TOKENS)
            case 2 if found:
                found[min(at, len(found) - 1)] = draw.randrange(256)
            case 3:
                end = draw.randrange(at, min(len(found), at + 4000) + 1)
                found[at:at] = found[at:end] * draw.choice([1, 2, 50])
            case 4:
                found = found[:at] if draw.random() < 0.2 else found
            case 5:
                other = draw.randrange(len(found) + 1)
                found[at : at + 30] = found[other : other + 30]
    return bytes(found)


def mutated_docx(data: bytes, draw: random.Random, changes: int) -> bytes:
    """A package whose parts are changed and packed again, so that what is inside the archive is reached."""
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = draw.choice([name for name in old.namelist() if name.endswith((".xml", ".rels"))] + ["word/document.xml"] * 8)
        for name in old.namelist():
            content = old.read(name)
            if name == chosen:
                content = mutated_xml(content, draw, changes) if draw.random() < 0.7 else mutated(content, draw, changes)
            new.writestr(name, content)
    return to.getvalue()


def mutated_xml(data: bytes, draw: random.Random, changes: int) -> bytes:
    """XML that stays well-formed: elements dropped, doubled, moved or given other attributes."""
    from lxml import etree

    root = etree.fromstring(data)
    for _ in range(changes):
        nodes = list(root.iter("*"))[1:]
        if not nodes:
            break
        node = draw.choice(nodes)
        parent = node.getparent()
        match draw.randrange(5):
            case 0:
                parent.remove(node)
            case 1:
                import copy

                parent.append(copy.deepcopy(node))
            case 2:
                for name in list(node.attrib):
                    node.set(name, draw.choice(["", "-1", "99999999999", "x" * 300, "1e9", "%9%1"]))
            case 3:
                node.text = draw.choice(["", "1.", "(a)", "Article 5", "SCHEDULE", "\u202e", "x" * 5000, "“5A. (1) A person”"])
            case 4:
                target = draw.choice(nodes)
                if target is not node and node not in target.iterancestors():
                    target.append(node)
    return etree.tostring(root)


def pdf_in_process(data: bytes) -> None:
    said: list[dict[str, object]] = []
    _say_pages(data, lambda **message: said.append(json.loads(json.dumps(message))))
    pages = [str(message["text"]) for message in said if "text" in message]
    list(_paragraphs(_bodies(pages)))


def attempt(kind: str, data: bytes, law: list[Instrument]) -> str:
    try:
        if kind == "pdf":
            pdf_in_process(data)
        elif kind == "words":
            draft = read_draft(data.decode("utf-8", "replace"))
            for section in draft.instrument.sections:
                for provision in section.provisions:
                    draft.place(provision), provision.text, provision.citation
            apply_amendments(draft.instrument, law)
        else:
            read_draft(data, f"a.{ {'akn': 'xml', 'text': 'txt'}.get(kind, kind) }")
        return "read"
    except LegalCompareError:
        return "refused"


class Slow(Exception):
    pass


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=1)
    options.add_argument("--law", type=Path, default=Path("../shared/law"))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, default=None, help="folder for inputs that were findings")
    chosen = options.parse_args()
    law = acts_of(chosen.law)
    base = seeds(law)
    end = time.monotonic() + 60 * chosen.minutes
    outcomes: Counter[tuple[str, str]] = Counter()
    found: dict[str, int] = {}
    slowest: dict[str, float] = {}

    def alarm(*_: object) -> None:
        raise Slow

    signal.signal(signal.SIGVTALRM, alarm)

    def one(kind: str, number: int, changes: int, draw: random.Random) -> None:
        source = base["text" if kind == "words" else kind]
        data = source[number % len(source)]
        data = mutated_docx(data, draw, changes) if kind == "docx" and draw.random() < 0.8 else mutated(data, draw, changes)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, 3 * SLOW)
        try:
            outcome = attempt(kind, data, law)
        except Slow:
            outcome = "hang"
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            outcome = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - began
        slowest[kind] = max(slowest.get(kind, 0), took)
        if took > SLOW and outcome in ("read", "refused"):
            outcome = "slow"
        outcomes[kind, outcome] += 1
        if outcome not in ("read", "refused"):
            name = f"{kind}: {outcome}"
            found[name] = found.get(name, 0) + 1
            if found[name] == 1:
                print(f"finding: {name}", flush=True)
                if chosen.keep:
                    (chosen.keep / f"{len(found)}-{kind}").write_bytes(data)

    kinds = ["docx", "pdf", "html", "akn", "text", "words", "words"]
    rounds = 0
    while time.monotonic() < end:
        rounds += 1

        @seed(chosen.seed * 10_000 + rounds)
        @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(st.sampled_from(kinds), st.integers(0, 20), st.integers(1, 30), st.integers(0, 2**32))
        def run(kind: str, number: int, changes: int, chance: int) -> None:
            if time.monotonic() < end:
                one(kind, number, changes, random.Random(chance))

        run()

    print(f"{chosen.minutes:g} minutes, seed {chosen.seed}: {sum(outcomes.values())} inputs")
    for (kind, outcome), count in sorted(outcomes.items()):
        print(f"  {kind:6} {outcome:50} {count}")
    print("  slowest:", ", ".join(f"{kind} {seconds:.2f} s" for kind, seconds in sorted(slowest.items())))


if __name__ == "__main__":
    main()
