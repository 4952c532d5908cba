"""Prints a syntax tree as canonical English, which reads back as the same tree.

What comes in is a tree, never its source; what goes out is a criterion in the
wordings that the lexicon lists first.  Operands stand in brackets where they are
compound, or where their words would reach into the next.
"""

from __future__ import annotations

import re
from typing import assert_never, get_args

from eligibility.core.interval import levels_of
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.grammar.coordinate import before_denials
from eligibility.syntax.grammar.reach import Operand, bare, in_need, levelled
from eligibility.syntax.grammar.symbols import PREPOSITION
from eligibility.syntax.lexemes import KINDS
from eligibility.syntax.measures import (
    ago,
    beside,
    limits,
    number,
    recent,
    rungs,
    within,
    within_half_lives,
)
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Aside,
    Asked,
    Citation,
    Clause,
    Clauses,
    Defines,
    Guarded,
    Heading,
    Mixed,
    Not,
    Occurrence,
    Or,
    OtherLength,
    People,
    Permission,
    Reference,
    Related,
    Restated,
    Series,
    Since,
    Subject,
    Threshold,
    Unless,
    Unparsed,
)
from eligibility.syntax.rereading import links, matches
from eligibility.syntax.terms import HISTORY, Comparison, Length, LevelIs, Manner, Moment, Time

LEADING = frozenset({"received", "has received", "receiving"})
"""Verbs that stand before what is received; the others follow what is given."""


_COMPOUND = And | Or | Series | Mixed | Unless | Since | OtherLength | Restated | Related


def unparse(tree: Clause, lexicon: Lexicon) -> str:
    """The tree in canonical English.

    ``parse(unparse(tree))`` equals ``tree`` but for spans.
    """
    return _Printer(lexicon).clause(tree).replace("\\", "\\\\")


QUANTITY = re.compile(KINDS["quantity"])
_PARTING = re.compile("[,:]")
"""Signs behind which what is asked of them might begin."""
PLACED = re.compile(f"^{PREPOSITION}")


class _Printer:
    """Prints nodes with the first wording of each kind and value."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._spell = lexicon.spell

    def clause(self, node: Clause) -> str:
        """Any node, at the place of a whole sentence."""
        match node:
            case Clauses():
                return f"{self._spell('semicolon', ';')} ".join(
                    self.clause(clause) for clause in node.clauses
                )
            case Defines():
                return (
                    f"{node.term.words} {self._spell('defined', 'defined as')} {self.coordinated(node.body)}"
                )
            case Permission():
                said = "eligible" if node.admits else "yes" if node.allowed else "no"
                word = self._spell("permitted", said)
                proviso = (
                    ""
                    if node.proviso is None
                    else f" {self._spell('provided', 'provided')} {self.expression(node.proviso)}"
                )
                return f"{self.coordinated(node.subject)} {word}{proviso}"
            case Guarded():
                said = self.operand(node.whom)
                said = f"({said})" if _PARTING.search(said) and not said.startswith("(") else said
                whom = f"{self._spell('conditional', node.said)} {said}"
                return f"{whom}{self._spell('colon', ':')} {self.operand(node.body)}"
            case Heading():
                return f"{node.words}:"
            case _:
                return self._alone(node)

    def _alone(self, node: Clause) -> str:
        """A node with nothing beside it: a sentence, or the inside of a bracket."""
        return self._related(node) if isinstance(node, Related) else self.expression(node)

    def expression(self, node: Clause) -> str:
        """A node where an exception may stand without brackets."""
        match node:
            case Unless():
                word = self._spell("unless", node.said)
                said = self.coordinated(node.exception)
                said = f"({said})" if matches(PLACED, said, self._lexicon) else said
                base = self.coordinated(node.base) if node.loose else self.operand(node.base)
                return f"{base} {word} {said}"
            case _:
                return self.coordinated(node)

    def coordinated(self, node: Clause) -> str:
        """A node where a list may stand without brackets."""
        match node:
            case And():
                both = f"{self._spell('both', 'both')} " if node.strict else ""
                return both + f" {self._spell('and', 'and')} ".join(self._operands(node))
            case Or():
                return f" {self._spell('or', 'or')} ".join(self._operands(node))
            case Series():
                return f"{self._spell('comma', ',')} ".join(self._operands(node))
            case Mixed():
                return self._mixed(node)
            case Since():
                return self._since(node)
            case OtherLength():
                return self._other_length(node)
            case Restated():
                return self._comparison(node.comparison)
            case _:
                return self.operand(node)

    def _related(self, node: Related) -> str:
        """Names and the words between them marked, other parts in brackets."""
        parts = [*map(self._part, node.parts), ""]
        links = (f"\u27e8{link}\u27e9 " if link else "" for link in node.links)
        return " ".join(map(str.__add__, links, parts)).strip()

    def _part(self, node: Clause) -> str:
        if isinstance(node, Occurrence) and node.plain:
            return f"\u27ea{node.phrase.words}\u27eb"
        return f"({self._alone(node)})"

    def _mixed(self, node: Mixed) -> str:
        first, *others = self._operands(node)
        spelled = {kind: f" {self._spell(kind, kind)} " for kind in ("and", "with", "or")}
        spelled["list"] = f"{self._spell('comma', ',')} "
        joined = (spelled[kind] + text for kind, text in zip(node.joins, others, strict=True))
        return first + "".join(joined)

    def _operands(self, node: And | Or | Series | Mixed) -> list[str]:
        """The operands of a list, in brackets where they need them."""
        texts = [self.operand(one) for one in node.operands]
        # Whether a text holds a preposition matters only where a name behind it might go on with it.
        named = [bare(one) for one in (*node.operands[1:], None)]
        given = tuple(
            Operand(one, isinstance(one, _COMPOUND), near and links(text, self._lexicon))
            for one, text, near in zip(node.operands, texts, named, strict=True)
        )
        grouped = {*in_need(given, alternatives=not isinstance(node, And)), *_apart(node), *_levelled(node)}
        parts: list[str] = []
        for index, one in enumerate(node.operands):
            before, text = node.operands[index - 1] if index else None, texts[index]
            parts.append(f"({text})" if index in grouped or self._goes_on(before, one) else text)
        return parts

    def _goes_on(self, before: Clause | None, node: Clause) -> bool:
        """Whether two operands would read as one: women, men; AST and ALT <= 5."""
        match before, node:
            case People(), People():
                return True
            case Not(), _:
                return self._goes_on(before.operand, node)
            case LevelIs() | Occurrence(level=LevelIs()), LevelIs():
                return True
            case Occurrence(), Threshold():
                return before.carrier is not None or matches(QUANTITY, before.phrase.words, self._lexicon)
            case _:
                return False

    def operand(self, node: Clause) -> str:
        """A node as one operand of a coordination; a compound one in brackets."""
        match node:
            case And() | Or() | Series() | Mixed() | Unless():
                return f"({self.expression(node)})"
            case Since() | OtherLength() | Restated():
                return f"({self.coordinated(node)})"
            case Related():
                return f"({self._related(node)})"
            case Not():
                denied = self.operand(node.operand)
                denied = f"({denied})" if isinstance(node.operand, Not) else denied
                return f"{self._spell('not', 'not')} {denied}"
            case Occurrence():
                return self._occurrence(node)
            case Threshold():
                return self._threshold(node)
            case LevelIs():
                return rungs(node, self._spell)
            case AgeIs():
                years = limits(node.bounds, self._unit(node.unit), self._spell)
                return f"{years} {self._spell('of_age', 'of age')}"
            case People():
                return self._people(node)
            case Reference() | Asked():
                return node.words
            case Citation():
                return f"({node.words})"
            case Unparsed():
                return f"\u27e6{node.words}\u27e7"
            case Clauses() | Defines() | Permission() | Guarded() | Heading():
                return f"({self.clause(node)})"
        assert_never(node)

    def _people(self, node: People) -> str:
        sexes = f" {self._spell('or', 'or')} ".join(self._spell("people", sex) for sex in node.sexes)
        return f"{sexes} {self._spell('people', '')}".strip()

    def _occurrence(self, node: Occurrence) -> str:
        before = self._before(node)
        phrase = [node.phrase.words]
        if node.result:
            phrase.append(self._spell("result", node.result))
        if node.bearer:
            phrase.append(node.bearer.words)
        if node.level:
            level = rungs(node.level, self._spell)
            phrase = [level] if node.phrase.words == node.level.scale else [*phrase, "of", level]
        verb = [self._spell("verb", node.verb)] if node.verb else []
        ordered = [*verb, *before, *phrase] if node.verb in LEADING else [*before, *phrase, *verb]
        return " ".join([*ordered, *self._tails(node)])

    def _before(self, node: Occurrence) -> list[str]:
        """The words before the phrase."""
        said = [
            ("evidence", node.evidence),
            ("any", "any" if node.any else None),
            ("certainty", node.certainty),
        ]
        after: list[tuple[str, str | None]] = [("control", node.control), ("carrier", node.carrier)]
        after.append(("ordinal", None if node.ordinal is None else str(node.ordinal)))
        # "history of" stands over the other statuses, which are alternatives; a plan is no history.
        ahead = "planned" in node.statuses
        over = () if ahead else tuple(status for status in node.statuses if status == HISTORY)
        said += [("status", status) for status in over]
        others = f" {self._spell('or', 'or')} ".join(
            self._spell("status", status) for status in node.statuses if status not in over
        )
        first, last = ([self._spell(kind, value) for kind, value in part if value] for part in (said, after))
        return [*first, *([others] if others else []), *last]

    def _tails(self, node: Occurrence | Threshold) -> list[str]:
        named = None if isinstance(node, Threshold) else node.bearer or node.phrase
        limited = bool(node.times) and named is not None and matches(QUANTITY, named.words, self._lexicon)
        times = f" {self._spell('or', 'or')} ".join(self._time(time, limited) for time in node.times)
        manners = [self._manner(manner) for manner in node.manners]
        return [part for part in (times, *manners, *self._asides(node.asides)) if part]

    def _manner(self, node: Manner) -> str:
        return f"{self._spell('manner', node.kind)} {node.words}"

    def _aside(self, node: Aside) -> str:
        match node.kind:
            case "that_is":
                marker = self._spell("that_is", "ie") + " "
            case "example":
                marker = self._spell("example", "eg") + " "
            case "defined":
                marker = self._spell("defined", "defined as") + " "
            case _:
                marker = ""
        return f"({marker}{self._alone(node.body)})"

    def _threshold(self, node: Threshold) -> str:
        word = ", " if node.joint == "list" else f" {self._spell(node.joint, node.joint)} "
        subjects = word.join(self._subject(subject) for subject in node.subjects)
        if node.comparison.listed:
            # Numbers one by one are levels of a measure only right behind it or behind a colon.
            subjects += self._spell("colon", ":")
        return " ".join([subjects, self._comparison(node.comparison), *self._tails(node)])

    def _subject(self, node: Subject) -> str:
        match node.guard:
            case None:
                return node.phrase.words
            case AgeIs() | People():
                return f"{node.phrase.words} in {self._guarded(node.guard)}"
            case _:
                with_ = f"{self._spell('people', '')} {self._spell('with', 'with')}"
                return f"{node.phrase.words} in {with_} {self.operand(node.guard)}"

    def _guarded(self, guard: AgeIs | People) -> str:
        if isinstance(guard, People):
            return self._people(guard)
        return f"{self._spell('people', '')} {self.operand(guard)}"

    def _comparison(self, node: Comparison) -> str:
        if node.listed:
            *others, last = (str(level) for level in levels_of(node.bounds))
            comma, joins = self._spell("comma", ","), self._spell("or", "or")
            return f"{f'{comma} '.join(others)} {joins} {last}"
        if node.reference == "normal":
            return self._spell("normal_range", "normal")
        if node.reference == "absolute":
            return limits(node.bounds, self._unit(node.unit) if node.unit else "", self._spell)
        return limits(
            node.bounds, f"{self._spell('times', 'x')} {self._spell('limit', node.reference)}"
        , self._spell)

    def _unit(self, unit: str) -> str:
        return self._time_unit(unit) if unit in get_args(Length) else unit

    def _time_unit(self, unit: str) -> str:
        return self._spell("time_unit", unit)

    def _time(self, node: Time, limited: bool) -> str:
        """A time; after the name of a quantity a bare length would be its limit."""
        if node.moment is None:
            return recent(node, self._spell)
        moment = self._moment(node.moment)
        if node.bounds is None or node.unit is None:
            relation = "of" if node.relation == "of" else self._spell("relation", node.relation)
            return f"{within_half_lives(node.half_lives, self._spell)}{relation} {moment}"
        relation = "of" if node.relation == "of" else self._spell("relation", node.relation)
        length = within(node.bounds, limited or node.relation == "of", self._spell)
        length += f" {self._time_unit(node.unit)}{beside(node.half_lives, self._spell)}"
        return f"{length} {relation} {moment}"

    def _since(self, node: Since) -> str:
        """How long ago the last of something was; brackets and a recovery stand behind the last name."""
        joint = ", " if node.joint == "list" else f" {self._spell(node.joint, node.joint)} "
        prior = f"{self._spell('status', 'prior')} " if node.prior else ""
        said = [
            ago(node.bounds, self._spell),
            self._time_unit(node.unit),
            self._spell("relation", "after"),
            prior + joint.join(self._moment(moment) for moment in node.moments),
            *self._asides(node.asides),
        ]
        if node.recovered:
            said.append(f"{self._spell('and', 'and')} {self._spell('recovery', 'recovered')}")
        return " ".join(said + ([] if node.until is None else [self._time(node.until, False)]))

    def _other_length(self, node: OtherLength) -> str:
        """Another length for some of what stands before the bracket."""
        names = f" {self._spell('or', 'or')} ".join(phrase.words for phrase in node.phrases)
        unit = self._time_unit(node.unit)
        return f"{number(node.count)} {unit} {self._spell('preposition', 'for')} {names}"

    def _asides(self, asides: tuple[Aside | Citation, ...]) -> list[str]:
        return [f"({one.words})" if isinstance(one, Citation) else self._aside(one) for one in asides]

    def _moment(self, node: Moment) -> str:
        if node.edge is None:
            return node.phrase.words
        word = self._spell("carrier", "diagnosis") if node.edge == "onset" else self._spell("edge", node.edge)
        return f"{word} {node.phrase.words}"


_SIGNS = {"and": "&", "or": "|", "with": "+", "list": ","}
"""How a list's parts are joined, by the sign of the word."""


def _levelled(node: And | Or | Series | Mixed) -> set[int]:
    """The places of names with a level that one beside them would share, or take into its own list."""
    plain = {at for at, one in enumerate(node.operands) if isinstance(one, Occurrence) and not one.level}
    return {at for at, one in enumerate(node.operands) if levelled(one) and plain & {at - 1, at + 1}}


def _apart(node: And | Or | Series | Mixed) -> set[int]:
    """The places of denials behind a comma that without brackets would be asked for beside the list."""
    if isinstance(node, And | Or):
        return set()
    kinds = node.joins if isinstance(node, Mixed) else ("list",) * (len(node.operands) - 1)
    joins = tuple(_SIGNS[kind] for kind in kinds)
    told = before_denials(node.operands, joins)
    return {at for at, (join, one) in enumerate(zip(joins, told, strict=True), 1) if join != one}
