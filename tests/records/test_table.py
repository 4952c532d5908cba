"""Tables: files, rows, codes of candidates, dates, numbers, and what must not be told."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.patient.check import check
from eligibility.patient.profile import Profile
from eligibility.records.ledger import Ledger, Line
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import UNREAD_RESULT
from eligibility.records.pseudonyms import Pseudonyms
from eligibility.records.table import sheet
from eligibility.records.table.days import day_of
from eligibility.records.table.numbers import Signs, number_of, pointed
from eligibility.records.table.quoting import WORDS
from eligibility.records.table.read import OF_A_FORM, TableReader
from tests.records.table_records import ALT, TOLD, WIDE, mapped, read, read_file

MANY = WIDE.replace("[[", 'rows = "many"\n[[', 1)
DATED = f'{WIDE}date = "day"\n'
PERSON = 'shape = "wide"\nid = "id"\nsex = "sex"\nbirth_date = "born"\n'
CONDITION = '[[condition]]\ncolumn = "dx"\n'
LONG = (
    'shape = "long"\nid = "id"\n[columns]\nkind = "kind"\nname = "item"\nvalue = "value"\n'
    '[kinds]\nlab = "measurement"\ndx = "condition"\n'
)


@pytest.mark.parametrize(
    "content",
    [
        b"id,alt\nP1,31\n",
        b"\xef\xbb\xbfid,alt\nP1,31\n",
        b"id,alt\r\nP1,31\r\n",
        b"id,alt\rP1,31\r",
        b"id;alt\nP1;31\n",
        b"id\talt\nP1\t31",
        b'"id","alt"\n"P1","31"\n',
        b"\n\nid,alt\n\nP1,31\n\n",
        b" id , alt \n P1 , 31 \n",
        b'alt,note,id\n31,"one\ntwo, ""three""",P1\n',
    ],
    ids=["plain", "mark", "crlf", "cr", "semicolon", "tab", "quotes", "blank lines", "blanks", "line break"],
)
def test_a_table_is_read_however_its_cells_are_parted_and_its_lines_end(
    tmp_path: Path, content: bytes
) -> None:
    found = read(tmp_path, content)
    (measured,) = found.profile.measurements
    assert (found.profile.id, measured.value, measured.unit, measured.code) == ("P1", 31.0, "U/L", "alt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "table.csv: the table is empty; its first line has the names of the columns"),
        (b"\n\n", "the table is empty"),
        ("id,alt\n".encode("utf-16"), "table.csv: the file is text in UTF-16; save it as CSV in UTF-8"),
        ("id,alt\n".encode("utf-16-le"), "table.csv: byte 1 is zero, which no UTF-8 text holds"),
        ("id,alt\nP1,ä\n".encode("latin-1"), "table.csv: byte 10 is not UTF-8; save the table as CSV"),
        (b"id,alt\nP1,\xc3", "table.csv: byte 10 is not UTF-8"),
        (b"id,alt\nP\x001,31\n", "table.csv: byte 8 is zero"),
        (b"PK\x03\x04", "table.csv: the file is a spreadsheet or a zip file"),
        (b"id,alt;x\n", "table.csv: ',' and ';' stand in the header; say in the mapping"),
        (b'id,"alt\nP1,31\n', "table.csv: line 1: unexpected end of data; check the quotes"),
        (b"id,ALT\n", "there is no column 'alt' in the table; there is 'ALT'"),
        (b"id,ast\n", "mapping.toml: measurement[0].column: there is no column 'alt' in the table; give"),
        (b"id,alt,alt\n", "the column 'alt' stands twice in the table; rename one"),
    ],
)
def test_a_file_that_is_not_the_table_of_the_mapping_is_refused_whole(
    tmp_path: Path, content: bytes, message: str
) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, content)
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv: cannot be read"):
        read_file(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_encoding_is_checked_across_the_parts_in_which_a_file_is_read(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "CHUNK", size)
    text = "id,alt,ä€😀\nP1,31,ä€😀\n".encode()
    assert read(tmp_path, text).profile.id == "P1"
    with pytest.raises(InputError, match=f"byte {len(text)} is not UTF-8"):
        read(tmp_path, text + b"\xff")


def test_a_header_without_rows_is_a_table_of_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt\n")
    assert (found.read, found.ledger.read) == ([], 0)


def test_columns_that_are_not_used_are_told_with_the_reason(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt,note,first_name,,redcap_event_name\nP1,31,a,b,c,d\n")
    assert [(line.place, line.why) for line in found.lines if line.kind == "column"] == [
        ("column note", "the mapping does not use this column"),
        ("column first_name", "it identifies a person, and is not kept"),
        ("column 5", "the mapping does not use this column"),
        ("column redcap_event_name", OF_A_FORM),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("P2", "1 cells for 2 columns"),
        ("P2,1,200", "3 cells for 2 columns"),
        ('P2,"5"x', "',' expected after '\"'"),
        (",5", "there is no code of the candidate"),
    ],
)
def test_a_row_that_cannot_be_used_does_not_keep_the_next_from_being_read(
    tmp_path: Path, row: str, why: str
) -> None:
    found = read(tmp_path, f"id,alt\nP1,31\n{row}\nP3,33\n")
    assert list(found.profiles) == ["P1", "P3"]
    (error,) = found.errors
    assert error.startswith("line 3")
    assert why in error
    assert [place for place, _, _ in found.told("refused")] == ["line 3"]


def test_a_quote_that_never_ends_loses_what_stands_behind_it_and_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,alt\nP1,31\nP2,"5\nP3,6\nP4,7\n')
    assert list(found.profiles) == ["P1"]
    assert "the lines 3 to 5 are lost with it" in found.errors[0]


def test_a_cell_larger_than_any_is_lost_with_its_row_alone(tmp_path: Path) -> None:
    found = read(tmp_path, f"id,alt,note\nP1,31,{'x' * 200_000}\nP2,32,\n")
    assert list(found.profiles) == ["P2"]


def test_a_row_of_empty_cells_is_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt\nP1,31\n,\n")
    assert found.told("not needed") == [("line 3", "", "all its cells are empty")]


@pytest.mark.parametrize("mapping", [WIDE, MANY])
def test_the_same_row_again_gives_no_second_fact(tmp_path: Path, mapping: str) -> None:
    found = read(tmp_path, "id,alt\nP1,31\nP1,31\n", mapping)
    assert [one.value for one in found.profile.measurements] == [31.0]
    assert ("line 3", "", "the same row stands before it") in found.told("not needed")


def test_of_two_rows_that_differ_where_one_is_due_neither_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt\nP1,31\nP2,5\nP1,300\n")
    assert list(found.profiles) == ["P2"]
    assert found.errors == [
        f"line {line}, column id: the candidate stands twice with different content, at the lines 2 and 4;"
        ' say rows = "many" if the rows belong together'
        for line in (2, 4)
    ]


def test_a_table_of_one_row_a_candidate_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,alt\n" + "".join(f"P{number},31\n" for number in range(1000)), "utf-8")
    lines: list[Line] = []
    reader = iter(TableReader(path, mapped(WIDE), Ledger(lines.append), TOLD, LocalCodes()))
    first = next(reader)
    assert isinstance(first, Profile)
    assert {line.place for line in lines} == {"line 2"}
    assert sum(1 for _ in reader) == 999


def test_rows_that_belong_together_are_put_together(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt\nP1,31\nP2,5\nP1,300\n", MANY)
    assert {key: [m.value for m in one.measurements] for key, one in found.profiles.items()} == {
        "P1": [31.0, 300.0], "P2": [5.0],
    }  # fmt: skip


@pytest.mark.parametrize("other", ["p1", "P1", "Ｐ１"])
@pytest.mark.parametrize("mapping", [WIDE, MANY])
def test_a_code_in_two_spellings_is_that_of_nobody(tmp_path: Path, mapping: str, other: str) -> None:
    if other == "P1":
        assert len(read(tmp_path, f"id,alt\nP1,31\n {other} ,31\n", MANY).profiles) == 1
        return
    found = read(tmp_path, f"id,alt\nP1,31\n{other},300\nP2,5\n", mapping)
    assert list(found.profiles) == ["P2"]
    assert "written in two ways, at the lines 2 and 3" in found.errors[0]


def test_leading_zeros_that_one_row_has_lost_put_both_in_doubt(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt\n001,31\n1,300\n", MANY)
    assert found.profiles == {}
    assert "written in two ways" in found.errors[0]


@pytest.mark.parametrize("code", ["jo@example.org", "Jo Doe", "P1/2", "Jürgen", "P1\u200b"])
@pytest.mark.parametrize("mapping", [WIDE, MANY])
def test_a_code_that_may_identify_a_person_is_refused_and_not_shown(
    tmp_path: Path, mapping: str, code: str
) -> None:
    found = read(tmp_path, f"id,alt\n{code},31\n", mapping)
    assert "no plain code and may identify a person" in found.errors[0]
    assert "number_by" in found.errors[0]
    assert code not in found.everything


def test_a_code_that_is_the_name_of_the_person_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "id,surname,alt\nGrzybowski,Grzybowski,31\n")
    assert "stands in a column that identifies the person as well" in found.errors[0]
    assert "Grzybowski" not in found.everything


def test_candidates_are_numbered_by_a_column_that_identifies_them(tmp_path: Path) -> None:
    mapping = 'shape = "wide"\nid = { number_by = "mrn" }\nrows = "many"\n' + ALT
    found = read(tmp_path, "mrn,alt\n470011,31\n470022,5\n470011,33\n", mapping)
    assert {key: len(one.measurements) for key, one in found.profiles.items()} == {
        "candidate-1": 2, "candidate-2": 1,
    }  # fmt: skip
    assert "4700" not in found.everything


@pytest.mark.parametrize("mapping", [WIDE, MANY, WIDE.replace('"id"', '{ number_by = "id" }')])
def test_pseudonyms_stand_in_place_of_any_code_and_stay_the_same(tmp_path: Path, mapping: str) -> None:
    known = Pseudonyms()
    code = "jo.grzybowski@example.org"
    text = f"id,alt,note\n{code},31,\nP-2,5,x\n"
    first, again = (read(tmp_path, text, mapping, pseudonyms=known) for _ in range(2))
    assert list(first.profiles) == list(again.profiles) == [known.of(code), known.of("P-2")]
    assert "grzybowski" not in first.everything


def test_a_lost_row_puts_the_lists_in_doubt_that_it_may_hold_an_entry_of(tmp_path: Path) -> None:
    broken = "id,alt,dx\nP1,31,asthma\nP2,31\n"
    assert list(read(tmp_path, broken, WIDE + CONDITION).ledger.lists_in_doubt) == ["conditions"]
    assert list(read(tmp_path, broken).ledger.lists_in_doubt) == []
    long = read(tmp_path, "id,kind,item,value\n,lab,ALT,31\n", LONG)
    assert list(long.ledger.lists_in_doubt) == ["conditions"]
    assert long.ledger.lists_in_doubt["conditions"].startswith("line 2: there is no code")


def test_rows_of_a_candidate_that_is_refused_put_no_list_of_others_in_doubt(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt,dx\nP1,31,asthma\nP1,32,asthma\n", WIDE + CONDITION)
    assert (found.profiles, found.ledger.lists_in_doubt) == ({}, {})


def test_a_long_table_is_told_of_once_for_each_code_that_it_cannot_use(tmp_path: Path) -> None:
    rows = "Jo Doe,lab,ALT,1\nP1,lab,ALT,2\nJo Doe,lab,ALT,3\n"
    found = read(tmp_path, f"id,kind,item,value\n{rows}", LONG)
    assert [isinstance(one, Profile) for one in found.read] == [False, True]
    assert len(found.told("refused")) == 2


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2020-04-03", None, "2020-04-03"),
        ("2020-04", None, "2020-04"),
        ("2020", None, "2020"),
        ("20200403", None, "2020-04-03"),
        ("2020-04-03T23:59:59+02:00", None, "2020-04-03"),
        ("2020-04-03 08:15", None, "2020-04-03"),
        ("2020-04-03 00:00:00.000Z", None, "2020-04-03"),
        ("3/4/2020 1:05 PM", "month-day-year", "2020-03-04"),
        ("03/04/2020", "day-month-year", "2020-04-03"),
        ("03.04.2020", "month-day-year", "2020-03-04"),
        ("25/12/2020", None, "2020-12-25"),
        ("12/25/2020", None, "2020-12-25"),
        ("04/04/2020", None, "2020-04-04"),
        ("3-Apr-2020", None, "2020-04-03"),
        ("03APR2020", None, "2020-04-03"),
        ("29/02/2020", None, "2020-02-29"),
    ],
)
def test_a_date_that_means_one_day_is_read(text: str, order: str | None, day: str) -> None:
    assert day_of(text, order, TOLD) == day  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        ("03/04/2020", None, "'03/04/2020' can be two days; say 'date_order' in the mapping"),
        ("25/12/2020", "month-day-year", "'25/12/2020' is no day in the order month-day-year"),
        ("31/04/2020", None, "'31/04/2020' is no day of the calendar"),
        ("31/04/2020", "day-month-year", "'31/04/2020' is no day in the order"),
        ("29/02/2021", None, "is no day of the calendar"),
        ("2020-13-01", None, "'2020-13-01' is no day of the calendar"),
        ("20201301", None, "is no day of the calendar"),
        ("0000-00-00", None, "'0000-00-00' is no day of the calendar"),
        ("1899-12-31", None, "'1899-12-31' lies outside the years 1900 to 2150"),
        ("9999-12-31", None, "'9999-12-31' lies outside the years"),
        ("45000", None, "'45000' is the number that a spreadsheet keeps for a date"),
        ("43924.5", None, "is the number that a spreadsheet keeps"),
        ("03/04/20", "day-month-year", "the year of '03/04/20' has two digits"),
        ("3-Apr-20", None, "the year of '3-Apr-20' has two digits"),
        ("2020-4-3", None, "'2020-4-3' is no date; write YYYY-MM-DD"),
        ("2020-04-03 12:00 cancelled", None, f"{WORDS} is no date"),
        ("2020-04-03 or later", None, f"{WORDS} is no date"),
        ("UN-UNK-2020", None, f"{WORDS} is no date"),
        ("٢٠٢٠-٠٤-٠٣", None, "is no date"),
        ("03/04-2020", "day-month-year", "is no date"),
        ("-9", None, "'-9' is no date"),
        ("see note", None, f"{WORDS} is no date"),
    ],
)
def test_a_date_that_is_none_or_could_be_two_is_not_guessed(
    text: str, order: str | None, message: str
) -> None:
    with pytest.raises(InputError) as error:
        day_of(text, order, TOLD)  # type: ignore[arg-type]
    assert message in str(error.value)


def test_a_date_in_doubt_is_told_with_value_line_and_column(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt,day\nP1,31,03/04/2020\n", DATED)
    assert [(one.value, one.date) for one in found.profile.measurements] == [(UNREAD_RESULT, "2020")]
    ((place, at, why),) = found.told("refused")
    assert (place, at) == ("line 2", "day")
    assert "'03/04/2020' can be two days" in why


def test_a_measurement_whose_date_is_empty_is_kept_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt,day\nP1,31,\n", DATED)
    assert found.profile.measurements[0].date is None
    assert ("line 2", "day", "there is no date") in found.told("used")


@pytest.mark.parametrize(
    ("text", "decimal", "plain"),
    [
        ("5.4 H", ".", "5.4 H"),
        ("5,4 H", ",", "5.4 H"),
        ("<0,01", ",", "<0.01"),
        (">= 3", ".", ">= 3"),
        (".5", ".", "0.5"),
        ("-,5", ",", "-0.5"),
        ("5.", ".", "5."),
        ("1e3", ".", "1000"),
        ("1.5E-3", ".", "0.0015"),
        ("12-15", ".", "12-15"),
        ("positive", ".", "positive"),
        ("++", ".", "++"),
        ("5\u00a0U/L", ".", "5 U/L"),
    ],
)
def test_a_number_is_written_with_a_point(text: str, decimal: str, plain: str) -> None:
    assert pointed(text, Signs(decimal)) == plain


@pytest.mark.parametrize(
    ("text", "decimal", "message"),
    [
        ("1,200", ".", "'1,200' has a comma; say in the mapping what it parts"),
        ("1.200,5", ".", "has a comma"),
        ("1.200,5", ",", "'1.200,5' has a point; if it parts thousands"),
        ("5.4", ",", "has a point"),
        ("1,200,000", ",", "has signs that part thousands"),
        ("1 200", ".", "'1 200' has signs that part thousands"),
        ("1\u202f200", ".", "has signs that part thousands"),
        ("1'200", ".", "has signs that part thousands"),
        ("1.200.000", ".", "has signs that part thousands"),
        ("١٢", ".", "is not in the digits 0 to 9"),
        ("１２", ".", "is not in the digits 0 to 9"),
        ("<٠.٥", ".", "is not in the digits 0 to 9"),
        ("1,200 Grzybowski", ".", f"{WORDS} has a comma"),
    ],
)
def test_a_number_that_may_be_another_is_refused(text: str, decimal: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        pointed(text, Signs(decimal))
    assert message in str(error.value)


@pytest.mark.parametrize("text", ["", "5 H", "<5", "12-15", "+", "5-", "nan", "inf", "5.", "0x10", "1_000"])
def test_a_limit_is_a_number_and_nothing_else(text: str) -> None:
    with pytest.raises(InputError, match="is no number"):
        number_of(text)


@pytest.mark.parametrize(
    ("cells", "sex", "birth"),
    [
        ("female,1990-04-02", "female", "1990-04-02"),
        ("M,1990", "male", "1990"),
        ("1,1990-04", None, "1990-04"),
        ("see chart,02/03/1990", None, None),
        (",", None, None),
        ("f,1890-01-01", "female", None),
    ],
)
def test_sex_and_birth_are_known_or_unknown_and_never_guessed(
    tmp_path: Path, cells: str, sex: str | None, birth: str | None
) -> None:
    profile = read(tmp_path, f"id,sex,born\nP1,{cells}\n", PERSON).profile
    assert (profile.sex, profile.birth_date) == (sex, birth)


def test_codes_of_a_sex_are_those_of_the_mapping_and_no_others(tmp_path: Path) -> None:
    mapping = PERSON + 'sex_values = { "1" = "male", "2" = "female" }\n'
    found = read(tmp_path, "id,sex,born\nP1,2,\nP2,1,\nP3,female,\n", mapping)
    assert [one.sex for one in found.profiles.values()] == ["female", "male", None]
    ((_, at, why),) = found.told("used")
    assert at == "line 4, column sex"
    assert "'female' is not in 'sex_values' of the mapping" in why


def test_rows_that_contradict_each_other_leave_sex_and_birth_unknown(tmp_path: Path) -> None:
    rows = "P1,f,1990-04\nP1,m,1990-04-02\nP2,f,1990\nP2,f,1991\n"
    found = read(tmp_path, f"id,sex,born\n{rows}", PERSON + 'rows = "many"\n')
    assert [(one.sex, one.birth_date) for one in found.profiles.values()] == [
        (None, "1990-04-02"), ("female", None),
    ]  # fmt: skip


def test_a_value_of_a_child_is_kept_and_one_before_its_birth_is_not(tmp_path: Path) -> None:
    mapping = f'{PERSON}{ALT}date = "day"\n'
    rows = "P1,f,2026-01-10,31,2026-01-11\nP2,f,2026-01-10,31,2026-01-09\nP3,f,2026-01,31,2026-01\n"
    found = read(tmp_path, f"id,sex,born,alt,day\n{rows}", mapping)
    results = [(one.measurements[0].value, one.measurements[0].date) for one in found.profiles.values()]
    assert results == [(31, "2026-01-11"), (UNREAD_RESULT, None), (31, "2026-01")]
    assert "lies before the birth" in found.told("refused")[0][2]


def test_a_date_later_than_the_day_of_the_screening_stays_what_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, "id,alt,day\nP1,31,2149-01-01\n", DATED)
    assert found.profile.measurements[0].date == "2149-01-01"


SECRETS = ("Grzybowski", "Wilhelmine", "Łódź", "0815471199", "jo@example.org", "O'Neill", "Ng")
WHO = 'Wilhelmine,"Grzybowski-O\'Neill",Łódź,0815471199,jo@example.org,Ng'
HEAD = "id,first_name,surname,city,mrn,email,maiden_name"


def test_no_identifier_reaches_a_profile_a_message_or_the_ledger_of_a_wide_table(tmp_path: Path) -> None:
    mapping = (
        f'{PERSON}rows = "many"\n{ALT}date = "day"\n{CONDITION}onset = "onset"\n'
        '[[treatment]]\ncolumn = "drug"\nstatus_column = "taken"\n'
        '[[genomic]]\ncolumn = "gene"\nassay_column = "assay"\ndate = "day"\n'
        '[[allergy]]\ncolumn = "allergy"\n'
    )
    cells = ["sex", "born", "alt", "day", "dx", "onset", "drug", "taken", "gene", "assay", "allergy"]
    rows = []
    for at in range(len(cells)):
        for secret in SECRETS:
            row = ["f", "1990", "31", "2026-01-01", "asthma", "", "aspirin", "given", "positive", "FISH", ""]
            row[at] = f"5 {secret}" if at % 2 else f"for {secret}, seen"
            rows.append("P1,,,,,,," + ",".join(f'"{cell}"' for cell in row))
            row[at] = secret
            rows.append("P1,,,,,,," + ",".join(f'"{cell}"' for cell in row))
    rows.append(f"P1,{WHO}{',' * len(cells)}")
    found = read(tmp_path, "\n".join([f"{HEAD},{','.join(cells)}", *rows]), mapping)
    assert len(found.profile.conditions) > len(SECRETS)
    told = found.everything
    assert [secret for secret in (*SECRETS, "Neill") if secret in told] == []
    assert "[removed]" in told


@pytest.mark.parametrize("kind", ["measurement", "condition", "treatment", "genomic", "allergy"])
def test_no_identifier_reaches_a_profile_a_message_or_the_ledger_of_a_long_table(
    tmp_path: Path, kind: str
) -> None:
    columns = ["kind", "item", "code", "value", "unit", "date", "status", "assay", "specimen", "low"]
    columns += ["start", "system"]
    mapping = (
        'shape = "long"\nid = "id"\n[columns]\n'
        + "".join(f'{one.replace("item", "name")} = "{one}"\n' for one in columns)
        + f'[kinds]\nx = "{kind}"\n[statuses.treatment]\n"" = "given"\n'
    )
    rows = []
    for at in range(len(columns)):
        for secret in SECRETS:
            row = ["x", "ALT", "", "31", "U/L", "2026-01-01", "", "FISH", "", "7"]
            row += ["2026-01-01", ""]
            row[at] = secret
            rows.append("P1,,,,,,," + ",".join(f'"{cell}"' for cell in row))
            row[1], row[2] = "" if at != 1 else f"ask {secret}", "1" if at != 2 else f"ask {secret}"
            rows.append("P1,,,,,,," + ",".join(f'"{cell}"' for cell in row))
    rows.append(f"P1,{WHO}{',' * len(columns)}")
    found = read(tmp_path, "\n".join([f"{HEAD},{','.join(columns)}", *rows]), mapping)
    told = found.everything
    assert [secret for secret in (*SECRETS, "Neill") if secret in told] == []
    assert len(found.lines) > len(rows)


CELL = st.sampled_from(
    ["", "P1", "p1", "P2", "31", "<5", "1,5", "1.5", "NA", "lab", "dx", "ALT", "asthma", '"', "\n", "\r",
     "x y", "2020-01-01", "31/04/2020", "given", "١", "\ufeff", ";", "\t", '"a,b"', "1e99", "-9", "\x1f"]
) | st.text(max_size=6)  # fmt: skip
ANY_TEXT = st.lists(st.lists(CELL, max_size=5).map(",".join), max_size=8).map("\n".join)
HEADERS = st.sampled_from(["id,alt,dx\n", "id,kind,item,value\n", "id\talt\tdx\n", ""])
MAPPINGS = st.sampled_from([WIDE + CONDITION, MANY + CONDITION, LONG])


@given(header=HEADERS, body=ANY_TEXT, mapping=MAPPINGS)
def test_any_text_is_read_or_refused_and_every_row_is_accounted_for(
    header: str, body: str, mapping: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes((header + body).encode("utf-8", "surrogatepass"))
        try:
            found = read_file(path, mapping)
            rows = list(sheet.Sheet(path).rows())
        except InputError as error:
            assert error.message
            return
    for profile in found.profiles.values():
        check(profile, profile.id)
    told = {line.place for line in found.lines}
    assert [row.line for row in rows if f"line {row.line}" not in told] == []


@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(b"id,alt\n" + content)
        try:
            read_file(path)
        except InputError as error:
            assert error.place


def test_thousands_are_parted_by_what_the_mapping_says(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,alt\nP1,"1,200"\nP2,"1,20"\nP3,"1,200.5"\n', f'thousands = ","\n{WIDE}')
    values = [one.measurements[0].value for one in found.profiles.values()]
    assert values == [1200, UNREAD_RESULT, 1200.5]


def test_a_point_that_may_part_thousands_is_not_guessed(tmp_path: Path) -> None:
    """Where semicolons part the cells, a point before three digits may be either."""
    found = read(tmp_path, "id;alt\nP1;1.200\nP2;1.20\nP3;0.200\n", WIDE)
    assert [one.measurements[0].value for one in found.profiles.values()] == [UNREAD_RESULT, 1.2, 0.2]
    assert "may have parted thousands" in found.told("refused")[0][2]
