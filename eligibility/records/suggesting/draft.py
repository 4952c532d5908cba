"""The text of a suggested mapping while it is written, line by line.

What comes in are keys with values, and what is to be decided; what goes out is
TOML.  Whatever the name of a column holds, a line stays one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DECIDE = "# decide: "
"""Begins every line about what cannot be guessed."""

WIDTH = 100
"""Characters of a line with a list of names."""

Value = str | tuple[str, ...] | Mapping[str, str]


def toml(value: Value) -> str:
    r"""A value as TOML writes it.

    >>> print(toml('a "b"\n'), toml(("NA", ".")), toml({"1": "male"}))
    "a \"b\"\u000A" ["NA", "."] { "1" = "male" }
    """
    match value:
        case str():
            return f'"{"".join(map(_sign, value))}"'
        case tuple():
            return f"[{', '.join(map(toml, value))}]"
    pairs = (f"{toml(key)} = {toml(one)}" for key, one in value.items())
    return f"{{ {', '.join(pairs)} }}"


def _sign(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04X}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08X}"


def plain(text: str) -> str:
    """A text that can stand in a comment."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


class Draft:
    """Lines of a mapping."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        """The lines as the text of a file."""
        return "".join(f"{line}\n" for line in self.lines)

    def guess(self, key: str, value: Value, why: str) -> None:
        """A line that was guessed, with the reason."""
        self.lines.append(f"{key} = {toml(value)}  # guess: {plain(why)}")

    def head(self, text: str) -> None:
        """The line that begins a part."""
        self.lines += ["", text]

    def say(self, text: str) -> None:
        """A line for the reader alone."""
        self.lines.append(f"# {plain(text)}")

    def decide(self, text: str) -> None:
        """What only those who know the table can say; a remark behind a key stays one without the first #."""
        self.lines.append(f"{DECIDE}{plain(text).replace('  (', '  # (', 1)}")

    def names(self, before: str, names: Iterable[str]) -> None:
        """A list of names of columns, over as many lines as it needs; nothing where there are none."""
        line = f"# {before}:"
        for number, name in enumerate(names):
            word = toml(name)
            if number and len(line) + len(word) > WIDTH:
                self.lines.append(f"{line},")
                line = "#  "
            line += f"{', ' if number and line != '#  ' else ' '}{word}"
        if not line.endswith(":") and line != "#  ":
            self.lines.append(line)

    def aside(self, other: Draft, why: str) -> None:
        """Lines that a mapping cannot have until something is decided; to use them, take the # away."""
        self.lines.append("")
        self.decide(why)
        for line in other.lines:
            if line:
                self.lines.append(line if line.startswith("#") else f"#   {line}")

    def add(self, other: Draft) -> None:
        """The lines of another draft."""
        self.lines += other.lines
