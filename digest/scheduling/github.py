"""A workflow for GitHub Actions: makes the issue every day, publishes it to Pages, and mails it where mail is set up.

A runner forgets everything. What digest must remember, ``.digest/`` (which entries were printed, who was mailed, the
secret that signs links), is kept between runs on the branch ``digest-state``: one file, encrypted, for it holds
subscribers' addresses and other people's articles, and a branch of a public repository is public; one commit, pushed
anew each time, so that the repository does not grow. A cache would be dropped after a week without a run, an artifact
after 90 days, and both can be read by others.
"""

from __future__ import annotations

import json
from datetime import UTC, date

from digest.scheduling.hours import elsewhere
from digest.scheduling.marking import mark
from digest.scheduling.plan import Plan, words

BRANCH = "digest-state"
KEY = "DIGEST_STATE_KEY"

_RESTORE = f"""\
- name: Take up where the last run ended
  id: state
  run: |
    if [ -z "${KEY}" ]; then
      echo "::error::Make a repository secret {KEY}: a long random text that encrypts what is kept between runs."
      exit 1
    fi
    found=0
    git ls-remote --exit-code origin refs/heads/{BRANCH} > "$RUNNER_TEMP/found" || found=$?
    if [ "$found" -eq 2 ]; then
      echo "Nothing is kept yet: this is the first run."
      exit 0
    fi
    test "$found" -eq 0
    git fetch --quiet --depth=1 origin refs/heads/{BRANCH}
    git cat-file blob FETCH_HEAD:state.tar.gpg > "$RUNNER_TEMP/kept.tar.gpg"
    gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 3 --output "$RUNNER_TEMP/kept.tar" \\
      --decrypt "$RUNNER_TEMP/kept.tar.gpg" 3<<< "${KEY}"
    tar -xf "$RUNNER_TEMP/kept.tar"
    rm "$RUNNER_TEMP/kept.tar"
"""

# Never where the old state could not be taken up: a wrong key must not put an empty memory in its place.
_KEEP = f"""\
- name: Keep what the next run must know
  if: ${{{{ always() && steps.state.outcome == 'success' }}}}
  run: |
    test -d .digest
    tar -cf "$RUNNER_TEMP/state.tar" .digest
    gpg --batch --yes --quiet --pinentry-mode loopback --passphrase-fd 3 --cipher-algo AES256 \\
      --output "$RUNNER_TEMP/state.tar.gpg" --symmetric "$RUNNER_TEMP/state.tar" 3<<< "${KEY}"
    rm "$RUNNER_TEMP/state.tar"
    blob=$(git hash-object -w "$RUNNER_TEMP/state.tar.gpg")
    tree=$(printf '100644 blob %s\\tstate.tar.gpg\\n' "$blob" | git mktree)
    made=$(git -c user.name=digest -c user.email=digest@localhost commit-tree -m "What digest remembers" "$tree")
    git push --quiet --force origin "$made:refs/heads/{BRANCH}"
"""

# 3: some sources failed, and the issue was made all the same.
_MAKE = """\
- name: Make the issue
  run: |
    status=0
    digest run --send-later{config} || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
- name: Render every issue
  run: digest publish --all --quiet{config}
- name: Hand the pages over
  uses: actions/upload-pages-artifact@v3
  with:
    path: {output}
"""

_SEND = """\
- name: Mail the issue
  run: digest send{config}
"""


def workflow(plan: Plan, *, place: str, output: str, package: str, today: date) -> str:
    """The YAML of it.

    ``place`` is the publication's folder from the repository's root ("." for the root itself), ``output`` that of the
    pages, ``package`` what pip installs. A schedule there is in UTC and often late, so the workflow is woken at each
    UTC time that the hour may have, and goes on where that hour has come in the publication's zone; the issue is made
    once a day however often it is woken.
    """
    crons = "".join(
        f'    - cron: "{time.minute} {time.hour} * * *"\n' for time in elsewhere(plan.at, plan.zone, UTC, today)
    )
    config = words(plan)
    make = _MAKE.format(config=config, output=json.dumps(output, ensure_ascii=False))
    prepared = _prepared(package)
    text = f"""\
{mark(whose(plan, place))}
# Secrets (Settings, Secrets and variables, Actions): {", ".join((KEY, *plan.variables))}.
# Pages (Settings, Pages): the source is "GitHub Actions". What is kept between runs lies, encrypted by {KEY}, on the
# branch {BRANCH}. Without the branch a run begins with an empty memory, and may mail an issue twice; keep the key too.
name: {json.dumps(f"{plan.heading}: the daily issue", ensure_ascii=False)}
on:
  schedule:  # in UTC; {plan.at:%H:%M} in {plan.zone}
{crons}  workflow_dispatch:
permissions: {{}}
concurrency:  # one run at a time, and none is cut off while it mails
  group: digest
  cancel-in-progress: false
defaults:
  run:
    shell: bash
    working-directory: {json.dumps(place, ensure_ascii=False)}
jobs:
  clock:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    defaults:
      run:
        working-directory: "."
    outputs:
      due: ${{{{ steps.hour.outputs.due }}}}
    steps:
      - name: Whether the hour has come
        id: hour
        env:
          TZ: {plan.zone}
        run: |
          due=true
          if [ "$GITHUB_EVENT_NAME" = schedule ] && [ "$(date +%H%M)" -lt {plan.at:%H%M} ]; then due=false; fi
          echo "due=$due" >> "$GITHUB_OUTPUT"
  issue:
    needs: clock
    if: ${{{{ needs.clock.outputs.due == 'true' }}}}
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: write  # for the branch {BRANCH}
{_environment(plan)}    steps:
{_indented(prepared + _RESTORE + make + _KEEP)}  pages:
    needs: issue
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.pages.outputs.page_url }}}}
    steps:
      - name: Publish
        id: pages
        uses: actions/deploy-pages@v4
"""
    if plan.sends:
        text += f"""\
  mail:  # after the pages, so that every link in the mail leads somewhere
    needs: pages
    runs-on: ubuntu-latest
    timeout-minutes: 300
    permissions:
      contents: write  # for the branch {BRANCH}
{_environment(plan)}    steps:
{_indented(prepared + _RESTORE + _SEND.format(config=config) + _KEEP)}"""
    return text


def whose(plan: Plan, place: str) -> str:
    """The publication's file, from the repository's root: where that lies on this machine is nobody's business."""
    return plan.file if place == "." else f"{place}/{plan.file}"


def _prepared(package: str) -> str:
    return f"""\
- uses: actions/checkout@v4
- uses: actions/setup-python@v5
  with:
    python-version: "3.13"
- name: Install digest
  working-directory: "."
  env:
    PACKAGE: {json.dumps(package)}
  run: python -m pip install --quiet "$PACKAGE"
"""


def _environment(plan: Plan) -> str:
    lines = [f"      {name}: ${{{{ secrets.{name} }}}}\n" for name in (KEY, *plan.variables)]
    return "    env:\n" + "".join(lines)


def _indented(steps: str) -> str:
    return "".join(f"      {line}" if line.strip() else line for line in steps.splitlines(keepends=True))
