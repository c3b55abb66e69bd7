# SPDX-License-Identifier: Apache-2.0
"""Campaigns of the four persons in the test data, shot by an emulator whose jobs result in clips made for the test."""

import atexit
import functools
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

from harness import PROJECT, run
from identity_harness import install_shared_models
from shoot_harness import ShootTest

sys.path.insert(0, str(PROJECT / "tests/support"))
import identity_clips as clips  # noqa: E402
from identity_clips import Layer, PEOPLE  # noqa: E402

if not clips.available():
    print(f"skipped: tests that need models and photos, as '{clips.DATA}' is not here (set RESHOOT_TEST_DATA)")

STAGE = ("singer", "pianist")
HEAD = """\
reshoot: 1
campaign: small
defaults: {{model: dashscope/wan2.7-r2v, resolution: 720p, ratio: "16:9"}}
budget: {budget}
characters:
{characters}scenes:
{scenes}"""


class Scene(NamedTuple):
    """A scene whose jobs result in these files, in this order; the last one serves all later jobs."""
    name: str
    cast: tuple[str, ...]
    results: tuple[Path, ...]
    seconds: int = 4
    says: str = ""  # who of the cast speaks
    more: str = ""  # a line of YAML

    @property
    def asks(self):
        return f"Shot called {self.name} in a bright room."

    @property
    def yaml(self):
        lines = [f"cast: [{', '.join(self.cast)}]", f"prompt: {self.asks}", f"seconds: {self.seconds}"]
        if self.says:
            lines.append(f"says: [{self.says}: We looked at it all morning and nobody could say whose it was.]")
        return f"  {self.name}:\n" + "".join(f"    {line}\n" for line in lines + self.more.splitlines())


@functools.lru_cache(maxsize=None)
def studio():
    """A folder that goes when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="reshoot-studio-"))
    atexit.register(shutil.rmtree, folder)
    return folder


@functools.lru_cache(maxsize=None)
def portrait(person):
    return clips.portrait(PEOPLE[person].shown, studio() / f"{person}.png")


@functools.lru_cache(maxsize=None)
def morph(one, other):
    return clips.morph(portrait(one), portrait(other), studio() / f"{one}-{other}.png")


@functools.lru_cache(maxsize=None)
def shot(*layers, seconds=4, sound=None):
    """A clip of layers (picture, place, begins, ends); `sound` is a person whose voice is heard in it."""
    number = len(list(studio().glob("shot-*.mp4")))
    return clips.clip(studio() / f"shot-{number}.mp4", [Layer(*layer) for layer in layers], seconds,
                      clips.utterances(sound)[1] if sound else None)


def shows(person, **more):
    return shot((portrait(person),), **more)


@functools.lru_cache(maxsize=None)
def models():
    """A folder with the identity models, pulled from the test data by digest."""
    return install_shared_models(studio() / "models")["RESHOOT_MODELS"]


@unittest.skipUnless(clips.available(), "RESHOOT_TEST_DATA is not here")
class IdentityTest(ShootTest):
    """Without a campaign until `shoot` is told one."""

    def make_campaign(self, root):
        refs = root / "campaigns/small/refs"
        refs.mkdir(parents=True)
        for name, person in PEOPLE.items():
            for n, reference in enumerate(person.references):
                shutil.copy(clips.photo(reference), refs / f"{name}-{n}.jpg")
            if person.voice:
                clips.ffmpeg("-i", clips.utterances(name)[0], "-t", "9.5", refs / f"{name}.wav")
        for name in STAGE:
            shutil.copy(clips.DATA / f"clips/refs/stage_{name}.png", refs / f"{name}-0.png")

    def environment(self, **more):
        return super().environment(RESHOOT_MODELS=models(), **more)

    def character(self, name, more=""):
        refs = sorted((self.yaml.parent / "refs").glob(f"{name}-*"))
        voice = f"    voice: {{sample: refs/{name}.wav}}\n" if (self.yaml.parent / f"refs/{name}.wav").exists() else ""
        return (f"  {name}:\n    kind: person\n    references: [{', '.join(f'refs/{ref.name}' for ref in refs)}]\n"
                f"{voice}{more}")

    def write(self, scenes, people=tuple(PEOPLE), budget="{max_takes: 1}", videos="", exact=False):
        """The campaign, and what its jobs result in."""
        self.yaml.write_text(HEAD.format(budget=budget, characters="".join(map(self.character, people)),
                                         scenes="".join(scene.yaml for scene in scenes)) + videos)
        self.emulator.set_results({scene.asks: scene.results for scene in scenes}, exact=exact)

    def verify(self, check=0):
        """{clip: what the report says of it}"""
        return {clip["clip"]: clip for clip in self.json("verify", check=check)["clips"]}

    def reshoot(self, *arguments, check=0, **more):
        return run(arguments, self.root, check, env=self.environment(), **more)
