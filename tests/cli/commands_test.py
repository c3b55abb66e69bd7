#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line as a stranger meets it: exit codes, guesses, JSON, takes, cache, two builds at once, Ctrl-C."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile

from harness import PROJECT, RESHOOT, WorkspaceTest, clean_environment, main


class WordsTest(WorkspaceTest):
    def test_mistakes_in_the_command_line(self):
        for words, meant in ((["biuld"], "build"), (["build", "--drfat"], "--draft"), (["take", "lst"], "list"),
                             (["build", "lanch"], "launch"), (["plan", "--jsn"], "--json")):
            with self.subTest(words=words):
                done = self.reshoot(*words, check=2)
                self.assertEqual(done.stdout, "")
                self.assertIn(f"did you mean '{meant}'", done.stderr)

    def test_options_before_the_command_and_unknown_words(self):
        for words, said in ((["-f", "x", "plan"], "the command comes first"), (["help"], "see 'reshoot --help'"),
                            (["build", "-x"], "'build' has no option '-x'"), (["build", "-j"], "'--jobs' needs a value"),
                            (["build", "zz*"], "matches 'zz*'"), (["plan", "lau"], "'lau*'")):
            with self.subTest(words=words):
                self.assertIn(said, self.reshoot(*words, check=2).stderr)

    def test_a_workspace_names_its_only_campaign(self):
        self.reshoot("init", "fresh")
        self.assertIn("sunrise", self.reshoot("plan", "-f", "fresh").stdout)
        self.assertIn("no campaign at", self.reshoot("plan", "-f", "fresh/campaigns/fresh/..", check=2).stderr)
        self.assertIn("there is no file", self.reshoot("plan", "-f", "nowhere", check=2).stderr)

    def test_every_command_has_help_with_an_example(self):
        text = self.reshoot("--help").stdout
        commands = re.findall(r"^  ([a-z]+) ", text, re.M)
        self.assertGreaterEqual(len(commands), 13)
        for command in commands:
            groups = {"take": ["list", "use", "reject"], "cache": ["stats", "verify", "gc"],
                      "models": ["list", "show"]}
            for words in [[command, sub] for sub in groups.get(command, [])] or [[command]]:
                with self.subTest(words=words):
                    self.assertIn("Example:\n  ", self.reshoot(*words, "--help").stdout)

    def test_version_schema_completion(self):
        self.assertRegex(self.reshoot("--version").stdout, r"^reshoot \d+\.\d+\.\d+\n$")
        self.assertEqual(self.reshoot("schema").stdout, (PROJECT / "schema/campaign.schema.json").read_text())
        for shell in ("bash", "zsh", "fish"):
            self.assertIn("build", self.reshoot("completion", shell).stdout)
        self.reshoot("completion", "csh", check=2)

    def test_where_there_is_no_campaign(self):
        empty = self.root / "empty"
        empty.mkdir()
        shutil.rmtree(self.root / "campaigns")
        done = self.reshoot("build", check=2)
        self.assertIn("reshoot init", done.stderr)

    def test_several_campaigns_are_listed(self):
        other = self.root / "campaigns/other"
        shutil.copytree(self.root / "campaigns/small", other)
        (other / "campaign.yaml").write_text(self.yaml.read_text().replace("campaign: small", "campaign: other"))
        done = self.reshoot("plan", check=2)
        self.assertIn("-f campaigns/other", done.stderr)
        self.reshoot("plan", "-f", "campaigns/other")

    def test_a_name_used_twice_in_the_workspace(self):
        shutil.copytree(self.root / "campaigns/small", self.root / "campaigns/copy")
        done = self.reshoot("plan", "-f", "campaigns/copy", check=2)
        self.assertIn("C0306", done.stderr)

    def test_init_builds_at_once(self):
        self.reshoot("init", "fresh")
        folder = self.root / "fresh"
        self.edit_file(folder / "campaigns/fresh/campaign.yaml", "720p", "360p")
        subprocess.run([str(RESHOOT), "build"], cwd=folder, env=clean_environment(), check=True,
                       capture_output=True)
        self.assertTrue((folder / "out/fresh/launch.mp4").exists())
        self.reshoot("init", "fresh", check=2)

    @staticmethod
    def edit_file(path, before, after):
        path.write_text(path.read_text().replace(before, after, 1))

    def test_doctor(self):
        report = self.json("doctor")
        self.assertNotIn("fail", {check["state"] for check in report["checks"]})
        without = self.reshoot("doctor", check=5, env={"PATH": "/nonexistent"})
        self.assertIn("install the package 'ffmpeg'", without.stdout)

    def test_doctor_outside_of_a_workspace_makes_nothing(self):
        with tempfile.TemporaryDirectory() as nowhere:
            done = subprocess.run([str(RESHOOT), "doctor"], cwd=nowhere, env=clean_environment(), check=True,
                                  capture_output=True, text=True)
            self.assertRegex(done.stdout, "workspace +there is none here")
            self.assertEqual(os.listdir(nowhere), [])


class BuildTest(WorkspaceTest):
    def test_plan_build_status(self):
        self.assertEqual(self.totals()["generate"], {"run": 2})
        self.reshoot("plan", "--exit-code", check=6)
        self.reshoot("status", "-q", check=1)
        done = self.done_event()
        self.assertEqual(done["counts"]["generate"]["run"], 2)
        self.assertEqual(done["cost_micros"], 0)
        self.assertEqual(self.work(), 0)
        self.reshoot("plan", "--exit-code", check=0)
        self.reshoot("status", "-q", check=0)
        again = self.done_event()
        self.assertEqual([again["counts"][kind]["run"] for kind in ("generate", "conform", "cut")], [0, 0, 0])

    def test_data_on_stdout_progress_on_stderr(self):
        done = self.reshoot("build")
        self.assertEqual(done.stdout, "")
        self.assertNotIn("\x1b", done.stderr)
        events = self.reshoot("build", "--json").stdout.splitlines()
        self.assertTrue(all(json.loads(line)["schema_version"] == 1 for line in events))

    def test_every_report_is_one_json_object(self):
        self.reshoot("build")
        for words in (["check"], ["plan"], ["status"], ["why"], ["take", "list"], ["cache", "stats"],
                      ["cache", "verify"], ["cache", "gc", "--dry-run"], ["doctor"]):
            with self.subTest(words=words):
                self.assertEqual(self.json(*words)["schema_version"], 1)
        self.assertEqual(self.json("graph")["schema_version"], 1)
        for form, start in (("dot", "digraph"), ("mermaid", "flowchart"), ("json", "{")):
            self.assertTrue(self.reshoot("graph", "--format", form).stdout.startswith(start))

    def test_why_names_the_field_and_the_line(self):
        self.reshoot("build")
        self.edit("says: [{pip: Hi.}]", "says: [{pip: Hello.}]")
        step = self.json("why", "hello")["steps"][0]
        reason = step["reasons"][0]
        self.assertEqual((reason["field"], reason["was"], reason["now"]), ("says[0]", "Hi.", "Hello."))
        self.assertTrue(reason["at"].startswith("campaigns/small/campaign.yaml:13:"), reason)

    def test_a_campaign_with_mistakes_runs_nothing(self):
        self.edit("seconds: 1}", "second: 1}")
        done = self.reshoot("build", check=2)
        self.assertIn("error[C0201]", done.stderr)
        self.assertIn("did you mean 'seconds'?", done.stderr)
        self.assertFalse((self.root / "cache").exists())

    def test_a_draft_stands_in_for_models_that_nobody_here_has_a_key_for(self):
        self.edit("model: animatic", "model: gmi/wan2.7-r2v, ratio: \"16:9\"")
        self.edit(", fps: 24, seconds: 1", ", fps: 24, seconds: 2")
        self.edit("resolution: 360p", "resolution: 720p")
        self.edit("  bye:\n", "  bye:\n    model: gmi/wan2.7-t2v\n")
        self.edit("    cast: [pip]\n", "    cast: [pip]\n    identity: off\n")
        done = self.reshoot("build", check=5)
        self.assertIn("GMI_API_KEY is not set", done.stderr)
        self.assertFalse((self.root / "out").exists())
        self.reshoot("build", "--draft", "hello")
        self.assertEqual(self.query("select count(*) from selections"), [(0,)])

    def test_a_finished_video_that_is_not_in_place(self):
        self.reshoot("build")
        self.video.unlink()
        path = str(self.video.relative_to(self.root))
        done = self.reshoot("plan", "--exit-code", check=6)
        self.assertIn("1 finished video is not in place", done.stdout)
        self.assertIn(path, done.stdout)
        self.assertEqual(self.json("plan")["unpublished"], [path])
        self.reshoot("build")
        self.assertTrue(self.video.exists())
        self.reshoot("plan", "--exit-code", check=0)
        self.assertEqual(self.json("plan")["unpublished"], [])

    def test_why_without_a_target_leaves_out_what_has_not_changed(self):
        self.reshoot("build")
        self.assertTrue(self.reshoot("why").stdout.startswith("nothing has changed"))
        self.assertIn("hit", self.reshoot("why", "hello").stdout)

    def test_a_broken_picture_is_named_once_and_as_written(self):
        picture = next((self.root / "campaigns/small").rglob("*.png"))
        os.chmod(picture, 0o644)
        picture.write_bytes(picture.read_bytes()[:200])
        said = self.reshoot("plan", check=2).stderr
        self.assertEqual(said.count("error[C0404]"), 1, said)
        self.assertNotIn(str(self.root), said)

    def test_check_counts_mistakes(self):
        self.assertIn("no mistakes", self.reshoot("check").stdout)
        self.edit("seconds: 1}", "second: 1}")
        self.assertTrue(self.reshoot("check", check=2).stdout.endswith("1 mistake in campaigns/small/campaign.yaml\n"))

    def test_one_target(self):
        done = self.done_event("hello")
        self.assertEqual(done["counts"]["generate"]["run"], 1)
        self.assertFalse(self.video.exists())

    def test_the_store_can_be_elsewhere(self):
        self.reshoot("build", "--store", "elsewhere", "hello")
        self.assertTrue((self.root / "elsewhere/reshoot.db").exists())
        self.assertFalse((self.root / "cache").exists())
        self.reshoot("take", "list", env={"RESHOOT_STORE": str(self.root / "elsewhere")})


class TakeTest(WorkspaceTest):
    def test_retake_use_and_reject(self):
        self.reshoot("build")
        first = self.video.read_bytes()
        self.reshoot("retake", "hello", "--reason", "too plain")
        self.assertEqual(self.totals()["generate"], {"run": 1, "hit": 1})
        self.reshoot("build")
        second = self.video.read_bytes()
        self.assertNotEqual(first, second)

        self.reshoot("take", "use", "hello", "1", "--reason", "the first was better")
        self.reshoot("build")
        self.assertEqual(self.video.read_bytes(), first)

        self.reshoot("take", "reject", "hello", "1")
        self.reshoot("build")
        self.assertEqual(self.video.read_bytes(), second)
        self.reshoot("take", "use", "hello", "1", check=4)
        self.reshoot("take", "use", "hello", "9", check=2)
        self.reshoot("take", "use", "nobody", "1", check=2)
        clips = {clip["clip"]: clip for clip in self.json("take", "list")["clips"]}
        self.assertEqual(len(clips["hello"]["takes"]), 2)

    def test_words_that_do_not_fit_are_noted_with_their_take(self):
        self.edit("says: [{pip: Hi.}]", "says: [{pip: " + "This goes on and on. " * 12 + "}]")
        self.assertIn("too long", self.reshoot("build").stderr)
        clips = {clip["clip"]: clip for clip in self.json("take", "list")["clips"]}
        self.assertIn("too long", clips["hello"]["takes"][0]["note"])

    def test_a_renamed_scene_keeps_its_pin(self):
        self.reshoot("build")
        self.reshoot("retake", "hello")
        self.reshoot("build")
        pinned = self.video.read_bytes()
        self.yaml.write_text(self.yaml.read_text().replace("hello", "greeting"))
        self.assertEqual(self.work(), 0)
        self.reshoot("build")
        self.assertEqual(self.video.read_bytes(), pinned)


class CacheTest(WorkspaceTest):
    def blobs(self):
        return sorted((self.root / "cache/blobs").glob("??/*"))

    def test_damaged_and_missing_blobs_are_found_and_made_again(self):
        self.reshoot("build")
        video = self.video.read_bytes()
        digests = [row[0].lower() for row in self.query("select hex(blob) from takes")]
        damaged, missing = (self.root / f"cache/blobs/{d[:2]}/{d}" for d in digests)
        os.chmod(damaged, 0o644)
        with open(damaged, "r+b") as blob:
            blob.seek(100)
            byte = blob.read(1)
            blob.seek(100)
            blob.write(bytes([byte[0] ^ 1]))
        missing.unlink()
        found = self.json("cache", "verify", check=1)["findings"]
        self.assertEqual(sorted(f["kind"] for f in found), ["damaged", "missing"])
        self.reshoot("build")
        self.json("cache", "verify")
        self.assertEqual(self.video.read_bytes(), video)

    def test_a_paid_take_without_bytes_is_lost_and_never_run(self):
        models = self.root / "models"
        models.mkdir()
        row = (PROJECT / "schema/models/animatic.yaml").read_text()
        row = row.replace("animatic", "pretend").replace("per_second: 0", "per_second: 0.1")
        row = re.sub(r"(per_second|price_per_second|price): .*", r"\1: 0.10 USD", row)
        (models / "pretend.yaml").write_text(row)
        self.edit("model: animatic", "model: local/pretend")
        self.edit("    cast: [pip]\n", "    cast: [pip]\n    identity: off\n")
        self.edit("videos:", "budget: {max_cost: 1 USD}\nvideos:")
        plan = self.json("plan")
        self.assertEqual(plan["totals"]["cost_micros"], 200_000)
        self.reshoot("build", "--yes", "--max-cost", "0.05", check=3)
        done = self.done_event("--yes")
        self.assertEqual(done["cost_micros"], 200_000)
        self.assertEqual(self.json("status")["money"]["spent_micros"], 200_000)
        for blob in self.blobs():
            os.chmod(blob.parent, 0o755)
            blob.unlink()
        self.assertEqual(self.totals(check=4)["generate"], {"lost": 2})
        lost = self.done_event("--yes", check=4)
        self.assertEqual(lost["counts"]["generate"]["run"], 0)
        self.assertEqual(self.query("select count(*) from takes"), [(2,)])

    def test_gc_drops_what_nothing_needs(self):
        self.reshoot("build")
        before = len(self.blobs())
        self.edit("An empty desk", "A full desk")
        self.reshoot("build")
        items = self.json("cache", "gc", "--dry-run")
        self.assertGreater(len(self.blobs()), before)
        self.assertTrue(any(not item["keep"] for item in items["items"]) if "items" in items else True)
        self.reshoot("cache", "gc")
        self.assertEqual(self.work(), 0)
        video = self.video.read_bytes()
        self.reshoot("build")
        self.assertEqual(self.video.read_bytes(), video)


class TogetherTest(WorkspaceTest):
    def start(self, *arguments):
        return subprocess.Popen([str(RESHOOT), "build", *arguments], cwd=self.root, env=clean_environment(),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_two_builds_at_once_shoot_once(self):
        builds = [self.start("--json"), self.start("--json")]
        outputs = [build.communicate(timeout=120) for build in builds]
        self.assertEqual([build.returncode for build in builds], [0, 0])
        shot = [json.loads(out.splitlines()[-1])["counts"]["generate"]["run"] for out, _ in outputs]
        self.assertEqual(sorted(shot), [0, 2])
        self.assertIn("waiting for another build", "".join(err for _, err in outputs))
        self.assertEqual(self.query("select count(*) from takes"), [(2,)])

    def test_ctrl_c_saves_and_stops(self):
        build = self.start()
        for line in build.stderr:
            if "started" in line:
                build.send_signal(signal.SIGINT)
                break
        _, err = build.communicate(timeout=60)
        self.assertEqual(build.returncode, 130, err)
        self.assertFalse(self.video.exists())
        self.reshoot("build")
        self.assertTrue(self.video.exists())

    def test_no_wait(self):
        build = self.start()
        for line in build.stderr:
            if "started" in line:
                break
        second = self.reshoot("build", "--no-wait", check=1)
        self.assertIn("another build has this store", second.stderr)
        self.reshoot("status")
        build.communicate(timeout=60)
        self.assertEqual(build.returncode, 0)


class WorldTest(WorkspaceTest):
    def test_a_reference_that_cannot_be_decoded(self):
        picture = self.root / "campaigns/small/refs/pip-front.png"
        picture.write_bytes(picture.read_bytes()[:3000])
        done = self.reshoot("build", check=2)
        self.assertIn("refs/pip-front.png", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_a_folder_that_cannot_be_written(self):
        (self.root / "out").write_text("in the way")
        done = self.reshoot("build", check=None)
        self.assertIn(done.returncode, (1, 5))
        self.assertIn("out", done.stderr)
        (self.root / "out").unlink()
        self.assertEqual(self.done_event()["counts"]["generate"]["run"], 0)

    def test_the_store_is_no_database(self):
        (self.root / "cache").mkdir()
        (self.root / "cache/reshoot.db").write_text("this is not a database at all " * 100)
        done = self.reshoot("build", check=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("reshoot.db", done.stderr)
        self.assertTrue((self.root / "cache/reshoot.db").read_text().startswith("this is not"))


if __name__ == "__main__":
    main()
