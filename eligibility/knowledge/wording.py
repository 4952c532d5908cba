"""One spelling of a phrase for look-up: case, dashes, quotes, spaces and possessives evened out.

Nothing is matched by similarity; two phrases are the same only if their
evened spellings are equal.
"""

from __future__ import annotations

import functools
import re

_EVEN = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
     "\u2018": "'", "\u2019": "'", "\u00b4": "'", "\u00b5": "u", "\u03bc": "u", "_": " ", "\\": ""}
)  # fmt: skip
LONGEST_KEPT = 200
"""A text of more characters is no name that comes again, and its spelling is not kept."""
_BETWEEN = re.compile(r"\s*([-/])\s*")
_APART = (" -", "- ", " /", "/ ")


def even(text: str) -> str:
    """The spelling under which a phrase is looked up; a plural in brackets adds nothing.

    >>> even("Gilbert\u2019s  Syndrome")
    "gilbert's syndrome"
    """
    return _kept(text) if len(text) <= LONGEST_KEPT else _evened(text)


def _evened(text: str) -> str:
    if not text.isascii():
        text = text.translate(_EVEN)
    elif "_" in text or "\\" in text:
        text = text.replace("_", " ").replace("\\", "")
    evened = " ".join(text.lower().replace("(s)", "").split())
    spaced = any(apart in evened for apart in _APART)
    return _BETWEEN.sub(r"\1", evened) if spaced else evened


_kept = functools.lru_cache(maxsize=8192)(_evened)


def loose(text: str) -> str:
    """The even spelling with hyphens as spaces: ``CD22-positive`` as ``cd22 positive``."""
    return unhyphened(even(text))


def unhyphened(evened: str) -> str:
    """The loose spelling of a text in its even spelling."""
    return " ".join(evened.replace("-", " ").split())
