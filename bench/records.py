"""How many FHIR resources are read a second, and whether more of them take more memory.

``python -m bench.records`` prints it alone.  The resources are those of the whole candidates of ``cases/``,
many times over under other ids, as a folder of NDJSON; each size is read in a process of its own.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from eligibility.core.errors import InputError
from eligibility.records.intake import take_in
from eligibility.records.ledger import Ledger

ROOT = Path(__file__).resolve().parent.parent
BUNDLES = ROOT / "cases" / "NCT05748171" / "records" / "fhir"
COPIES = (100, 200, 400)
AIM = 20_000


def write_bulk(folder: Path, copies: int) -> None:
    """Writes the candidates ``copies`` times, one file a kind of resource, as a bulk export has them."""
    found: dict[str, list[str]] = {}
    for bundle in sorted(BUNDLES.glob("*.json")):
        for entry in json.loads(bundle.read_bytes())["entry"]:
            one = entry["resource"]
            text = json.dumps(one).replace('"reference": "', f'"reference": "{bundle.stem}/')
            text = text.replace(f'"{bundle.stem}/Patient/{bundle.stem}"', f'"Patient/{bundle.stem}-COPY"')
            text = re.sub(rf'"{bundle.stem}/(\w+)/', rf'"\1/{bundle.stem}-COPY-', text)
            own = f"{bundle.stem}-COPY" + ("" if one["resourceType"] == "Patient" else f"-{one['id']}")
            text = text.replace(f'"id": "{one["id"]}"', f'"id": "{own}"', 1)
            found.setdefault(one["resourceType"], []).append(text)
    for kind, texts in found.items():
        with (folder / f"{kind}.ndjson").open("w", encoding="utf-8") as file:
            for copy in range(copies):
                file.writelines(text.replace("COPY", str(copy)) + "\n" for text in texts)


def read_bulk(folder: Path) -> None:
    """Prints as JSON how many resources were read a second of processor time, and the peak of memory."""
    begun, ledger = time.process_time(), Ledger()
    for one in take_in(folder, ledger):
        if isinstance(one, InputError):
            raise one
    spent = time.process_time() - begun
    assert not ledger.total("refused")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"read": ledger.read, "rate": ledger.read / spent, "peak": peak}))


def print_rates() -> None:
    """A line on the speed and one on the memory, each at twice and four times as many."""
    told = []
    for copies in COPIES:
        with tempfile.TemporaryDirectory() as folder:
            write_bulk(Path(folder), copies)
            command = [sys.executable, "-m", "bench.records", folder]
            told.append(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout))
    counts = ", ".join(f"{one['read']:,}" for one in told)
    rates = " ".join(f"{one['rate']:>8.0f}" for one in told)
    peaks = " ".join(f"{one['peak']:>8.0f}" for one in told)
    print(f"FHIR resources from NDJSON, {counts}:")
    print(f"{'  read a second and core':<48}{rates}   (aim {AIM})")
    print(f"{'  peak of memory, MB':<48}{peaks}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read_bulk(Path(sys.argv[1]))
    else:
        print_rates()
