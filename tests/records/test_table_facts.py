"""Tables, wide and long: measurements, conditions, treatments, genomic results, allergies."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.patient.profile import Code, Genomic, Measurement, ReferenceRange
from eligibility.records.gathering import UNREAD
from eligibility.records.ledger import UnknownCode
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import UNREAD_RESULT
from tests.records.table_records import WIDE, Found, read

START = 'shape = "wide"\nid = "id"\n'
COLUMNS = (
    "kind", "item", "code", "system", "value", "unit", "low", "high", "date", "start", "end", "status",
    "timing", "assay", "target", "method", "specimen",
)  # fmt: skip


def one(folder: Path, mapping: str, **cells: str) -> Found:
    """Reads one candidate of a wide table."""
    head, row = ",".join(cells), ",".join(f'"{cell}"' for cell in cells.values())
    return read(folder, f"id,{head}\nP1,{row}\n", START + mapping)


def alt(folder: Path, value: str, more: str = "", **cells: str) -> Found:
    """Reads one value of a wide table."""
    return one(folder, f'[[measurement]]\ncolumn = "alt"\ncode = "alt"\n{more}', alt=value, **cells)


def long(
    folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, more: str = "",
    local: LocalCodes | None = None,
) -> Found:  # fmt: skip
    """Reads the rows of one candidate in a long table."""
    named = "".join(f'{name.replace("item", "name")} = "{name}"\n' for name in columns)
    kinds = "".join(f'{kind} = "{kind}"\n' for kind in ("measurement", "condition", "treatment", "genomic"))
    mapping = f'shape = "long"\nid = "id"\n{more}[columns]\n{named}[kinds]\n{kinds}allergy = "allergy"\n'
    mapping += 'visit = "not needed"\n[statuses.treatment]\nT = "given"\nN = "not given"\n'
    mapping += 'X = "leave out"\nU = "not known"\n'
    lines = [",".join(("id", *columns))]
    lines += [",".join(["P1", *(f'"{row.get(name, "")}"' for name in columns)]) for row in rows]
    return read(folder, "\n".join(lines), mapping, local)


def lab(item: str, value: str = "5", **cells: str) -> dict[str, str]:
    """A row of a long table."""
    return {"kind": "measurement", "item": item, "value": value} | cells


def refusals(found: Found) -> list[tuple[str, str]]:
    """The columns and reasons of what was refused."""
    return [(at, why) for _, at, why in found.told("refused")]


@pytest.mark.parametrize(
    ("cell", "value", "comparator"),
    [
        ("31", 31.0, None),
        ("31 H", 31.0, None),
        ("31 U/L", 31.0, None),
        ("<5", 5.0, "<"),
        (">= 3", 3.0, ">="),
        ("≤3", 3.0, "<="),
        ("1e3", 1000.0, None),
        ("positive", "positive", None),
        ("see note", "see note", None),
        ("12-15", "12-15", None),
        ("12–15", "12–15", None),
        ("+", "+", None),
        ("++", "++", None),
        ("3+", "3+", None),
        ("5 (repeat)", "5 (repeat)", None),
        ("5 mmHg", "5 mmHg", None),
        ("1e3 U/L", "1e3 U/L", None),
    ],
)
def test_a_value_is_a_number_only_where_all_of_it_is_understood(
    tmp_path: Path, cell: str, value: float | str, comparator: str | None
) -> None:
    (found,) = alt(tmp_path, cell, 'unit = "U/L"').profile.measurements
    assert (found.value, found.comparator) == (value, comparator)
    assert found.unit == (None if isinstance(value, str) else "U/L")
    assert found.source == "line 2, column alt"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1,200", "has a comma"),
        ("-9", "'-9' is less than it can be; if it says that there is no value, add it to 'missing'"),
        ("5 kU/L", "the unit is coded 'U/L' and spelled 'kU/L', which are two"),
        ("1e99", "is larger than any measurement"),
        ("9" * 400, "characters, which is a report"),
        ("x" * 201, "a text of 201 characters, which is a report and not read"),
    ],
)
def test_a_value_that_may_be_another_is_no_fact(tmp_path: Path, cell: str, message: str) -> None:
    """A mark stays in its place, so that no earlier value speaks for it."""
    found = alt(tmp_path, cell, 'unit = "U/L"')
    assert [(one.code, one.value) for one in found.profile.measurements] == [("alt", UNREAD_RESULT)]
    ((at, why),) = refusals(found)
    assert at == "alt"
    assert message in why


def test_a_negative_value_stays_where_there_may_be_one(tmp_path: Path) -> None:
    mapping = '[[measurement]]\ncolumn = "x"\ncode = "bone mineral density T-score"\n'
    found = one(tmp_path, mapping, x="-2.5")
    assert [m.value for m in found.profile.measurements] == [-2.5]


def test_what_says_in_one_column_that_nothing_is_known_is_a_value_in_another(tmp_path: Path) -> None:
    mapping = (
        'missing = ["NA"]\n[[measurement]]\ncolumn = "alt"\ncode = "alt"\nmissing = ["99", "-9"]\n'
        'date = "day"\nhigh = "uln"\n[[measurement]]\ncolumn = "ast"\ncode = "ast"\n'
    )
    found = one(tmp_path, mapping, alt="99", day="", uln="", ast="99")
    assert [(m.code, m.value) for m in found.profile.measurements] == [("ast", 99.0)]
    found = one(tmp_path, mapping, alt="31", day="-9", uln="99", ast="NA")
    (kept,) = found.profile.measurements
    assert (kept.date, kept.reference_range) == (None, None)


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        ("7", "40", ReferenceRange(7.0, 40.0)),
        ("", "40", ReferenceRange(None, 40.0)),
        ("", "", None),
        ("0", "0", None),
        ("", "0", None),
        ("-9", "40", None),
        ("-9", "-9", None),
        ("40", "7", None),
        ("7", "<40", None),
        ("7", "U/L", None),
        ("7", "1,200", None),
    ],
)
def test_limits_of_normal_are_used_only_where_they_can_be(
    tmp_path: Path, low: str, high: str, limits: ReferenceRange | None
) -> None:
    found = alt(tmp_path, "31", 'unit = "U/L"\nlow = "low"\nhigh = "high"', low=low, high=high)
    (kept,) = found.profile.measurements
    assert (kept.value, kept.reference_range) == (31.0, limits)
    told = [why for _, _, why in found.told("used")]
    assert any("limits of normal" in why for why in told) == (limits is None and (low, high) != ("", ""))


@pytest.mark.parametrize("unit", ["", "258947003", "see above"])
def test_a_unit_that_is_not_known_is_kept_as_it_is_and_never_filled_in(tmp_path: Path, unit: str) -> None:
    found = alt(tmp_path, "31", 'unit_column = "u"\nhigh = "high"', u=unit, high="40")
    (kept,) = found.profile.measurements
    assert (kept.unit, kept.reference_range) == (unit or None, ReferenceRange(None, 40.0))


def test_a_unit_behind_the_number_and_another_in_its_column_are_two(tmp_path: Path) -> None:
    found = alt(tmp_path, "31 U/L", 'unit_column = "u"', u="258947003")
    assert refusals(found) == [("alt", "the unit behind the number is 'U/L', and another in the column u")]
    assert alt(tmp_path, "31 U/L", 'unit_column = "u"', u="").profile.measurements[0].unit == "U/L"


def test_codes_stand_for_what_the_mapping_says_and_others_are_refused(tmp_path: Path) -> None:
    more = 'values = { "1" = "positive", "2" = "negative", "8" = "leave out" }'
    assert [m.value for m in alt(tmp_path, "2", more).profile.measurements] == ["negative"]
    left = alt(tmp_path, "8", more)
    assert left.profile.measurements == ()
    assert left.told("not needed") == [("line 2", "", "its value is left out by the mapping")]
    other = alt(tmp_path, "3", more)
    assert refusals(other) == [
        ("alt", "'3' is not among the 'values' of the mapping; add it there or to 'missing'")
    ]


LEVELS = 'values = { "0" = "leave out", "1" = "confirmed", "2" = "refuted", "3" = "resolved" }\n'
ASTHMA = f'[[condition]]\ncolumn = "c___1"\ntext = "asthma"\n{LEVELS}onset = "on"\nresolved = "off"\n'


@pytest.mark.parametrize(
    ("cells", "status", "verification", "dates"),
    [
        (("1", "2020-01-02", ""), None, "confirmed", ("2020-01-02", None)),
        (("2", "", ""), None, "refuted", (None, None)),
        (("3", "2020", "2021-05"), "resolved", None, ("2020", "2021-05")),
        (("1", "45000", ""), None, "confirmed", (None, None)),
        (("1", "2020", "soon"), "unknown", "confirmed", ("2020", None)),
        (("1", "2021", "2020"), "unknown", "confirmed", (None, None)),
        (("3", "2021", "2020"), "resolved", None, (None, None)),
    ],
)
def test_a_condition_is_what_its_code_says(
    tmp_path: Path, cells: tuple[str, str, str], status: str | None, verification: str | None,
    dates: tuple[str | None, str | None],
) -> None:  # fmt: skip
    found = one(tmp_path, ASTHMA, **dict(zip(("c___1", "on", "off"), cells, strict=True)))
    (kept,) = found.profile.conditions
    assert (kept.text, kept.status, kept.verification) == ("asthma", status, verification)
    assert (kept.onset, kept.resolved) == dates


def test_a_box_that_is_not_ticked_denies_nothing(tmp_path: Path) -> None:
    found = one(tmp_path, ASTHMA, c___1="0", on="", off="")
    assert found.profile.conditions == ()
    assert found.ledger.fates["condition", "not needed"] == 1


@pytest.mark.parametrize("name", ["condition", "treatment", "allergy"])
def test_an_entry_of_which_nobody_knows_leaves_its_list_open(tmp_path: Path, name: str) -> None:
    coded = f'[[{name}]]\ncolumn = "x"\ntext = "asthma"\nvalues = {{ "9" = "not known" }}\n'
    named = f'[[{name}]]\ncolumn = "n"\nstatus_column = "x"\nvalues = {{ "9" = "not known" }}\n'
    for mapping in (coded, named):
        found = one(tmp_path, mapping, x="9", n="asthma")
        listed = {"allergy": "allergies"}.get(name, f"{name}s")
        assert [fact.text for fact in getattr(found.profile, listed)] == [UNREAD]
        assert (found.ledger.total("refused"), found.ledger.fates[name, "not needed"]) == (0, 1)


def test_a_row_of_which_nobody_knows_leaves_its_list_open(tmp_path: Path) -> None:
    found = long(tmp_path, {"kind": "treatment", "item": "aspirin", "status": "U"})
    assert [fact.text for fact in found.profile.treatments] == [UNREAD]


def test_a_condition_that_is_active_and_over_is_neither(tmp_path: Path) -> None:
    mapping = '[[condition]]\ncolumn = "dx"\nstatus = "active"\nresolved = "off"\n'
    found = one(tmp_path, mapping, dx="asthma", off="2020-01-01")
    (kept,) = found.profile.conditions
    assert (kept.status, kept.resolved) == ("unknown", None)
    assert "it is active and has an end; whether it is over is not known" in found.told("used")[0][2]


@pytest.mark.parametrize("cells", [("7", "", ""), ("", "2020-01-01", ""), ("", "", "2021")])
def test_an_entry_that_cannot_be_read_marks_its_list(tmp_path: Path, cells: tuple[str, str, str]) -> None:
    found = one(tmp_path, ASTHMA, **dict(zip(("c___1", "on", "off"), cells, strict=True)))
    assert [(c.text, c.source) for c in found.profile.conditions] == [(UNREAD, "line 2, column c___1")]
    assert found.ledger.total("refused") == 1


def test_a_date_that_several_entries_share_is_no_sign_of_a_lost_one(tmp_path: Path) -> None:
    mapping = "".join(f'[[condition]]\ncolumn = "{name}"\nonset = "on"\n' for name in ("dx1", "dx2"))
    found = one(tmp_path, mapping, dx1="asthma", dx2="", on="2020-01-01")
    assert [c.text for c in found.profile.conditions] == ["asthma"]


@pytest.mark.parametrize("cell", ["no asthma", "none", "? asthma", "asthma; COPD", "asthma\nCOPD", "0"])
def test_a_cell_that_names_more_or_less_than_a_condition_stays_as_it_is_written(
    tmp_path: Path, cell: str
) -> None:
    (kept,) = one(tmp_path, '[[condition]]\ncolumn = "dx"\n', dx=cell).profile.conditions
    assert (kept.text, kept.status, kept.verification) == (cell, None, None)


@pytest.mark.parametrize(
    ("cell", "text", "sure"),
    [("History of asthma", "asthma", None), ("suspected asthma", "asthma", "suspected")],
)
def test_a_name_that_says_more_than_a_condition_is_read_as_in_other_records(
    tmp_path: Path, cell: str, text: str, sure: str | None
) -> None:
    named = '[[condition]]\ncolumn = "dx"\nonset = "on"\n'
    (wide,) = one(tmp_path, named, dx=cell, on="2026-01-01").profile.conditions
    (row,) = long(tmp_path, {"kind": "condition", "item": cell, "start": "2026-01-01"}).profile.conditions
    for kept in (wide, row):
        assert (kept.text, kept.status, kept.verification, kept.onset) == (
            text,
            "unknown" if sure else "resolved",
            sure,
            None,
        )


def test_stage_and_grade_stand_beside_their_condition(tmp_path: Path) -> None:
    mapping = '[[condition]]\ncolumn = "dx"\nstage = "st"\ngrade = "gr"\n'
    (kept,) = one(tmp_path, mapping, dx="asthma", st="II", gr="").profile.conditions
    assert (kept.stage, kept.grade) == ("II", None)


def test_how_it_stands_with_an_entry_is_told_by_its_own_column(tmp_path: Path) -> None:
    mapping = (
        '[[condition]]\ncolumn = "dx"\nstatus_column = "st"\n'
        'values = { "ND" = "refuted", "X" = "leave out" }\n'
    )
    assert one(tmp_path, mapping, dx="asthma", st="ND").profile.conditions[0].verification == "refuted"
    assert one(tmp_path, mapping, dx="asthma", st="active").profile.conditions[0].status == "active"
    assert one(tmp_path, mapping, dx="asthma", st="").profile.conditions[0].status is None
    assert one(tmp_path, mapping, dx="asthma", st="X").profile.conditions == ()
    wrong = one(tmp_path, mapping, dx="asthma", st="7")
    assert wrong.profile.conditions[0].text == UNREAD
    assert refusals(wrong)[0][0] == "st"


DRUG = '[[treatment]]\ncolumn = "peg"\ntext = "pegaspargase"\nkind = "drug"\nstart = "s"\nend = "e"\n'
GIVEN = 'values = { "0" = "not given", "1" = "given", "2" = "ongoing" }\n'


@pytest.mark.parametrize(
    ("cells", "status", "dates"),
    [
        (("1", "2020-01-02", "2020-03-04"), "given", ("2020-01-02", "2020-03-04")),
        (("2", "2020-01-02", ""), "ongoing", ("2020-01-02", None)),
        (("2", "2020-01-02", "2020-03-04"), "given", ("2020-01-02", "2020-03-04")),
        (("2", "2020-01-02", "soon"), "given", ("2020-01-02", None)),
        (("0", "", ""), "not given", (None, None)),
        (("1", "2020-05", "2020-03"), "given", (None, None)),
        (("1", "03/04/2020", ""), "given", (None, None)),
    ],
)
def test_a_treatment_is_given_or_not_as_its_code_says(
    tmp_path: Path, cells: tuple[str, str, str], status: str, dates: tuple[str | None, str | None]
) -> None:
    found = one(tmp_path, DRUG + GIVEN, **dict(zip(("peg", "s", "e"), cells, strict=True)))
    (kept,) = found.profile.treatments
    assert (kept.text, kept.kind, kept.status) == ("pegaspargase", "drug", status)
    assert (kept.start, kept.end) == dates


@pytest.mark.parametrize("cells", [("0", "2020-01-02", ""), ("0", "", "2020-01-02"), ("9", "", "")])
def test_what_was_not_given_and_has_dates_of_being_given_is_neither(
    tmp_path: Path, cells: tuple[str, str, str]
) -> None:
    found = one(tmp_path, DRUG + GIVEN, **dict(zip(("peg", "s", "e"), cells, strict=True)))
    assert [t.text for t in found.profile.treatments] == [UNREAD]


def test_a_column_of_dates_says_when_something_was_done(tmp_path: Path) -> None:
    mapping = '[[treatment]]\ncolumn = "d"\ntext = "allogeneic HSCT"\nkind = "procedure"\ndated = "given"\n'
    (kept,) = one(tmp_path, mapping, d="2020-01-02").profile.treatments
    assert (kept.status, kept.start, kept.end) == ("given", "2020-01-02", "2020-01-02")
    assert one(tmp_path, mapping, d="").profile.treatments == ()
    wrong = one(tmp_path, mapping, d="none")
    assert [t.text for t in wrong.profile.treatments] == [UNREAD]
    assert refusals(wrong)[0][0] == "d"


def test_a_treatment_may_be_timed_by_another_event(tmp_path: Path) -> None:
    mapping = '[[treatment]]\ncolumn = "d"\nstatus = "planned"\ntiming = "when"\n'
    when = "end of induction therapy"
    assert one(tmp_path, mapping, d="orchiectomy", when=when).profile.treatments[0].timing == when
    row = {"kind": "treatment", "item": "orchiectomy", "status": "planned", "timing": when}
    assert long(tmp_path, row).profile.treatments[0].timing == when


def test_a_treatment_is_not_before_the_birth(tmp_path: Path) -> None:
    mapping = f'birth_date = "b"\n{DRUG}{GIVEN}'
    found = one(tmp_path, mapping, b="2020-05-05", peg="1", s="2019-01-01", e="")
    (kept,) = found.profile.treatments
    assert (kept.status, kept.start) == ("given", None)
    assert "lies before the birth" in found.told("used")[0][2]


ALLERGY = '[[allergy]]\ncolumn = "a"\ndate = "d"\n'


def test_an_allergy_is_read_with_its_state(tmp_path: Path) -> None:
    found = one(tmp_path, ALLERGY + 'status = "suspected"\n', a="penicillin", d="2020")
    (kept,) = found.profile.allergies
    assert (kept.text, kept.status, kept.date) == ("penicillin", "suspected", "2020")
    coded = ALLERGY + 'text = "penicillin"\nvalues = { "0" = "refuted", "1" = "confirmed" }\n'
    assert one(tmp_path, coded, a="0", d="").profile.allergies[0].status == "refuted"
    assert one(tmp_path, coded, a="2", d="").profile.allergies[0].text == UNREAD


GENE = '[[genomic]]\ncolumn = "g"\nassay_column = "assay"\ntarget = "BCR::ABL1"\ndate = "d"\n'


def test_a_genomic_result_is_kept_with_its_assay(tmp_path: Path) -> None:
    found = one(tmp_path, GENE, g="negative", assay="FISH", d="2020-01-02")
    assert found.profile.genomics == (
        Genomic(
            assay="FISH", result="negative", target="BCR::ABL1", date="2020-01-02",
            source="line 2, column g",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("said", ["negative", "not detected", "pending", "failed"])
def test_a_genomic_result_that_denies_something_needs_its_assay(tmp_path: Path, said: str) -> None:
    found = one(tmp_path, GENE, g=said, assay="", d="")
    assert found.profile.genomics == ()
    assert "a negative result without its assay" in refusals(found)[0][1]


def test_a_positive_result_without_its_assay_is_kept(tmp_path: Path) -> None:
    (kept,) = one(tmp_path, GENE, g="detected", assay="", d="").profile.genomics
    assert kept.assay == "assay not named"


def test_a_genomic_result_of_a_day_in_doubt_is_refused(tmp_path: Path) -> None:
    found = one(tmp_path, GENE, g="negative", assay="FISH", d="03/04/2020")
    assert (found.profile.genomics, refusals(found)[0][0]) == ((), "d")


def test_rows_of_a_form_are_put_together_and_each_keeps_its_day(tmp_path: Path) -> None:
    table = (
        "id,redcap_repeat_instrument,redcap_repeat_instance,born,alt,day,labs_complete\n"
        "P1,,,1990-01-01,,,\nP1,labs,1,,31,2026-01-01,2\nP1,labs,2,,33,2026-01-02,0\nP1,other,1,,,,2\n"
    )
    mapping = WIDE.replace("[[", 'birth_date = "born"\n[[') + 'date = "day"\n'
    found = read(tmp_path, table, mapping)
    assert found.profile.birth_date == "1990-01-01"
    assert [(m.value, m.date) for m in found.profile.measurements] == [
        (31.0, "2026-01-01"), (33.0, "2026-01-02"),
    ]  # fmt: skip
    assert found.told("not needed") == [("line 5", "", "no cell that the mapping names is filled")]


def test_every_cell_that_the_mapping_names_has_its_line_in_the_ledger(tmp_path: Path) -> None:
    mapping = WIDE + ASTHMA + GENE
    found = read(tmp_path, "id,alt,c___1,on,off,g,assay,d\nP1,31,2,,,positive,FISH,\nP2,,1,,,,,\n", mapping)
    used = [(line.place, line.kind) for line in found.lines if line.fate == "used"]
    assert sorted(set(used)) == [
        ("line 2", "candidate"), ("line 2", "condition"), ("line 2", "genomic"), ("line 2", "measurement"),
        ("line 3", "candidate"), ("line 3", "condition"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "unit"),
    [
        (lab("ALT", unit="U/L"), "ALT", "U/L"),
        (lab("Alanine", code="1742-6", system="LOINC"), Code("http://loinc.org", "1742-6", "Alanine"), None),
        (lab("", code="1742-6"), Code("http://loinc.org", "1742-6"), None),
        (lab("ALT", code="SGPT", system="lab"), "ALT", None),
        (lab("", code="ALT"), "ALT", None),
        (lab("", code="ALT", system="lab"), Code("lab", "ALT"), None),
        (lab("ALT", code="9999-9", system="LOINC"), Code("LOINC", "9999-9", "ALT"), None),
        (lab("glucose", specimen="urine"), Code("no system given", "glucose", "glucose"), None),
        (lab("glucose", specimen="Serum, fasting"), "glucose", None),
        (lab("bone marrow blasts", specimen="bone marrow"), "bone marrow blasts", None),
        (lab("glucose by urine dipstick"), Code("no system given", *["glucose by urine dipstick"] * 2), None),
    ],
)
def test_a_row_is_a_measurement_of_what_its_code_or_name_says(
    tmp_path: Path, row: dict[str, str], code: str | Code, unit: str | None
) -> None:
    found = long(tmp_path, row)
    (kept,) = found.profile.measurements
    assert (kept.code, kept.unit, kept.value) == (code, unit, 5.0)


def test_a_code_that_no_table_has_is_counted(tmp_path: Path) -> None:
    coded = lab("x", code="1", system="lab")
    found = long(tmp_path, lab("whatever"), coded, coded)
    assert found.ledger.unknown[UnknownCode("no system given", "whatever", "whatever")] == 1
    assert found.ledger.unknown[UnknownCode("lab", "1", "x")] == 1
    assert len(found.profile.measurements) == 2


def test_a_site_names_its_own_codes(tmp_path: Path) -> None:
    local = LocalCodes({("lab", "7"): "alt", ("", "8"): "asthma"})
    rows = [lab("x", code="7", system="lab"), {"kind": "condition", "code": "8"}]
    profile = long(tmp_path, *rows, local=local).profile
    assert profile.measurements[0].code == "alt"
    assert profile.conditions[0].text == "asthma"


def test_the_method_behind_a_name_is_read_where_it_is_one(tmp_path: Path) -> None:
    rows = [
        lab("ejection fraction by echocardiography", unit="%"),
        lab("ejection fraction by echocardiography", unit="%", method="MUGA"),
        {"kind": "genomic", "item": "CD22 by flow cytometry", "value": "negative"},
    ]
    profile = long(tmp_path, *rows).profile
    assert [(m.code, m.method) for m in profile.measurements] == [
        ("ejection fraction", "echocardiography"), ("ejection fraction", "MUGA"),
    ]  # fmt: skip
    (kept,) = profile.genomics
    assert (kept.target, kept.assay, kept.result) == ("CD22", "flow cytometry", "negative")


@pytest.mark.parametrize(
    ("row", "target", "assay"),
    [
        ({"item": "BCR::ABL1", "assay": "FISH"}, "BCR::ABL1", "FISH"),
        ({"item": "panel", "target": "KMT2A", "assay": "FISH"}, "KMT2A", "FISH"),
        ({"item": "seen by us", "assay": "FISH"}, "seen by us", "FISH"),
        ({"code": "x1", "assay": "FISH"}, "x1", "FISH"),
    ],
)
def test_a_genomic_row_speaks_of_its_target(
    tmp_path: Path, row: dict[str, str], target: str, assay: str
) -> None:
    (kept,) = long(tmp_path, {"kind": "genomic", "value": "negative"} | row).profile.genomics
    assert (kept.target, kept.assay) == (target, assay)


def test_a_loinc_code_says_what_a_genomic_result_speaks_of(tmp_path: Path) -> None:
    row = {"kind": "genomic", "code": "21821-4", "system": "LOINC", "value": "negative"}
    (kept,) = long(tmp_path, row).profile.genomics
    assert kept.target == "BCR::ABL1"
    assert kept.assay != "assay not named"


def test_a_negative_row_without_its_assay_is_refused(tmp_path: Path) -> None:
    found = long(tmp_path, {"kind": "genomic", "item": "BCR::ABL1", "value": "negative"})
    assert found.profile.genomics == ()
    assert "without its assay" in refusals(found)[0][1]


def test_a_row_of_a_list_is_an_entry(tmp_path: Path) -> None:
    found = long(
        tmp_path,
        {"kind": "condition", "item": "Asthma (disorder)", "code": "195967001", "system": "SNOMED",
         "start": "2020-01-01", "end": "2021-01-01"},
        {"kind": "condition", "item": "asthma", "status": "refuted", "date": "2020-05-05"},
        {"kind": "treatment", "item": "pegaspargase", "status": "T", "start": "2020-01-01"},
        {"kind": "treatment", "item": "asparaginase", "status": "N"},
        {"kind": "allergy", "item": "penicillin", "status": "confirmed", "date": "2020"},
    )  # fmt: skip
    first, second = found.profile.conditions
    assert (first.text, first.onset, first.resolved) == ("Asthma", "2020-01-01", "2021-01-01")
    assert first.code == Code("SNOMED", "195967001", "Asthma (disorder)")
    assert (second.verification, second.onset) == ("refuted", None)
    assert [(t.text, t.status, t.start) for t in found.profile.treatments] == [
        ("pegaspargase", "given", "2020-01-01"), ("asparaginase", "not given", None),
    ]  # fmt: skip
    (allergy,) = found.profile.allergies
    assert (allergy.text, allergy.status, allergy.date) == ("penicillin", "confirmed", "2020")


def test_the_date_of_a_row_is_a_start_only_where_there_is_no_column_for_it(tmp_path: Path) -> None:
    columns = tuple(name for name in COLUMNS if name not in ("start", "end"))
    rows = [
        {"kind": "condition", "item": "asthma", "date": "2020-01-01"},
        {"kind": "treatment", "item": "pegaspargase", "status": "N", "date": "2020-01-01"},
    ]
    profile = long(tmp_path, *rows, columns=columns).profile
    assert (profile.conditions[0].onset, profile.treatments[0].start) == ("2020-01-01", "2020-01-01")
    profile = long(tmp_path, *rows).profile
    assert (profile.conditions[0].onset, profile.treatments[0].start) == (None, None)


def test_a_product_is_taken_apart_into_its_drugs(tmp_path: Path) -> None:
    row = {"kind": "treatment", "status": "T"}
    row["item"] = "Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral Tablet"
    found = long(tmp_path, row)
    assert [t.text for t in found.profile.treatments] == ["Hydrochlorothiazide", "Lisinopril"]


@pytest.mark.parametrize(
    ("row", "at", "why"),
    [
        (lab("ALT", ""), "value", "there is no value"),
        (lab(""), "item", "there is neither a name nor a code"),
        (lab("ALT", status="cancelled"), "status", "'cancelled' is not in [statuses.measurement]"),
        (lab("ALT", date="31/04/2020"), "date", "is no day of the calendar"),
        (lab("ALT") | {"kind": "labs"}, "kind", "'labs' is not in [kinds] of the mapping; add it there"),
        (lab("ALT") | {"kind": ""}, "kind", "'' is not in [kinds]"),
        ({"kind": "treatment", "item": "aspirin"}, "status", "the status is missing"),
        ({"kind": "treatment", "item": "aspirin", "status": "N", "end": "2020"}, "end", "and has dates"),
        ({"kind": "condition", "item": "asthma", "status": "given"}, "status", "as one of: active, resolved"),
        ({"kind": "allergy"}, "item", "neither a name nor a code"),
    ],
)
def test_a_row_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, row: dict[str, str], at: str, why: str
) -> None:
    found = long(tmp_path, row)
    ((found_at, found_why),) = refusals(found)
    assert found_at == at
    assert why in found_why
    lists = {"treatment": "treatments", "condition": "conditions", "allergy": "allergies"}
    marked = [name for name in lists.values() if getattr(found.profile, name)]
    expected = [lists[row["kind"]]] if row["kind"] in lists else []
    assert sorted(marked) == sorted(lists.values() if at == "kind" else expected)


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "visit", "item": "x"},
        {"kind": "treatment", "item": "aspirin", "status": "X"},
    ],
)
def test_a_row_that_the_mapping_does_not_need_leaves_no_fact_and_no_mark(
    tmp_path: Path, row: dict[str, str]
) -> None:
    found = long(tmp_path, row)
    assert found.profile.treatments == ()
    assert found.ledger.fates[row["kind"].replace("visit", "row"), "not needed"] == 1


def test_words_of_results_stand_for_what_the_mapping_says(tmp_path: Path) -> None:
    row = {"kind": "genomic", "item": "BCR::ABL1", "assay": "FISH"}
    mapping = (
        'shape = "long"\nid = "id"\n[columns]\nname = "item"\nvalue = "value"\nassay = "assay"\n'
        '[fixed]\nkind = "genomic"\n[values]\nN = "negative"\nV = "leave out"\n'
    )
    found = read(tmp_path, "id,item,value,assay\n" + "".join(
        f"P1,{row['item']},{value},{row['assay']}\n" for value in ("N", "V", "positive")
    ), mapping)  # fmt: skip
    assert [g.result for g in found.profile.genomics] == ["negative", "positive"]
    assert ("line 3", "", "its value is left out by the mapping") in found.told("not needed")


def test_a_provisional_result_is_kept_as_one(tmp_path: Path) -> None:
    found = long(tmp_path, lab("ALT", status="provisional"), lab("ALT", "6", status="final"))
    assert [m.provisional for m in found.profile.measurements] == [True, False]


def test_a_decimal_comma_is_read_in_values_and_limits(tmp_path: Path) -> None:
    table = "id;alt;low;high\nP1;31,5;7,5;40\n"
    mapping = WIDE.replace("[[", 'decimal = ","\n[[') + 'low = "low"\nhigh = "high"\n'
    assert read(tmp_path, table, mapping).profile.measurements == (
        Measurement(
            code="alt", value=31.5, unit="U/L", reference_range=ReferenceRange(7.5, 40.0),
            source="line 2, column alt",
        ),
    )  # fmt: skip
