"""The items of the trial's page, as they are read."""

from __future__ import annotations

import pytest

from eligibility.syntax.bare import bare
from eligibility.syntax.parse import parse_text
from eligibility.syntax.unparse import unparse
from tests.syntax.shapes import shape
from tests.syntax.texts import LEXICON, page_items, tree, unread

ITEMS = page_items()

SHAPES = {
    "I1": "and(people female+male, age >=1 <18 year)",
    "I2": (
        "sentences(morphology diagnosis: #1 relapse HR BCP ALL, define(HR first relapse: and(relapse "
        "occurred @of >=18 <=30 month onset of ALL | @of >=0 <=6 month end of primary therapy, not(any "
        "identified very high-risk genetic abnormalities (cite Groeneveld-Krentz et al, 2019) (that_is: "
        "or(KMT2A::AFF1 fusion (t(4;11)(q21;q23)), TCF3-HLF fusion (t(17;19)(q22;p13)), TCF3-PBX1 fusion"
        " (t(1;19)(q23;p13.3)), hypodiploidy ([chromosomes] <40), masked low hypodiploidy (cite Molina "
        "et al, 2021), TP53 alteration))))))"
    ),
    "I2.a": "CD22 positive of ALL ~as defined by local institution",
    "I2.b": "[Bone marrow involvement of leukemic blasts] >=5 % (level >=M2)",
    "I3": "heading plain: Adequate serum chemistry parameters",
    "I3.a": (
        "[eGFR if age >=1 <2 year | eCrCl if age >=2 <18 year] >=30 mL/min ~using recommended formula in"
        " Section 10.10.2"
    ),
    "I3.b": "[AST & ALT] <=5 uln @at randomization | @before cytoreduction | @before general anesthesia",
    "I3.c": "unless([Total bilirubin] <=1.5 uln, documented Gilbert's syndrome)",
    "I4": (
        "permit(history thrombosis @during corticosteroid use | @during asparaginase, anti-coagulant "
        "prophylaxis received ~per institutional guidelines)"
    ),
    "I5": ("or([Cardiac shortening fraction] >=30 % ~by echocardiogram, [ejection fraction] >50 % ~by MUGA)"),
    "I6": (
        "permit(with(bone marrow, testicular relapse), or(orchiectomy given @before randomization, "
        "orchiectomy planned @at end of induction therapy))"
    ),
    "E1": (
        "or(any history prior ongoing hepatic SOS, prior liver failure (defined: and(severe acute liver "
        "injury, encephalopathy, impaired synthetic function ([INR] >=1.5))))"
    ),
    "E2": "or(prior allo-HSCT, CAR T-cell therapy)",
    "E3": "Isolated extramedullary leukemia",
    "E4": "Philadelphia-chromosome positive of ALL (that_is: or(BCR-ABL present, t(9;22) present))",
    "E5": "prior treatment: calicheamicin-conjugated antibody (example: or(InO, gemtuzumab ozogamicin))",
    "E6": "or(active uncontrolled bacterial, fungal, viral infection)",
    "E7": "with(allergy: PEG-ASP, allergy: Erwinia-ASP)",
}


def test_the_page_has_these_items() -> None:
    assert list(ITEMS) == list(SHAPES)


@pytest.mark.parametrize("identifier", ITEMS)
def test_an_item_is_read_to_its_end(identifier: str) -> None:
    assert unread(tree(ITEMS[identifier])) == []


@pytest.mark.parametrize("identifier", ITEMS)
def test_an_item_says_this(identifier: str) -> None:
    assert shape(tree(ITEMS[identifier])) == SHAPES[identifier]


@pytest.mark.parametrize("identifier", ITEMS)
def test_an_item_reads_back_from_its_canonical_text(identifier: str) -> None:
    read = tree(ITEMS[identifier])
    again = parse_text(unparse(read, LEXICON), LEXICON)
    assert again is not None
    assert bare(again) == bare(read)
