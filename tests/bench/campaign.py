#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a workspace with one large campaign, a ninja graph of the same clips, and a git tree with a lock of them.

    tests/bench/campaign.py FOLDER [--scenes 10000]

Each scene has a cast, a prompt and a spoken line of its own; ten scenes make one video. In the
ninja graph a clip is one edge whose command holds what the scene says: that is what makes it stale.
The lock's keys and digests are made up: it stands beside a copy of the campaign, where nothing plans.
"""

import argparse
import hashlib
import shutil
import struct
import zlib
from pathlib import Path

LOCK = "tree/campaigns/bench/campaign.lock"
SCENES_PER_VIDEO = 10
CHARACTERS = ("maya", "jonas", "pip")
PLACES = ("a bright reception desk", "the window of a small shop", "a quiet workshop", "a rooftop")
MOVES = ("slow push in", "pan left", "pan right", "tilt up", "static", "pull out")

HEAD = """\
reshoot: 1
campaign: bench

defaults: {model: animatic, resolution: 360p, ratio: "16:9", fps: 25, seconds: 5, language: en}

characters:
"""
CHARACTER = """\
  {name}:
    kind: mascot
    description: a drawn figure named {name}, for measuring only
    references:
      - {{name: front, image: refs/{name}-front.png}}
      - {{name: side, image: refs/{name}-side.png}}
"""
SCENE = """\
  s{n:05}:
    cast: [{who}]
    prompt: {prompt}
    says:
      - {who}: {line}
"""
VIDEO = """\
  v{n:04}:
    scenes: [{scenes}]
    size: 640x360
"""
LOCK_HEAD = """\
# The takes that were approved, one block a clip. Written by reshoot: choose with 'reshoot take use', not by hand.
reshoot-lock: 1
identity: none
ffmpeg: none

"""
LOCK_BLOCK = """\
id: s{n:05}
key: {key}
sha256: {blob}
bytes: {size}
model: local/animatic
seed: {seed}

"""
LOCK_END = "end: reshoot-lock\n"
NINJA_RULES = """\
rule generate
  command = : "$prompt" "$line" && touch $out
rule conform
  command = touch $out
rule cut
  command = touch $out
"""
NINJA_SCENE = """\
build clips/s{n:05}: generate {picture}-front.png {picture}-side.png
  prompt = {prompt}
  line = {line}
build segments/s{n:05}: conform clips/s{n:05}
"""


def png(red: int, green: int, blue: int, side: int = 64) -> bytes:
    """A square picture in one colour, `side` pixels wide."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    rows = (b"\0" + bytes((red, green, blue)) * side) * side
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def who_of(n: int) -> str:
    return CHARACTERS[n % len(CHARACTERS)]


def prompt_of(n: int) -> str:
    place, move = PLACES[n % len(PLACES)], MOVES[n % len(MOVES)]
    return f"${{{who_of(n)}}} stands at {place} and shows card number {n}, warm light; {move}."


def line_of(n: int) -> str:
    return f"This is line {n} of the script, and nobody says it twice."


def videos_of(scenes: int) -> list[range]:
    return [range(first, min(first + SCENES_PER_VIDEO, scenes))
            for first in range(0, scenes, SCENES_PER_VIDEO)]


def campaign_text(scenes: int) -> str:
    parts = [HEAD]
    parts += [CHARACTER.format(name=name) for name in CHARACTERS]
    parts.append("\nscenes:\n")
    parts += [SCENE.format(n=n, who=who_of(n), prompt=prompt_of(n), line=line_of(n))
              for n in range(scenes)]
    parts.append("\nvideos:\n")
    parts += [VIDEO.format(n=n, scenes=", ".join(f"s{s:05}" for s in of))
              for n, of in enumerate(videos_of(scenes))]
    return "".join(parts)


def ninja_text(scenes: int) -> str:
    parts = [NINJA_RULES]
    for n in range(scenes):
        parts.append(NINJA_SCENE.format(n=n, picture=f"../campaigns/bench/refs/{who_of(n)}",
                                        prompt=prompt_of(n).replace("$", "$$"), line=line_of(n)))
    for n, of in enumerate(videos_of(scenes)):
        segments = " ".join(f"segments/s{s:05}" for s in of)
        parts.append(f"build videos/v{n:04}: cut {segments}\n")
    return "".join(parts)


def lock_text(scenes: int) -> str:
    def digest(what: str) -> str:
        return hashlib.sha256(what.encode()).hexdigest()
    blocks = (LOCK_BLOCK.format(n=n, key=digest(f"key {n}"), blob=digest(f"take {n}"), size=1_000_000 + n,
                                seed=int(digest(f"seed {n}")[:8], 16))
              for n in range(scenes))
    return LOCK_HEAD + "".join(blocks) + LOCK_END


def write_workspace(folder: Path, scenes: int) -> None:
    campaign = folder / "campaigns" / "bench"
    (campaign / "refs").mkdir(parents=True, exist_ok=True)
    (folder / "ninja").mkdir(exist_ok=True)
    (folder / "reshoot.yaml").write_text("reshoot: 1\n", encoding="utf-8")
    for i, name in enumerate(CHARACTERS):
        (campaign / "refs" / f"{name}-front.png").write_bytes(png(60 * i + 40, 120, 200))
        (campaign / "refs" / f"{name}-side.png").write_bytes(png(200, 60 * i + 40, 120))
    (campaign / "campaign.yaml").write_text(campaign_text(scenes), encoding="utf-8")
    (folder / "ninja" / "build.ninja").write_text(ninja_text(scenes), encoding="utf-8")
    shutil.copytree(campaign, folder / "tree" / "campaigns" / "bench", dirs_exist_ok=True)
    (folder / LOCK).write_text(lock_text(scenes), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenes", type=int, default=10_000)
    args = parser.parse_args()
    write_workspace(args.folder, args.scenes)


if __name__ == "__main__":
    main()
