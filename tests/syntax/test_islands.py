"""Bounds, windows, ages and levels: what each wording says, and which wordings say nothing sure."""

from __future__ import annotations

import re

import pytest

from eligibility.syntax.grammar.islands import FORMS, fold
from eligibility.syntax.grammar.symbols import Symbol, signs
from eligibility.syntax.half_lives import with_half_lives
from eligibility.syntax.levels import levelled
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.linking import linked
from eligibility.syntax.nodes import AgeIs
from eligibility.syntax.settled import settled
from eligibility.syntax.terms import Comparison, LevelIs, Time
from tests.syntax.shapes import bounds
from tests.syntax.texts import LEXICON, lexed


def folded(text: str) -> tuple[Symbol, ...]:
    """The symbols of a text without brackets, fillers left out."""
    return fold(symbols_of(settled(told(text), LEXICON)))


def told(text: str) -> tuple[Lexeme, ...]:
    """The lexemes of a text with its half-lives and levels."""
    return levelled(with_half_lives(lexed(text), LEXICON), LEXICON)


def symbols_of(lexemes: tuple[Lexeme, ...]) -> tuple[Symbol, ...]:
    """A symbol for each lexeme that is no filler."""
    kept = linked(tuple(lexeme for lexeme in lexemes if lexeme.kind != "filler"), LEXICON)
    return tuple(Symbol(lexeme.sign, (lexeme,)) for lexeme in kept)


def said(symbol: Symbol) -> str:
    """What an island says, in short."""
    match symbol.payload:
        case Comparison(bounds=limits, unit=unit, reference=reference, listed=listed):
            counted = " listed" if listed else f" {unit or reference}".removesuffix(" absolute")
            return bounds(limits) + counted
        case AgeIs(bounds=limits, unit=unit):
            return f"{bounds(limits)} {unit}"
        case Time(relation=relation, bounds=limits, unit=unit, half_lives=counted):
            length = "" if limits is None else f" {bounds(limits)} {unit}"
            beside = "" if counted is None else f" {counted.count:g} half-lives {counted.which}"
            return f"{relation}{length}{beside}"
        case LevelIs(comparator=comparator, levels=levels, scale=scale):
            return f"{scale} {comparator} {'/'.join(levels)}".strip()
    raise AssertionError(symbol)


COMPARISONS = [
    ("90 g/L", "=90 g/L"),
    (">= 5 %", ">=5 %"),
    ("at least 30 mL/min", ">=30 mL/min"),
    ("no more than 10", "<=10"),
    ("= 5", "=5"),
    ("5 or more", ">=5"),
    ("10 % or less", "<=10 %"),
    (">= 1 and < 18", ">=1 <18"),
    ("between 5 and 10", ">=5 <=10"),
    ("5 to 10 %", ">=5 <=10 %"),
    ("5-10 %", ">=5 <=10 %"),
    ("> 5 to < 10 %", ">5 <10 %"),
    ("from 5 % to 10 %", ">=5 <=10 %"),
    ("18 to 65 years", ">=18 <=65 year"),
    ("> 3 months", ">3 month"),
    ("<= 5 x ULN", "<=5 uln"),
    ("<= 5xULN", "<=5 uln"),
    ("<= 5 ULN", "<=5 uln"),
    ("<= 1.5 × institutional ULN", "<=1.5 uln"),
    ("<= ULN", "<=1 uln"),
    ("within the normal limits", "=1 normal"),
    ("5 ULN or less", "<=5 uln"),
    ("above the upper limit of normal", ">1 uln"),
    (">= LLN", ">=1 lln"),
    ("2.5 times the upper limit of normal or less", "<=2.5 uln"),
    ("2 to 5 x ULN", ">=2 <=5 uln"),
    ("> 2 x ULN and < 5 x ULN", ">2 <5 uln"),
    ("between 2 and 5 x ULN", ">=2 <=5 uln"),
    ("150,000/mm3 or more", ">=150000 /mm3"),
]

AGES = [
    ("1 to <2 years of age", ">=1 <2 year"),
    ("2 to 18 years of age", ">=2 <=18 year"),
    ("between 1 and \\<18 years of age", ">=1 <18 year"),
    (">= 1 years and < 18 years of age", ">=1 <18 year"),
    (">= 18 years old", ">=18 year"),
    ("18 years of age or older", ">=18 year"),
    ("18 years and older", ">=18 year"),
    ("6 months or younger", "<=6 month"),
]

AGED = [
    ("Age 18 to 65 years of age", ">=18 <=65 year"),
    ("age between 1 and \\<18 years of age", ">=1 <18 year"),
    ("aged >= 1 years and < 18 years of age", ">=1 <18 year"),
    ("age >= 18 years old", ">=18 year"),
    ("age 18 years of age or older", ">=18 year"),
    ("age of 18 years or older", ">=18 year"),
    ("Age 18 or older", ">=18"),
]
"""Bounds behind the word "age"."""

OF_PEOPLE = [
    ("patients 18 to 65 years", ">=18 <=65 year"),
    ("patients >= 18 years and <= 65 years", ">=18 <=65 year"),
    ("patients between 18 and 65 years", ">=18 <=65 year"),
    ("patients >= 18 years", ">=18 year"),
]
"""Years right behind candidates."""

LEVELS_LISTED = [
    ("ECOG 0 or 1", ">=0 <=1 listed"),
    ("ECOG of 0, 1 or 2", ">=0 <=2 listed"),
    ("ECOG 0, 1, or 2", ">=0 <=2 listed"),
    ("ECOG 0/1", ">=0 <=1 listed"),
    ("ECOG 0, 1", ">=0 <=1 listed"),
]
"""Levels behind a measure."""

WINDOWS = [
    ("within 30 days or 5 half-lives, whichever is longer, prior to",
     "before >=0 <=30 day 5 half-lives longer"),
    ("within 4 weeks/5 half lives (whichever is shorter) of", "of >=0 <=4 week 5 half-lives shorter"),
    ("within 28 days or within 5 drug half-lives (if known), whichever was the longer, before",
     "before >=0 <=28 day 5 half-lives longer"),
    ("within 2 weeks or six half-lives of the agent before", "before >=0 <=2 week 6 half-lives either"),
    ("within 5 elimination half-lives of", "of 5 half-lives alone"),
    ("within 5 times the elimination half-life before", "before 5 half-lives alone"),
    ("within 6 months of", "of >=0 <=6 month"),
    ("within 6 months from", "of >=0 <=6 month"),
    ("within 18 to 30 months of", "of >=18 <=30 month"),
    ("within 4-week of", "of >=0 <=4 week"),
    ("within < 6 months after", "after >=0 <6 month"),
    ("within 2 weeks prior to", "before >=0 <=2 week"),
    ("at least 4 weeks prior to", "before >=4 week"),
    ("> 48 hours before", "before >48 hour"),
    ("less than 3 months after", "after >=0 <3 month"),
    ("2 to 4 weeks before", "before >=2 <=4 week"),
]

RECENT = [
    ("within the past 30 days or five half-lives (whichever is longer)",
     "before >=0 <=30 day 5 half-lives longer"),
    ("within 5 half-lives", "of 5 half-lives alone"),
    ("within 6 months", "of >=0 <=6 month"),
    ("within < 6 months", "of >=0 <6 month"),
    ("within the last 6 months", "before >=0 <=6 month"),
    ("in the past 2 years", "before >=0 <=2 year"),
    ("during the previous 4 weeks", "before >=0 <=4 week"),
    ("in the next 6 months", "after >=0 <=6 month"),
]
"""Windows that name no moment."""

LEVELS = [
    (">= M2 status", ">= M2"),
    ("< M3", "< M3"),
    ("> 2 NYHA", "NYHA > 2"),
    ("grade of >= 2", "grade >= 2"),
    ("Stage: IIIB/IV", "Stage = IIIB/IV"),
    ("ASA physical status 1, 2 or 3", "ASA physical status = 1/2/3"),
    ("grades 1 to 3A", "grades to 1/3A"),
    ("grade 3", "grade = 3"),
    ("grade 3 or 4", "grade = 3/4"),
    ("Grade 2, 3, or 4", "Grade = 2/3/4"),
    ("grade 2 or greater", "grade >= 2"),
    ("greater than grade 2", "grade > 2"),
    (">/= Grade 2", "Grade >= 2"),
    ("grade <= 1", "grade <= 1"),
    ("grade 3-4", "grade to 3/4"),
    ("grades II-IV", "grades to II/IV"),
    ("stage I to IIIA", "stage to I/IIIA"),
    ("stages I through III", "stages to I/III"),
    ("stage IIIB/IV", "stage = IIIB/IV"),
    ("stage III or stage IV", "stage = III/IV"),
    ("Grade 3a", "Grade = 3A"),
    ("NYHA class III or IV", "NYHA class = III/IV"),
    ("NYHA II-IV", "NYHA to II/IV"),
    ("NYHA functional class > II", "NYHA functional class > II"),
    ("New York Heart Association (NYHA) class III/IV", "New York Heart Association class = III/IV"),
    ("Child-Pugh B or C", "Child-Pugh = B/C"),
    ("Child-Pugh class B or worse", "Child-Pugh class >= B"),
    ("NYHA class II or better", "NYHA class <= II"),
    ("CTCAE v4.0 grade 2", "CTCAE v4.0 grade = 2"),
    ("NCI Common Terminology Criteria for Adverse Events (CTCAE) Grade >= 3",
     "NCI Common Terminology Criteria for Adverse Events Grade >= 3"),
]

OTHER_LENGTHS = [("6 weeks for nitrosoureas", "=6 week")]
"""Lengths that stand first, and for what behind them."""


ROWS = {"T": COMPARISONS, "Y": AGES, "W": WINDOWS, "V": RECENT, "S": LEVELS}


@pytest.mark.parametrize(
    ("sign", "text", "expected"), [(s, *row) for s, rows in ROWS.items() for row in rows]
)
def test_a_wording_is_one_island_with_its_value(sign: str, text: str, expected: str) -> None:
    symbols = folded(text)
    assert signs(symbols) == sign
    assert said(symbols[0]) == expected


@pytest.mark.parametrize(("text", "expected"), OTHER_LENGTHS)
def test_a_length_before_what_it_is_for_is_one_island(text: str, expected: str) -> None:
    symbols = folded(text)
    assert signs(symbols) == "Mfw"
    assert said(symbols[0]) == expected


@pytest.mark.parametrize("text", ["6 weeks of nitrosoureas", "wait 6 weeks for nitrosoureas", "6 weeks"])
def test_a_length_that_is_for_nothing_is_no_other_one(text: str) -> None:
    assert "M" not in signs(folded(text))


@pytest.mark.parametrize(("text", "expected"), OF_PEOPLE)
def test_years_behind_candidates_are_their_age(text: str, expected: str) -> None:
    symbols = folded(text)
    assert signs(symbols) == "hY"
    assert said(symbols[-1]) == expected


@pytest.mark.parametrize(
    "text",
    ["patients > 5 years after surgery", "patients > 5 years before surgery", "women > 1 year postmenopausal",
     "patients > 12 months", "patients with > 5 years", "patients > 5 years from diagnosis"],
)  # fmt: skip
def test_years_that_candidates_may_count_from_something_are_no_age(text: str) -> None:
    assert "Y" not in signs(folded(text))


@pytest.mark.parametrize(("text", "expected"), AGED + LEVELS_LISTED)
def test_bounds_and_levels_behind_a_measure_are_its_limits(text: str, expected: str) -> None:
    symbols = folded(text)
    assert re.fullmatch("Qf?T", signs(symbols))
    assert said(symbols[-1]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prostate 18 years or older", "wY"),
        ("AST 18 or older", "Q9O"),
        ("AST 60 to 30", "Q9t9"),  # runs backward
        ("> 18 and < 1", "T&T"),  # holds no number; two limits, and no subject for the second
        ("5 to < 5 %", "9tT"),
        ("between < 1 and 18", "bT&9"),
        ("5 mg/dL to 10 g/dL", "9ut9u"),
        ("5", "9"),
        ("5 x ULN", "9xL"),
        ("<= 2 x LLN to 5 x ULN", "Tf9xL"),
        ("within 2 to 6 months", "iT"),
        ("within at least 6 months", "iT"),
        ("within the first 6 months", "i9y"),
        ("for the last 6 months", "i9y"),
        ("for the last 6 months before", "i9yR"),
        ("within 6 months, before", "i9y,R"),
        ("within 6 months severe", "i9yw"),
        ("within 6 months in", "i9yf"),
        ("6 months before", "9yR"),
        ("within 6 months during", "i9yR"),
        ("within < 0 weeks of", "iTf"),
        ("18 years of age", "9yg"),
        ("18 or older", "9O"),
        (f"> {'9' * 400}", "c9"),
        (">= 18 hours of age", "Tg"),
        ("M2", "w"),
        ("0 or 1", "9|9"),
        ("ECOG 0 or 2", "Q9|9"),
        ("ECOG 2 or 1", "Q9|9"),
        ("ECOG 0 or 1 or 2 years", "Q9|9|9y"),
        ("ECOG 0/1/2/3/4/5/6/7/8/9/10/11", "Q9/9/9/9/9/9/9/9/9/9/9/9"),
    ],
)
def test_a_wording_that_says_nothing_sure_is_no_island(text: str, expected: str) -> None:
    assert signs(folded(text)) == expected


def test_a_limit_in_months_after_a_quantity_is_no_window() -> None:
    assert signs(folded("Age >= 18 years before enrolment")) == "QTRw"
    assert signs(folded("surgery >= 18 years before enrolment")) == "wWw"


def test_an_island_takes_in_all_its_lexemes() -> None:
    symbols = folded("AST <= 5 x ULN at screening")
    assert [len(symbol.lexemes) for symbol in symbols] == [1, 4, 1, 1]


def test_every_form_of_every_island_has_a_wording_here() -> None:
    texts = [text for rows in (*ROWS.values(), AGED, LEVELS_LISTED, OF_PEOPLE) for text, _ in rows]
    texts += [text.removesuffix(" for nitrosoureas") for text, _ in OTHER_LENGTHS]
    strings = [signs(symbols_of(told(text))) for text in texts]
    strings += [string.lstrip("Qfh") for string in strings]
    forms = [
        part
        for forms in FORMS.values()
        for form in forms
        for part in re.split(r"\|(?![^(]*\))(?![^\[]*\])", form)
    ]
    assert [form for form in forms if not any(re.fullmatch(form, string) for string in strings)] == []
