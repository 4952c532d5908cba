"""The group that every command belongs to, and how an error of ours ends one."""

from __future__ import annotations

import sys
from typing import Any

import click

from eligibility import __version__
from eligibility.cli.files import STANDARD_OUTPUT, drop_unwritten
from eligibility.core.errors import EligibilityError


class Commands(click.Group):
    """The commands; what the standard output cannot take ends them with one message, or with none."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Run a command and bring its output out, whatever its end."""
        try:
            try:
                return super().main(*args, **kwargs)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except BrokenPipeError:
            drop_unwritten()
            sys.exit(1)
        except OSError as error:
            if error.filename is not None:
                raise
            drop_unwritten()
            click.echo(f"error: {STANDARD_OUTPUT}: cannot be written ({error.strerror})", err=True)
            sys.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
