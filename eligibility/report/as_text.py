"""A screening, a proof or a rule set as text for a terminal.

Rich lays the text out; on a terminal it adds colour, in a file it does not.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from eligibility.bind.nodes import Bound, Note, Unparsed, children
from eligibility.bind.rules import Row, RuleSet
from eligibility.core.flags import SAYS, Flag
from eligibility.core.span import NOWHERE
from eligibility.verdict.explain import Line, explain, proof
from eligibility.verdict.labels import label
from eligibility.verdict.screening import Judged, Provenance, Screening

STYLES = {
    "pass": "green",
    "fail": "bold red",
    "unknown": "yellow",
    "n/a": "dim",
    "judgement": "yellow",
    "info": "dim",
}
ANSWERS = {"yes": "green", "no": "red", "?": "yellow", "-": "dim"}
SUMMARIES = {
    ("eligible", None): "ELIGIBLE on the facts given",
    ("undetermined", None): "UNDETERMINED: see the open questions",
    ("ineligible", "lasting"): "INELIGIBLE, and no new measurement would change that",
    ("ineligible", "curable"): "INELIGIBLE on today's values: repeat what failed",
}
NOTICE = "This is a pre-screening. It does not decide on enrolment; the investigator does."


def print_screening(screening: Screening, console: Console) -> None:
    """The report of one candidate: a line for each row, the open questions, what it rests on."""
    console.print(Text(f"{screening.trial}  {screening.title}".rstrip(), style="bold"))
    console.print(f"Candidate {screening.candidate}, as of {screening.as_of}", highlight=False, markup=False)
    console.print(Text(SUMMARIES[screening.verdict, screening.standing], style="bold"))
    console.print()
    console.print(_verdicts(screening.criteria))
    _print_questions(screening, console)
    _print_set_aside(screening, console)
    _print_remarks(screening, console)
    told = screening.provenance
    chosen = ", ".join(f"{name}={value}" for name, value in told.conventions.items())
    lines = (
        f"Page last updated {told.page_last_updated or 'unknown'}; text {told.text_hash[:12]}, "
        f"rules {told.rules_hash[:12]}, engine {told.engine}{_ranges(told)}.",
        f"Conventions: {chosen}.",
        *_declared(screening),
        NOTICE,
    )
    console.print()
    for line in lines:
        console.print(line, style="dim", highlight=False, markup=False)


def _declared(screening: Screening) -> tuple[str, ...]:
    """Who declares which lists complete: what is not on them then counts as not there."""
    said = [
        f"{one.list} from {one.from_} to {one.to}, by {one.declared_by}" for one in screening.declared
    ]
    return (f"Lists declared complete: {'; '.join(said)}.",) if said else ()


def _ranges(told: Provenance) -> str:
    return "" if told.ranges_hash is None else f", site ranges {told.ranges_hash[:12]}"


def face(judged: Judged) -> str:
    """The word of a verdict on a report.

    A condition that does not hold is "n/a", what only a person can say "judgement", a compared row "info".
    """
    if judged.row.applicable == "no":
        return "info"
    if judged.applicable == "no" and judged.verdict == "pass":
        return "n/a"
    if judged.verdict == "unknown" and judged.reasons and all(r.kind == "judgement" for r in judged.reasons):
        return "judgement"
    return judged.verdict


def _verdicts(criteria: Iterable[Judged]) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for judged in criteria:
        word = face(judged)
        depth = judged.id.count(".") if judged.row.parent else 0
        text = Text(judged.row.text)
        text.append(f"\n{explain(judged)}", style="dim" if word in {"pass", "n/a", "info"} else "")
        table.add_row(Text(f"{'  ' * depth}{judged.id}"), Text(word, style=STYLES[word]), text)
    return table


def _print_questions(screening: Screening, console: Console) -> None:
    if not screening.open_questions:
        return
    console.print(Text("Open questions", style="bold"))
    for question in screening.open_questions:
        unit = f" [{question.unit}]" if question.unit else ""
        line = f"- {question.asks}{unit}  (settles {', '.join(question.settles)}; id {question.id})"
        console.print(line, highlight=False, markup=False)


def _print_remarks(screening: Screening, console: Console) -> None:
    if not screening.remarks:
        return
    console.print(Text("Remarks on the page", style="bold"))
    for remark in screening.remarks:
        console.print(f"- {remark}", highlight=False, markup=False)


def _print_set_aside(screening: Screening, console: Console) -> None:
    if not screening.set_aside:
        return
    console.print(Text("Set aside", style="bold"))
    for path, reason in screening.set_aside:
        console.print(f"- {path}: {reason}", highlight=False, markup=False)


def print_proof(judged: Judged, console: Console) -> None:
    """The whole proof of one verdict."""
    console.print(Text(f"{judged.id}  {judged.row.text}", style="bold"))
    verdict = f"{face(judged)} (the text is {judged.truth} of this candidate)"
    standing = "" if judged.standing is None else f", {judged.standing}"
    console.print(f"{verdict}{standing}", highlight=False, markup=False)
    console.print(explain(judged), highlight=False, markup=False)
    console.print()
    for line in proof(judged):
        _print_line(line, console)


def _print_line(line: Line, console: Console) -> None:
    text = Text()
    text.append(f"{line.answer:<4}", style=ANSWERS[line.answer])
    text.append(line.asks)
    console.print(Padding(text, (0, 0, 0, 2 * line.depth)))
    inner = 2 * line.depth + 4
    if line.words:
        console.print(Padding(Text(f"text: {line.words}", style="italic dim"), (0, 0, 0, inner)))
    for ground in line.grounds:
        console.print(Padding(Text(ground, style="dim"), (0, 0, 0, inner)))


def print_rules(rules: RuleSet, console: Console) -> None:
    """The outline with what each row's words became, and what stayed without meaning."""
    console.print(Text(f"{rules.trial}  {rules.title}".rstrip(), style="bold"))
    for remark in rules.diagnostics:
        console.print(Text(f"remark: {remark.message}", style="yellow"))
    for row in rules.rows:
        console.print()
        where = f"characters {row.span.start} to {row.span.end}"
        compared = "" if row.applicable == "yes" else ", compared only"
        head = f"{row.id}  {row.kind} {row.role}{compared}  ({where})"
        console.print(Text(head, style="bold"))
        console.print(Padding(Text(row.text, style="italic"), (0, 0, 0, 4)))
        if row.rule is not None:
            _print_rule(row, row.rule, console, 0)
        if row.without_meaning:
            words = ", ".join(row.without_meaning)
            console.print(Padding(Text(f"without meaning: {words}", style="dim"), (0, 0, 0, 4)))
        for message in (*(remark.message for remark in row.diagnostics), *map(_told_of, row.flags)):
            console.print(Padding(Text(f"remark: {message}", style="yellow"), (0, 0, 0, 4)))


def _told_of(flag: Flag) -> str:
    return f"{flag}: {SAYS[flag]}"


def _print_rule(row: Row, rule: Bound, console: Console, depth: int) -> None:
    style = "yellow" if isinstance(rule, Unparsed) else "dim" if isinstance(rule, Note) else ""
    text = Text(f"{type(rule).__name__}: {label(rule)}", style=style)
    grounded = _grounded(rule)
    if grounded:
        text.append(f"  [{grounded}]", style="cyan")
    if not children(rule) and rule.span != NOWHERE:
        text.append(f"  from: {row.shown(rule.span)}", style="dim italic")
    console.print(Padding(text, (0, 0, 0, 4 + 2 * depth)))
    for child in children(rule):
        _print_rule(row, child, console, depth + 1)


def _grounded(rule: Bound) -> str:
    """What the words of a leaf became, or that they name nothing known."""
    for name in ("quantity", "concept", "alteration"):
        if hasattr(rule, name):
            return getattr(rule, name) or "no row in rules/: open"
    return ""


def print_canonical(rules: RuleSet, console: Console) -> None:
    """Each item in English that compiles to the same rule."""
    for row in rules.rows:
        if row.canonical:
            depth = row.id.count(".")
            console.print(
                f"{'  ' * depth}{row.id}  {row.canonical}", highlight=False, markup=False, soft_wrap=True
            )
