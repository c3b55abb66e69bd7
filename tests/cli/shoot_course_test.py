#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What happens to clips while they are out: Ctrl-C, edits, choices, refusals, limits and spoilt downloads."""

import json
import signal

from harness import main
from shoot_harness import CLIP_PRICE, ShootTest, scenes_of

ONE_AT_A_TIME = "reshoot: 1\naccounts: {gmi: {at_once: 1}}\n"


class CtrlC(ShootTest):
    def interrupt(self, *words, jobs=3):
        """What the build told that was stopped when so many jobs were out."""
        running = self.start_build(*words)
        self.wait_until(lambda: len(self.jobs()) == jobs, f"{jobs} jobs")
        self.wait_until(lambda: "stopping" in running.told() or self.is_known(jobs), "their ids in the ledger")
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(timeout=30), 130, running.told())
        return running.told()

    def is_known(self, jobs):
        return self.query("SELECT count(*) FROM jobs WHERE job <> ''")[0][0] == jobs

    def test_jobs_stay_out_and_come_home_unpaid(self):
        self.emulator.set(gmi={"latency_ms": 3000})
        told = self.interrupt()
        self.assertIn("out: 3 jobs; the next `reshoot build` brings them home without paying again\n", told)
        for job in self.jobs():
            self.assertIn(f": job {job['id']} at gmi\n", told)
        self.assertEqual((self.states(), self.spent()), ({"submitted": 3}, 0))
        self.build()
        self.assertEqual(len(self.jobs()), 3)
        self.check_paid_once()
        self.check_all_here(3)

    def test_events_list_the_same(self):
        self.emulator.set(gmi={"latency_ms": 3000})
        last = json.loads(self.interrupt("--json").splitlines()[-1])
        self.assertEqual((last["event"], last["outcome"]), ("done", "interrupted"))
        self.assertEqual({(job["clip"], job["provider"], job["job"]) for job in last["out"]},
                         {(f"s0{n}", "gmi", job["id"]) for n, job in enumerate(self.jobs())})

    def test_a_submit_without_an_answer_is_looked_up_by_the_next_build(self):
        self.emulator.set_faults({"kind": "slow_start", "at": "submit", "calls": [1, 2, 3], "duration_ms": 20_000})
        running = self.start_build()
        self.wait_until(lambda: len(self.jobs()) == 3, "three jobs")
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(timeout=15), 130, running.told())
        self.assertIn("s00: sent, no answer yet, at gmi", running.told())
        self.build()
        self.assertEqual(len(self.jobs()), 3)
        self.check_paid_once()
        self.check_all_here(3)

    def test_an_edit_meanwhile(self):
        """The old take is kept for its own key, the new one is shot once; going back costs nothing."""
        self.interrupt()
        self.edit("seen from side 1", "seen from above")
        done = self.build()
        self.assertIn("no clip of this build waits for it", done.stderr)
        self.assertEqual((len(self.jobs()), self.states()), (4, {"fetched": 4}))
        self.check_paid_once()
        self.check_all_here(3)
        self.edit("seen from above", "seen from side 1")
        self.assertEqual(self.done_event("--yes")["counts"]["generate"]["hit"], 3)


class Choices(ShootTest):
    def chosen(self, clip):
        """The number of the take that a clip uses."""
        takes = self.json("take", "list", clip)["clips"][0]["takes"]
        return [take["number"] for take in takes if take["selected"]]

    def test_take_use_while_another_take_is_out(self):
        self.build()
        self.reshoot("retake", "s01")
        self.emulator.set(gmi={"latency_ms": 2000})
        running = self.start_build()
        self.wait_until(lambda: len(self.jobs()) == 4, "the new job")
        self.reshoot("take", "use", "s01", "1")
        self.assertEqual(running.wait(timeout=60), 0, running.told())
        self.assertEqual(self.chosen("s01"), [1])
        self.assertEqual(self.states(), {"fetched": 4})
        self.check_paid_once()
        self.check_all_here(3)

    def test_take_use_before_another_take_is_sent(self):
        self.build()
        (self.root / "reshoot.yaml").write_text(ONE_AT_A_TIME)
        for clip in ("s00", "s01"):
            self.reshoot("retake", clip)
        self.emulator.set(gmi={"latency_ms": 2000})
        running = self.start_build()
        self.wait_until(lambda: len(self.jobs()) == 4, "the first new job")
        waits = json.loads(self.jobs()[3]["body"])["payload"]["prompt"].startswith("A desk, seen from side 0")
        clip = "s01" if waits else "s00"
        self.reshoot("take", "use", clip, "1")
        self.assertEqual(running.wait(timeout=60), 0, running.told())
        self.assertEqual(len(self.jobs()), 4)
        self.assertEqual(self.chosen(clip), [1])
        self.check_paid_once()
        self.check_all_here(3)


class Answers(ShootTest):
    def test_refusals(self):
        """One clip at creation, one later: the third goes on, and neither is asked for again in this run."""
        self.emulator.set_faults({"kind": "refuse_content", "calls": [1]}, {"kind": "refuse_later", "calls": [3]})
        done = self.build("-k", check=1)
        self.assertEqual(done.stderr.count("failed: generate"), 2)
        self.assertEqual(done.stderr.count("change the prompt or the references"), 2)
        self.assertEqual(self.states(), {"refused": 2, "fetched": 1})
        self.assertEqual(self.emulator.control("calls")["submit"], 3)
        self.check_paid_once()
        self.assertEqual(self.spent(), CLIP_PRICE)

    def test_a_rate_limit_later(self):
        self.emulator.set_faults({"kind": "rate_limit_later", "calls": [1, 2]})
        self.build()
        self.assertEqual(self.states(), {"failed": 2, "fetched": 3})
        self.check_paid_once()
        self.check_all_here(3)

    def test_throttled(self):
        self.emulator.set_faults({"kind": "throttle", "calls": [1, 3]},
                                 {"kind": "throttle", "calls": [2], "retry_after_ms": 1000})
        self.build()
        self.assertEqual(self.states(), {"fetched": 3})
        self.check_paid_once()

    def test_spoilt_downloads(self):
        spoilt = ("truncate", "corrupt", "shorten", "wrong_length", "expired_url", "reset")
        self.emulator.set_faults(*({"kind": kind, "calls": [n]} for n, kind in enumerate(spoilt, 1)))
        self.build()
        self.assertGreaterEqual(self.emulator.control("calls")["download"], 3 + len(spoilt))
        self.check_paid_once()
        self.check_all_here(3)
        for blob in (self.root / "cache/blobs").rglob("*"):
            self.assertFalse(blob.is_file() and b"ftyp" not in blob.read_bytes()[:16], blob)


if __name__ == "__main__":
    main()
