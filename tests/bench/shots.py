#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures `reshoot build` against the emulated GMI Cloud: many clips, few slots, scaled latency.

    tests/bench/shots.py BIN FOLDER [--runs 3] [--only free,capped,crowd] [--speed 10] [--json]

BIN holds reshoot and reshoot-emulator. Each round is a build of its own, in a new workspace and store. A job takes
60 s there and is played SPEED times as fast; so is the least time between two questions. What reshoot does for a
clip is not scaled, so its share of a real run is SPEED times smaller than the one that is shown.

  free    2,000 clips, 200 slots, questions as often as reshoot likes
  capped  the same, at least 10 s between two questions about a job: half of that is added to its latency
  crowd   10,000 clips, all out at once for a minute (not scaled), with 1,024 open files allowed
"""

import argparse
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "emulator"))
import emulator  # noqa: E402

MODEL = "veo-3.1-fast-generate-001"
CLIP_SECONDS = 4
PRICE = "0.10 USD"        # a second, as the emulator bills it
LATENCY = 60              # seconds
SHORTEST_POLL = 5         # seconds, as the catalog has it
STORE = "cache/reshoot.db"

SETTINGS = """\
reshoot: 1
accounts:
  gmi: {{at_once: {slots}}}
"""
ROW = """\
provider: gmi
service:
  shortest_poll: {{is: {poll}, sure: observed, source: this benchmark}}
models:
  {model}:
    tier: 3
    shortest: {seconds}
    longest: {seconds}
    resolutions: [720p]
    ratios: ["16:9"]
    prompt_characters: 2000
    per_second: {price}
    price_source: the emulator
    price_date: 2026-11
    expected_seconds: {expected}
    source: this benchmark
    sure: observed
"""
HEAD = """\
reshoot: 1
campaign: shots
defaults: {{model: gmi/{model}, resolution: 720p, ratio: "16:9", fps: 24, seconds: {seconds}}}
scenes:
"""
SCENE = """\
  s{n:05}:
    prompt: A plain card with the number {n} on a grey table; static.
"""


class Scenario(NamedTuple):
    clips: int
    slots: int
    speed: float
    poll: float                    # seconds between two questions, as reshoot is told; scaled
    open_files: int | None = None  # None: as many as this process may open


class Round(NamedTuple):
    wall: float      # seconds, the whole process
    begin: float     # seconds of it before the first job was accepted
    end: float       # seconds of it after the last one was known to be over
    ideal: float     # seconds: the work of all jobs, spread over the slots without a gap
    pick_up: float   # seconds from a job's end to the answer that says so, on average
    cores: float     # processor seconds of reshoot and of what it runs, by wall seconds
    memory: int      # bytes, peak
    most_out: int    # jobs at a time
    load: float      # of the machine, when the round began

    def ratio(self) -> float:
        return self.wall / self.ideal


def scenarios(speed: float) -> dict[str, Scenario]:
    return {"free": Scenario(2_000, 200, speed, 0.001),
            "capped": Scenario(2_000, 200, speed, 10 / speed),
            "crowd": Scenario(10_000, 10_000, 1, SHORTEST_POLL, 1_024)}


def write_workspace(folder: Path, scenario: Scenario) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "campaigns/shots").mkdir(parents=True)
    (folder / "models").mkdir()
    (folder / "reshoot.yaml").write_text(SETTINGS.format(slots=scenario.slots))
    row = ROW.format(model=MODEL, seconds=CLIP_SECONDS, price=PRICE, poll=scenario.poll,
                     expected=round(LATENCY / scenario.speed))
    (folder / "models/gmi.yaml").write_text(row)
    text = HEAD.format(model=MODEL, seconds=CLIP_SECONDS) + "".join(SCENE.format(n=n) for n in range(scenario.clips))
    (folder / "campaigns/shots/campaign.yaml").write_text(text)


def make_result(folder: Path) -> Path:
    """A clip with pictures and sound of a few kilobytes."""
    file = folder / "result.mp4"
    if not file.exists():
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color=gray:s=160x90:r=24:d={CLIP_SECONDS}",
                        "-f", "lavfi", "-i", f"anullsrc=d={CLIP_SECONDS}", "-pix_fmt", "yuv420p", "-shortest",
                        str(file)], check=True)
    return file


def script(scenario: Scenario) -> dict:
    return {"gmi": {"latency_ms": LATENCY * 1000, "limits": {"jobs_running": scenario.slots}}}


def build(reshoot: Path, workspace: Path, cloud: emulator.Emulator, scenario: Scenario) -> tuple[float, object]:
    """Wall seconds and resources used."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    limit = None
    if scenario.open_files is not None:
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (scenario.open_files, scenario.open_files))
    clock = time.perf_counter()
    with open(workspace / "build.log", "wb") as log:
        child = subprocess.Popen([str(reshoot), "build", "--yes"], cwd=workspace, env={**keep, **cloud.environment},
                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=limit)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"reshoot build: exit code {child.returncode}; see {workspace / 'build.log'}")
    return time.perf_counter() - clock, used


def most_out(jobs: list[dict]) -> int:
    changes = sorted([(job["created_ms"], 1) for job in jobs] + [(job["ends_ms"], -1) for job in jobs])
    out = most = 0
    for _, change in changes:
        out += change
        most = max(most, out)
    return most


def check_money(workspace: Path, state: dict, clips: int) -> None:
    """The provider's bill is what the ledger says, and nothing was ordered twice."""
    ledger = sqlite3.connect(workspace / STORE)
    spent = ledger.execute("SELECT coalesce(sum(micros), 0) FROM money WHERE entry = 'settle'").fetchone()[0]
    takes = dict(ledger.execute("SELECT state, count(*) FROM takes GROUP BY state").fetchall())
    ledger.close()
    wrong = []
    if state["double_submits"] or state["violations"]:
        wrong.append(f"double submits {state['double_submits'][:3]}, violations {state['violations'][:3]}")
    if spent != state["bill"]["total_micros"]:
        wrong.append(f"bill {state['bill']['total_micros']}, ledger {spent}")
    if takes != {"fetched": clips}:
        wrong.append(f"takes {takes}")
    if wrong:
        sys.exit(f"wrong in {workspace}: {'; '.join(wrong)}")


def run_once(bins: Path, folder: Path, name: str, scenario: Scenario) -> Round:
    workspace = folder / name
    write_workspace(workspace, scenario)
    load = os.getloadavg()[0]
    results = [make_result(folder)]
    with emulator.Emulator(folder, script(scenario), scenario.speed, results, max_seconds=900) as cloud:
        os.sched_setaffinity(cloud.process.pid, {max(os.sched_getaffinity(0))})  # one thread: it needs no more
        began = time.time()
        wall, used = build(bins / "reshoot", workspace, cloud, scenario)
        state = cloud.control("state")
    check_money(workspace, state, scenario.clips)
    jobs = state["bill"]["lines"]
    first, last = min(job["created_ms"] for job in jobs), max(job["told_over_ms"] for job in jobs)
    return Round(wall=wall, begin=first / 1000 - began, end=began + wall - last / 1000,
                 ideal=sum(job["ends_ms"] - job["starts_ms"] for job in jobs) / 1000 / scenario.slots,
                 pick_up=statistics.mean(job["told_over_ms"] - job["ends_ms"] for job in jobs) / 1000,
                 cores=(used.ru_utime + used.ru_stime) / wall, memory=used.ru_maxrss * 1024,
                 most_out=most_out(jobs), load=load)


def row_of(name: str, scenario: Scenario, round_: Round) -> dict:
    allowed = round_.ideal * 1.05
    if name == "capped":
        allowed += scenario.clips / scenario.slots * scenario.poll / 2
    # Where chance chooses the wait of each job, the slot that waits longest ends the build: the mean counts.
    met = {"free": round_.wall <= allowed, "capped": round_.pick_up <= scenario.poll / 2 * 1.05,
           "crowd": round_.most_out == scenario.clips}[name]
    light = name == "crowd" or round_.cores < 1
    return {"name": name, **round_._asdict(), "ratio": round_.ratio(), "allowed": allowed,
            "poll": scenario.poll, "met": met and light and round_.memory < 200_000_000}


def print_rows(rows: list[dict]) -> None:
    print("seconds of the whole process; begin: until the first job was accepted, end: after the last one was over\n")
    print(f"{'build':<8}{'wall s':>8}{'begin':>7}{'end':>6}{'ideal s':>9}{'ratio':>7}{'may be s':>10}{'pick-up s':>11}{'of poll':>9}"
          f"{'cores':>7}{'peak MB':>9}{'most out':>10}{'load':>6}")
    for row in rows:
        of_poll = f"{row['pick_up'] / row['poll']:.2f}" if row["name"] == "capped" else ""
        print(f"{row['name']:<8}{row['wall']:>8.2f}{row['begin']:>7.2f}{row['end']:>6.2f}{row['ideal']:>9.2f}{row['ratio']:>7.3f}{row['allowed']:>10.2f}"
              f"{row['pick_up']:>11.3f}{of_poll:>9}{row['cores']:>7.2f}{row['memory'] / 1e6:>9.1f}"
              f"{row['most_out']:>10}{row['load']:>6.1f}{'  met' if row['met'] else '  missed'}")
    print("(cores: reshoot and the programs that it runs; bill and ledger agree, nothing was sent twice)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="free,capped,crowd")
    parser.add_argument("--speed", type=float, default=10)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    bins, folder = args.bin.resolve(), args.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    emulator.PROGRAM = bins / "reshoot-emulator"
    rows = []
    for name in args.only.split(","):
        scenario = scenarios(args.speed)[name]
        rows += [row_of(name, scenario, run_once(bins, folder, name, scenario)) for _ in range(args.runs)]
    if args.json:
        print(json.dumps({"schema_version": 1, "speed": args.speed, "rounds": rows}))
    else:
        print_rows(rows)


if __name__ == "__main__":
    main()
