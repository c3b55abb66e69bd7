#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The identity gate in a team: what one has shot, judged or let ship, as another one sees it."""

import json
import shutil

from harness import main, run
from person_harness import IdentityTest, Scene, shows

VIDEOS = "videos:\n  launch: {scenes: [welcome], size: 320x180}\n"


class Team(IdentityTest):
    def setUp(self):
        super().setUp()
        (self.aside / "remote").mkdir()
        (self.root / "reshoot.yaml").write_text(self.settings + f"remote: {{dir: {self.aside / 'remote'}}}\n")

    def shoots(self, *people, max_takes):
        """The one scene is to show ana; its jobs result in clips of these people."""
        self.write([Scene("welcome", ("ana",), tuple(map(shows, people)))], ("ana", "cleo"),
                   f"{{max_takes: {max_takes}}}", VIDEOS)

    def clone(self, name, lock=True):
        root = self.aside / name
        gone = ("cache", "out") if lock else ("cache", "out", "campaign.lock")
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns(*gone))
        return root

    def told(self, root, *words, check=0):
        return json.loads(run([*words, "--json"], root, check, env=self.environment()).stdout)

    def selected(self, root=None):
        clip = self.told(root or self.root, "take", "list", "welcome")["clips"][0]
        return [take["number"] for take in clip["takes"] if take["selected"]]

    def blob_of(self, number):
        return self.query(f"SELECT lower(hex(blob)) FROM takes WHERE number = {number}")[0][0]

    def video_of(self, root):
        return root / self.video.relative_to(self.root)

    def test_of_shared_takes_the_one_that_ships_is_fetched(self):
        self.shoots("cleo", "cleo", "ana", max_takes=3)
        self.build()
        for lock in (False, True):
            with self.subTest(lock=lock):
                other = self.clone(f"lock-{lock}", lock)
                self.build(root=other)
                self.assertEqual((len(self.jobs()), self.spent(other)), (3, 0))
                self.assertTrue(self.video_of(other).exists())
                self.assertEqual(self.told(other, "verify")["clips"][0]["fate"], "ships")
                self.build(root=other)
                self.assertEqual(self.states(other), {"fetched": 1 if lock else 3})

    def test_takes_of_all_are_counted_before_another_one_is_shot(self):
        self.shoots("cleo", max_takes=2)
        self.build("-k", check=4)
        other = self.clone("other")
        self.assertIn("max_takes (2) is used up", self.build("-k", root=other, check=4).stderr)
        self.build("-k", root=other, check=4)
        self.assertEqual((len(self.jobs()), self.states(other)), (2, {"fetched": 2}))
        campaign = other / self.yaml.relative_to(self.root)
        campaign.write_text(campaign.read_text().replace("max_takes: 2", "max_takes: 3"))
        self.build("-k", root=other, check=4)
        self.assertEqual((len(self.jobs()), self.states(other)), (3, {"fetched": 3}))

    def test_what_was_chosen_before_it_was_here_is_judged_as_it_comes(self):
        self.shoots("cleo", "ana", max_takes=2)
        self.build()
        for reason, code in ((), 4), (("--reason", "she wears a mask"), 0):
            with self.subTest(reason=reason):
                other = self.clone(f"other-{code}", lock=False)
                run(["take", "use", "welcome", self.blob_of(1)[:12], *reason], other, 0, env=self.environment())
                for _ in range(2):
                    self.build("-k", root=other, check=code)
                    self.assertEqual(self.video_of(other).exists(), code == 0)
                self.assertEqual(self.told(other, "verify", check=code)["clips"][0]["fate"],
                                 "ships_by_person" if code == 0 else "held")

    def test_what_was_accepted_is_accepted_in_every_clone_and_under_every_name(self):
        """The reason is in the lock, and so on the branch; a twin with the same words is not meant by it."""
        self.shoots("cleo", max_takes=1)
        self.build("-k", check=4)
        self.reshoot("take", "use", "welcome", "1", "--reason", "she wears a\nmask here")
        lock = self.yaml.with_name("campaign.lock")
        accepted = "\naccepted: she wears a mask here\n"
        self.assertIn(accepted, lock.read_text())
        self.build()
        self.assertIn(accepted, lock.read_text())
        other = self.clone("other")
        for _ in range(2):
            self.build(root=other)
        self.assertEqual((self.told(other, "verify")["clips"][0]["fate"], len(self.jobs())), ("ships_by_person", 1))
        take = self.told(other, "take", "list", "welcome")["clips"][0]["takes"][0]
        self.assertEqual(take["accepted"], "she wears a mask here")

        text = self.yaml.read_text()
        scene = text[text.index("  welcome:\n"):text.index("videos:")]
        self.yaml.write_text(text.replace(scene, scene + scene.replace("  welcome:\n", "  twin:\n"))
                             .replace("[welcome]", "[welcome, twin]"))
        self.assertEqual({name: clip["fate"] for name, clip in self.verify(check=4).items()},
                         {"welcome": "ships_by_person", "twin": "held"})

        self.yaml.write_text(text.replace("  welcome:\n", "  hello:\n").replace("[welcome]", "[hello]"))
        self.build()
        self.assertEqual((len(self.jobs()), self.verify()["hello"]["fate"]), (1, "ships_by_person"))
        self.assertIn("id: hello\n", lock.read_text())
        self.assertIn(accepted, lock.read_text())

    def test_a_retake_that_falls_short_leaves_what_was_chosen(self):
        self.shoots("ana", "ana", "cleo", max_takes=3)
        self.build()
        self.reshoot("retake", "welcome")
        self.build()
        self.assertEqual(self.selected(), [2])
        self.reshoot("take", "use", "welcome", "1", "--reason", "the client signed this one")
        self.reshoot("retake", "welcome")
        self.assertIn("take 3 does not ship", self.build().stderr)
        self.assertEqual((self.selected(), len(self.jobs())), ([1], 3))
        self.assertIn(self.blob_of(1), self.yaml.with_name("campaign.lock").read_text())


if __name__ == "__main__":
    main()
