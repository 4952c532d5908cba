"""The group that every command belongs to, and how an error of ours ends one."""

from __future__ import annotations

import sys

import click

from eligibility import __version__
from eligibility.core.errors import EligibilityError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Pre-screen candidates against the eligibility criteria of a clinical trial.

    Every verdict is explained. What is not known stays unknown, with the question that would settle it.
    This does not decide on enrolment.
    """


class clear_errors:  # noqa: N801
    """Turns an error of ours into one message and exit status 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, EligibilityError):
            click.echo(f"error: {error}", err=True)
            sys.exit(2)
