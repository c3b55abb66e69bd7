#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how fast clips are measured: faces, shots and cuts of 8 seconds of 720p.

    tests/bench/measure.py BIN FOLDER [--runs 5] [--json]

BIN holds measure_clip. The clips are made in FOLDER, by ffmpeg, from the shared pictures (RESHOOT_TEST_DATA,
default ../shared/identity beside the source root), slowly panned: one shows one person, one shows two. Limits are
held to the first; a second face costs its vector once more. All times are processor time, user and system, of the
process and of ffmpeg, both on one core: the limit speaks of one, and threads that wander leave their caches behind.
Medians of the runs; on a busy machine they are longer, since caches and cores are shared.
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

PICTURES = {"one person": "faces/d04/o4.jpg", "two people": "faces_group/two_persons.jpg"}
FRAMES = 240
PAN = ("scale=1408:792:force_original_aspect_ratio=increase,"
       f"crop=1280:720:x='(iw-1280)*n/{FRAMES}':y='(ih-720)*n/{2 * FRAMES}',setsar=1,format=yuv420p")


def make_clip(picture: Path, clip: Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-loop", "1", "-framerate", "30", "-i", str(picture),
                    "-frames:v", str(FRAMES), "-vf", PAN, "-c:v", "libx264", "-crf", "20", str(clip)], check=True)


def run_on_one_core(command: list[str]) -> dict:
    core = max(os.sched_getaffinity(0))
    done = subprocess.run(command, check=True, capture_output=True,
                          preexec_fn=lambda: os.sched_setaffinity(0, {core}))  # ffmpeg inherits it
    return json.loads(done.stdout)


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
    results = {}
    for name, picture in PICTURES.items():
        clip = args.folder / f"{name.replace(' ', '_')}.mp4"
        make_clip(data / picture, clip)
        command = [str(args.bin / "measure_clip"), str(clip), str(data / "models")]
        runs = [run_on_one_core(command) for _ in range(args.runs + 1)]
        results[name] = figures_of(runs[1:])  # the first run only warms the page cache
    limits = hold_to_limits(results["one person"])
    if args.json:
        print(json.dumps({"schema_version": 1, "runs": args.runs, "clips": results, "limits": limits}))
    else:
        print_table(results, limits, args.runs)


def print_table(results: dict[str, dict], limits: list[dict], runs: int) -> None:
    print(f"8 s of 720p; medians of {runs} runs on one core, processor time of the process and of ffmpeg\n")
    print(f"{'clip':<14}{'faces':>7}{'measure s':>11}{'decode s':>10}{'networks s':>12}{'peak MB':>9}")
    for name, row in results.items():
        print(f"{name:<14}{row['faces']:>7}{row['measure']:>11.2f}{row['decode']:>10.2f}"
              f"{row['networks']:>12.2f}{row['memory'] / 1e6:>9.0f}")
    print(f"\n{'limit, one person':<24}{'is':>8}{'limit':>8}")
    for row in limits:
        print(f"{row['name']:<24}{row['is']:>8.2f}{row['limit']:>8.1f}{'  met' if row['met'] else '  missed'}")


if __name__ == "__main__":
    main()
