#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A build that is killed, at every named seam and at random times: nothing is left half-written, and the next build ends
with the bytes of a build that nobody killed."""

import os
import random
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from harness import PROJECT, RESHOOT, WorkspaceTest, clean_environment, main

KILLS = int(os.environ.get("RESHOOT_KILLS", "20"))


def seams():
    text = (PROJECT / "src/store/crash_point.h").read_text()
    table = text[text.index("crash_points{"):]
    return re.findall(r'^\s+"([a-z_.]+)"', table[:table.index("};")], re.M)


class CrashTest(WorkspaceTest):
    @classmethod
    def setUpClass(cls):
        """What a build makes that nobody kills."""
        probe = cls("probe")
        probe.setUp()
        begun = time.monotonic()
        probe.reshoot("build")
        cls.seconds = time.monotonic() - begun
        cls.expected = probe.video.read_bytes()
        cls.takes = probe.query("select number, seed, hex(blob) from takes order by hex(blob)")
        probe.doCleanups()

    def probe(self):
        pass

    def remove_unless_failed(self):
        if getattr(self, "_outcome", None) is not None:
            super().remove_unless_failed()

    def kill_at(self, seam, number):
        return self.reshoot("build", "-j", "2", check=None,
                            env={"RESHOOT_CRASH_AT": f"{seam}:{number}"}).returncode

    def kill_after(self, seconds):
        process = subprocess.Popen([str(RESHOOT), "build"], cwd=self.root, env=clean_environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return process.wait()

    def check_nothing_half_written(self):
        """Whatever has a name that counts is whole."""
        if self.video.exists():
            self.assertEqual(self.video.read_bytes(), self.expected)
        if (self.root / "cache/reshoot.db").exists():
            verified = self.json("cache", "verify", check=None)
            kinds = {finding["kind"] for finding in verified["findings"]}
            self.assertNotIn("damaged", kinds)
            self.assertNotIn("missing", kinds)

    def check_next_build_is_as_good(self):
        self.reshoot("build")
        self.assertEqual(self.video.read_bytes(), self.expected)
        self.assertEqual(self.query("select number, seed, hex(blob) from takes order by hex(blob)"), self.takes)
        self.assertEqual(self.work(), 0)
        self.assertEqual(list((self.root / "cache/scratch").iterdir()), [])
        self.assertEqual(self.query("pragma integrity_check"), [("ok",)])

    def test_every_seam(self):
        died = set()
        for seam in seams():
            for number in (1, 3):
                with self.subTest(seam=seam, number=number):
                    self.tearDownWorkspace()
                    code = self.kill_at(seam, number)
                    if code == -signal.SIGKILL:
                        died.add(seam)
                    self.check_nothing_half_written()
                    self.check_next_build_is_as_good()
        # Swept by other tests, two of them by shoot_kill_test.py.
        never = {"gc.after_ledger", "remote.before_rename", "push.before_record", "shot.sent", "take.kept"}
        self.assertEqual(set(seams()) - died, never)

    def test_random_times(self):
        seed = int(os.environ.get("RESHOOT_TEST_SEED", random.randrange(1 << 32)))
        print(f"RESHOOT_TEST_SEED={seed} repeats these {KILLS} kills")
        dice = random.Random(seed)
        for kill in range(KILLS):
            with self.subTest(kill=kill):
                self.kill_after(dice.uniform(0.0, self.seconds * 1.1))
                self.check_nothing_half_written()
                if dice.random() < 0.5:
                    self.check_next_build_is_as_good()
                    self.tearDownWorkspace()
        self.check_next_build_is_as_good()

    def tearDownWorkspace(self):
        """Back to a workspace in which nothing was ever built."""
        for made in ("cache", "out", "campaigns/small/campaign.lock"):
            subprocess.run(["rm", "-rf", str(self.root / made)], check=True)


if __name__ == "__main__":
    main()
