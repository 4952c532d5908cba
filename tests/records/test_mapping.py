"""Mappings of tables: what is read, and that every refusal names the key and the way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.records.table.mapping import NumberBy
from eligibility.records.table.read_mapping import SAID, read_mapping
from tests.records.table_records import TOLD, mapped

WIDE = 'shape = "wide"\nid = "id"\n'
LONG = 'shape = "long"\nid = "id"\n'
KINDS = '[kinds]\nlab = "measurement"\n'
ALT = '[[measurement]]\ncolumn = "alt"\ncode = "alt"\n'
DX = '[[condition]]\ncolumn = "dx"\n'
DRUG = '[[treatment]]\ncolumn = "peg"\n'
GENE = '[[genomic]]\ncolumn = "gene"\n'
COLUMNS = '[columns]\nkind = "kind"\nname = "item"\nvalue = "value"\n'


def test_a_wide_mapping_is_read_with_all_its_parts() -> None:
    found = mapped(
        'shape = "wide"\nid = { number_by = "mrn" }\nsex = "sex"\nsex_values = { "1" = "male" }\n'
        'birth_date = "born"\ndate_order = "day-month-year"\ndecimal = ","\nseparator = ";"\nrows = "many"\n'
        f'missing = ["NA"]\n{ALT}unit = "U/L"\ndate = "day"\nlow = "lln"\nhigh = "uln"\nmethod = "m"\n'
        f'{DX}status_column = "st"\nonset = "on"\n{DRUG}text = "pegaspargase"\ndated = "given"\n'
        f'{GENE}assay = "FISH"\ntarget = "KMT2A"\n[[allergy]]\ncolumn = "a"\n'
    )
    assert isinstance(found.id, NumberBy)
    assert [column for _, column in found.named()] == [
        "mrn", "sex", "born", "alt", "day", "lln", "uln", "dx", "st", "on", "peg", "gene", "a",
    ]  # fmt: skip
    assert [path for path, _ in found.entries()] == [
        "measurement[0]", "condition[0]", "treatment[0]", "genomic[0]", "allergy[0]",
    ]  # fmt: skip


def test_a_long_mapping_is_read_with_all_its_parts() -> None:
    found = mapped(
        f'{LONG}{COLUMNS}status = "state"\n{KINDS}cm = "treatment"\nadm = "not needed"\n'
        '[statuses.treatment]\n"" = "given"\n[values]\n"1" = "positive"\n[fixed]\nsystem = "LOINC"\n'
    )
    assert found.kinds == {"lab": "measurement", "cm": "treatment", "adm": "not needed"}
    assert ("columns.status", "state") in list(found.named())


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("shape = wide", "", "put texts in quotes"),
        ("= = =", "", "not TOML"),
        ("", "", "lacks the key `shape`"),
        (f'thousands = "."\n{WIDE}', "thousands", "the same sign"),
        ('shape = "wide"', "", "lacks the key `id`"),
        ('shape = "broad"\nid = "id"', "shape", "Invalid enum value 'broad'"),
        ('shape = "wide"\nid = 1', "id", "Expected"),
        (WIDE + "colour = 1", "colour", "the key 'colour' is not known; the keys here are shape, id"),
        (WIDE + 'place = "x"', "place", "the key 'place' is not known"),
        (f'{WIDE}{ALT}sex = "s"', "measurement[0].sex", "put it above the first line in square brackets"),
        (f'{WIDE}{ALT}units = "U/L"', "measurement[0].units", "the keys here are column"),
        (f'{LONG}{COLUMNS}number = "n"', "columns.number", "the key 'number' is not known"),
        (f'{LONG}[statuses]\ndrug = {{ "1" = "given" }}', "statuses.drug", "the keys here are measurement"),
        ('shape = "wide"\nid = { by = "x" }', "id.by", "the keys here are number_by"),
        (WIDE + "[measurement]\ncolumn = 1", "measurement", "lists in square brackets"),
        (WIDE + '[[measurement]]\ncode = "alt"', "measurement[0]", "lacks the key `column`"),
        (WIDE + 'missing = "NA"', "missing", "lists in square brackets"),
        (WIDE + 'date_order = "dmy"', "date_order", "Invalid enum value"),
        ('shape = "wide"\nid = "mrn"', "id", "give a column with a code, or number the candidates"),
        (f'{WIDE}{DX}onset = "surname"', "condition[0].onset", "take it out of the mapping, or rename"),
        (f'{LONG}{COLUMNS.replace("item", "name")}{KINDS}', "columns.name", "'name' identifies a person"),
        (WIDE + 'sex_values = { "1" = "male" }', "sex_values", "add the key 'sex'"),
        (WIDE + 'sex = "s"\nsex_values = { "1" = "m" }', "sex_values", "Invalid enum value 'm'"),
        (f'{WIDE}{ALT}[fixed]\nkind = "measurement"', "fixed", 'write shape = "long"'),
        (f'{WIDE}[values]\n"1" = "x"', "values", "this is a key of long tables"),
        (f"{WIDE}{KINDS}", "kinds", "this is a key of long tables"),
        (f'{WIDE}{ALT}values = {{ "1" = "x" }}\nmissing = ["1"]', "measurement[0].values", "keep it in one"),
        (f'{WIDE}missing = ["1"]\n{ALT}values = {{ "1" = "x" }}', "measurement[0].values", "keep it in one"),
        (f'{WIDE}[[measurement]]\ncolumn = "x"\ncode = "luck"', "measurement[0].code",
         "'luck' is no name or LOINC code known here; see 'eligibility quantities'"),
        (f'{WIDE}[[measurement]]\ncolumn = "x"\ncode = "Age"', "measurement[0].code", "see the keys sex"),
        (f'{WIDE}{ALT}unit = "U/L"\nunit_column = "u"', "measurement[0].unit", "keep one of the two"),
        (f'{WIDE}{ALT}unit = "mmHg"', "measurement[0].unit", "give it in U/L, kU/L"),
        (f'{WIDE}{GENE}', "genomic[0]", "give 'assay' or 'assay_column'"),
        (f'{WIDE}{GENE}assay = "FISH"\nassay_column = "a"', "genomic[0]", "give 'assay' or 'assay_column'"),
        (f'{WIDE}{DX}text = "asthma"', "condition[0]", "give 'values' for what the codes in its cells say"),
        (f'{WIDE}{DX}text = "asthma"\nstatus = "active"', "condition[0]", "'dated' if the cells are dates"),
        (f'{WIDE}{DX}values = {{ "1" = "active" }}', "condition[0]", "give 'text', or one of 'status'"),
        (f'{WIDE}{DX}dated = "active"', "condition[0]", "without 'text' the cells are names"),
        (f'{WIDE}{DX}status = "active"\nstatus_column = "s"', "condition[0]", "one of 'status' and"),
        (f"{WIDE}{DRUG}", "treatment[0]", "give 'status' (planned, given, ongoing, not given, declined)"),
        (f'{WIDE}{DX}text = " "\nvalues = {{ "1" = "active" }}', "condition[0].text", "name what the column"),
        (f'{WIDE}{DX}text = "x"\nvalues = {{ "" = "active" }}', "condition[0].values", 'take "" out of'),
        (f'{WIDE}{DX}text = "x"\nvalues = {{ "1" = "yes" }}', "condition[0].values", "there are: active"),
        (f'{WIDE}{DX}text = "x"\nvalues = {{ "9" = "unknown" }}', "condition[0].values", "write 'not known'"),
        (f'{WIDE}{DX}status = "leave out"', "condition[0].status", "'leave out' is not known; there are"),
        (f'{WIDE}{DRUG}text = "x"\ndated = "yes"', "treatment[0].dated", "there are: planned, given"),
        (f"{LONG}{COLUMNS}{KINDS}{ALT}", "measurement[0]", "say it in [columns]"),
        (f'{LONG}rows = "many"\n{COLUMNS}{KINDS}', "rows", "take it out"),
        (f'{LONG}{COLUMNS}{KINDS}[fixed]\nkind = "measurement"', "fixed.kind", "keep one of the two"),
        (f'{LONG}[columns]\nname = "item"\nvalue = "v"', "columns.kind", "or 'kind' in [fixed]"),
        (f"{LONG}{COLUMNS}", "kinds", "give both or none"),
        (f'{LONG}[columns]\nkind = "k"\nvalue = "v"\n{KINDS}', "columns.name", "or one with codes as 'code'"),
        (f'{LONG}[columns]\nkind = "k"\nname = "item"\n{KINDS}', "columns.value", "give it"),
        (f'{LONG}{COLUMNS}{KINDS}cm = "treatment"\n', "statuses.treatment", "give 'columns.status'"),
        (f'{LONG}{COLUMNS}[kinds]\nlab = "labs"', "kinds", "Invalid enum value 'labs'"),
        (f'{LONG}{COLUMNS}{KINDS}[statuses.condition]\n"1" = "given"', "statuses.condition", "are: active"),
        (f'{LONG}{COLUMNS}{KINDS}[statuses.measurement]\nx = "old"', "statuses.measurement", "final, prov"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_mean_what_it_says_is_refused(text: str, key: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        mapped(text)
    assert message in error.value.message
    place, _, path = error.value.place.partition(": ")
    assert place == "mapping.toml"
    assert path == key or path.startswith(f"{key}[...]")


def test_a_mapping_that_is_no_text_is_refused_with_the_byte() -> None:
    with pytest.raises(InputError, match=r"mapping\.toml: byte 7 is not UTF-8; save the mapping as UTF-8"):
        read_mapping("shape #ä".encode("latin-1"), "mapping.toml", TOLD)


def test_a_byte_order_mark_before_a_mapping_is_no_error() -> None:
    assert read_mapping(b"\xef\xbb\xbf" + WIDE.encode(), "mapping.toml", TOLD).shape == "wide"


@pytest.mark.parametrize("kind", ["condition", "treatment", "allergy"])
def test_every_word_of_a_state_can_be_said(kind: str) -> None:
    for word in {*SAID[kind], "leave out", "not known"} - {"unknown"}:
        text = f'{WIDE}[[{kind}]]\ncolumn = "c"\ntext = "asthma"\nvalues = {{ "1" = "{word}" }}\n'
        ((_, entry),) = mapped(text).entries()
        assert entry.values == {"1": word}


@given(content=st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-8")))
def test_any_bytes_are_a_mapping_or_refused(content: bytes) -> None:
    for text in (content, WIDE.encode() + content, f"{WIDE}{ALT}".encode() + content):
        try:
            read_mapping(text, "mapping.toml", TOLD)
        except InputError as error:
            assert error.place.startswith("mapping.toml")
