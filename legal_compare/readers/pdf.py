"""Turns a PDF with a text layer into Lines with their pages.

The file is read in a process of its own, held to a share of memory and to a time for each page: what a damaged or
hostile file does there ends with that process. It gets the file through a pipe; nothing is written to disk.
"""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO

from legal_compare.errors import StatuteError
from legal_compare.readers.limits import LARGEST_TEXT, MEGABYTE, MOST_PAGES
from legal_compare.readers.lines import Line, Pages
from legal_compare.readers.plain import BEGINS, WRAPPED

PATIENCE = 4.0
"""Seconds for opening a file, and again for each of its pages."""
MEMORY = 700 * MEGABYTE
"""Bytes of address space of the reading process."""
FEWEST_LETTERS = 25
"""Letters on a page that has a text layer; seals and stamps of scanned pages give fewer."""
REPEATED = 0.4
"""Share of pages on which a line at the edge is a running head or foot."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|side|sida|pag\.?)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur|av)\s*\d{1,4})?\W*", re.IGNORECASE
)
_REFUSALS = {
    "encrypted": ("is encrypted.", "Save it without a password."),
    "broken": ("is a damaged PDF.", "Export it again from the program it was written in."),
    "memory": ("needs more memory than a document should (a decompression bomb?).", "Export it again, without pictures."),
    "pages": (f"has more than {MOST_PAGES} pages.", "Give the bill alone, or in parts."),
    "slow": (f"has a page that cannot be read within {PATIENCE:.0f} seconds.", "Export it again, or give it as DOCX."),
    "long": ("holds more words than any bill.", "Give the bill alone, or in parts."),
}


def pdf_lines(data: bytes, where: str) -> Pages:
    """Lines of a file; raises StatuteError where it is damaged, encrypted or scanned."""
    pages: list[str] = []
    title, notes = "", []
    for message in _told(data, where):
        if "refused" in message:
            what, hint = _REFUSALS[str(message["refused"])]
            raise StatuteError(where, what, hint)
        if "text" in message:
            pages.append(str(message["text"]))
        else:
            title = str(message.get("title", ""))
            notes += ["scripts or attachments in the file were neither run nor read"] if message.get("active") else []
    bare = [number for number, text in enumerate(pages, start=1) if sum(map(str.isalpha, text)) < FEWEST_LETTERS]
    if len(bare) == len(pages):
        raise StatuteError(
            where, "is scanned: its pages are pictures without a text layer.", "Run text recognition (OCR) first, or give the DOCX."
        )
    words = "".join(pages)
    if words.count("\ufffd") > len(words) / 20:
        raise StatuteError(where, "has a text layer that cannot be read (its fonts do not say their letters).", "Give the DOCX.")
    if bare and len(bare) > len(pages) / 10:
        shown = ", ".join(map(str, bare[:12])) + (" …" if len(bare) > 12 else "")
        notes.append(f"pages without a text layer (scanned or empty): {shown}")
    return Pages(tuple(_paragraphs(_bodies(pages))), " ".join(title.split())[:300], pages=len(pages), notes=tuple(notes))


def _told(data: bytes, where: str) -> Iterator[dict[str, object]]:
    """What the reading process says, one message a page; it is ended where it takes too long."""
    command = [sys.executable, "-P", "-m", "legal_compare.readers.pdf"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    said: queue.Queue[bytes] = queue.Queue()
    assert process.stdin is not None and process.stdout is not None

    def listen(stream: IO[bytes]) -> None:
        for line in stream:
            said.put(line)
        said.put(b"")

    def hand_over(stream: IO[bytes]) -> None:
        try:
            stream.write(data)
            stream.close()
        except OSError:  # it ended before it had read all: what it said, or that it said nothing, is told below
            return

    threading.Thread(target=hand_over, args=(process.stdin,), daemon=True).start()
    threading.Thread(target=listen, args=(process.stdout,), daemon=True).start()
    try:
        while True:
            line = said.get(timeout=PATIENCE)
            if not line:
                yield {"refused": "broken"}
                return
            message = json.loads(line)
            if message.get("done"):
                return
            yield message
    except queue.Empty:
        yield {"refused": "slow"}
    finally:
        process.kill()
        process.wait()


def _bodies(pages: list[str]) -> list[list[str]]:
    """Lines of each page without running heads and feet, page numbers and line numbers."""
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(key for lines in split for key in {_masked(line) for line in (*lines[:2], *lines[-2:])})
    heads = {key for key, count in edges.items() if count >= 3 and count >= REPEATED * len(pages)}
    return [list(_body(lines, heads)) for lines in split]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _body(lines: list[str], heads: set[str]) -> Iterator[str]:
    kept = [
        line
        for at, line in enumerate(lines)
        if not (at < 2 or at >= len(lines) - 2) or not (_masked(line) in heads or _PAGE_NUMBER.fullmatch(line))
    ]
    numbered = [re.match(r"(\d{1,2})\s+(?=\S)", line) for line in kept]
    counted = [int(match[1]) for match in numbered if match]
    if len(kept) > 8 and len(counted) >= 0.7 * len(kept) and counted == sorted(counted) and len(set(counted)) == len(counted):
        kept = [line[match.end() :] if match else line for line, match in zip(kept, numbered, strict=True)]
    fives = [(at, match) for at, line in enumerate(kept) if (match := re.search(r"\s(\d{1,2})$", line))]
    if len(fives) > 2 and [int(match[1]) for _, match in fives] == list(range(5, 5 * len(fives) + 1, 5)):
        for at, match in fives:
            kept[at] = kept[at][: match.start()]
    yield from kept


def _paragraphs(bodies: list[list[str]]) -> Iterator[Line]:
    """Lines joined to paragraphs, over the ends of pages too; each has the page on which it begins."""
    widths = sorted(len(line) for lines in bodies for line in lines)
    full = max(WRAPPED // 2, 0.75 * widths[int(0.9 * (len(widths) - 1))]) if widths else WRAPPED
    words = Counter(word for lines in bodies for line in lines for word in re.findall(r"[\w-]+", line.lower()))
    text, page, counted, last = "", 0, 0, ""
    for number, lines in enumerate(bodies, start=1):
        on_page = 0
        for line in lines:
            line = " ".join(line.split())
            whole = len(last) >= full  # a line that was broken at the margin, not ended by its writer
            runs = whole and (line[:1].islower() or not last.endswith((".", ";", ":")))
            goes_on = text and not BEGINS.match(line) and (runs or (line[:1].islower() and last[-1:].isalnum()))
            if goes_on:
                text = _unbroken(text, line, words)
            else:
                if text:
                    yield Line(text, counted, page)
                on_page += 1
                text, page, counted = line, number, on_page
            last = line
    if text:
        yield Line(text, counted, page)


def _unbroken(text: str, line: str, words: Counter[str]) -> str:
    """Two lines as one; a word broken at the end of the first is made whole where the file elsewhere prints it so."""
    broken = re.search(r"(\w+)[-\u00ad\u2010]$", text)
    rest = re.match(r"\w+", line)
    if not broken or not rest or not line[:1].islower():
        return f"{text} {line}"
    hyphened = f"{broken[1]}-{rest[0]}".lower()
    return text + line if words[hyphened] > words[(broken[1] + rest[0]).lower()] else text[:-1] + line


def _main() -> None:
    """Reads a PDF from standard input and says one line of JSON a page."""
    data = sys.stdin.buffer.read()
    _hold_memory()

    def say(**message: object) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    try:
        _say_pages(data, say)
    except MemoryError:
        say(refused="memory")
    except RecursionError:
        say(refused="broken")


def _hold_memory() -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system: time and size still hold
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _say_pages(data: bytes, say: Callable[..., None]) -> None:
    import io
    import logging

    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    logging.disable(logging.CRITICAL)  # a draft's words must not reach a log
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return say(refused="encrypted")
        if len(reader.pages) > MOST_PAGES:
            return say(refused="pages")
        if not len(reader.pages):
            return say(refused="broken")
        say(title=str((reader.metadata.title if reader.metadata else "") or ""), active=_is_active(data))
        total = 0
        for page in reader.pages:
            text = page.extract_text()
            total += len(text)
            if total > LARGEST_TEXT:
                return say(refused="long")
            say(text=text)
        say(done=True)
    except (DependencyError, FileNotDecryptedError):
        say(refused="encrypted")
    except LimitReachedError:
        say(refused="memory")
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OSError,
        AssertionError,
        ArithmeticError,
        NotImplementedError,
    ):
        say(refused="broken")


def _is_active(data: bytes) -> bool:
    return any(mark in data for mark in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"))


if __name__ == "__main__":
    _main()
