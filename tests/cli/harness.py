# SPDX-License-Identifier: Apache-2.0
"""A workspace in a temporary folder and the real reshoot in it. Kept, with its path printed, where a test fails."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
RESHOOT = Path(os.environ.get("RESHOOT_BINARY", PROJECT / "build/release/bin/reshoot"))

# Two scenes that render in well under a second.
SMALL = """\
reshoot: 1
campaign: small
defaults: {model: animatic, resolution: 360p, fps: 24, seconds: 1}
characters:
  pip:
    kind: mascot
    description: a small orange robot
    references: [{name: front, image: refs/pip-front.png}]
scenes:
  hello:
    cast: [pip]
    prompt: ${pip} waves; static.
    says: [{pip: Hi.}]
  bye:
    prompt: An empty desk; pan left.
videos:
  launch: {scenes: [hello, bye]}
"""

# One free clip, and one of a model that pretends to cost ten cents.
MIXED = SMALL.replace("  bye:\n", "  bye:\n    model: pretend\n")


def pretend_row():
    """A local model with a price: what a paid provider looks like to the ledger."""
    row = (PROJECT / "schema/models/animatic.yaml").read_text()
    return row.replace("animatic", "pretend").replace("per_second: 0 USD", "per_second: 0.10 USD")


def run(arguments, folder, check=None, env=None, stdin=subprocess.DEVNULL, timeout=300):
    """Runs reshoot; with `check`, its exit code must be that."""
    done = subprocess.run([str(RESHOOT), *arguments], cwd=folder, env=clean_environment(env), stdin=stdin,
                          capture_output=True, text=True, timeout=timeout)
    if check is not None and done.returncode != check:
        raise AssertionError(f"reshoot {' '.join(arguments)}: exit {done.returncode}, not {check}\n"
                             f"{done.stdout}{done.stderr}")
    return done


def clean_environment(more=None):
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "ASAN_OPTIONS") if name in os.environ}
    return {**keep, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **(more or {})}


class WorkspaceTest(unittest.TestCase):
    """Each test has its own workspace at self.root with the campaign SMALL, or the one in `campaign`."""

    campaign = SMALL

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="reshoot-cli-"))
        (self.root / "reshoot.yaml").write_text("reshoot: 1\n")
        self.make_campaign(self.root)
        self.addCleanup(self.remove_unless_failed)

    def make_campaign(self, root):
        folder = root / "campaigns/small"
        (folder / "refs").mkdir(parents=True)
        shutil.copy(PROJECT / "campaigns/quickstart/refs/pip-front.png", folder / "refs")
        (folder / "campaign.yaml").write_text(self.campaign)

    def remove_unless_failed(self):
        outcome = self._outcome.result
        failed = any(test is self for test, _ in outcome.failures + outcome.errors)
        if failed:
            print(f"kept for a look: {self.root}", file=sys.stderr)
        else:
            shutil.rmtree(self.root)

    @property
    def yaml(self):
        return self.root / "campaigns/small/campaign.yaml"

    def edit(self, before, after):
        text = self.yaml.read_text()
        self.assertIn(before, text)
        self.yaml.write_text(text.replace(before, after, 1))

    def reshoot(self, *arguments, check=0, **more):
        return run(arguments, self.root, check, **more)

    def json(self, *arguments, check=0):
        return json.loads(self.reshoot(*arguments, "--json", check=check).stdout)

    def totals(self, *arguments, check=0):
        """{'generate': {'run': 1, 'hit': 1}, ...} of the plan."""
        totals = self.json("plan", *arguments, check=check)["totals"]
        return {kind: counts for kind, counts in totals.items() if isinstance(counts, dict)}

    def work(self):
        """Steps that the plan runs, or may run."""
        return sum(counts.get("run", 0) + counts.get("maybe", 0) for counts in self.totals().values())

    def done_event(self, *arguments, check=0):
        """The last event of `build --json`."""
        lines = self.reshoot("build", *arguments, "--json", check=check).stdout.splitlines()
        last = json.loads(lines[-1])
        self.assertEqual(last["event"], "done")
        return last

    def query(self, sql, root=None):
        connection = sqlite3.connect((root or self.root) / "cache/reshoot.db")
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    @property
    def video(self):
        return self.root / "out/small/launch.mp4"


def main():
    unittest.main(verbosity=1)
