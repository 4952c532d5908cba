"""How a report is printed: on a terminal with colour, elsewhere as plain text."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from eligibility.cli.files import STANDARD, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

TEXT_WIDTH = 110


@contextlib.contextmanager
def printing(output: str | None = None) -> Iterator[Console]:
    """A console to print on; what goes to no terminal has no colour, and no blanks at the ends of lines."""
    import io

    from rich.console import Console

    if output in (None, STANDARD) and sys.stdout is not None and sys.stdout.isatty():
        yield Console(highlight=False)
        return
    text = io.StringIO()
    yield Console(width=TEXT_WIDTH, file=text, highlight=False)
    lines = (line.rstrip() for line in text.getvalue().split("\n"))
    show("\n".join(lines), output)
