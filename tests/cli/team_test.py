#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A team: a second clone with the lock and the remote pays nothing, and builds just what was approved."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness import MIXED, RESHOOT, WorkspaceTest, clean_environment, main, pretend_row, run


class TeamTest(WorkspaceTest):
    campaign = MIXED

    def setUp(self):
        super().setUp()
        self.remote = Path(tempfile.mkdtemp(prefix="reshoot-remote-"))
        self.addCleanup(shutil.rmtree, self.remote)
        (self.root / "models").mkdir()
        (self.root / "models/pretend.yaml").write_text(pretend_row())
        self.set_remote(self.remote)

    def set_remote(self, folder):
        text = "reshoot: 1\n" + (f"remote: {{dir: {folder}}}\n" if folder else "")
        (self.root / "reshoot.yaml").write_text(text)

    def clone(self, remote=True):
        """The workspace as git would give it to somebody else: no store, no videos."""
        folder = Path(tempfile.mkdtemp(prefix="reshoot-clone-"))
        self.addCleanup(shutil.rmtree, folder)
        for name in ("campaigns", "models", "reshoot.yaml"):
            source = self.root / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        if not remote:
            (folder / "reshoot.yaml").write_text("reshoot: 1\n")
        return folder

    def counts(self, folder, *arguments, check=0):
        lines = run(["build", "--yes", "--json", *arguments], folder, check).stdout.splitlines()
        last = json.loads(lines[-1])
        self.assertEqual(last["event"], "done")
        return last["counts"]["generate"], last["cost_micros"]

    def bytes_of(self, folder):
        return (folder / "out/small/launch.mp4").read_bytes()

    @property
    def lock(self):
        return self.root / "campaigns/small/campaign.lock"

    def decisions(self, folder, *arguments, check=0):
        steps = json.loads(run(["plan", "--json", *arguments], folder, check).stdout)["steps"]
        return {s["id"]: s["decision"] for s in steps if s["kind"] == "generate"}

    def blob_of(self, clip, folder=None):
        block = re.search(rf"^id: {clip}\n.*\nsha256: (\w+)$", self.lock.read_text(), re.M)
        return Path("blobs") / block[1][:2] / block[1]

    # The second clone.

    def test_a_clone_with_the_remote_makes_no_take_and_the_same_bytes(self):
        self.reshoot("build", "--yes")
        other = self.clone()
        self.assertEqual(self.decisions(other), {"generate:hello": "fetch", "generate:bye": "fetch"})
        counts, cost = self.counts(other)
        self.assertEqual((counts["run"], counts["fetched"], cost), (0, 2, 0))
        self.assertEqual(self.bytes_of(other), self.bytes_of(self.root))
        self.assertEqual((other / "campaigns/small/campaign.lock").read_text(), self.lock.read_text())
        self.assertEqual(self.query("SELECT sum(cost_elsewhere) FROM takes", other), [(100000,)])
        rows = self.query("SELECT cost_elsewhere, seed FROM takes ORDER BY cost_elsewhere", other)
        self.assertEqual(rows, self.query(
            "SELECT coalesce((SELECT micros FROM money WHERE take_id = takes.id AND entry = 'settle'), 0), seed "
            "FROM takes ORDER BY 1"))
        self.assertEqual(self.query("SELECT count(*) FROM money", other), [(0,)])
        self.assertEqual(self.counts(other)[0]["hit"], 2)

    def test_a_clone_without_the_remote_makes_free_clips_and_reports_paid_ones_lost(self):
        self.reshoot("build", "--yes")
        other = self.clone(remote=False)
        self.assertEqual(self.decisions(other, check=4), {"generate:hello": "run", "generate:bye": "lost"})
        counts, cost = self.counts(other, "-k", check=4)
        self.assertEqual((counts["run"], counts["fetched"], cost), (1, 0, 0))
        self.assertEqual(self.query("SELECT model FROM takes", other), [("local/animatic",)])
        self.assertIn("lost", run(["status"], other, 0).stdout)

    def test_a_paid_clip_that_nobody_has_approved_yet_is_fetched_not_bought(self):
        self.reshoot("build", "--yes")
        self.lock.unlink()
        other = self.clone()
        self.assertEqual(self.decisions(other), {"generate:hello": "run", "generate:bye": "fetch"})
        self.assertEqual(self.counts(other)[1], 0)

    def test_bytes_without_a_record_are_adopted_by_what_they_show(self):
        self.reshoot("build", "--yes")
        shutil.rmtree(self.remote / "takes")
        other = self.clone()
        self.assertEqual(self.counts(other)[0]["fetched"], 2)
        self.assertEqual(self.bytes_of(other), self.bytes_of(self.root))

    def test_a_free_clip_that_is_made_again_has_the_seed_of_the_lock(self):
        self.reshoot("build", "--yes")
        self.reshoot("retake", "hello")
        self.reshoot("build", "--yes")
        other = self.clone(remote=False)
        run(["build", "--yes", "-k"], other, 4)
        seeds = self.query("SELECT seed FROM takes WHERE number = 2")
        self.assertEqual(self.query("SELECT seed FROM takes", other), seeds)

    # Bytes that go bad or away.

    def test_a_flipped_byte_here_is_healed_from_the_remote(self):
        self.reshoot("build", "--yes")
        video = self.bytes_of(self.root)
        self.flip(self.root / "cache" / self.blob_of("bye"))
        self.edit("videos:\n  launch: {scenes: [hello, bye]}", "videos:\n  launch: {scenes: [bye, hello]}")
        done = self.reshoot("build", "--yes")
        self.assertIn("damaged", done.stderr)
        self.assertEqual(self.query("SELECT count(*) FROM takes"), [(2,)])
        self.edit("scenes: [bye, hello]", "scenes: [hello, bye]")
        self.reshoot("build", "--yes")
        self.assertEqual(self.bytes_of(self.root), video)

    def test_a_flipped_byte_in_the_remote_is_never_used_and_healed_by_who_has_the_bytes(self):
        self.reshoot("build", "--yes")
        bad = self.remote / self.blob_of("bye")
        self.flip(bad)
        other = self.clone()
        done = run(["build", "--yes", "-k"], other, 4)
        self.assertIn("damaged", done.stderr)
        self.assertEqual(self.query("SELECT count(*) FROM takes WHERE model = 'local/pretend'", other), [(0,)])
        self.reshoot("cache", "push")
        self.assertEqual(self.counts(other)[0]["fetched"], 1)
        self.assertEqual(self.bytes_of(other), self.bytes_of(self.root))

    def flip(self, file):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.chmod(0o644)
        file.write_bytes(data)

    def test_lost_bytes_are_paid_for_again_only_when_asked(self):
        self.set_remote(None)
        self.reshoot("build", "--yes")
        (self.root / "cache" / self.blob_of("bye")).unlink()
        shutil.rmtree(self.root / "cache/blobs")
        self.assertEqual(self.decisions(self.root, check=4)["generate:bye"], "lost")
        self.reshoot("build", "--yes", "-k", check=4)
        self.assertEqual(self.query("SELECT count(*) FROM takes WHERE model = 'local/pretend'"), [(1,)])
        self.assertIn("TARGET", self.reshoot("build", "--yes", "--regenerate", check=2).stderr)
        self.reshoot("build", "--yes", "--regenerate", "launch")
        self.assertEqual(self.query("SELECT state FROM takes WHERE model = 'local/pretend' ORDER BY number"),
                         [("lost",), ("fetched",)])
        self.assertEqual(self.query("SELECT sum(micros) FROM money WHERE entry = 'settle'"), [(200000,)])
        self.assertEqual(set(self.decisions(self.root).values()), {"hit"})

    def test_a_remote_that_is_away_is_no_reason_to_call_a_clip_lost_or_to_pay(self):
        self.reshoot("build", "--yes")
        other = self.clone()
        (other / "reshoot.yaml").write_text("reshoot: 1\nremote: {dir: /nowhere/team}\n")
        self.assertIn("/nowhere/team", run(["build", "--yes"], other, 5).stderr)
        plan = run(["plan"], other, 4)
        self.assertIn("cannot", plan.stderr)

    def away(self, folder):
        """The workspace's drive is not mounted."""
        (folder / "reshoot.yaml").write_text("reshoot: 1\nremote: {dir: /nowhere/team}\n")

    def paid(self, folder):
        return self.query("SELECT count(*) FROM takes WHERE model = 'local/pretend'", folder)[0][0]

    def test_regenerate_pays_for_nothing_that_the_remote_may_have(self):
        self.reshoot("build", "--yes")
        other = self.clone()
        lock = (other / "campaigns/small/campaign.lock").read_text()
        run(["build", "--yes", "--regenerate", "bye", "--offline"], other, 5)
        self.away(other)
        for words in ([], ["--offline"], ["--max-cost", "0.01"]):
            run(["build", "--yes", "--regenerate", "bye", *words], other, 5)
        self.assertEqual(self.paid(other), 0)
        self.assertEqual((other / "campaigns/small/campaign.lock").read_text(), lock)
        self.set_remote(self.remote)
        shutil.copy(self.root / "reshoot.yaml", other)
        self.assertEqual(self.counts(other, "--regenerate", "bye")[1], 0)  # it is there: nothing is lost
        self.assertEqual(self.paid(other), 1)

    def test_regenerate_that_the_cap_refuses_lets_go_of_nothing(self):
        self.set_remote(None)
        self.reshoot("build", "--yes")
        shutil.rmtree(self.root / "cache/blobs")
        lock = self.lock.read_text()
        self.reshoot("build", "--yes", "--regenerate", "bye", "--max-cost", "0.01", check=3)
        self.assertEqual(self.lock.read_text(), lock)
        self.assertEqual(self.decisions(self.root, check=4)["generate:bye"], "lost")
        self.assertEqual(self.paid(self.root), 1)

    def test_nothing_new_is_paid_for_while_the_remote_is_away(self):
        self.reshoot("build", "--yes")
        self.lock.unlink()
        other = self.clone()
        self.away(other)
        for words in ([], ["--offline"]):
            run(["build", "--yes", *words], other, 5)
        self.assertEqual(self.paid(other), 0)
        run(["build", "--yes", "hello"], other, 0)  # free: nothing that could be paid twice

    def test_a_stand_in_for_approved_bytes_is_not_approved(self):
        self.reshoot("build", "--yes")
        other = self.clone(remote=False)
        lock = other / "campaigns/small/campaign.lock"
        block = re.search(r"^id: hello\n.*\nsha256: (\w+)$", lock.read_text(), re.M)[1]
        approved = lock.read_text().replace(block, "0" * 64)
        lock.write_text(approved)
        run(["build", "--yes", "hello"], other, 0)
        self.assertEqual(lock.read_text(), approved)

    def test_a_build_names_what_is_lost_and_what_can_be_done(self):
        self.reshoot("build", "--yes")
        told = run(["build", "--yes", "-k"], self.clone(remote=False), 4).stderr
        self.assertIn("lost: 'bye'", told)
        self.assertIn("--regenerate bye", told)

    # Just what was approved.

    def test_locked_and_offline_from_nothing_but_the_store(self):
        self.reshoot("build", "--yes")
        video = self.bytes_of(self.root)
        shutil.rmtree(self.root / "out")
        lock = self.lock.stat().st_mtime_ns
        self.reshoot("build", "--locked", "--offline")
        self.assertEqual(self.bytes_of(self.root), video)
        shutil.rmtree(self.root / "out")
        os.rename(self.remote, self.remote.with_suffix(".away"))
        self.addCleanup(shutil.rmtree, self.remote.with_suffix(".away"))
        self.query_write("DELETE FROM artifacts")
        self.reshoot("build", "--locked", "--offline")
        self.assertEqual(self.bytes_of(self.root), video)
        self.assertEqual(self.lock.stat().st_mtime_ns, lock)
        self.remote.mkdir()

    def query_write(self, sql):
        import sqlite3
        with sqlite3.connect(self.root / "cache/reshoot.db") as connection:
            connection.execute(sql)

    def test_locked_builds_a_clone_and_generates_nothing(self):
        self.reshoot("build", "--yes")
        other = self.clone()
        counts, _ = self.counts(other, "--locked")
        self.assertEqual((counts["run"], counts["fetched"]), (0, 2))
        self.assertEqual(self.bytes_of(other), self.bytes_of(self.root))

    def test_locked_lists_what_does_not_fit_and_builds_nothing(self):
        self.reshoot("build", "--yes")
        self.edit("An empty desk", "An empty table")
        done = self.reshoot("build", "--locked", check=4)
        self.assertIn("'bye': it was edited after its take was approved", done.stderr)
        self.assertIn("campaigns/small/campaign.yaml:", done.stderr)
        self.assertNotIn("'hello'", done.stderr)
        self.assertEqual(self.query("SELECT count(*) FROM takes"), [(2,)])
        self.reshoot("build", "-n", "--locked", check=4)
        other = self.clone(remote=False)
        self.assertIn("neither here nor in the remote", run(["build", "--locked"], other, 4).stderr)
        self.lock.unlink()
        self.assertIn("the lock has no take for it", self.reshoot("build", "--locked", check=4).stderr)

    def test_locked_names_another_ffmpeg(self):
        self.reshoot("build", "--yes")
        text = self.lock.read_text()
        self.lock.write_text(re.sub(r"^ffmpeg: .*$", "ffmpeg: ffmpeg version 3", text, flags=re.M))
        self.reshoot("build", "--locked")  # nothing is made: nothing can differ
        other = self.clone()
        done = run(["build", "--locked"], other, 4)
        self.assertIn("ffmpeg version 3", done.stderr)
        run(["build", "--locked", "--allow-other-ffmpeg"], other, 0)
        self.assertEqual(self.bytes_of(other), self.bytes_of(self.root))

    # The lock.

    def test_what_people_choose_is_in_the_lock(self):
        self.reshoot("build", "--yes")
        first = self.lock.read_text()
        self.reshoot("retake", "hello")
        self.assertNotIn("id: hello", self.lock.read_text())
        self.reshoot("build", "--yes")
        second = self.lock.read_text()
        self.assertNotEqual(first, second)
        self.reshoot("take", "use", "hello", "1")
        self.assertEqual(self.lock.read_text(), first)
        other = self.clone()
        self.counts(other)
        self.reshoot("build", "--yes")
        self.assertEqual(self.bytes_of(other), self.bytes_of(self.root))

    def test_a_renamed_scene_keeps_its_take(self):
        self.reshoot("build", "--yes")
        self.edit("  bye:\n", "  goodbye:\n")
        self.edit("scenes: [hello, bye]", "scenes: [hello, goodbye]")
        other = self.clone()
        self.assertEqual(self.counts(other)[0]["fetched"], 2)
        self.assertIn("id: goodbye", (other / "campaigns/small/campaign.lock").read_text())

    def test_a_spoilt_lock_stops_every_command_and_is_left_alone(self):
        self.reshoot("build", "--yes")
        good = self.lock.read_text()
        for spoilt in (good[:-40], good.replace("bytes: ", "bytes:  ", 1), good.replace("reshoot-lock: 1", "reshoot-lock: 7"),
                       "", good.replace("\n", "\r\n")):
            self.lock.write_bytes(spoilt.encode())
            for command in (["check"], ["plan"], ["build"], ["status"], ["why"], ["take", "list"],
                            ["take", "use", "bye", "1"], ["retake", "bye"]):
                done = self.reshoot(*command, check=2)
                self.assertIn("campaign.lock", done.stderr + done.stdout)
            self.assertEqual(self.lock.read_bytes(), spoilt.encode())

    def test_a_merge_that_left_two_choices_is_settled_by_take_use(self):
        git = lambda *words: subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=self.root, check=False,
            capture_output=True, text=True, env={**clean_environment(), "GIT_CONFIG_GLOBAL": "/dev/null"})
        (self.root / ".gitignore").write_text("/cache/\n/out/\n")
        self.reshoot("build", "--yes")
        git("init", "-q", "-b", "main")
        git("add", "-A")
        git("commit", "-qm", "one")
        for branch, words in (("left", "waves twice"), ("right", "waves slowly")):
            git("checkout", "-q", "-b", branch, "main")
            self.edit("waves;", words + ";")
            self.reshoot("build", "--yes")
            git("commit", "-qam", branch)
        merged = git("merge", "left")
        self.assertNotEqual(merged.returncode, 0)
        self.assertEqual(self.lock.read_text().count("<<<<<<<"), 1)
        self.yaml.write_text(re.sub(r"<<<<<<< HEAD\n(.*\n)=======\n.*\n>>>>>>> left\n", r"\1", self.yaml.read_text()))
        told = self.reshoot("build", "--yes", check=2).stderr
        self.assertIn("two branches chose different takes of 'hello'", told)
        self.assertIn("fits the campaign as it is now", told)
        self.assertIn("two branches chose", self.reshoot("check", check=2).stdout)
        words = re.search(r"reshoot (take use hello \w+)", told)[1].split()
        self.reshoot(*words)
        self.assertNotIn("<<<<<<<", self.lock.read_text())
        self.assertEqual(self.done_event()["counts"]["generate"]["run"], 0)

    def test_a_take_that_only_the_remote_has_settles_a_merge_in_a_clone(self):
        self.reshoot("build", "--yes")
        block = re.search(r"^id: bye\n(.*\n)+?\n", self.lock.read_text(), re.M)[0]
        first = re.search(r"sha256: (\w+)", block)[1]
        self.reshoot("retake", "bye")
        self.reshoot("build", "--yes")
        second = re.search(r"^id: bye\n(.*\n)+?\n", self.lock.read_text(), re.M)[0]
        self.lock.write_text(self.lock.read_text().replace(
            second, f"<<<<<<< HEAD\n{second.strip()}\n=======\n{block.strip()}\n>>>>>>> left\n\n"))
        other = self.clone()
        run(["build", "--yes"], other, 2)
        run(["take", "use", "bye", first[:12]], other, 0)
        counts, cost = self.counts(other)
        self.assertEqual((counts["run"], counts["fetched"], cost), (0, 2, 0))
        self.assertEqual(self.query("SELECT count(*) FROM takes WHERE model = 'local/pretend'", other), [(1,)])

    # Guards.

    def test_a_ci_runner_pays_for_nothing_that_it_would_throw_away(self):
        self.set_remote(None)
        (self.root / ".git").mkdir()
        done = self.reshoot("build", "--yes", check=5, env={"CI": "true"})
        self.assertIn("--store-in-tree", done.stderr)
        self.assertEqual(self.query("SELECT count(*) FROM takes"), [(0,)])
        self.reshoot("build", "--yes", "hello", env={"CI": "true"})
        self.reshoot("build", "--yes", "--store-in-tree", env={"CI": "true"})

    def test_a_remote_that_cannot_be_written_keeps_the_take_and_says_so(self):
        if os.geteuid() == 0:
            self.skipTest("root writes everywhere")
        self.remote.chmod(0o555)
        self.addCleanup(self.remote.chmod, 0o755)
        done = self.reshoot("build", "--yes", check=5)
        self.assertIn("not in the remote yet", done.stderr)
        self.remote.chmod(0o755)
        self.reshoot("build", "--yes")
        self.assertTrue((self.remote / self.blob_of("bye")).exists())

    # What lies in the remote.

    def record(self, model):
        """The record of the take of a model, and its text."""
        file, = (f for f in (self.remote / "takes").glob("*/*.json") if json.loads(f.read_text())["model"] == model)
        return file, json.loads(file.read_text())

    def test_nothing_is_bought_while_a_record_cannot_be_used(self):
        self.reshoot("build", "--yes")
        self.lock.unlink()
        file, record = self.record("local/pretend")
        good = file.read_text()
        file.chmod(0o644)
        for text in (json.dumps({**record, "schema_version": 2}), good[:-100], good + " " * 65536):
            file.write_text(text)
            other = self.clone()
            done = run(["build", "--yes"], other)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(file.name, done.stderr)
            self.assertIn("update reshoot or remove the file", done.stderr)
            self.assertEqual(self.paid(other), 0)
        file.unlink()
        self.reshoot("cache", "verify")
        run(["build", "--yes"], self.clone(), 0)

    def test_a_copy_of_another_size_is_not_copied(self):
        self.reshoot("build", "--yes")
        there = self.remote / self.blob_of("bye")
        there.chmod(0o644)
        os.truncate(there, 1 << 30)
        done = run(["build", "--yes", "bye"], self.clone())
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("has 1073741824 bytes", done.stderr)
        self.assertEqual(there.stat().st_size, 1 << 30)
        self.reshoot("cache", "verify")
        self.assertEqual(self.counts(self.clone())[1], 0)

    def test_take_use_of_a_take_that_is_not_here_yet(self):
        self.reshoot("build", "--yes")
        approved = self.lock.read_text()
        blob = self.blob_of("bye").name
        other = self.clone()
        said = json.loads(run(["take", "use", "bye", blob[:12], "--json"], other, 0).stdout)
        self.assertEqual(said["settled"]["blob"], "sha256:" + blob)
        self.assertEqual((other / "campaigns/small/campaign.lock").read_text(), approved)
        (other / "campaigns/small/campaign.lock").unlink()  # now only the remote knows it
        done = run(["take", "use", "bye", blob[:12]], other, 0)
        self.assertIn("'reshoot build' fetches it", done.stdout)
        self.assertEqual(self.counts(other)[1], 0)
        self.assertEqual((other / "campaigns/small/campaign.lock").read_text(), approved)
        run(["take", "use", "bye", "0123456789ab"], self.clone(), 2)

    def test_nobody_is_offered_a_rejected_take(self):
        self.reshoot("build", "--yes")
        rejected = self.blob_of("bye").name
        away = self.remote.with_suffix(".away")
        self.remote.rename(away)
        done = self.reshoot("take", "reject", "bye", "1")
        self.assertIn("may offer it to others", done.stderr)
        away.rename(self.remote)
        self.assertNotIn("rejected", self.record("local/pretend")[1])
        self.assertNotIn("note", self.reshoot("take", "reject", "bye", "1").stderr)
        self.assertTrue(self.record("local/pretend")[1]["rejected"])
        self.lock.unlink()
        self.assertEqual(self.decisions(self.clone())["generate:bye"], "run")
        self.reshoot("retake", "bye")
        self.reshoot("build", "--yes")
        chosen = self.blob_of("bye").name
        self.assertNotEqual(chosen, rejected)
        self.lock.unlink()
        other = self.clone()
        self.assertEqual(self.counts(other)[1], 0)
        self.assertIn(f"sha256: {chosen}", (other / "campaigns/small/campaign.lock").read_text())

    def test_cache_push_tells_what_was_rejected_and_keeps_what_was_paid_for(self):
        self.set_remote(None)
        self.reshoot("build", "--yes")
        for clip in ("hello", "bye"):
            self.reshoot("take", "reject", clip, "1")
        self.set_remote(self.remote)
        self.reshoot("cache", "push")
        file, = (self.remote / "takes").glob("*/*.json")
        record = json.loads(file.read_text())
        self.assertEqual((record["model"], record["rejected"]), ("local/pretend", True))

    def test_marks_that_need_no_choice_are_told(self):
        self.reshoot("build", "--yes")
        text = self.lock.read_text()
        head = re.search(r"^ffmpeg: .*\n", text, re.M)[0]
        self.lock.write_text(text.replace(head, f"<<<<<<< HEAD\n{head}=======\nffmpeg: other\n>>>>>>> left\n"))
        done = self.reshoot("check")
        self.assertIn("has conflict marks that settle themselves", done.stdout)
        self.assertIn("campaign.lock:4", done.stdout)
        self.assertIn("1 warning", done.stdout)
        self.reshoot("build", "--locked", check=2)
        self.reshoot("build", "--yes")
        self.assertEqual(self.lock.read_text(), text)
        self.assertNotIn("warning", self.reshoot("check").stdout)


if __name__ == "__main__":
    main()
