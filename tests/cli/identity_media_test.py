#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a provider may send instead of a clip: each ends in a verdict or a clear error, and nothing else is read.

Most of its time is waiting: downloads that are no clip are tried again with pauses.
"""

from harness import main
from person_harness import IdentityTest, Scene, clips, shows

REFUSED = {"audio_only": "has no pictures", "no_frames": "has no pictures", "truncated": "is no clip",
           "concat_script": "is no clip", "playlist": "is no clip", "empty": "result of job"}
MEASURED = {"eight_k", "one_pixel", "cut_short"}


class HostileMedia(IdentityTest):
    """Two of the files point at a clip that would pass."""

    def test_each_ends_in_a_verdict_or_a_clear_error(self):
        files = clips.hostile_files(self.aside / "hostile", shows("ana"))
        self.assertEqual(set(files), {*REFUSED, *MEASURED, "variable_rate"})
        scenes = [Scene(name, ("ana",), (file,), more="identity: {on_fail: hold}") for name, file in files.items()]
        self.write(scenes, ("ana",), exact=True)
        done = self.build("-k", check=4)
        self.assertEqual(len(self.jobs()), len(files))
        found = self.verify(check=4)
        for name, why in REFUSED.items():
            with self.subTest(name):
                said = done.stderr[done.stderr.index(f"failed: generate {name}\n"):]
                self.assertIn(why, said.splitlines()[1])
                self.assertEqual(found[name]["fate"], "no_take")
        for name in MEASURED:
            with self.subTest(name):
                self.assertEqual(found[name]["fate"], "held", found[name])
                self.assertIn(found[name]["judgement"]["verdict"], ("na", "unsure", "fail"))
        self.assertEqual(found["variable_rate"]["fate"], "ships", found["variable_rate"])  # odd, and still she
        money = self.json("status")["money"]
        self.assertEqual(money["spent_micros"] + money["reserved_micros"], self.emulator.bill_total())
        self.emulator.assert_clean()


if __name__ == "__main__":
    main()
