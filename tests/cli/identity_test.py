#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The identity gate: the right people ship, all others are retaken or held."""

import json
import shutil
import sqlite3

from harness import PROJECT, main, run
from person_harness import PEOPLE, IdentityTest, Scene, clips, morph, portrait, shot, shows
from shoot_harness import ShootTest

PRICE = 400_000  # of four seconds at 720p

ROBOT = """\
reshoot: 1
campaign: small
defaults: {model: dashscope/wan2.7-r2v, resolution: 720p, ratio: "16:9", seconds: 4}
characters:
  pip:
    kind: person
    references: [refs/pip-front.png]
scenes:
  hello: {cast: [pip], prompt: "${pip} waves."}
"""


class WithoutModels(ShootTest):
    """Runs everywhere: it needs no model and no photo."""

    campaign = ROBOT

    def make_campaign(self, root):
        super().make_campaign(root)
        shutil.copy(PROJECT / "campaigns/quickstart/refs/pip-front.png", root / "campaigns/small/refs")

    def environment(self, **more):
        return super().environment(RESHOOT_MODELS=str(self.root / "no-models"), **more)

    def reshoot(self, *arguments, check=0, **more):
        return run(arguments, self.root, check, env=self.environment(), **more)

    def key(self):
        (step,) = [step for step in self.json("plan")["steps"] if step["kind"] == "generate"]
        return step["key"], step["decision"]

    def test_a_plan_needs_none(self):
        self.assertEqual(self.key()[1], "run")

    def test_check_reports_on_the_text_whatever_else_is_missing(self):
        """Its report is whole, in the format that was asked for, and tells a warning once."""
        (self.root / "reshoot.yaml").write_text("reshoot: 1\nremote: {dir: /nowhere/at/all}\n")
        self.edit("scenes:\n", "  idle: {kind: mascot, references: [refs/pip-front.png]}\nscenes:\n")
        for missing, env, note in (("nothing", {}, "the models for that are not installed"),
                                   ("ffmpeg", {"PATH": str(self.root)}, "only the text was checked"),
                                   ("store", {"RESHOOT_STORE": "/proc/none"}, "note: ")):
            with self.subTest(missing):
                done = run(["check"], self.root, 0, env=self.environment(**env))
                self.assertEqual((done.stdout + done.stderr).count("warning["), 1, done.stdout + done.stderr)
                self.assertTrue(done.stdout.endswith("no mistakes, 1 warning\n"), done.stdout)
                self.assertIn(note, done.stderr)
                self.assertNotIn("without the remote", done.stderr)
                for form in ("json", "sarif"):
                    json.loads(run(["check", "--format", form], self.root, 0, env=self.environment(**env)).stdout)

    def test_check_reports_a_picture_that_cannot_be_read(self):
        picture = self.root / "campaigns/small/refs/pip-front.png"
        picture.chmod(0o644)
        picture.write_bytes(picture.read_bytes()[:200])
        (found,) = self.json("check", check=2)["diagnostics"]
        self.assertEqual((found["code"], found["severity"]), ("C0404", "error"))

    def test_nothing_is_sent_before_somebody_can_be_recognised(self):
        refused = self.build(check=5)
        for part in ("'hello'", "reshoot models pull", "identity: off", "nothing was sent"):
            self.assertIn(part, refused.stderr)
        self.assertEqual((self.jobs(), self.emulator.control("calls")["upload"]), ([], 0))

    def test_drafts_need_none(self):
        self.build("--draft")
        self.assertEqual(self.jobs(), [])

    def test_off_needs_none_and_is_in_no_key(self):
        before = self.key()
        self.edit("cast: [pip]", "cast: [pip], identity: off")
        self.assertEqual(self.key(), before)
        self.build()
        (clip,) = self.json("verify")["clips"]
        self.assertEqual((clip["fate"], clip["judgement"]), ("ships_unjudged", None))
        self.edit("identity: off", "identity: {level: strict, on_fail: hold, allow: [na]}")
        self.assertEqual(self.key()[0], before[0])
        self.assertNotEqual(self.key()[1], "run")
        self.edit("identity: {level: strict, on_fail: hold, allow: [na]}", "identity: off")
        self.assertEqual(self.done_event("--yes")["counts"]["generate"]["hit"], 1)
        self.assertEqual(len(self.jobs()), 1)

    def test_where_a_model_binds_nobody_the_description_is_sent(self):
        self.edit("dashscope/wan2.7-r2v", "dashscope/wan2.7-t2v")
        self.edit("    kind: person\n", "    kind: person\n    description: a man in a silver suit\n")
        self.reshoot("check", check=2)
        self.edit("cast: [pip]", "cast: [pip], identity: off")
        self.build()
        (job,) = self.jobs()
        sent = json.loads(job["body"])
        self.assertEqual(sent["input"]["prompt"], "a man in a silver suit waves.")
        self.assertNotIn("media", sent["input"])


class FourPersons(IdentityTest):
    """References from some photos, clips from others."""

    def scenes(self):
        stage = clips.DATA / "clips/stage_clip.mp4"
        ana, ben, cleo, dan = map(portrait, PEOPLE)
        right = [Scene(f"right_{name}", (name,), (shows(name),)) for name in PEOPLE]
        return right, [
            Scene("pair", ("ana", "ben"), (shot((ana, 0.3), (ben, 0.7)),)),
            Scene("own_voice", ("ben",), (shows("ben", seconds=8, sound="ben"),), 8, "ben"),
        ], [
            Scene("stranger_for_ana", ("ana",), (shows("cleo"),)),
            Scene("ben_for_dan", ("dan",), (shows("ben"),)),
            Scene("dan_for_ben", ("ben",), (shows("dan"),)),
            Scene("wrong_half_of_pair", ("ana", "ben"), (shot((ana, 0.3), (dan, 0.7)),)),
            Scene("half_of_pair_missing", ("ana", "ben"), (shows("ana"),)),
            Scene("intruder", ("cleo",), (shot((cleo, 0.3), (dan, 0.7, 1, 3.5), seconds=5),), 5),
            Scene("gone_for_half", ("dan",), (shot((dan, 0.5, 0, 2)),)),
            Scene("morph_of_women", ("ana",), (shot((morph("ana", "cleo"),)),)),
            Scene("morph_of_men", ("dan",), (shot((morph("dan", "ben"),)),)),
            Scene("nobody", ("ana",), (shot(),)),
            Scene("stage_singer", ("singer",), (stage,)),
            Scene("stage_for_ben", ("ben",), (stage,)),
        ], [
            Scene("other_man_speaks", ("cleo",), (shows("cleo", seconds=8, sound="ben"),), 8, "cleo"),
            Scene("other_woman_speaks", ("cleo",), (shows("cleo", seconds=8, sound="ana"),), 8, "cleo"),
        ]

    def test_who_may_ship(self):
        right, also_right, wrong, voices = self.scenes()
        everybody = (*PEOPLE, "singer")
        self.write([*right, *also_right, *wrong, *voices], everybody)
        self.build("-k", check=4)
        self.assertEqual(len(self.jobs()), len({job["body"] for job in self.jobs()}))
        found = self.verify(check=4)
        for scene in (*right, *also_right):
            with self.subTest(scene.name):
                self.assertEqual(self.verdict(found, scene), "pass", self.why(found, scene))
                self.assertEqual(found[scene.name]["fate"], "ships")
                self.assertNotIn("wrong_voice", self.codes(found, scene))
        for scene in wrong:
            with self.subTest(scene.name):
                self.assertIn(self.verdict(found, scene), ("unsure", "fail"), self.why(found, scene))
                self.assertEqual(found[scene.name]["fate"], "held")
        for name, code in (("stranger_for_ana", "wrong_face"), ("ben_for_dan", "wrong_face"),
                           ("dan_for_ben", "wrong_face"), ("intruder", "stranger"), ("gone_for_half", "missing"),
                           ("half_of_pair_missing", "missing"), ("nobody", "missing")):
            with self.subTest(name):
                self.assertIn(code, [finding["code"] for finding in found[name]["judgement"]["findings"]])
        for scene in voices:
            with self.subTest(scene.name):
                self.assertTrue({"wrong_voice", "doubtful_voice"} & self.codes(found, scene), self.why(found, scene))
        self.check_another_policy(found)

    def check_another_policy(self, before):
        """It judges anew what was measured, and shoots nothing."""
        jobs = len(self.jobs())
        self.edit("campaign: small\n", "campaign: small\n# another policy\n")
        self.yaml.write_text(self.yaml.read_text().replace("    kind: person\n",
                                                           "    kind: person\n    identity: {on_fail: warn}\n"))
        measured = self.biometrics()
        after = self.verify()
        self.assertEqual(self.biometrics(), measured)
        self.assertEqual({name: clip["judgement"]["verdict"] for name, clip in after.items()},
                         {name: clip["judgement"]["verdict"] for name, clip in before.items()})
        self.assertEqual({clip["fate"] for clip in after.values()}, {"ships", "ships_by_policy"})
        self.build()
        self.assertEqual(len(self.jobs()), jobs)

    def biometrics(self):
        return self.query("SELECT count(*) FROM biometrics")

    @staticmethod
    def verdict(found, scene):
        return found[scene.name]["judgement"]["verdict"]

    @staticmethod
    def codes(found, scene):
        return {finding["code"] for finding in found[scene.name]["judgement"]["findings"]}

    @staticmethod
    def why(found, scene):
        return [finding["text"] for finding in found[scene.name]["judgement"]["findings"]]


class Retakes(IdentityTest):
    VIDEOS = "videos:\n  launch: {scenes: [welcome], size: 320x180}\n"

    def selected(self):
        takes = self.json("take", "list", "welcome")["clips"][0]["takes"]
        return [take["number"] for take in takes if take["selected"]]

    def test_until_it_is_the_right_person(self):
        wrong, right = shows("cleo"), shows("ana")
        self.write([Scene("welcome", ("ana",), (wrong, wrong, right))], ("ana", "cleo"), "{max_takes: 3}", self.VIDEOS)
        self.edit("  cleo:\n", "  # shown by mistake\n  cleo:\n")
        self.build()
        self.assertEqual((len(self.jobs()), self.states()), (3, {"fetched": 3}))
        self.assertEqual(self.spent(), 3 * PRICE)
        self.assertEqual(self.selected(), [3])
        self.assertTrue(self.video.exists())
        self.check_paid_once()
        self.assertEqual(self.verify()["welcome"]["fate"], "ships")
        self.build()
        self.assertEqual(len(self.jobs()), 3)

    def test_never_the_right_person(self):
        """Held once the takes are used up; videos without it are cut; a person may decide otherwise."""
        other = Scene("other", ("cleo",), (shows("cleo"),))
        self.write([Scene("welcome", ("ana",), (shows("cleo"),)), other], ("ana", "cleo"), "{max_takes: 2}",
                   self.VIDEOS + "  second: {scenes: [other], size: 320x180}\n")
        done = self.build("-k", check=4)
        self.assertIn("held", done.stderr)
        self.assertIn("this is not ana", done.stderr)
        self.assertEqual((len(self.jobs()), self.spent()), (3, 3 * PRICE))
        self.assertFalse(self.video.exists())
        self.assertTrue((self.video.parent / "second.mp4").exists())
        self.build("-k", check=4)
        self.assertEqual(len(self.jobs()), 3)
        self.assertEqual(self.verify(check=4)["welcome"]["fate"], "held")

        self.reshoot("take", "use", "welcome", "1", "--reason", "she wears a mask here")
        self.build()
        self.assertTrue(self.video.exists())
        self.assertEqual(self.verify()["welcome"]["fate"], "ships_by_person")
        self.check_paid_once()

    def test_no_further_than_the_budget(self):
        self.write([Scene("welcome", ("ana",), (shows("cleo"),))], ("ana", "cleo"), "{max_takes: 9, max_cost: 1 USD}")
        self.assertIn("budget", self.build("-k", check=4).stderr)
        self.assertEqual((len(self.jobs()), self.spent()), (2, 2 * PRICE))

    def test_what_money_holds_does_not_stop_the_rest(self):
        videos = self.VIDEOS + "  second: {scenes: [other], size: 320x180}\n"
        scenes = [Scene("welcome", ("ana",), (shows("cleo"),)), Scene("other", ("cleo",), (shows("cleo"),))]
        self.write(scenes, ("ana", "cleo"), "{max_takes: 5, max_cost: 1.3 USD}", videos)
        self.build("-k", check=4)
        jobs, second = len(self.jobs()), self.video.parent / "second.mp4"
        self.edit("scenes: [other], size: 320x180", "scenes: [other], size: 160x90")
        before = second.read_bytes()
        self.assertIn("its next take would cost $0.40", self.reshoot("plan", check=4).stdout)
        told = self.build("-k", check=4).stderr
        self.assertIn("its next take would cost $0.40, and the budget of this run does not allow that", told)
        self.assertIn("this is not ana", told)
        self.assertNotEqual(second.read_bytes(), before)
        self.assertEqual(len(self.jobs()), jobs)

    def test_a_loss_after_a_take_that_fell_short_is_paid_for_again_only_when_asked(self):
        self.write([Scene("welcome", ("ana",), (shows("cleo"), shows("cleo"), shows("ana")))], ("ana", "cleo"),
                   "{max_takes: 2}", self.VIDEOS)
        self.build("-k", check=4)
        with sqlite3.connect(self.root / "cache/reshoot.db") as db:
            db.execute("UPDATE takes SET state = 'lost', blob = NULL WHERE number = 2")
        self.edit("max_takes: 2", "max_takes: 9")
        for _ in range(2):
            told = self.build("-k", check=4).stderr
            self.assertIn("lost: 'welcome': nobody has the bytes of take 2, which cost $0.40", told)
            self.assertIn("--regenerate welcome", told)
        self.assertEqual(len(self.jobs()), 2)
        self.build("--regenerate", "welcome")
        self.assertEqual((len(self.jobs()), self.selected()), (3, [3]))
        self.build()
        self.assertTrue(self.video.exists())
        self.assertEqual((len(self.jobs()), self.spent()), (3, 3 * PRICE))

    def test_hold_and_warn_do_not_retake(self):
        for policy, code, fate in (("hold", 4, "held"), ("warn", 0, "ships_by_policy")):
            with self.subTest(policy):
                scene = Scene(f"on_{policy}", ("ana",), (shows("cleo"),), more=f"identity: {{on_fail: {policy}}}")
                self.write([scene], ("ana", "cleo"), "{max_takes: 3}")
                before = len(self.jobs())
                self.build("-k", check=code)
                self.assertEqual(len(self.jobs()), before + 1)
                self.assertEqual(self.verify(check=code)[scene.name]["fate"], fate)
        self.check_that_nobody_chose("on_warn")

    def check_that_nobody_chose(self, name):
        """What a policy lets pass is a warning, until a person does choose it."""
        clip = self.verify()[name]
        self.assertEqual(clip["why"], "its policy says 'on_fail: warn'")
        self.assertIn((name, "wrong_face", "warn"),
                      [(name, finding["code"], finding["tolerance"]) for finding in clip["judgement"]["findings"]])
        sarif = json.loads(self.reshoot("verify", "--format", "sarif").stdout)
        results = [result for result in sarif["runs"][0]["results"] if result["ruleId"] == "wrong_face"]
        self.assertEqual([(result["level"], "suppressions" in result) for result in results], [("warning", False)])
        self.assertIn("::warning ", self.reshoot("verify", "--format", "github").stdout)
        self.assertIn("1 of them by their policy", self.reshoot("verify").stdout)
        self.edit("on_fail: warn", "on_fail: hold")
        self.reshoot("take", "use", name, "1", "--reason", "it is a mask")
        self.edit("on_fail: hold", "on_fail: warn")
        clip = self.verify()[name]
        self.assertEqual((clip["fate"], clip["why"]), ("ships_by_person", "a person let it ship: it is a mask"))

    def test_a_reason_is_for_one_take(self):
        """Who lets a take ship that falls short says why, and says it of that take only."""
        self.write([Scene("welcome", ("ana",), (shows("cleo"),))], ("ana", "cleo"), "{max_takes: 1}", self.VIDEOS)
        self.build("-k", check=4)
        self.assertIn("--reason", self.reshoot("take", "use", "welcome", "1", check=4).stderr)
        self.reshoot("take", "use", "welcome", "1", "--reason", "approved")
        self.build()
        self.assertEqual(self.selected(), [1])
        self.reshoot("retake", "welcome")
        self.assertIn("take 2 does not ship", self.build("-k").stderr)
        self.assertEqual((len(self.jobs()), self.selected()), (2, [1]))
        self.assertIn("--reason", self.reshoot("take", "use", "welcome", "2", check=4).stderr)


class Privacy(IdentityTest):
    def blobs(self):
        return sum(1 for path in (self.root / "cache/blobs").rglob("*") if path.is_file())

    def test_what_was_measured_goes_and_comes_back(self):
        self.write([Scene("welcome", ("ana",), (shows("ana"),))], ("ana", "cleo"))
        self.build()
        self.json("cache", "gc")
        self.assertEqual(self.json("cache", "verify")["findings"], [])
        before = self.blobs()
        for words, gone in ((("-n",), 0), ((), 3), ((), 0)):
            told = self.json("cache", "gc", "--biometrics", *words)
            self.assertEqual(before - self.blobs(), 3 if gone or not words else 0)
            self.assertEqual(told["takes"] + told["characters"], 3 if gone or words else 0)
        self.assertEqual((self.states(), self.spent()), ({"fetched": 1}, PRICE))
        self.assertEqual(self.verify()["welcome"]["fate"], "ships")
        self.assertEqual(self.blobs(), before)
        self.assertEqual(len(self.jobs()), 1)

    def test_a_page_is_for_its_owner_alone(self):
        self.write([Scene("welcome", ("ana",), (shows("ana"),))], ("ana",))
        self.build()
        page = self.root / "out/small/report.html"
        for words, pictures in (((), True), (("--no-crops",), False)):
            self.reshoot("report", *words)
            self.assertEqual(page.stat().st_mode & 0o777, 0o600)
            self.assertEqual("data:image/jpeg" in page.read_text(), pictures)


if __name__ == "__main__":
    main()
