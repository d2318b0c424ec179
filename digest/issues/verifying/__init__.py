"""Whether a frozen issue is what its sources wrote, what was frozen, and what was published: told, never mended.

    records (the file, its evidence, its seal) → places (every printed passage) → passages (each against its article)
    → readings (what words were read as: figures, days) → errata (what was corrected) → copies (what lies in output/)
    → seen (what a reader finds there); links and search: where output/ leads, and what its index holds

Pure: the archive's bytes and output's come in, flaws go out. What is proved, and against whom, is told in
docs/architecture.md.
"""

from digest.issues.verifying.copies import Copies, copies
from digest.issues.verifying.errata import errata
from digest.issues.verifying.issue import Verdict, verify
from digest.issues.verifying.places import named, strangers
from digest.issues.verifying.records import read

__all__ = ["Copies", "Verdict", "copies", "errata", "named", "read", "strangers", "verify"]
