"""All knowledge, read once: the tables of ``rules/`` and the hash of their content."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.alterations import Alterations
from eligibility.knowledge.concepts import Concepts
from eligibility.knowledge.conventions import Conventions
from eligibility.knowledge.conversion import Conversions
from eligibility.knowledge.definitions import Definitions
from eligibility.knowledge.half_lives import HalfLives
from eligibility.knowledge.inference import read_inference
from eligibility.knowledge.lexicon import Lexicon, read_lexicon
from eligibility.knowledge.pages import Pages
from eligibility.knowledge.phrasing import Phrasing
from eligibility.knowledge.quantities import Quantities
from eligibility.knowledge.record_codes import RecordCodes
from eligibility.knowledge.scales import Scales
from eligibility.knowledge.units import Units
from eligibility.knowledge.vocabulary import Vocabulary


class Knowledge:
    """The tables that the stages consult, from one folder of rules.

    ``rules_hash`` changes with any byte of any rule file; a compiled rule set carries it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules_hash = content_hash(folder)
        self.units = Units(folder / "units")
        self.quantities = Quantities(folder / "quantities")
        self.conversions = Conversions(folder / "units", self.units, self.quantities)
        self.concepts = Concepts(folder / "concepts", folder / "records" / "icd_9_cm.csv")
        self.vocabulary = Vocabulary(folder / "vocabulary")
        self.conventions = Conventions.read(folder / "conventions")
        self.inference = read_inference(folder / "inference")

    @functools.cached_property
    def alterations(self) -> Alterations:
        """What chromosomes and probes tell of alterations; read only where a record has a notation."""
        return Alterations(self.folder / "alterations")

    @functools.cached_property
    def scales(self) -> Scales:
        """The scales with their levels; read only where a text or a record may name one."""
        return Scales(self.folder / "scales")

    @functools.cached_property
    def half_lives(self) -> HalfLives:
        """The half-lives of drugs; read only where a time counts in them."""
        return HalfLives(self.folder / "half_lives")

    @functools.cached_property
    def definitions(self) -> Definitions:
        """Definitions of concepts by others; read when a text is compiled or a condition asked for."""
        return Definitions(self.folder / "definitions")

    @functools.cached_property
    def record_codes(self) -> RecordCodes:
        """What codes of records stand for."""
        return RecordCodes(self.folder / "records")

    @functools.cached_property
    def pages(self) -> Pages:
        """The labels of pages; read only when a page is."""
        return Pages(self.folder / "pages")

    @functools.cached_property
    def lexicon(self) -> Lexicon:
        """The words of criteria; read only when a text is compiled."""
        return read_lexicon(self.folder / "lexicon", self.units, self.quantities, self.scales, self.concepts)

    @functools.cached_property
    def phrasing(self) -> Phrasing:
        """The words of phrases; read only when phrases are extracted."""
        return Phrasing(self.folder / "phrases", self.concepts)


def rules_folder() -> Path:
    """Where the rules stand: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_rules", package.parent / "rules"):
        if (folder / "units" / "units.csv").is_file():
            return folder
    raise RuleFileError("the folder rules/ is missing; reinstall the package")


def content_hash(folder: Path) -> str:
    """A hash of every rule file's name and bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".csv", ".toml", ".json"}:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.cache
def knowledge() -> Knowledge:
    """The knowledge shipped with the package, read on the first call."""
    return Knowledge(rules_folder())
