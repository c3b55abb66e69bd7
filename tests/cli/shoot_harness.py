# SPDX-License-Identifier: Apache-2.0
"""A workspace whose clips are shot by emulated providers, and what must hold after any build in it."""

import functools
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import PROJECT, RESHOOT, WorkspaceTest, clean_environment, run

sys.path.insert(0, str(PROJECT / "tests/emulator"))
from emulator import Emulator  # noqa: E402

CLIP_PRICE = 200_000  # two seconds at 720p
LATENCY_MS = 300


@functools.lru_cache(maxsize=None)
def small_clip():
    """The bytes of a clip of two seconds that plays."""
    with tempfile.TemporaryDirectory(prefix="reshoot-clip-") as folder:
        file = Path(folder) / "clip.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=24:d=2", "-f", "lavfi",
                        "-i", "sine=d=2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a",
                        "aac", "-shortest", str(file)], check=True, stdin=subprocess.DEVNULL)
        return file.read_bytes()


def padded_clip(size):
    """The same with so many bytes more, which players pass over."""
    return small_clip() + (size + 8).to_bytes(4, "big") + b"free" + bytes(size)


def quick_row(provider):
    """The provider's row as it is, with prices as the emulator has them, for clips that take no time."""
    row = (PROJECT / f"schema/models/{provider}.yaml").read_text()
    row = re.sub(r"expected_seconds: \d+", "expected_seconds: 1", row)
    row = re.sub(r"shortest_poll: \{is: \d+,", "shortest_poll: {is: 0.1,", row)
    row = re.sub(r"price_source: not published.*",
                 "per_second: 0.10 USD\n    price_source: the emulator\n    price_date: 2026-11\n"
                 "    price_sure: documented", row)
    return row


def scenes_of(count, models=("gmi/wan2.7-t2v",), words="A desk"):
    """A campaign of clips without a video."""
    scenes = "".join(f"  s{n:02}:\n    model: {models[n % len(models)]}\n    prompt: {words}, seen from side {n}.\n"
                     for n in range(count))
    return ("reshoot: 1\ncampaign: small\n"
            "defaults: {resolution: 720p, seconds: 2}\nscenes:\n" + scenes)


class ShootTest(WorkspaceTest):
    """A workspace and an emulator of its own, which ends with the test."""

    campaign = scenes_of(3)
    script = {"gmi": {"latency_ms": LATENCY_MS}, "dashscope": {"latency_ms": LATENCY_MS, "limits": {}}}
    settings = ("reshoot: 1\nuploads: public\n"
                "accounts: {gmi: {at_once: 25}, dashscope: {at_once: 25, per_minute: 6000}}\n")

    def setUp(self):
        super().setUp()
        self.aside = Path(tempfile.mkdtemp(prefix="reshoot-aside-"))
        self.addCleanup(shutil.rmtree, self.aside)
        (self.root / "reshoot.yaml").write_text(self.settings)
        (self.root / "models").mkdir()
        for provider in ("gmi", "dashscope", "heygen"):
            (self.root / "models" / f"{provider}.yaml").write_text(quick_row(provider))
        self.emulator = None
        self.start_emulator(small_clip())

    def start_emulator(self, result):
        """One whose jobs result in these bytes; it takes the place of the one before."""
        if self.emulator is not None:
            self.emulator.stop()
        clip = self.aside / "clip.mp4"
        clip.write_bytes(result)
        self.emulator = Emulator(self.aside, script=self.script, results=[clip], max_seconds=7200)
        self.addCleanup(self.emulator.stop)

    def environment(self, **more):
        return {**self.emulator.environment, **more}

    def build(self, *words, check=0, root=None, env=None):
        """A build with nobody at the terminal."""
        return run(["build", "--yes", *words], root or self.root, check, env=self.environment(**(env or {})))

    def start_build(self, *words, root=None, env=None):
        """The same, running; its output goes to files that `told` reads."""
        out, err = (tempfile.NamedTemporaryFile(dir=self.aside, delete=False) for _ in range(2))
        with out, err:
            process = subprocess.Popen([str(RESHOOT), "build", "--yes", *words], cwd=root or self.root,
                                       env=clean_environment(self.environment(**(env or {}))),
                                       stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        process.told = lambda: Path(out.name).read_text() + Path(err.name).read_text()
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        return process.wait()

    def wait_until(self, true, what, seconds=60):
        until = time.monotonic() + seconds
        while not true():
            if time.monotonic() > until:
                self.fail(f"waited {seconds} s for {what}")
            time.sleep(0.02)

    def jobs(self):
        return self.emulator.control("jobs")

    def spent(self, root=None):
        return self.query("SELECT coalesce(sum(micros), 0) FROM money WHERE entry = 'settle'", root)[0][0]

    def states(self, root=None):
        """{'fetched': 3}"""
        return dict(self.query("SELECT state, count(*) FROM takes GROUP BY state", root))

    def check_paid_once(self, *roots):
        """Each job was asked for once, kept, and charged as the provider charges it."""
        roots = roots or (self.root,)
        self.emulator.assert_clean()
        self.assertEqual(sum(self.spent(root) for root in roots), self.emulator.bill_total())
        for root in roots:
            self.assertNotIn("lost", self.states(root))
            self.assertEqual(self.query("pragma integrity_check", root), [("ok",)])

    def check_all_here(self, clips, root=None):
        """Every clip has its take, and its bytes are in the store."""
        plan = json.loads(run(["plan", "--json"], root or self.root, 0).stdout)
        self.assertEqual(plan["totals"]["generate"], {"hit": clips})
        verified = json.loads(run(["cache", "verify", "--json"], root or self.root, 0).stdout)
        self.assertEqual(verified["findings"], [])

    def clone(self, name):
        """What somebody else would have of this workspace: no store."""
        root = self.aside / name
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns("cache", "out", "campaign.lock"))
        return root

    def answer_doubts(self):
        """Says of each take in doubt what the provider's bill has; how many there were."""
        doubts = self.query("SELECT takes.uuid, jobs.provider, jobs.request FROM takes JOIN jobs ON take_id = takes.id "
                            "WHERE state = 'in_doubt'")
        known = {row[0] for row in self.query("SELECT job FROM jobs WHERE job <> ''")}
        for take, provider, request in doubts:
            billed = [job["id"] for job in self.jobs()
                      if (job["provider"], job["body"]) == (provider, request) and job["id"] not in known]
            self.assertLessEqual(len(billed), 1, "one take, two jobs")
            answer = ["--adopt", billed[0]] if billed else ["--not-billed"]
            run(["resolve", take, *answer], self.root, 0)
        return len(doubts)
