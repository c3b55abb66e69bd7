#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how fast clips are measured: faces, shots and cuts of 8 seconds of 720p.

    tests/bench/measure.py BIN FOLDER [--runs 5] [--json]

BIN holds measure_clip. The clip is made in FOLDER, by ffmpeg, from the shared pictures (RESHOOT_TEST_DATA, default
../shared/identity beside the source root): four seconds of one person and four of two, slowly panned. All times
are processor time, user and system, of the process and of ffmpeg: other work on the machine does not count.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

SECONDS_LIMIT = 2.0          # on one core, decode included
MEMORY_LIMIT = 300_000_000   # bytes, of the process and of ffmpeg together
SHARE_OF_BARE = 0.8          # at least this share of the speed of decode and networks run bare

PAN = ("scale=1408:792:force_original_aspect_ratio=increase,"
       "crop=1280:720:x='(iw-1280)*n/120':y='(ih-720)*n/240',setsar=1")


def make_clip(data: Path, clip: Path) -> None:
    pictures = [data / "faces/d04/o4.jpg", data / "faces_group/two_persons.jpg"]
    command = ["ffmpeg", "-v", "error", "-y"]
    for picture in pictures:
        command += ["-loop", "1", "-framerate", "30", "-t", "4", "-i", str(picture)]
    graph = f"[0:v]{PAN}[a];[1:v]{PAN}[b];[a][b]concat=n=2,format=yuv420p"
    command += ["-filter_complex", graph, "-c:v", "libx264", "-preset", "medium", "-crf", "20", str(clip)]
    subprocess.run(command, check=True)


def figures_of(runs: list[dict]) -> dict:
    out = {name: statistics.median(run[name] for run in runs) for name in ("measure", "decode", "networks")}
    out["memory"] = max(run["memory"] for run in runs)
    out["samples"], out["faces"] = runs[0]["samples"], runs[0]["faces"]
    out["share_of_bare"] = statistics.median((run["decode"] + run["networks"]) / run["measure"] for run in runs)
    return out


def hold_to_limits(figures: dict) -> list[dict]:
    return [
        {"name": "measure, seconds", "is": figures["measure"], "limit": SECONDS_LIMIT,
         "met": figures["measure"] <= SECONDS_LIMIT},
        {"name": "memory, MB", "is": figures["memory"] / 1e6, "limit": MEMORY_LIMIT / 1e6,
         "met": figures["memory"] <= MEMORY_LIMIT},
        {"name": "share of bare speed", "is": figures["share_of_bare"], "limit": SHARE_OF_BARE,
         "met": figures["share_of_bare"] >= SHARE_OF_BARE},
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    beside = Path(__file__).resolve().parents[3] / "shared" / "identity"
    data = Path(os.environ.get("RESHOOT_TEST_DATA", beside))
    if not (data / "models").is_dir():
        sys.exit(f"the shared pictures and models are not in '{data}' (set RESHOOT_TEST_DATA)")
    args.folder.mkdir(parents=True, exist_ok=True)
    clip = args.folder / "8s_720p.mp4"
    make_clip(data, clip)
    command = [str(args.bin / "measure_clip"), str(clip), str(data / "models")]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            for _ in range(args.runs + 1)]
    figures = figures_of(runs[1:])  # the first run only warms the page cache
    limits = hold_to_limits(figures)
    if args.json:
        print(json.dumps({"schema_version": 1, "runs": args.runs, "figures": figures, "limits": limits}))
        return
    print(f"8 s of 720p, {figures['samples']} samples, {figures['faces']} faces; medians of {args.runs} runs, "
          "processor time of the process and of ffmpeg\n")
    for name in ("measure", "decode", "networks"):
        print(f"{name:<24}{figures[name]:>8.2f} s")
    print(f"\n{'limit':<24}{'is':>8}{'limit':>8}")
    for row in limits:
        print(f"{row['name']:<24}{row['is']:>8.2f}{row['limit']:>8.1f}{'  met' if row['met'] else '  missed'}")


if __name__ == "__main__":
    main()
