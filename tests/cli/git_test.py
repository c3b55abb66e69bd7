#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Campaigns in real git repositories: diff, worktrees, shallow clones, CI runners, what gc keeps."""

import json
import os
import pty
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from harness import PROJECT, RESHOOT, SMALL, WorkspaceTest, clean_environment, main, run

# One free clip, and one of a model that pretends to cost money.
MIXED = SMALL.replace("  bye:\n", "  bye:\n    model: pretend\n")


def pretend_row():
    row = (PROJECT / "schema/models/animatic.yaml").read_text()
    return row.replace("animatic", "pretend").replace("per_second: 0 USD", "per_second: 0.10 USD")


class GitTest(WorkspaceTest):
    """The workspace in a repository of its own; neither git nor reshoot sees a configuration or a person of this
    machine."""

    below = ""  # the workspace in the repository

    def setUp(self):
        super().setUp()
        self.home = Path(tempfile.mkdtemp(prefix="reshoot-home-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.tmp = self.home / "tmp"
        self.tmp.mkdir()
        if self.below:
            top = self.root
            (top / self.below).mkdir(parents=True)
            for name in ("campaigns", "reshoot.yaml"):
                shutil.move(top / name, top / self.below / name)
        self.top = self.root
        self.root = self.root / self.below if self.below else self.root
        (self.root / ".gitignore").write_text("/cache/\n/out/\n")
        self.git("init", "-q", "-b", "main")
        self.commit()

    def remove_unless_failed(self):
        self.root = self.top
        super().remove_unless_failed()

    def git_environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "GIT_CONFIG_GLOBAL": "/dev/null",
                "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}

    def git(self, *words, folder=None):
        person = ["-c", "user.name=A Person", "-c", "user.email=person@example.org"]
        done = subprocess.run(["git", *person, *words], cwd=folder or self.top, env=self.git_environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def commit(self, folder=None):
        self.git("add", "-A", folder=folder)
        self.git("commit", "-q", "--allow-empty", "-m", "x", folder=folder)

    def run_in(self, folder, *words, check=0, env=None):
        done = run(words, folder, check,
                   env={"HOME": str(self.home), "TMPDIR": str(self.tmp), **(env or {})})
        self.assertEqual(list(self.tmp.glob("reshoot-*")), [], "left behind in TMPDIR")
        return done

    def reshoot(self, *words, check=0, **more):
        return self.run_in(self.root, *words, check=check, **more)

    def diff(self, *words, folder=None, check=0):
        return json.loads(self.run_in(folder or self.root, "diff", "--json", *words, check=check).stdout)

    def changes(self, *words, folder=None):
        """{'hello': 'changed', 'video launch': 'changed'}"""
        report = self.diff(*words, folder=folder)
        return {**{clip["scene"]: clip["change"] for clip in report["clips"]},
                **{"video " + video["video"]: video["change"] for video in report["videos"]}}

    def scratch(self):
        folder = self.root / "cache/scratch"
        return os.listdir(folder) if folder.exists() else []


class DiffTest(GitTest):
    def test_each_kind_of_change(self):
        self.assertEqual(self.changes(), {})
        text = self.yaml.read_text()
        self.edit("Hi.", "Hello.")
        report = self.diff()
        clip = report["clips"][0]
        self.assertEqual((clip["scene"], clip["change"], clip["decision"]), ("hello", "changed", "run"))
        reason = clip["reasons"][0]
        self.assertEqual((reason["field"], reason["was"], reason["now"]), ("says[0]", "Hi.", "Hello."))
        self.assertTrue(reason["at"].startswith("campaigns/small/campaign.yaml:13:"), reason)
        self.assertEqual(report["revision"]["commit"], self.git("rev-parse", "HEAD").strip())
        self.assertEqual(report["videos"][0]["clips"], ["hello"])
        self.yaml.write_text(text.replace("  bye:", "  ending:").replace("hello, bye", "hello, ending"))
        self.assertEqual(self.changes(), {"ending": "renamed"})
        self.yaml.write_text(text.replace("[hello, bye]", "[hello]").replace(
            "  bye:\n    prompt: An empty desk; pan left.\n", ""))
        self.assertEqual(self.changes(), {"bye": "gone", "video launch": "changed"})
        self.yaml.write_text(text + "  extra: {scenes: [bye]}\n")
        self.assertEqual(self.changes(), {"video extra": "added"})
        self.commit()
        self.assertEqual(self.changes("HEAD~1"), {"video extra": "added"})
        self.assertEqual(self.changes("main~1"), {"video extra": "added"})

    def test_comments_order_and_metadata_are_no_change(self):
        self.yaml.write_text("# a comment\n" + self.yaml.read_text().replace("[hello, bye]", "['hello', bye]"))
        self.assertEqual(self.changes(), {})

    def test_the_price_is_that_of_building_now(self):
        self.edit("Hi.", "Hello.")
        self.edit("  bye:\n", "  bye:\n    model: pretend\n")
        (self.root / "models").mkdir()
        (self.root / "models/pretend.yaml").write_text(pretend_row())
        totals = self.diff()["totals"]
        self.assertEqual((totals["changed"], totals["to_shoot"], totals["cost_micros"]), (2, 2, 100000))
        self.reshoot("build")
        totals = self.diff()["totals"]
        self.assertEqual((totals["changed"], totals["to_shoot"], totals["cost_micros"]), (2, 0, 0))
        text = self.reshoot("diff").stdout
        self.assertIn("small against HEAD (", text)
        self.assertIn("nothing of it has to be shot", text)

    def test_the_revision_has_its_own_files_models_and_settings(self):
        picture = self.root / "campaigns/small/refs/pip-front.png"
        shutil.copy(PROJECT / "campaigns/course/refs/amara-front.png", picture)
        self.assertEqual(self.changes(), {"hello": "changed", "video launch": "changed"})
        self.commit()
        # What git does not know is not there: the campaign of HEAD names a picture that was never committed.
        self.edit("pip-front.png", "new.png")
        picture.rename(picture.with_name("new.png"))
        self.git("add", "campaigns/small/campaign.yaml")
        self.git("commit", "-q", "-m", "without its picture")
        done = self.reshoot("diff", check=2)
        self.assertRegex(done.stderr, r"^in HEAD \([0-9a-f]{10}\):\nerror\[C\d+\]")
        self.assertIn("1 mistake in the campaign of HEAD", done.stderr)
        self.assertEqual(self.changes("HEAD~1"), {})  # a picture that moved is the same picture
        self.assertEqual(self.git("status", "--short"),
                         " D campaigns/small/refs/pip-front.png\n?? campaigns/small/refs/new.png\n")

    def test_mistakes_of_the_revision_are_told_as_such(self):
        text = self.yaml.read_text()
        self.edit("prompt: An", "promt: An")
        self.commit()
        self.yaml.write_text(text)
        done = self.reshoot("diff", check=2)
        self.assertIn("did you mean 'prompt'?", done.stderr)
        self.assertIn("of HEAD", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_words_that_are_no_revision(self):
        self.git("tag", "v1.0")
        for word, said in (("--output=x", "git knows no revision '--output=x'"), ("mian", "did you mean 'main'?"),
                           ("v1.1", "did you mean 'v1.0'?"), ("HEAD~7", "no revision 'HEAD~7'"), ("", "no revision"),
                           ("^HEAD", "no revision"), ("HEAD..HEAD", "no revision"), ("a\nb", "no revision 'a\\nb'"),
                           ("HEAD:reshoot.yaml", "is no commit"), ("$(touch x)", "no revision")):
            with self.subTest(word=word):
                self.assertIn(said, self.reshoot("diff", "--", word, check=2).stderr)
        self.assertFalse((self.root / "x").exists())

    def test_without_a_commit_without_git_without_the_campaign(self):
        new = self.root / "campaigns/new"
        shutil.copytree(self.root / "campaigns/small", new)
        (new / "campaign.yaml").write_text(self.yaml.read_text().replace("campaign: small", "campaign: new"))
        done = self.reshoot("diff", "-f", "campaigns/new", check=2)
        self.assertIn("campaigns/new/campaign.yaml is not in HEAD", done.stderr)
        self.assertIn("it has campaigns/small/campaign.yaml", done.stderr)
        shutil.rmtree(new)
        shutil.rmtree(self.top / ".git")
        self.assertIn("is not in a git repository", self.reshoot("diff", check=5).stderr)
        self.git("init", "-q")
        self.assertIn("nothing has been committed", self.reshoot("diff", check=2).stderr)
        tools = self.home / "bin"
        tools.mkdir()
        for tool in ("ffmpeg", "ffprobe", "espeak-ng", "fc-list", "fc-match"):
            if shutil.which(tool):
                (tools / tool).symlink_to(shutil.which(tool))
        done = self.reshoot("diff", check=5, env={"PATH": str(tools)})
        self.assertIn("'git' is not installed", done.stderr)

    def test_nothing_stays_and_nothing_is_changed(self):
        self.reshoot("build")
        self.edit("Hi.", "Hello.")
        before = self.git("status", "--short", "--ignored")
        index = (self.top / ".git/index").read_bytes()
        self.assertEqual(self.changes(), {"hello": "changed", "video launch": "changed"})
        self.assertEqual(self.git("status", "--short", "--ignored"), before)
        self.assertEqual((self.top / ".git/index").read_bytes(), index)
        self.assertEqual(self.scratch(), [])

    def test_ctrl_c_leaves_nothing_behind(self):
        self.reshoot("build")
        slow = self.home / "slow"
        slow.mkdir()
        (slow / "git").write_text(f"#!/bin/sh\ncase \"$*\" in *checkout-index*) touch {self.home}/there; sleep 60;; esac\n"
                                  f"exec {shutil.which('git')} \"$@\"\n")
        (slow / "git").chmod(0o755)
        running = subprocess.Popen([str(RESHOOT), "diff"], cwd=self.root, stderr=subprocess.PIPE, text=True,
                                   env=clean_environment({"HOME": str(self.home),
                                                          "PATH": f"{slow}:{os.environ['PATH']}"}))
        deadline = time.monotonic() + 60
        while not (self.home / "there").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(len(self.scratch()), 1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, said)
        self.assertEqual(self.scratch(), [])


class HostileTreeTest(GitTest):
    def test_names_with_anything_in_them(self):
        picture = self.root / "campaigns/small/refs/pip-front.png"
        for name in ("new\nline.png", "quo\"te's.png", "-rf.png", "ümläut ☃.png", "$(touch x).png"):
            shutil.copy(picture, picture.with_name(name))
        self.edit("refs/pip-front.png", "'refs/ümläut ☃.png'")
        self.commit()
        self.assertEqual(self.changes(), {})
        self.assertEqual(self.changes("HEAD~1"), {})

    def test_links_stay_inside(self):
        refs = self.root / "campaigns/small/refs"
        picture = refs / "pip-front.png"
        outside = self.home / "outside.png"
        shutil.copy(picture, outside)
        shared = self.root / "shared"
        shared.mkdir()
        picture.rename(shared / "pip.png")
        picture.symlink_to("../../../shared/pip.png")  # inside: as good as the file
        (self.root / "evil").symlink_to("/etc")
        (self.root / "deep").symlink_to("campaigns/small/refs")
        self.commit()
        self.assertEqual(self.changes(), {})
        self.edit("refs/pip-front.png", "../../deep/pip-front.png")
        self.commit()
        self.assertEqual(self.changes(), {})
        for target in (str(outside), "../../../../" + os.path.relpath(outside, self.root.parent),
                       "../../../deep/../../../../etc/hostname"):
            with self.subTest(target=target):
                picture.unlink()
                picture.symlink_to(target)
                self.commit()
                picture.unlink()
                shutil.copy(shared / "pip.png", picture)  # the work tree itself is fine
                self.assertIn("in HEAD", self.reshoot("diff", check=2).stderr)

    def test_a_campaign_that_is_a_link_to_elsewhere_shows_nothing_of_it(self):
        secret = self.home / "secret.yaml"
        secret.write_text("password: hunter2\n")
        text = self.yaml.read_text()
        self.yaml.unlink()
        self.yaml.symlink_to(secret)
        self.commit()
        self.yaml.unlink()
        self.yaml.write_text(text)
        done = self.reshoot("diff", check=2)
        self.assertNotIn("hunter2", done.stdout + done.stderr)

    def test_hooks_and_aliases_do_not_run(self):
        hook = self.top / ".git/hooks/post-checkout"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {self.home}/ran\n")
        hook.chmod(0o755)
        self.git("config", "core.fsmonitor", f"touch {self.home}/ran")
        self.edit("Hi.", "Hello.")
        self.changes()
        self.assertFalse((self.home / "ran").exists())

    def test_line_ends_and_filters_as_in_a_checkout(self):
        self.git("config", "filter.shout.smudge", "sed s/whisper/Hi./")
        self.git("config", "filter.shout.clean", "sed s/Hi./whisper/")
        (self.root / ".gitattributes").write_text("campaign.yaml filter=shout\n*.yaml eol=crlf\n")
        self.git("add", "--renormalize", "-A")
        self.commit()
        self.assertIn("whisper", self.git("show", "HEAD:./campaigns/small/campaign.yaml", folder=self.root))
        self.assertEqual(self.changes(), {})

    def test_a_pointer_of_git_lfs_is_no_picture(self):
        picture = self.root / "campaigns/small/refs/pip-front.png"
        whole = picture.read_bytes()
        picture.write_text("version https://git-lfs.github.com/spec/v1\n"
                           "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n")
        self.commit()
        picture.write_bytes(whole)
        done = self.reshoot("diff", check=5)
        self.assertIn("kept by Git LFS, and only its pointer came", done.stderr)
        self.assertIn("git lfs install", done.stderr)
        # Set up, and not installed: git itself fails, and says so.
        (self.root / ".gitattributes").write_text("*.png filter=lfs\n")
        self.commit()
        self.git("config", "filter.lfs.smudge", "no-such-git-lfs smudge -- %f")
        self.git("config", "filter.lfs.required", "true")
        done = self.reshoot("diff", check=5)
        self.assertIn("git cannot lay out files", done.stderr)
        self.assertIn("install git-lfs", done.stderr)


class SubFolderTest(GitTest):
    below = "films/2026"

    def test_a_workspace_below_the_top(self):
        (self.top / "big.bin").write_bytes(b"x" * 1000)
        (self.top / ".gitattributes").write_text("*.yaml eol=crlf\n")
        self.commit()
        self.edit("Hi.", "Hello.")
        self.assertEqual(self.changes(), {"hello": "changed", "video launch": "changed"})
        self.assertEqual(self.changes("HEAD", "-f", "films/2026", folder=self.top),
                         {"hello": "changed", "video launch": "changed"})
        self.assertIn("films/2026/cache", self.reshoot("doctor").stdout)

    def test_a_linked_worktree_shares_the_store(self):
        self.reshoot("build")
        side = self.home / "side"
        self.git("worktree", "add", "-q", "-b", "side", str(side))
        there = side / "films/2026"
        (there / "campaigns/small/campaign.yaml").write_text(self.yaml.read_text().replace("Hi.", "Hello."))
        self.assertEqual(self.changes("main", folder=there), {"hello": "changed", "video launch": "changed"})
        plan = json.loads(self.run_in(there, "plan", "--json").stdout)
        self.assertEqual(plan["totals"]["generate"], {"run": 1, "hit": 1})
        self.run_in(there, "build")
        self.assertFalse((there / "cache").exists())
        self.assertTrue((there / "out/small/launch.mp4").exists())
        self.assertEqual(self.query("SELECT count(*) FROM takes"), [(3,)])
        said = json.loads(self.run_in(there, "doctor", "--json").stdout)["checks"]
        self.assertIn("the store of the main one", next(c["detail"] for c in said if c["name"] == "git"))
        # Both are whole, and neither's outputs are taken for the other's.
        self.reshoot("status", "-q")
        self.run_in(there, "status", "-q")
        self.run_in(there, "cache", "gc")
        self.assertEqual((self.work(), self.query("SELECT sum(collected) FROM takes")), (0, [(0,)]))
        self.run_in(there, "status", "-q")

    def test_git_clean_as_doctor_says(self):
        self.reshoot("build")
        git = next(c for c in self.json("doctor")["checks"] if c["name"] == "git")
        self.assertIn("2 takes, none of them paid", git["detail"])
        command = git["help"].split("'")[1].split()
        self.assertEqual(command[:2], ["git", "clean"])
        self.git(*command[1:])
        self.assertTrue((self.root / "cache/reshoot.db").exists())
        self.assertFalse((self.root / "out").exists())
        self.git("clean", "-fdxq")
        self.assertFalse((self.root / "cache").exists())


class ShallowTest(GitTest):
    def test_a_shallow_clone(self):
        self.edit("Hi.", "Hello.")
        self.commit()
        self.edit("Hello.", "Good day.")
        self.commit()
        clone = self.home / "clone"
        self.git("clone", "-q", "--depth", "2", self.top.as_uri(), str(clone))
        self.assertEqual(self.changes("HEAD~1", folder=clone), {"hello": "changed", "video launch": "changed"})
        said = self.run_in(clone, "diff", "HEAD~2", check=2).stderr
        self.assertIn("this clone is shallow", said)
        self.assertIn("git fetch --unshallow", said)
        self.git("fetch", "-q", "--unshallow", folder=clone)
        self.assertEqual(self.changes("HEAD~2", folder=clone), {"hello": "changed", "video launch": "changed"})

    def test_a_clone_without_blobs_fetches_what_it_needs(self):
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.edit("Hi.", "Hello.")
        self.commit()
        clone = self.home / "clone"
        self.git("clone", "-q", "--filter=blob:none", self.top.as_uri(), str(clone))
        self.assertEqual(self.changes("HEAD~1", folder=clone), {"hello": "changed", "video launch": "changed"})


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
        import sqlite3
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
        self.reshoot("build", "hello", env=ci)  # costs nothing
        doctor = json.loads(self.reshoot("doctor", "--json", env=ci).stdout)
        self.assertEqual(next(c["state"] for c in doctor["checks"] if c["name"] == "git"), "warn")
        self.reshoot("build", env={"CI": "0"})
        self.reshoot("build", env=ci)  # all is there
        self.edit("An empty desk", "A full desk")
        self.reshoot("build", "--store-in-tree", env=ci)
        self.edit("A full desk", "An old desk")
        self.reshoot("build", env={**ci, "RESHOOT_STORE": str(self.home / "store")})

    def test_a_lock_of_any_branch_keeps_a_paid_take(self):
        self.reshoot("build")
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
        self.reshoot("build")
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

    def test_a_lock_that_cannot_be_read_stops_gc(self):
        self.reshoot("build")
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
        self.reshoot("build")
        self.leave()
        (self.root / "cache/blobs/00").mkdir(exist_ok=True)
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

    def type_into(self, text):
        """(exit code, what the terminal showed) of gc with a person at a terminal."""
        parent, child = pty.openpty()
        running = subprocess.Popen([str(RESHOOT), "cache", "gc", "--include-paid"], cwd=self.root, stdin=child,
                                   stdout=child, stderr=child, env=clean_environment({"HOME": str(self.home)}))
        os.close(child)
        os.write(parent, text.encode())
        said = b""
        try:
            while block := os.read(parent, 4096):
                said += block
        except OSError:
            pass  # the other end is closed
        os.close(parent)
        return running.wait(timeout=60), said.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()
