"""How units are spelled: from ``10e9 / litre``, ``K/mcL`` or ``per cubic millimetre`` to one code.

What comes in is a unit as written in a criterion, a profile or a table; what
goes out is our one code of it.  A spelling is read by its parts (a power of
ten, what is counted or weighed, what it is divided by), each of which has a
row in ``rules/units/parts.csv``; a whole that has no parts has one in
``aliases.csv``.  Nothing is matched by similarity.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import read_table

PART_COLUMNS = ("written", "part", "place", "in_text", "source")
ALIAS_COLUMNS = ("alias", "unit", "source")

_SIGNS = str.maketrans(
    {"\u00b5": "u", "\u03bc": "u", "\u00d7": "x", "\u00b7": ".", "\u22c5": ".", "\u2219": ".",
     "\u2022": ".", "\u00b2": "2", "\u00b3": "3",
     "\u2070": "0", "\u00b9": "1", "\u2074": "4", "\u2075": "5", "\u2076": "6", "\u2077": "7", "\u2078": "8",
     "\u2079": "9", "\u2212": "-", "\u207b": "-", "\u2215": "/", "\uff0f": "/", "\u2044": "/",
     "\u00a0": " ", "\u202f": " ", "\\": None}
)  # fmt: skip
_PER = re.compile(r"\s*/\s*|(?:^|\s+)per\s+")
_POWER = re.compile(r"[xX*.]?\s?10\s?(?:(?:\*\*|[*^eE])\s?\(?\+?|\()?(\d{1,2})\)?\.?(?=[^\d.)]|$)")
_WORDS = re.compile(r"\d[\d.,]*(?=[^\W\d])|\S[^\s\d]*(?:\d(?!\w)[^\s\d]*)*|\S")
_NOT_IN_TEXT = frozenset({"1", "K", "a", "s", "mo"})
"""Codes that are other words in a sentence."""
_LONGEST = 60
"""Characters: no unit is written longer than this."""
CACHED = 4096
"""How many spellings are kept with their codes: criteria repeat each other's units."""


class Spelling:
    """The parts and aliases that units are written with; ``codes`` are those of the table."""

    def __init__(self, folder: Path, codes: frozenset[str]) -> None:
        self._codes = codes
        self._code = functools.lru_cache(maxsize=CACHED)(self._read_code)
        self._whole = _Names((code, code) for code in codes)
        self._top, self._below = _Names(), _Names()
        self._in_text: dict[bool, set[str]] = {True: set(), False: set()}
        for code in codes:
            self._learn(code)
        for row in read_table(folder / "parts.csv", PART_COLUMNS):
            for top, names in ((True, self._top), (False, self._below)):
                if row["place"] != ("below" if top else "top"):
                    names.add(squeezed(row["written"]), row["part"])
                    names.add(row["part"], row["part"])
                    if row.yes("in_text"):
                        self._in_text[top].add(row["written"])
        for row in read_table(folder / "aliases.csv", ALIAS_COLUMNS):
            if row["unit"] not in codes:
                raise RuleFileError(f"{row.place}: '{row['unit']}' is no unit of units.csv")
            self._whole.add(squeezed(row["alias"]), row["unit"])

    def _learn(self, code: str) -> None:
        """The parts of a code are spellings of themselves."""
        top, *below = code.split("/")
        top = _POWER.sub("", top)
        self._top.add(top, top)
        for part in below:
            self._below.add(part, part)
        if "{" not in code and "[" not in code and code not in _NOT_IN_TEXT:
            self._in_text[True].add(top)
            self._in_text[False].update(below)

    def code(self, text: str) -> str | None:
        """Our code of a unit as written; ``None`` when it is not one of ours."""
        return self._code(text) if len(text) <= _LONGEST else None

    def _read_code(self, text: str) -> str | None:
        read = self.read(text)
        return read if read in self._codes else None

    def read(self, text: str) -> str | None:
        """What the parts of a spelling make up, whether or not it is a code; ``None`` if one is unknown."""
        whole = squeezed(text)
        if not whole or len(text) > _LONGEST:
            return None
        # One or two capitals alone may be anything: G is no gram, M no metre.
        if found := self._whole.of(whole, folding=len(whole) > 2):
            return found
        spelled = self._by_parts(text.translate(_SIGNS))
        return None if spelled is None else self._whole.of(spelled, folding=False) or spelled

    def _by_parts(self, text: str) -> str | None:
        """The code that the parts of a spelling make up."""
        written = [squeezed(part) for part in _PER.split(text.strip())]
        power = _POWER.match(written[0])
        exponent = f"10*{power[1]}" if power else ""
        counted = written[0][power.end() :] if power else written[0]
        alone = len(written) == 1 and len(counted) < 3
        top = self._top.of(counted, folding=not alone) if counted else ""
        below = [self._below.of(part) for part in written[1:]]
        if top is None or None in below:
            return self._odd(counted, exponent, below)
        return "/".join([exponent + top, *filter(None, below)])

    def _odd(self, counted: str, exponent: str, below: list[str | None]) -> str | None:
        """A spelling whose top is no part of its own (K, thousand): the whole may be an alias."""
        if None in below or exponent:
            return None
        for ending in ("cells", "cell"):
            counted = counted.removesuffix(ending)
        return "/".join([counted, *filter(None, below)])

    def ends(self, text: str, place: int) -> int | None:
        """Where the longest unit that begins at ``place`` of a text ends; ``None`` if none begins there."""
        found = self._pattern.match(text, place, place + _LONGEST)
        if found is None:
            return None
        written = found[0]
        while written:
            if found is not None and self.code(written) is not None:
                return found.end()
            written = written[: max(written.rfind("/"), written.rfind(" "), 0)].rstrip()
            found = self._pattern.fullmatch(text, place, place + len(written))
        return None

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        """What may be a unit in a text; only criteria are read with it."""
        heads = {name.split("/")[0] for name in self._whole.names if "/" in name}
        tops = _either(filter(None, self._in_text[True] | {head for head in heads if head.isalpha()}))
        below = _either(self._in_text[False])
        alone = _either([*self._whole.names, *filter(None, self._in_text[True])])
        per = r"(?:\s?/\s?|\s*\bper\s+)"
        power = r"(?:[xX*\u00b7\u2022\u2219]?\s?10(?:\s?(?:\*\*|[*^eE])\s?\(?\+?|\s|\()?\d{1,2}\)?)"
        ends = r"(?![^\W_]|'(?=\w))"
        return re.compile(
            rf"(?:(?:{power}\s?)?(?:{tops})?(?:{per}{below}){{1,3}}|{alone}){ends}", re.IGNORECASE
        )


class _Names:
    """Spellings and what they stand for; case counts only where it tells two apart (M and m)."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str | None] = {}
        for name, meaning in pairs:
            self.add(name, meaning)

    @property
    def names(self) -> Iterable[str]:
        return self._exact

    def add(self, name: str, meaning: str) -> None:
        if self._exact.setdefault(name, meaning) != meaning:
            raise RuleFileError(f"rules/units: '{name}' stands for '{self._exact[name]}' and '{meaning}'")
        folded = name.lower()
        self._folded[folded] = meaning if self._folded.get(folded, meaning) == meaning else None

    def of(self, name: str, folding: bool = True) -> str | None:
        found = self._exact.get(name)
        return self._folded.get(name.lower()) if found is None and folding else found


def squeezed(text: str) -> str:
    """A spelling without spaces, with one sign for micro, times, superscripts and division."""
    return "".join(text.translate(_SIGNS).split())


def _either(names: Iterable[str]) -> str:
    """A pattern of any of the names, the longest first; spaces may be missing, or stand after a number.

    Those that begin with the same sign are tried together, and only where it stands.
    """
    by_sign: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        either = r"\s?".join(map(re.escape, _WORDS.findall(name)))
        by_sign.setdefault(re.escape(name[0].casefold()), []).append(either.removeprefix(re.escape(name[0])))
    either = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_sign.items())
    return "(?:" + either.replace(r"\.", "[.\u00b7\u2219\u22c5]") + ")"
