#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What keeps an account, a network or a disk from working, over real HTTP: one clear error that says what was spent,
what is kept and how to go on; then a second build ends well, and nothing is paid twice."""

import json
import os
import socket
import subprocess
import unittest

from harness import RESHOOT, clean_environment, main, run
from shoot_harness import CLIP_PRICE, ShootTest, padded_clip, scenes_of

PATIENT = os.environ.get("RESHOOT_PATIENCE") == "1"


class TroubleTest(ShootTest):
    def check_told_once(self, text, *parts):
        for part in (*parts, " spent\n", "what is made is kept: the next `reshoot build` goes on from here"):
            self.assertEqual(text.count(part), 1, f"{part!r} is not in this once:\n{text}")

    def check_mended(self, clips=3, **more):
        self.build(**more)
        self.check_paid_once()
        self.assertEqual(self.spent(), clips * CLIP_PRICE)
        self.check_all_here(clips)


class Account(TroubleTest):
    def test_a_wrong_key(self):
        done = self.build(check=5, env={"GMI_API_KEY": "no-such-key"})
        self.check_told_once(done.stderr, "GMI Cloud refused the key (HTTP 401)", "check GMI_API_KEY", "$0.00")
        self.assertNotIn("no-such-key", done.stdout + done.stderr)
        self.check_mended()

    def test_no_key(self):
        environment = {name: value for name, value in self.environment().items() if name != "GMI_API_KEY"}
        done = run(["build", "--yes"], self.root, 5, env=environment)
        self.assertIn("GMI_API_KEY is not set", done.stderr)
        self.assertIn(".env", done.stderr)
        self.assertEqual(self.states(), {})
        self.check_mended()

    def test_no_credit(self):
        account = {"key": "gmi-test-key", "name": "gmi-test", "credit_micros": 2 * CLIP_PRICE}
        self.emulator.set(gmi={"accounts": [account]})
        done = self.build(check=5)
        self.check_told_once(done.stderr, "no credit left (HTTP 402)", "2 clips shot; $0.40", "1 step not started")
        self.check_paid_once()
        self.emulator.set(gmi={"accounts": [{**account, "credit_micros": 10 * CLIP_PRICE}]})
        self.check_mended()

    def test_prices_need_neither_key_nor_network(self):
        models = ("gmi/wan2.7-t2v", "dashscope/wan2.7-t2v", "gmi/veo-3.1-fast-generate-001", "gmi/veo-3.1-generate-001")
        self.yaml.write_text(scenes_of(4, models).replace("seconds: 2", "seconds: 4"))
        alone = ["unshare", "--net"]
        if subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
            alone = []  # then the environment, which names no host and no key, has to do
        for command in ("check", "plan"):
            done = subprocess.run([*alone, str(RESHOOT), command, "--json"], cwd=self.root, env=clean_environment(),
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
        self.assertEqual([step["cost_micros"] for step in json.loads(done.stdout)["steps"]],
                         [400_000, 400_000, 400_000, 1_600_000])


class Network(TroubleTest):
    def test_a_dead_host(self):
        done = self.build(check=5, env={"GMI_BASE_URL": "http://127.0.0.1:1/v1"})
        self.check_told_once(done.stderr, "Connection refused", "check the network", "$0.00")
        self.check_mended()

    def test_a_host_that_takes_no_connection(self):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(0)
            waiting = [socket.socket() for _ in range(3)]  # more than it lets wait
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(server.getsockname())
            done = self.build(check=5, env={"GMI_BASE_URL": f"http://127.0.0.1:{server.getsockname()[1]}/v1"})
            for one in waiting:
                one.close()
        self.check_told_once(done.stderr, "no connection within 10 s", "$0.00")
        self.check_mended()

    @unittest.skipUnless(PATIENT, "waits two minutes; RESHOOT_PATIENCE=1 runs it")
    def test_a_host_that_takes_an_order_and_never_answers(self):
        """GMI's list shows the job; DashScope's cannot, and a person is asked."""
        self.yaml.write_text(scenes_of(2, ("gmi/wan2.7-t2v", "dashscope/wan2.7-t2v")))
        self.emulator.set_faults({"kind": "hang", "at": "submit", "calls": [1, 2]})
        done = self.build("-k", check=4)
        self.check_told_once(done.stderr, "generate s00: gmi has it as job", "nobody knows whether dashscope has made take",
                             "reshoot resolve", "$0.20 spent")
        self.assertEqual(self.answer_doubts(), 1)
        self.check_mended(clips=2)


class FullDisk(TroubleTest):
    """The store lies on a small disk of its own, and results are large."""

    def setUp(self):
        super().setUp()
        self.start_emulator(padded_clip(1 << 20))
        self.disk = self.aside / "disk"
        self.disk.mkdir()
        (self.root / "cache").symlink_to(self.disk)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(self.disk)],
                                 capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f"no small disk can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", str(self.disk)], check=True)

    def fill(self):
        file = os.open(self.disk / "filler", os.O_CREAT | os.O_WRONLY)
        try:
            while True:
                os.write(file, bytes(4096))
        except OSError:
            pass
        finally:
            os.close(file)

    def make_room(self):
        (self.disk / "filler").unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,size=50m", str(self.disk)], check=True)

    def test_downloads(self):
        self.yaml.write_text(scenes_of(6))
        done = self.build("-k", check=5)
        self.check_told_once(done.stderr, "the disk is full", "free some space", "the next `reshoot build` brings")
        self.assertRegex(done.stderr, r"failed: generate s0\d: as above")
        self.assertLess(self.states().get("fetched", 0), 6)
        self.build("-k", check=5)  # still full: nothing is asked for again
        self.make_room()
        self.check_mended(clips=6)

    def test_the_ledger_before_anything_is_sent(self):
        self.build("s00")
        self.fill()
        done = self.build(check=5)
        self.assertEqual(len(done.stderr.splitlines()), 2, done.stderr)
        self.assertIn("all that was recorded before is kept; check the disk's space", done.stderr)
        self.assertEqual(len(self.jobs()), 1)
        self.make_room()
        self.check_mended()

    def test_the_ledger_while_jobs_are_out(self):
        self.emulator.set(gmi={"latency_ms": 2000})
        running = self.start_build()
        self.wait_until(lambda: len(self.jobs()) == 3, "three jobs")
        self.fill()
        self.assertEqual(running.wait(timeout=60), 5, running.told())
        self.assertIn("is kept", running.told())
        self.make_room()
        self.check_mended()


if __name__ == "__main__":
    main()
