#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Campaigns in real git repositories: diff, hostile trees, worktrees, shallow clones."""

import json
import os
import shutil
import signal
import subprocess
import time

from git_harness import GitTest
from harness import PROJECT, RESHOOT, clean_environment, main, pretend_row


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
        self.reshoot("build", "--yes")
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


if __name__ == "__main__":
    main()
