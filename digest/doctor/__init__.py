"""What ails a publication: facts come in, findings in plain words go out, each with what to do.

Pure: ``digest doctor`` gathers the facts, a function here judges each kind of them, and ``todo`` puts what is wrong in
the order in which to see to it.
"""

from __future__ import annotations

from digest.doctor.findings import Finding, Verdict, status, todo

__all__ = ["Finding", "Verdict", "status", "todo"]
