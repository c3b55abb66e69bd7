#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures reshoot beside its peers in one run: whole processes, interleaved, medians.

    tests/bench/bench.py BIN FOLDER [--scenes 10000] [--runs 11] [--json]

BIN holds reshoot, yaml_events, seed_store and lock_select. In FOLDER a workspace is made, or used again. Each
round runs every command once, so that whatever else the machine does falls on all of them.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import campaign


class Sample(NamedTuple):
    wall: float  # seconds
    cpu: float   # seconds, user and system
    memory: int  # bytes, peak


class Contest(NamedTuple):
    """`name` may take at most `target` times as long as `peer`; None: shown for comparison only."""
    name: str
    peer: str
    target: float | None


CONTESTS = [
    Contest("check", "yaml_events", 1.5),
    Contest("plan", "yaml_events", 2.5),
    Contest("plan", "ninja", None),
    Contest("lock_select", "git_status", None),
]

# Seconds of processor time that a command may take with 10,000 scenes; with more or fewer, in proportion.
LIMITS = {"lock_select": 0.050}
LIMITS_ARE_FOR = 10_000


def measure(command: list[str]) -> Sample:
    """Runs one process to its end. Its peak memory is never less than that of this program."""
    clock = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=nowhere)
        _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - clock
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"exit code {child.returncode} of: {' '.join(command)}")
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def median(samples: list[Sample]) -> Sample:
    return Sample(statistics.median(s.wall for s in samples),
                  statistics.median(s.cpu for s in samples), max(s.memory for s in samples))


def prepare(folder: Path, bins: Path, scenes: int) -> dict[str, list[str]]:
    """A workspace in which nothing is to be done, and the commands to measure there."""
    ninja = shutil.which("ninja") or sys.exit("ninja is not here (package ninja-build)")
    git = shutil.which("git") or sys.exit("git is not here (package git)")
    tree = folder / "tree"
    ready = folder / "ready"
    state = f"{scenes} scenes, with a lock"
    if not ready.exists() or ready.read_text() != state:
        shutil.rmtree(folder, ignore_errors=True)
        campaign.write_workspace(folder, scenes)
        say("making the outputs of the ninja graph")
        subprocess.run([ninja, "-C", str(folder / "ninja"), "--quiet"], check=True)
        say("filling the store")
        subprocess.run([str(bins / "seed_store"), str(folder / "campaigns" / "bench")], check=True)
        say("committing the lock")
        commit_all(git, tree)
        ready.write_text(state)
    file = folder / "campaigns" / "bench" / "campaign.yaml"
    reshoot = str(bins / "reshoot")
    return {
        "check": [reshoot, "check", "-f", str(file)],
        "yaml_events": [str(bins / "yaml_events"), str(file)],
        "plan": [reshoot, "plan", "--exit-code", "-f", str(file)],
        "ninja": [ninja, "-C", str(folder / "ninja")],
        "lock_select": [str(bins / "lock_select"), str(folder / campaign.LOCK)],
        "git_status": [git, "-C", str(tree), "status"],
    }


def commit_all(git: str, tree: Path) -> None:
    who = ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "a campaign and its lock"]):
        subprocess.run([git, "-C", str(tree), *who, *command], check=True)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def run_rounds(commands: dict[str, list[str]], runs: int) -> dict[str, Sample]:
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for round_number in range(runs + 1):
        for name, command in commands.items():
            sample = measure(command)
            if round_number > 0:  # the first round only warms the page cache
                samples[name].append(sample)
    return {name: median(of) for name, of in samples.items()}


def compare(results: dict[str, Sample]) -> list[dict]:
    rows = []
    for contest in CONTESTS:
        ours, peer = results[contest.name], results[contest.peer]
        row = {"name": contest.name, "peer": contest.peer, "target": contest.target,
               "wall_ratio": ours.wall / peer.wall, "cpu_ratio": ours.cpu / peer.cpu,
               "memory_ratio": ours.memory / peer.memory}
        worst = max(row["wall_ratio"], row["cpu_ratio"])
        row["met"] = None if contest.target is None else worst <= contest.target
        rows.append(row)
    return rows


def hold_to_limits(results: dict[str, Sample], scenes: int) -> list[dict]:
    rows = []
    for name, limit in LIMITS.items():
        scaled = limit * scenes / LIMITS_ARE_FOR
        rows.append({"name": name, "cpu": results[name].cpu, "limit": scaled,
                     "met": results[name].cpu <= scaled})
    return rows


def print_table(results: dict[str, Sample], rows: list[dict], limits: list[dict], scenes: int,
                runs: int) -> None:
    print(f"{scenes} scenes, nothing to do; medians of {runs} interleaved runs, whole processes\n")
    print(f"{'command':<14}{'wall ms':>10}{'cpu ms':>10}{'peak MB':>10}")
    for name, s in results.items():
        print(f"{name:<14}{s.wall * 1e3:>10.1f}{s.cpu * 1e3:>10.1f}{s.memory / 1e6:>10.1f}")
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(f"(a peak of about {floor:.0f} MB is that of the measuring program)\n")
    print(f"{'ratio':<24}{'wall':>8}{'cpu':>8}{'memory':>8}{'target':>8}")
    for row in rows:
        target = "" if row["target"] is None else f"{row['target']:.1f}"
        verdict = {None: "", True: "  met", False: "  missed"}[row["met"]]
        print(f"{row['name'] + ' / ' + row['peer']:<24}{row['wall_ratio']:>8.2f}"
              f"{row['cpu_ratio']:>8.2f}{row['memory_ratio']:>8.2f}{target:>8}{verdict}")
    print(f"\n{'limit':<24}{'cpu ms':>8}{'limit':>8}")
    for row in limits:
        print(f"{row['name']:<24}{row['cpu'] * 1e3:>8.1f}{row['limit'] * 1e3:>8.1f}"
              f"{'  met' if row['met'] else '  missed'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenes", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    os.environ.pop("RESHOOT_STORE", None)  # the store of the workspace, whatever the shell says
    results = run_rounds(prepare(args.folder, args.bin.resolve(), args.scenes), args.runs)
    rows, limits = compare(results), hold_to_limits(results, args.scenes)
    if args.json:
        commands = {name: sample._asdict() for name, sample in results.items()}
        print(json.dumps({"schema_version": 1, "scenes": args.scenes, "runs": args.runs,
                          "commands": commands, "ratios": rows, "limits": limits}))
    else:
        print_table(results, rows, limits, args.scenes, args.runs)


if __name__ == "__main__":
    main()
