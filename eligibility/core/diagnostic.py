"""A remark on the input that is no error: collected, shown, never lost."""

from __future__ import annotations

import msgspec

from eligibility.core.span import NOWHERE, Span


class Diagnostic(msgspec.Struct, frozen=True):
    """Something a reader of the criteria should know, with the place it is about."""

    code: str
    message: str
    span: Span = NOWHERE
