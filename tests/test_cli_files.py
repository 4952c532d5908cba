"""The files of the command line: no input is lost, no output is left half, and pipes are pipes."""

from __future__ import annotations

import gzip
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from eligibility.cli import files
from tests.commands import ELIGIBLE, PAGE, refused, run, saved

TRIAL_TEXT = "Inclusion Criteria:\n\n* Age >= 18 years\n* Platelets > 100 x 10^9/L\n"
LINES = "".join(
    json.dumps({"nct": f"NCT0000000{count}", "text": TRIAL_TEXT}) + "\n" for count in range(2)
)  # fmt: skip
TABLE = run("extract", PAGE).stdout
CLI = [sys.executable, "-m", "eligibility.cli"]
FULL = Path("/dev/full")


def called(*words: str, **kept: object) -> subprocess.CompletedProcess[str]:
    """A command run in a process of its own, where its streams are real files."""
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **kept}
    return subprocess.run([*CLI, *words], text=True, check=False, **kept)  # type: ignore[call-overload,no-any-return]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- an output that is an input


@pytest.mark.parametrize("by", ["name", "path", "symlink", "hardlink"])
@pytest.mark.parametrize("words", ["compile -o", "extract -o", "extract --constraints", "extract --atoms"])
def test_an_output_that_is_the_input_is_refused_and_nothing_is_lost(
    words: str, by: str, tmp_path: Path
) -> None:
    command, option = words.split()
    given = saved(tmp_path, LINES if option.startswith("--") else TRIAL_TEXT, "in.txt")
    before = Path(given).read_bytes()
    output = tmp_path / "out.txt"
    match by:
        case "name":
            output = Path(given)
        case "path":
            output = tmp_path / ".." / tmp_path.name / "in.txt"
        case "symlink":
            output.symlink_to(given)
        case "hardlink":
            output.hardlink_to(given)
    message = refused(command, given, option, str(output))
    assert message == (
        f"error: {option}: '{output}' is the same file as the input '{given}', which would be lost; "
        "name another file"
    )
    assert Path(given).read_bytes() == before


def test_a_picked_study_does_not_hide_the_input(tmp_path: Path) -> None:
    given = saved(tmp_path, TRIAL_TEXT, "NCT01234567.txt")
    assert "the same file as the input" in refused("compile", f"{given}#NCT01234567", "-o", given)


def test_a_redirected_stream_that_is_the_output_is_refused(tmp_path: Path) -> None:
    given = Path(saved(tmp_path, LINES))
    with given.open() as stream:
        done = called("extract", "-", "--constraints", str(given), stdin=stream)
    assert (done.returncode, given.read_text()) == (2, LINES)
    assert "is the same file as the input" in done.stderr
    with given.open("a") as stream:
        done = called("compile", str(given), stdout=stream)
    assert (done.returncode, given.read_text()) == (2, LINES)


@pytest.mark.parametrize("other", ["out", "./out", "link", "-"])
def test_one_file_for_constraints_and_atoms_is_refused(other: str, tmp_path: Path) -> None:
    given = saved(tmp_path, LINES)
    (tmp_path / "link").symlink_to("out")
    place = "-" if other == "-" else str(tmp_path / "out")
    other = other if other == "-" else f"{tmp_path}/{other}"
    message = refused("extract", given, "--constraints", place, "--atoms", other)
    assert message.startswith("error: --atoms: '")
    assert message.endswith("is what --constraints names too; name another file")
    assert names(tmp_path) == ["link", "p.json"]


# --- an output that cannot be written


def test_nothing_is_written_where_one_of_two_outputs_cannot_be(tmp_path: Path) -> None:
    given = saved(tmp_path, LINES)
    one, two = tmp_path / "one.jsonl", tmp_path / "none" / "two.jsonl"
    one.write_text("old")
    told = called("extract", given, "--constraints", str(one), "--atoms", str(two))
    assert (told.returncode, told.stderr) == (
        2, f"error: {two}: cannot be written (No such file or directory)\n",
    )  # fmt: skip
    assert one.read_text() == "old"
    assert names(tmp_path) == ["one.jsonl", "p.json"]


def test_an_output_that_is_a_folder_is_refused_before_the_input_is_read(tmp_path: Path) -> None:
    given = saved(tmp_path, "no corpus")
    assert refused("extract", given, "--constraints", str(tmp_path)) == (
        f"error: {tmp_path}: is a folder; name a file"
    )


def test_a_file_that_may_not_be_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = saved(tmp_path, "old", "out.txt")
    monkeypatch.setattr(files.os, "access", lambda place, mode: False)
    assert refused("compile", PAGE, "-o", output).endswith("cannot be written (Permission denied)")
    assert Path(output).read_text() == "old"


def test_an_interrupted_run_leaves_the_old_files_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = saved(tmp_path, LINES)
    one, two = (saved(tmp_path, "old", name) for name in ("one", "two"))
    written = Path.write_bytes

    def stopped(self: Path, content: bytes) -> int:
        if b"atoms" in content:
            written(self, content[:5])
            raise KeyboardInterrupt
        return written(self, content)

    monkeypatch.setattr(Path, "write_bytes", stopped)
    assert run("extract", given, "--constraints", one, "--atoms", two).exit_code == 1
    assert [Path(place).read_text() for place in (one, two)] == ["old", "old"]
    assert names(tmp_path) == ["one", "p.json", "two"]


def test_a_file_that_is_replaced_keeps_its_access_and_its_link(tmp_path: Path) -> None:
    output, link = Path(saved(tmp_path, "old", "out.txt")), tmp_path / "link"
    output.chmod(0o640)
    link.symlink_to(output)
    assert run("extract", PAGE, "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    assert (output.read_text(), stat.S_IMODE(output.stat().st_mode)) == (TABLE, 0o640)
    assert names(tmp_path) == ["link", "out.txt"]


def test_a_new_file_has_the_usual_access(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    assert run("extract", PAGE, "-o", str(tmp_path / "out")).exit_code == 0
    assert (tmp_path / "out").stat().st_mode == usual.stat().st_mode


# --- pipes, devices and streams


def test_a_named_pipe_is_written_to_straight(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    done = called("extract", PAGE, "-o", str(pipe))
    reader.join(timeout=60)
    assert (done.returncode, read, names(tmp_path)) == (0, [TABLE], ["pipe"])


@pytest.mark.parametrize("output", ["-", "/dev/stdout", "/dev/fd/1"])
def test_the_standard_output_has_more_than_one_name(output: str, tmp_path: Path) -> None:
    assert called("extract", PAGE, "-o", output).stdout == TABLE
    place = tmp_path / "out"
    with place.open("w") as stream:
        stream.write("first\n")
        stream.flush()
        called("extract", PAGE, "-o", output, stdout=stream)
        stream.write("last\n")
    assert place.read_text() == f"first\n{TABLE}last\n"


def test_extract_reads_a_corpus_from_standard_input_and_writes_it_to_standard_output(tmp_path: Path) -> None:
    given, output = saved(tmp_path, LINES), tmp_path / "out"
    assert run("extract", given, "--constraints", str(output)).exit_code == 0
    done = called("extract", "-", "--constraints", "-", stdin=None, input=LINES)
    assert (done.returncode, done.stdout) == (0, output.read_text())


@pytest.mark.parametrize("words", [("extract", "-"), ("extract", "-", "--atoms", "-"), ("compile", "-")])
def test_a_closed_standard_input_is_told(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *CLI, *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "error: standard input: is closed; name a file\n")


WRITING = [
    ("--help",), ("--version",), ("compile", PAGE), ("compile", PAGE, "--format", "json"),
    ("screen", PAGE, ELIGIBLE), ("screen", PAGE, ELIGIBLE, ELIGIBLE, "--format", "json"),
    ("explain", PAGE, ELIGIBLE, "--criterion", "I1"), ("extract", PAGE),
    ("quantities",), ("quantities", "--format", "json"), ("convert", "1 g", "mg"),
]  # fmt: skip


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_full_standard_output_is_one_message(words: tuple[str, ...]) -> None:
    with FULL.open("w") as stream:
        done = called(*words, stdout=stream)
    assert (done.returncode, done.stderr) == (
        2, "error: standard output: cannot be written (No space left on device)\n",
    )  # fmt: skip


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_pipe_that_nobody_reads_is_no_error_to_tell(words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = called(*words, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("words", [words for words in WRITING if len(words) > 1], ids=" ".join)
def test_a_closed_standard_output_is_told(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *CLI, *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        2, "error: standard output: is closed; send it to a file\n",
    )  # fmt: skip


def test_a_sign_that_the_output_lacks_is_written_by_its_number() -> None:
    done = called("compile", PAGE, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u2265" in done.stdout


# --- inputs of other kinds


@pytest.mark.parametrize("command", ["compile", "screen", "extract"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (gzip.compress(b"* Adults"), "a gzip file"),
        (b"PK\x03\x04\x14\x00", "a zip or Office file"),
        (b"%PDF-1.7\n%\xe2", "a PDF file"),
    ],
)
def test_a_file_of_another_kind_is_named(command: str, content: bytes, kind: str, tmp_path: Path) -> None:
    place = saved(tmp_path, content)
    words = {"compile": (), "screen": (ELIGIBLE,), "extract": ("--atoms", "-")}[command]
    assert refused(command, place, *words) == (
        f"error: {place}: {kind}, where text is needed; give the text that it holds"
    )


def test_a_folder_and_an_empty_name_are_told(tmp_path: Path) -> None:
    assert refused("compile", str(tmp_path)) == f"error: {tmp_path}: is a folder; name a file"
    assert refused("compile", PAGE, "-o", f"{tmp_path}/new/") == (
        f"error: {tmp_path}/new/: is a folder; name a file"
    )
    for words in (("compile", ""), ("screen", PAGE, ""), ("compile", PAGE, "-o", "")):
        assert refused(*words) == "error: '' names no file; name one"


def test_a_candidate_may_come_from_standard_input_but_not_the_trial_too() -> None:
    given = Path(ELIGIBLE).read_text("utf-8")
    done = called("screen", PAGE, "-", stdin=None, input=given)
    assert (done.returncode, done.stdout) == (0, run("screen", PAGE, ELIGIBLE).stdout)
    assert "it can be read once" in refused("screen", "-", "-")
    assert "it can be read once" in refused("explain", "-", "-", "--criterion", "I1")


@pytest.mark.parametrize("content", ['{"criteria": "* Adults"}', Path(ELIGIBLE).read_text("utf-8")])
def test_json_that_is_no_trial_is_told_with_what_would_be(content: str, tmp_path: Path) -> None:
    message = refused("screen", saved(tmp_path, content), ELIGIBLE)
    assert "neither a study's record nor a compiled rule set" in message
    assert "give a registry page, a record, criteria as plain text" in message
