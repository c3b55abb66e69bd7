#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Paid takes in git: what a CI runner may lose, what locks keep, and how a person lets go of them."""

import json
import os
import pty
import shutil
import sqlite3
import subprocess

from git_harness import GitTest
from harness import MIXED, RESHOOT, clean_environment, main, pretend_row


class PaidTest(GitTest):
    """One free clip and one that pretends to cost ten cents."""

    campaign = MIXED

    def setUp(self):
        super().setUp()
        (self.root / "models").mkdir()
        (self.root / "models/pretend.yaml").write_text(pretend_row())
        self.commit()

    def gc(self, *words, check=0, folder=None):
        return json.loads(self.run_in(folder or self.root, "cache", "gc", "--json", *words, check=check).stdout)

    def paid(self, report):
        """(reason, keep, where) of what was paid for."""
        return [(b["reason"], b["keep"], b.get("where", "")) for b in report["blobs"] if b["cost_micros"] > 0]

    def forget_choices(self):
        """Only locks keep takes from here on."""
        connection = sqlite3.connect(self.root / "cache/reshoot.db")
        connection.execute("DELETE FROM selections")
        connection.commit()
        connection.close()

    @property
    def lock(self):
        return self.root / "campaigns/small/campaign.lock"

    def leave(self):
        """The paid clip is no longer what the work tree has."""
        self.edit("An empty desk", "A full desk")
        self.edit("    model: pretend\n", "")
        self.lock.unlink()
        self.forget_choices()

    def test_ci(self):
        ci = {"CI": "true"}
        for words in (["build"], ["build", "bye"]):
            done = self.reshoot(*words, check=5, env=ci)
            self.assertIn("--store-in-tree", done.stderr)
        self.assertEqual(self.query("SELECT count(*) FROM takes"), [(0,)])
        self.reshoot("build", "--yes", "hello", env=ci)  # costs nothing
        doctor = json.loads(self.reshoot("doctor", "--json", env=ci).stdout)
        self.assertEqual(next(c["state"] for c in doctor["checks"] if c["name"] == "git"), "warn")
        self.reshoot("build", "--yes", env={"CI": "0"})
        self.reshoot("build", "--yes", env=ci)  # all is there
        self.edit("An empty desk", "A full desk")
        self.reshoot("build", "--yes", "--store-in-tree", env=ci)
        self.edit("A full desk", "An old desk")
        self.reshoot("build", "--yes", env={**ci, "RESHOOT_STORE": str(self.home / "store")})

    def test_a_lock_of_any_branch_keeps_a_paid_take(self):
        self.reshoot("build", "--yes")
        self.assertEqual(self.paid(self.gc("-n")), [("locked", True, f"work tree {self.root}")])
        self.commit()
        self.git("branch", "approved")
        self.leave()
        self.commit()
        self.assertEqual(self.paid(self.gc("-n", "--include-paid")), [("locked", True, "branch approved")])
        text = self.reshoot("cache", "gc", "--dry-run").stdout
        self.assertIn("locked by branch approved", text)
        self.git("branch", "-q", "-D", "approved")
        self.assertEqual(self.paid(self.gc("-n")), [("paid_unused", True, "")])
        self.assertEqual(self.paid(self.gc("-n", "--include-paid")), [("paid_unused", False, "")])

    def test_uncommitted_locks_of_linked_worktrees_keep_too(self):
        self.reshoot("build", "--yes")
        lock = self.lock.read_text()
        self.leave()
        self.commit()
        side = self.home / "side tree"
        self.git("worktree", "add", "-q", "--detach", str(side))
        self.assertEqual(self.paid(self.gc("-n", "--include-paid")), [("paid_unused", False, "")])
        (side / "campaigns/small/campaign.lock").write_text(lock)
        self.assertEqual(self.paid(self.gc("-n", "--include-paid")), [("locked", True, f"work tree {side}")])
        self.assertEqual(self.paid(self.gc("-n", "--include-paid", folder=side)),
                         [("locked", True, f"work tree {side}")])
        shutil.rmtree(side)
        done = self.reshoot("cache", "gc", check=5)
        self.assertIn("git worktree prune", done.stderr)
        self.git("worktree", "prune")
        self.reshoot("cache", "gc")

    def test_the_uncommitted_lock_of_a_submodule_keeps(self):
        outer = self.home / "outer"
        outer.mkdir()
        self.git("init", "-q", "-b", "main", folder=outer)
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", self.top.as_uri(), "films",
                 folder=outer)
        inner = outer / "films"
        self.run_in(inner, "build", "--yes")
        lock = (inner / "campaigns/small/campaign.lock").read_text()
        self.assertTrue((inner / "cache").exists())
        kept = [("locked", True, f"work tree {inner}")]
        self.assertEqual(self.paid(self.gc("-n", "--include-paid", folder=inner)), kept)
        side = self.home / "side"
        self.git("worktree", "add", "-q", "--detach", str(side), folder=inner)
        report = self.gc("-n", "--include-paid", "--store", str(inner / "cache"), folder=side)
        self.assertEqual(self.paid(report), kept)
        self.assertEqual((inner / "campaigns/small/campaign.lock").read_text(), lock)

    def test_a_lock_that_cannot_be_read_stops_gc(self):
        self.reshoot("build", "--yes")
        self.commit()
        self.git("checkout", "-q", "-b", "broken")
        self.lock.write_text(self.lock.read_text().replace("bytes: ", "bytes: x"))
        self.commit()
        self.git("checkout", "-q", "main")
        (self.root / "poetry.lock").write_text("[[package]]\n")
        blobs = sorted(p.name for p in (self.root / "cache/blobs").rglob("*"))
        for words in (["-n"], [], ["--include-paid"]):
            done = self.reshoot("cache", "gc", *words, check=2)
            self.assertIn("campaigns/small/campaign.lock of branch broken", done.stderr)
        self.assertEqual(sorted(p.name for p in (self.root / "cache/blobs").rglob("*")), blobs)
        self.git("branch", "-q", "-D", "broken")
        self.reshoot("cache", "gc")

    def test_paid_takes_go_only_when_typed(self):
        self.reshoot("build", "--yes")
        self.leave()

        def paid_here():
            return self.query("SELECT count(*) FROM takes WHERE model LIKE '%pretend' AND NOT collected")

        stale = len(self.gc("-n")["blobs"])
        done = self.reshoot("cache", "gc", "--include-paid", check=4)
        self.assertIn("1 paid take would go", done.stderr)
        self.assertIn("$0.10", done.stderr)
        self.assertIn("no copy", done.stderr)
        self.assertIn("nothing was deleted", done.stderr)
        self.assertEqual(len(self.gc("-n")["blobs"]), stale)  # nor what is free
        code, said = self.type_into("yes\n")
        self.assertEqual((code, paid_here()), (4, [(1,)]), said)
        self.assertIn("type 'delete 1 paid take'", said)
        code, said = self.type_into("delete 1 paid take\n")
        self.assertEqual((code, paid_here()), (0, [(0,)]), said)
        self.assertEqual(self.query("SELECT sum(micros) FROM money WHERE entry = 'settle'"), [(100000,)])
        self.reshoot("cache", "gc", "--include-paid")  # nothing is left to ask about
        self.reshoot("cache", "verify")

    def test_what_is_chosen_while_gc_asks_is_kept(self):
        self.reshoot("build", "--yes")
        blob = self.query("SELECT lower(hex(blob)) FROM takes WHERE model LIKE '%pretend'")[0][0]
        left, lock = self.yaml.read_text(), self.lock.read_text()
        self.leave()
        gone = self.yaml.read_text()

        def choose():
            self.yaml.write_text(left)
            self.reshoot("take", "use", "bye", blob[:12])
            self.lock.unlink()
            self.yaml.write_text(gone)  # only the pin keeps it

        code, said = self.type_into("delete 1 paid take\n", choose)
        self.assertEqual(code, 0, said)
        self.assertIn("1 blob is needed after all, and kept", said)
        self.assertTrue((self.root / "cache/blobs" / blob[:2] / blob).exists())
        self.yaml.write_text(left)
        self.lock.write_text(lock)
        self.assertEqual(self.totals("bye")["generate"], {"hit": 1})

    def test_the_remote_itself_is_asked_what_it_has(self):
        remote = self.home / "remote"
        remote.mkdir()
        (self.root / "reshoot.yaml").write_text(f"reshoot: 1\nremote: {{dir: {remote}}}\n")
        self.reshoot("build", "--yes")
        self.leave()

        def said():
            text = self.reshoot("cache", "gc", "--include-paid", check=4).stderr
            return next(line for line in text.splitlines() if "local/pretend" in line)

        self.assertIn("has a copy", said())
        remote.rename(self.home / "away")
        self.assertIn("had a copy when last seen", said())
        (self.home / "away").rename(remote)
        blob = self.query("SELECT lower(hex(blob)) FROM takes WHERE model LIKE '%pretend'")[0][0]
        (remote / "blobs" / blob[:2] / blob).unlink()
        self.assertIn("no copy", said())

    def type_into(self, text, meanwhile=lambda: None):
        """(exit code, what the terminal showed) of gc with a person at a terminal, who types when asked."""
        try:
            parent, child = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal can be had here: {error}")
        running = subprocess.Popen([str(RESHOOT), "cache", "gc", "--include-paid"], cwd=self.root, stdin=child,
                                   stdout=child, stderr=child, env=clean_environment({"HOME": str(self.home)}))
        os.close(child)
        said = b""
        try:
            while b"to go on: " not in said:
                said += os.read(parent, 4096)
            meanwhile()
            os.write(parent, text.encode())
            while block := os.read(parent, 4096):
                said += block
        except OSError:
            pass  # the other end is closed
        os.close(parent)
        return running.wait(timeout=60), said.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()
