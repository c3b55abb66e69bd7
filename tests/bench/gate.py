#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the identity gate with 10,000 stored clips: whole processes, processor time, user and system.

    tests/bench/gate.py BIN FOLDER [--scenes 10000] [--runs 5] [--json]

BIN holds reshoot and seed_gate. In FOLDER a workspace is made, or used again: 12 persons, one in each scene, each
clip with a take that was measured and compared. Then its text is edited, and what that leads to is measured:

  off        every character says `identity: off`: what a plan takes without the gate
  same       nothing was edited
  policy     every character says `identity: {level: strict}`: all clips are judged anew, none is measured
  character  there is one more character, from shared photos: all clips are compared anew, none is decoded
  model      another model for faces is chosen: a plan says that all clips have to be measured, and pays for nothing

The new character is learnt by the real models, from the shared data (RESHOOT_TEST_DATA, default ../shared/identity
beside the source root).
"""

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import campaign

CHARACTERS = tuple(f"person{n:02}" for n in range(12))
NEWCOMER = ("faces/d02/img38.jpg", "faces/d02/img39.jpg")
MODELS = ("yunet-2022mar", "mobilefacenet-foamliu")
SIDE = 256  # of drawn references, in pixels
LEDGER = "cache/reshoot.db"

HEAD = """\
reshoot: 1
campaign: gate

defaults: {model: dashscope/wan2.7-r2v, resolution: 720p, ratio: "16:9", seconds: 8}

characters:
"""
CHARACTER = """\
  {name}:
    kind: person
    references: [refs/{name}-0.{type}, refs/{name}-1.{type}]
    identity: {policy}
"""
SCENE = """\
  s{n:05}:
    cast: [{who}]
    prompt: ${{{who}}} shows card number {n}, warm light; static.
"""

# Seconds of processor time that a command may take with 10,000 clips; with more or fewer, in proportion.
LIMITS = {"policy verify": 1.0, "character verify": 10.0}
LIMITS_ARE_FOR = 10_000


class Case(NamedTuple):
    policy: str = "{level: normal}"
    newcomer: bool = False
    settings: str = ""
    commands: tuple[tuple[str, ...], ...] = (("plan",), ("verify",), ("verify", "--json"))


CASES = {
    "off": Case(policy="off", commands=(("plan",),)),
    "same": Case(),
    "policy": Case(policy="{level: strict}"),
    "character": Case(newcomer=True, commands=(("verify",),)),
    "model": Case(settings="identity: {face_embedding: sface-2021dec}\n", commands=(("plan", "--json"),)),
}


class Sample(NamedTuple):
    cpu: float   # seconds, user and system
    memory: int  # bytes, peak


class Bench:
    def __init__(self, bins, folder, data, scenes):
        self.bins, self.folder, self.data, self.scenes = bins, folder, data, scenes
        self.yaml = folder / "campaigns/gate/campaign.yaml"
        # A worktree would share the store of its main one.
        self.environment = {**os.environ, "RESHOOT_MODELS": str(folder / "models"),
                            "RESHOOT_STORE": str(folder / "cache")}

    def prepare(self):
        ready = self.folder / "ready"
        state = f"{self.scenes} scenes"
        if ready.exists() and ready.read_text() == state:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.write_references()
        self.write(CASES["same"])
        say("installing the models for faces")
        subprocess.run([self.bins / "reshoot", "models", "pull", *MODELS, "--from", self.data / "models"], check=True,
                       cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL)
        say("filling the store")
        subprocess.run([self.bins / "seed_gate", self.yaml], check=True, env=self.environment)
        shutil.copy(self.folder / LEDGER, self.folder / "seeded.db")
        ready.write_text(state)

    def write_references(self):
        refs = self.yaml.parent / "refs"
        refs.mkdir(parents=True)
        for i, name in enumerate(CHARACTERS):
            for n in range(2):
                (refs / f"{name}-{n}.png").write_bytes(campaign.png(20 * i, 100 * n + 50, 200, SIDE))
        for n, photo in enumerate(NEWCOMER):
            shutil.copy(self.data / photo, refs / f"newcomer-{n}.jpg")

    def write(self, case):
        parts = [HEAD, *(CHARACTER.format(name=name, type="png", policy=case.policy) for name in CHARACTERS)]
        if case.newcomer:
            parts.append(CHARACTER.format(name="newcomer", type="jpg", policy=case.policy))
        parts.append("\nscenes:\n")
        parts += [SCENE.format(n=n, who=CHARACTERS[n % len(CHARACTERS)]) for n in range(self.scenes)]
        self.yaml.write_text("".join(parts), encoding="utf-8")
        (self.folder / "reshoot.yaml").write_text("reshoot: 1\n" + case.settings, encoding="utf-8")

    def forget(self):
        """The ledger is as it was seeded."""
        for name in ("", "-wal", "-shm"):
            Path(f"{self.folder / LEDGER}{name}").unlink(missing_ok=True)
        shutil.copy(self.folder / "seeded.db", self.folder / LEDGER)

    def measure(self, command, out):
        """One process to its end, with what it waited for. Its peak memory is never less than that of this program."""
        with open(out, "wb") as stdout, open(self.folder / "stderr", "wb") as err:
            child = subprocess.Popen([self.bins / "reshoot", *command, "-f", self.yaml], stdin=subprocess.DEVNULL,
                                     stdout=stdout, stderr=err, env=self.environment)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 4):  # 4: a person has to look at clips
            sys.exit(f"exit code {child.returncode} of {' '.join(command)}\n{(self.folder / 'stderr').read_text()}")
        return Sample(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)

    def rows(self):
        """How many rows the ledger has of what is measured, compared and paid for."""
        with contextlib.closing(sqlite3.connect(self.folder / LEDGER)) as db:
            return {table: db.execute(f"SELECT count(*) FROM {table} {where}").fetchone()[0]
                    for table, where in (("biometrics", "WHERE kind = 'measurement'"), ("comparisons", ""),
                                         ("takes", ""))}

    def run(self, name, case, runs):
        """A row of figures for each command."""
        self.write(case)
        rows = []
        for command in case.commands:
            title = f"{name} {' '.join(command)}"
            out = self.folder / f"{title}.out"
            samples = []
            for _ in range(runs + 1):
                self.forget()
                before = self.rows()
                samples.append(self.measure(command, out))
            added = {table: count - before[table] for table, count in self.rows().items()}
            rows.append({"name": title, "out": out, **figures_of(title, samples[1:], self.scenes),
                         "measured": added["biometrics"], "compared": added["comparisons"], "bought": added["takes"]})
        return rows


def figures_of(title, samples, scenes):
    """Without the first run, which only warms the page cache."""
    limit = LIMITS.get(title)
    limit = None if limit is None else limit * scenes / LIMITS_ARE_FOR
    cpu = statistics.median(sample.cpu for sample in samples)
    return {"cpu": cpu, "memory": max(sample.memory for sample in samples), "limit": limit,
            "met": None if limit is None else cpu <= limit}


def said(row):
    """What the command itself counted, where it was asked for JSON."""
    if not row["name"].endswith("--json"):
        return {}
    told = json.loads(row["out"].read_text())
    if "steps" in told:
        return dict(Counter(step["decision"] for step in told["steps"]))
    return {name: count for name, count in told["counts"].items() if count}


def say(what):
    print(what, file=sys.stderr, flush=True)


def print_table(rows, scenes, runs):
    print(f"{scenes} clips with a take each; medians of {runs} runs, whole processes\n")
    print(f"{'edited, command':<24}{'cpu ms':>8}{'limit':>8}{'peak MB':>9}{'measured':>10}{'compared':>10}{'bought':>8}")
    for row in rows:
        limit = "" if row["limit"] is None else f"{row['limit'] * 1e3:.0f}"
        verdict = {None: "", True: "  met", False: "  missed"}[row["met"]]
        says = ", ".join(f"{name} {count}" for name, count in row["says"].items())
        print(f"{row['name']:<24}{row['cpu'] * 1e3:>8.0f}{limit:>8}{row['memory'] / 1e6:>9.0f}{row['measured']:>10}"
              f"{row['compared']:>10}{row['bought']:>8}{verdict}{'  ' + says if says else ''}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenes", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    beside = Path(__file__).resolve().parents[3] / "shared" / "identity"
    data = Path(os.environ.get("RESHOOT_TEST_DATA", beside)).resolve()
    if not (data / "models").is_dir():
        print(f"skipped: the shared photos and models are not in '{data}' (set RESHOOT_TEST_DATA)")
        return
    bench = Bench(args.bin.resolve(), args.folder.resolve(), data, args.scenes)
    bench.prepare()
    rows = []
    for name, case in CASES.items():
        say(f"measuring: {name}")
        rows += bench.run(name, case, args.runs)
    for row in rows:  # at the end: reading it takes memory, which the next process would seem to have taken
        row["says"] = said(row)
        del row["out"]
    bench.write(CASES["same"])
    if args.json:
        print(json.dumps({"schema_version": 1, "scenes": args.scenes, "runs": args.runs, "rows": rows}))
    else:
        print_table(rows, args.scenes, args.runs)


if __name__ == "__main__":
    main()
