#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Paid builds that are killed, and many at once: each clip is asked for once, paid for once and kept."""

import os
import random
import signal
import subprocess

from harness import main
from shoot_harness import CLIP_PRICE, LATENCY_MS, ShootTest, scenes_of

KILLS = int(os.environ.get("RESHOOT_KILLS", "20"))
CLIPS = 50
# GMI's list shows what was sent, so a job is found again; DashScope's does not.
MODELS = ("gmi/wan2.7-t2v", "dashscope/wan2.7-t2v")
# Submits go out all the time, a few at once, and every other one is answered late: a kill leaves doubts.
SLOW_ANSWERS = {"rules": [{"kind": "slow_start", "at": "submit", "probability": 0.5, "duration_ms": 400}]}


class KillTest(ShootTest):
    campaign = scenes_of(CLIPS, MODELS)
    script = {**ShootTest.script, "faults": SLOW_ANSWERS}
    settings = "reshoot: 1\naccounts: {gmi: {at_once: 6}, dashscope: {at_once: 6, per_minute: 6000}}\n"

    def kill_after(self, seconds):
        """Its exit code; -9 where the kill came in time."""
        process = self.start_build("-k")
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        code = process.wait()
        if code != -signal.SIGKILL:
            self.assertIn(code, (0, 4), process.told())
        return code

    def check_selected_or_in_doubt(self):
        """How many are in doubt."""
        counts = self.json("plan", check=None)["totals"]["generate"]
        self.assertLessEqual(set(counts), {"hit", "in_doubt"})
        self.assertEqual(sum(counts.values()), CLIPS)
        return counts.get("in_doubt", 0)

    def test_random_times(self):
        seed = int(os.environ.get("RESHOOT_TEST_SEED", random.randrange(1 << 32)))
        print(f"RESHOOT_TEST_SEED={seed} repeats the times of these {KILLS} kills")
        dice = random.Random(seed)
        kills = campaigns = doubts = 0
        while kills < KILLS:
            campaigns += 1
            self.yaml.write_text(scenes_of(CLIPS, MODELS, f"Desk {campaigns}"))
            for _ in range(min(dice.randint(3, 7), KILLS - kills)):
                late = dice.random() < 0.2  # while it looks up what an earlier kill left
                kills += self.kill_after(dice.uniform(5, 8) if late else dice.uniform(0, 3)) == -signal.SIGKILL
            self.build("-k", check=None)
            in_doubt = self.check_selected_or_in_doubt()
            self.assertEqual(self.answer_doubts(), in_doubt)
            doubts += in_doubt
            self.build()
            self.check_all_here(CLIPS)
            self.check_paid_once()
        self.assertGreater(doubts, 0, "no kill came between a submit and its answer")
        print(f"{kills} kills in {campaigns} campaigns of {CLIPS} clips: {doubts} in doubt, "
              f"{len(self.jobs())} jobs, ${self.emulator.bill_total() / 1e6:.2f}")

    def test_where_a_request_is_on_its_way(self):
        for seam in ("shot.sent:7", "shot.sent:8", "take.kept:7", "take.reserved:1", "shot.sent:2"):
            self.build("-k", check=-signal.SIGKILL, env={"RESHOOT_CRASH_AT": seam})
        self.build("-k", check=None)
        in_doubt = self.check_selected_or_in_doubt()
        self.assertEqual(self.answer_doubts(), in_doubt)
        self.build()
        self.check_all_here(CLIPS)
        self.check_paid_once()


class ManyBuilds(ShootTest):
    campaign = scenes_of(12, MODELS)

    def test_one_store(self):
        for count in (2, 8):
            self.yaml.write_text(scenes_of(12, MODELS, f"A shelf for {count}"))
            before = len(self.jobs())
            running = [self.start_build() for _ in range(count)]
            for process in running:
                self.assertEqual(process.wait(timeout=120), 0, process.told())
            self.assertEqual(len(self.jobs()) - before, 12)
            self.assertIn("waiting for another build", "".join(process.told() for process in running))
            self.check_paid_once()
            self.check_all_here(12)

    def test_one_remote(self):
        """What one clone has shared, no other pays for, also while both build. Clips that neither had begun are begun
        by both: clones know nothing of each other's jobs."""
        remote = self.aside / "remote"
        remote.mkdir()
        (self.root / "reshoot.yaml").write_text(self.settings + f"remote: {{dir: {remote}}}\n")
        other = self.clone("other")
        self.build("s00", "s01", "s02", "s03")
        running = [self.start_build("s0*"), self.start_build("s0*", root=other)]
        for process in running:
            self.assertEqual(process.wait(timeout=120), 0, process.told())
        self.assertLessEqual(self.spent(other), 6 * CLIP_PRICE)
        self.assertEqual(self.spent() + self.spent(other), self.emulator.bill_total())
        self.assertEqual(self.emulator.control("violations"), [])
        third = self.clone("third")
        self.build("s0*", root=third)
        self.assertEqual(self.spent(third), 0)
        self.build("s1*", root=third)
        self.build()
        self.assertEqual(self.spent() + self.spent(other) + self.spent(third), self.emulator.bill_total())
        self.check_all_here(12)


if __name__ == "__main__":
    main()
