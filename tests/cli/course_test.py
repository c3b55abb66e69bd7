#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The course campaign: what a producer edits, and what is shot again. RESHOOT_WHOLE_COURSE=1 builds all lessons."""

import json
import os
import re
import shutil
import subprocess

from harness import PROJECT, WorkspaceTest, main

WHOLE = os.environ.get("RESHOOT_WHOLE_COURSE") == "1"


class CourseTest(WorkspaceTest):
    def make_campaign(self, root):
        shutil.copytree(PROJECT / "campaigns/course", root / "campaigns/small")

    def setUp(self):
        super().setUp()
        self.text = self.yaml.read_text()
        plan = self.json("plan")
        self.lessons = [step["id"][4:] for step in plan["steps"] if step["kind"] == "cut"]
        self.targets = self.lessons if WHOLE else self.lessons[:1]

    def plan(self):
        plan = self.json("plan", *self.targets)
        return [step for step in plan["steps"] if step["decision"] in ("run", "maybe")]

    def line_of(self, text):
        return self.yaml.read_text()[:self.yaml.read_text().index(text)].count("\n") + 1

    def spoken_line(self):
        """A line that the first lesson speaks: (the scene's name, its text)."""
        graph = self.json("plan", self.lessons[0])
        scenes = [s["id"].split(":")[1] for s in graph["steps"] if s["kind"] == "generate"]
        for scene in scenes:
            block = self.text[self.text.index(f"\n  {scene}:"):]
            block = block[:block.index("\n\n")] if "\n\n" in block else block
            for line in block.splitlines():
                key, _, said = line.strip().lstrip("- ").partition(": ")
                if key in ("amara", "jonas") and said:
                    return scene, said.strip().strip('"')
        self.fail("the first lesson says nothing")

    def test_edits(self):
        self.reshoot("build", *self.targets)
        self.assertEqual(self.plan(), [])
        scene, said = self.spoken_line()

        with self.subTest("one spoken line: one clip, and the plan names the line"):
            self.edit(said, said + " Really.")
            steps = self.plan()
            self.assertEqual([s["id"] for s in steps if s["kind"] == "generate"], [f"generate:{scene}"])
            reason = steps[0]["reasons"][0]
            self.assertTrue(reason["at"].startswith(f"campaigns/small/campaign.yaml:{self.line_of(said)}:"), reason)
            self.assertIn("Really.", reason["now"])
            done = self.done_event(*self.targets)
            ran = {kind: done["counts"][kind]["run"] for kind in ("generate", "conform", "cut")}
            self.assertEqual(ran, {"generate": 1, "conform": 1, "cut": 1})

        with self.subTest("a renamed scene"):
            self.yaml.write_text(self.yaml.read_text().replace(scene, scene + "_renamed"))
            self.assertEqual(self.plan(), [])

        with self.subTest("keys in another order"):
            self.yaml.write_text(reordered(self.yaml.read_text()))
            self.assertEqual(self.plan(), [])

        with self.subTest("a reference saved again with other metadata"):
            picture = self.root / "campaigns/small/refs/amara-front.png"
            before = picture.read_bytes()
            save_with_comment(picture)
            self.assertNotEqual(picture.read_bytes(), before)
            self.assertEqual(self.plan(), [])

        with self.subTest("another picture at the same path: the clips with that character"):
            other = self.root / "campaigns/small/refs/jonas-front.png"
            shutil.copy(other, picture)
            stale = {s["id"].split(":")[1] for s in self.plan() if s["kind"] == "generate"}
            self.assertEqual(stale, self.scenes_with_front_of("amara"))

        self.check_videos()

    def scenes_with_front_of(self, character):
        """Scenes of the targets that bind the front picture: all references, or that one by name."""
        plan = self.json("plan", *self.targets)
        shot = {s["id"].split(":")[1] for s in plan["steps"] if s["kind"] == "generate"}
        blocks = re.split(r"\n  (?=\w+:)", self.yaml.read_text())
        binds = re.compile(rf"cast: (\[[^]]*\b{character}\b|{{.*\b{character}: \[[^]]*front)")
        return {block.split(":")[0] for block in blocks if binds.search(block)} & shot

    def check_videos(self):
        """ffprobe on every finished video: declared size, rate, length within a frame per scene, and sound."""
        for name in self.targets:
            path = self.root / f"out/course/{name}.mp4"
            probed = json.loads(subprocess.run(
                ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)],
                check=True, capture_output=True, text=True).stdout)
            picture = next(s for s in probed["streams"] if s["codec_type"] == "video")
            sound = next(s for s in probed["streams"] if s["codec_type"] == "audio")
            self.assertEqual((picture["width"], picture["height"]), (640, 360))
            self.assertEqual(picture["r_frame_rate"], "25/1")
            self.assertEqual(picture["pix_fmt"], "yuv420p")
            self.assertEqual(sound["codec_name"], "aac")
            videos = {v["video"]: v for v in self.json("status")["videos"]}
            declared = videos[name]["length_ms"] / 1000
            self.assertLessEqual(abs(float(picture["duration"]) - declared), 5 / 25)
            self.assertLessEqual(abs(float(sound["duration"]) - float(picture["duration"])), 1 / 25)


def reordered(text):
    """The top-level blocks in the opposite order, a comment before each."""
    blocks, current = [], []
    for line in text.splitlines():
        if line and not line[0].isspace() and not line.startswith("#") and current:
            blocks.append(current)
            current = []
        current.append(line)
    blocks.append(current)
    return "\n".join("\n".join(["# moved"] + block) for block in reversed(blocks)) + "\n"


def save_with_comment(picture):
    """Another chunk of text and another compression: the same samples."""
    from PIL import Image, PngImagePlugin
    with Image.open(picture) as image:
        image.load()
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "saved again")
        image.save(picture, pnginfo=info, compress_level=1)


if __name__ == "__main__":
    main()
