"""Turns the wording that laws have in common into what stands over their comparison: how much, and the passages themselves."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from legal_compare.labels import label
from legal_compare.views.verdicts import safe_url
from legal_compare.wording import PASSAGE

if TYPE_CHECKING:
    from legal_compare.wording import Passage, Wording

MOST = 4
"""Passages shown of each pair; all of them are in the table that can be taken along."""


def shared_wording(worded: Wording, names: Mapping[str, str]) -> str:
    """HTML: each pair with the likeness of its wording, opened to the passages that stand in both, word for word."""
    items = []
    for row in worded.pairs.sort_values(["borrowed", "similarity"], ascending=False).to_dict("records"):
        a, b = str(row["a"]), str(row["b"])
        found = [one for one in worded.between(a, b) if one.language == row["language"]]
        many = "question" if row["criteria"] == 1 else "questions"
        said = (
            f"<b>{escape(names[a])} and {escape(names[b])}</b>: a passage in common on {row['borrowed']} of the {row['criteria']} {many} "
            f"on which both have text in one language; wording {row['similarity']:.0%} alike"
        )
        if found:
            cards = "".join(
                f"<li><b>{escape(label(one.criterion))}</b>, {one.identical} words in common{_end(one.a)}{_end(one.b)}</li>"
                for one in found[:MOST]
            )
            items.append(f"<details><summary>{said}</summary><ul>{cards}</ul></details>")
        else:
            items.append(f"<p class='small'>{said}.</p>")
    return (
        f'<div class="lc">{"".join(items)}<p class="quiet">A passage counts from {PASSAGE} words that stand in '
        "both in order. The same rule can be worded apart, and the same words can carry another rule: no distance rests on this.</p></div>"
    )


def _end(passage: Passage) -> str:
    url = safe_url(passage.url)
    link = f' <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Official text</a>' if url else ""
    return f"<blockquote>{escape(passage.words)}</blockquote><p class='quiet'>{escape(passage.citation)}{link}</p>"
