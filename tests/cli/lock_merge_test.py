# SPDX-License-Identifier: Apache-2.0
"""What plain git does with a lock that two branches changed. Runs git only, no reshoot.

The locks are made from tests/golden/lock/small.lock, which the unit tests hold to what reshoot writes. The conflicts
that git leaves are golden files too (git_*.lock), which the unit tests read; RESHOOT_ACCEPT=1 writes them anew.
"""

import hashlib
import itertools
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden/lock"
IDENTITY = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Test"), ("EMAIL", "test@localhost"), ("DATE", "2026-01-01T00:00:00Z"))}
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C", "GIT_CONFIG_GLOBAL": os.devnull,
               "GIT_CONFIG_SYSTEM": os.devnull, **IDENTITY}


def hex_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Lock:
    """A lock as its head and its blocks; a block is a dict of its fields, in their order."""

    def __init__(self, text):
        head, *blocks, self.end = text.split("\n\n")
        self.head = head.splitlines()
        self.blocks = {}
        for block in blocks:
            fields = dict(line.split(": ", 1) for line in block.splitlines())
            self.blocks[fields["id"]] = fields

    def text(self):
        blocks = ["\n".join(f"{name}: {value}" for name, value in self.blocks[clip].items())
                  for clip in sorted(self.blocks)]
        return "\n\n".join(["\n".join(self.head), *blocks, self.end])

    def add(self, clip, seed):
        self.blocks[clip] = {"id": clip, "key": hex_of(f"key {clip} {seed}"), "sha256": hex_of(f"{clip} {seed}"),
                             "bytes": str(1000 + seed), "model": "local/animatic", "seed": str(seed)}

    def remove(self, clip):
        del self.blocks[clip]

    def rename(self, clip, name):
        self.blocks[name] = {**self.blocks.pop(clip), "id": name}

    def retake(self, clip, seed):
        """Another take for the same key."""
        self.blocks[clip] |= {"sha256": hex_of(f"retake {clip} {seed}"), "bytes": str(2000 + seed), "seed": str(seed)}

    def edit(self, clip, seed):
        """Another prompt."""
        self.retake(clip, seed)
        self.blocks[clip]["key"] = hex_of(f"edit {clip} {seed}")

    def accept(self, clip, seed):
        """A person lets these bytes ship, and says why."""
        fields = self.blocks[clip]
        self.blocks[clip] = {**{name: fields[name] for name in ("id", "key", "sha256")}, "accepted": f"reason {seed}",
                             **{name: fields[name] for name in ("bytes", "model", "seed")}}

    def recast(self, clip, seed):
        """Another model."""
        self.edit(clip, seed)
        self.blocks[clip]["model"] = "gmi/wan2.7-r2v"


CHANGES = (Lock.retake, Lock.edit, Lock.recast, Lock.accept)
NAMES = ("bye", "greeting@de/9:16", "offer")


class LockMergeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="reshoot-merge-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.git("init", "-q", "-b", "main")
        self.golden = (GOLDEN / "small.lock").read_text()
        self.base = self.commit(self.golden)

    def git(self, *arguments, check=True):
        return subprocess.run(["git", *arguments], cwd=self.root, env=ENVIRONMENT, check=check, capture_output=True,
                              text=True, timeout=60)

    @property
    def file(self):
        return self.root / "campaign.lock"

    def commit(self, text):
        self.file.write_text(text)
        self.git("add", "campaign.lock")
        self.git("commit", "-q", "--allow-empty", "-m", "a lock")
        return self.git("rev-parse", "HEAD").stdout.strip()

    def changed(self, change):
        lock = Lock(self.golden)
        change(lock)
        return lock.text()

    def merge(self, ours, theirs, style="merge"):
        """Both change the base; answers with what git leaves in the file, and whether it was content."""
        self.git("checkout", "-q", "-B", "theirs", self.base)
        self.commit(self.changed(theirs))
        self.git("checkout", "-q", "-B", "ours", self.base)
        self.commit(self.changed(ours))
        merged = self.git("-c", f"merge.conflictStyle={style}", "merge", "-q", "-m", "merge", "theirs", check=False)
        text = self.file.read_text()
        if merged.returncode != 0:
            self.git("merge", "--abort")
        return text, merged.returncode == 0

    def assert_merges(self, ours, theirs):
        """Without a conflict, and to the lock with both changes, in their order."""
        def both(lock):
            ours(lock)
            theirs(lock)
        text, clean = self.merge(ours, theirs)
        self.assertTrue(clean, text)
        self.assertEqual(text, self.changed(both))

    def test_the_golden_lock_is_taken_apart_and_put_together(self):
        self.assertEqual(Lock(self.golden).text(), self.golden)
        self.assertEqual(tuple(Lock(self.golden).blocks), NAMES)

    def test_neighbours_that_change_in_any_way_merge(self):
        for (mine, other), one, two in itertools.product(itertools.permutations(NAMES[:2]), CHANGES, CHANGES):
            with self.subTest(mine=mine, one=one.__name__, other=other, two=two.__name__):
                self.assert_merges(lambda lock: one(lock, mine, 1), lambda lock: two(lock, other, 2))

    def test_removal_beside_a_change_merges(self):
        for mine, other in itertools.permutations(NAMES, 2):
            for change in CHANGES:
                with self.subTest(removed=mine, changed=other, change=change.__name__):
                    self.assert_merges(lambda lock: lock.remove(mine), lambda lock: change(lock, other, 1))

    def test_a_new_block_beside_a_change_merges(self):
        for new, other in itertools.product(("a", "bz", "h", "z"), NAMES):
            with self.subTest(new=new, changed=other):
                self.assert_merges(lambda lock: lock.add(new, 1), lambda lock: lock.recast(other, 2))

    def test_new_blocks_in_different_places_merge(self):
        self.assert_merges(lambda lock: lock.add("a", 1), lambda lock: lock.add("h", 2))

    def test_renames_merge_with_changes_of_others_and_with_a_retake(self):
        for name in ("bye2", "a", "z"):
            with self.subTest(name=name):
                self.assert_merges(lambda lock: lock.rename("bye", name),
                                   lambda lock: lock.edit("greeting@de/9:16", 1))
        text, clean = self.merge(lambda lock: lock.rename("bye", "bye2"), lambda lock: lock.retake("bye", 1))
        self.assertTrue(clean, text)
        self.assertIn("id: bye2\n", text)
        self.assertIn(hex_of("retake bye 1"), text)

    def test_the_head_and_the_first_block_merge(self):
        def other_ffmpeg(lock):
            lock.head[-1] = "ffmpeg: ffmpeg version 7.1"
        for change in CHANGES:
            with self.subTest(change=change.__name__):
                self.assert_merges(other_ffmpeg, lambda lock: change(lock, "bye", 1))

    def test_a_reason_never_gets_to_other_bytes(self):
        def other_bytes(lock):
            lock.blocks["bye"]["sha256"] = hex_of("made again with the same seed")
        text, clean = self.merge(other_bytes, lambda lock: lock.accept("bye", 1))
        self.assertFalse(clean, text)
        self.assert_merges(lambda lock: lock.rename("bye", "bye2"), lambda lock: lock.accept("bye2" if "bye2" in
                                                                                              lock.blocks else "bye", 1))

    def test_the_same_change_on_both_sides_merges(self):
        text, clean = self.merge(lambda lock: lock.edit("bye", 1), lambda lock: lock.edit("bye", 1))
        self.assertTrue(clean)
        self.assertEqual(text, self.changed(lambda lock: lock.edit("bye", 1)))

    def test_the_same_block_on_both_sides_is_one_conflict_around_it_alone(self):
        for clip, one, two in itertools.product(NAMES, CHANGES, CHANGES):
            with self.subTest(clip=clip, one=one.__name__, two=two.__name__):
                text, clean = self.merge(lambda lock: one(lock, clip, 1), lambda lock: two(lock, clip, 2))
                self.assertFalse(clean)
                self.assertEqual([text.count(f"\n{mark * 7}") for mark in "<=>"], [1, 1, 1], text)
                inside = text[text.index("<<<<<<<"):text.index(">>>>>>>")]
                self.assertFalse(any(name in inside for name in NAMES), text)

    def test_conflicts_are_as_the_unit_tests_read_them(self):
        def ours(lock):
            lock.retake("bye", 1)
            lock.remove("greeting@de/9:16")
            lock.add("x-ours", 3)

        def theirs(lock):
            lock.edit("bye", 2)
            lock.retake("greeting@de/9:16", 2)
            lock.add("x-theirs", 4)

        for style in ("merge", "diff3", "zdiff3"):
            with self.subTest(style=style):
                text, clean = self.merge(ours, theirs, style)
                self.assertFalse(clean)
                self.assert_golden(f"git_{style}.lock", text.replace(self.base[:7], "1a2b3c4"))

    def assert_golden(self, name, text):
        path = GOLDEN / name
        if os.environ.get("RESHOOT_ACCEPT") == "1":
            path.write_text(text)
        self.assertEqual(text, path.read_text())


if __name__ == "__main__":
    unittest.main()
