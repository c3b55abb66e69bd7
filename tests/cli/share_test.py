#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes that a team shares: what one machine pushes, another pulls, whatever is damaged, killed or missing on the way.

RESHOOT_STRESS_SECONDS: how long eight processes push and pull while one is killed each second (default 6)."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path

from harness import RESHOOT, WorkspaceTest, clean_environment, main, run

SECONDS = float(os.environ.get("RESHOOT_STRESS_SECONDS", "6"))


def blobs_in(folder):
    """Every file of a blob folder, whatever its name."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.exists() else []


def flip_a_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


class ShareTest(WorkspaceTest):
    """Machine A is self.root; B is a clone of what git would hold."""

    def setUp(self):
        super().setUp()
        self.remote = self.root / "remote"
        self.remote.mkdir()

    def set_remote(self, root=None, folder=None):
        ((root or self.root) / "reshoot.yaml").write_text(
            f"reshoot: 1\nremote:\n  dir: {folder or self.remote}\n")

    def clone(self, name="b"):
        root = self.root / name
        shutil.copytree(self.root / "campaigns", root / "campaigns")
        self.set_remote(root)
        return root

    def share(self, verb, root=None, check=0):
        return json.loads(run(["cache", verb, "--json"], root or self.root, check).stdout)

    def shared_blobs(self):
        return blobs_in(self.remote / "blobs")

    def build_and_push(self):
        """Two takes, built without a remote, then pushed."""
        self.reshoot("build")
        self.set_remote()
        pushed = self.share("push")
        self.assertEqual((pushed["pushed"], pushed["already"], pushed["failures"]), (2, 0, []))

    def test_a_clone_pulls_what_was_pushed(self):
        self.build_and_push()
        self.assertEqual(self.share("push")["already"], 2)
        b = self.clone()
        pulled = self.share("pull", b)
        self.assertEqual((pulled["pulled"], pulled["adopted"]), (2, 2))
        self.assertEqual(pulled["bytes"], sum(path.stat().st_size for path in self.shared_blobs()))
        plan = json.loads(run(["plan", "--json"], b, 0).stdout)
        self.assertEqual(plan["totals"]["generate"], {"hit": 2})
        columns = "uuid, hex(clip_key), hex(blob), bytes, frames, has_sound, seed, model, state, created_ns"
        self.assertEqual(self.query(f"select {columns} from takes order by uuid", b),
                         self.query(f"select {columns} from takes order by uuid"))
        self.assertEqual(self.query("select count(*) from money", b), [(0,)])
        self.assertEqual(self.share("pull", b)["pulled"], 0)

    def test_records_say_where_takes_come_from(self):
        self.build_and_push()
        for record in (self.remote / "takes").rglob("*.json"):
            said = json.loads(record.read_text())
            self.assertEqual(said["blob"], "sha256:" + record.stem)
            self.assertEqual(hashlib.sha256(said["key_text"].encode()).hexdigest(), record.parent.name)
            self.assertNotIn(str(self.root), record.read_text())

    def test_damage_in_the_remote_is_not_used_and_healed_by_a_push(self):
        self.build_and_push()
        damaged = self.shared_blobs()[0]
        flip_a_byte(damaged)
        b = self.clone()
        pulled = self.share("pull", b, check=1)
        self.assertEqual(pulled["pulled"], 1)
        self.assertIn("damaged", pulled["failures"][0]["message"])
        self.assertEqual(len(blobs_in(b / "cache/blobs")), 1)
        self.assertFalse(damaged.exists())
        self.assertEqual(self.share("push")["pushed"], 1)
        self.assertEqual(self.share("pull", b)["pulled"], 1)
        self.check_whole(b / "cache/blobs")

    def test_damage_here_is_not_sent_and_healed_from_the_remote(self):
        self.build_and_push()
        name = self.shared_blobs()[0].name
        here = self.root / "cache/blobs" / name[:2] / name
        there = self.remote / "blobs" / name[:2] / name
        kept = there.rename(self.root / "kept")
        flip_a_byte(here)
        self.assertEqual(len(self.share("push", check=1)["failures"]), 1)
        self.assertFalse(there.exists())
        kept.rename(there)
        verified = self.json("cache", "verify")
        self.assertEqual([(f["kind"], f["where"], f["healed"]) for f in verified["findings"]],
                         [("damaged", "here", True)])
        self.assertEqual(self.json("cache", "verify")["findings"], [])

    def test_verify_reads_the_remote_too(self):
        self.build_and_push()
        damaged, gone = self.shared_blobs()
        flip_a_byte(damaged)
        gone.unlink()
        verified = self.json("cache", "verify")
        self.assertEqual({(f["kind"], f["where"], f["healed"]) for f in verified["findings"]},
                         {("damaged", "remote", True), ("missing", "remote", True)})
        self.assertEqual(self.json("cache", "verify")["findings"], [])
        self.check_whole(self.remote / "blobs")
        for path in (damaged, self.root / "cache/blobs" / damaged.parent.name / damaged.name):
            flip_a_byte(path)
        verified = self.json("cache", "verify", check=1)
        self.assertEqual({(f["kind"], f["where"], f["healed"]) for f in verified["findings"]},
                         {("damaged", "here", False), ("damaged", "remote", False)})

    def test_verify_without_its_remote_still_verifies_the_store(self):
        self.build_and_push()
        self.remote.rename(self.root / "unmounted")
        done = self.reshoot("cache", "verify")
        self.assertIn("all blobs are here and whole", done.stdout)
        self.assertIn("mounted", done.stderr)

    def test_no_remote_a_wrong_one_and_one_that_is_gone(self):
        done = self.reshoot("cache", "push", check=2)
        self.assertIn("reshoot.yaml", done.stderr)
        self.assertIn("dir: ", done.stderr)
        (self.root / "reshoot.yaml").write_text("reshoot: 1\nremotes: {dir: /mnt}\n")
        self.assertIn("did you mean 'remote'", self.reshoot("cache", "pull", check=2).stderr)
        self.set_remote(folder=self.root / "nowhere")
        self.assertIn("mounted", self.reshoot("cache", "push", check=5).stderr)

    def test_a_folder_of_somebody_else_is_left_alone(self):
        self.reshoot("build")
        (self.remote / "thesis.doc").write_text("years of work")
        self.set_remote()
        done = self.reshoot("cache", "push", check=1)
        self.assertIn("thesis.doc", done.stdout)
        self.assertEqual([path.name for path in self.remote.iterdir()], ["thesis.doc"])

    def test_a_lock_that_cannot_be_read_does_not_stop_the_others(self):
        self.build_and_push()
        b = self.clone()
        shutil.copytree(b / "campaigns/small", b / "campaigns/other")
        (b / "campaigns/other/campaign.lock").write_text("reshoot-lock: 1\n")
        done = run(["cache", "pull"], b, 2)
        self.assertIn("campaigns/other/campaign.lock", done.stderr)
        self.assertIn("pulled 2 takes", done.stdout)

    def test_doctor_tries_the_remote(self):
        self.set_remote()
        found = [check for check in self.json("doctor")["checks"] if check["name"] == "remote"]
        self.assertEqual([check["state"] for check in found], ["warn"])
        self.assertEqual(list(self.remote.iterdir()), [])  # it may be the bare mount point of a drive
        self.reshoot("build")
        found = [check for check in self.json("doctor")["checks"] if check["name"] == "remote"]
        self.assertEqual([check["state"] for check in found], ["ok"])
        self.assertEqual(list((self.remote / "incoming").iterdir()), [])
        self.remote.rename(self.root / "unmounted")
        found = [check for check in self.json("doctor", check=5)["checks"] if check["name"] == "remote"]
        self.assertEqual([check["state"] for check in found], ["fail"])

    def test_interrupted_and_gone_on_with(self):
        self.set_remote()
        self.reshoot("doctor")
        team = Team(self, 1)
        for _ in range(4):
            team.machines[0].shoot(os.urandom(1000) * 40_000)
        process = subprocess.Popen([str(RESHOOT), "cache", "push"], cwd=team.machines[0].root,
                                   env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while process.poll() is None and not self.shared_blobs():
            pass
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, out)
        self.assertIn("files that are complete are kept; the same command goes on from there", out)
        pushed = self.share("push", team.machines[0].root)
        self.assertGreaterEqual(pushed["already"], 1)
        self.assertEqual(pushed["pushed"] + pushed["already"], 4)
        self.check_whole(self.remote / "blobs")

    def check_whole(self, folder):
        for path in blobs_in(folder):
            self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, path)

    def test_many_processes_some_of_them_killed(self):
        seed = int(os.environ.get("RESHOOT_TEST_SEED", random.randrange(1 << 32)))
        print(f"RESHOOT_TEST_SEED={seed} shoots the same takes again")
        self.set_remote()
        team = Team(self, 4)
        team.run(8, SECONDS, random.Random(seed))
        print(f"{team.runs} runs in {SECONDS:g} s, {team.kills} killed; {team.looks} looks at new blobs; "
              f"{len(team.takes)} takes, {sum(len(data) for data in team.takes.values()) / 1e6:.0f} MB")
        self.assertEqual(team.complaints, [])
        self.assertGreaterEqual(team.kills, int(SECONDS) // 2)
        for machine in team.machines:  # before anything could be mended
            self.check_whole(machine.root / "cache/blobs")
        self.check_whole(self.remote / "blobs")
        for machine in team.machines:
            self.assertEqual(self.share("push", machine.root)["failures"], [])
        for machine in team.machines:
            machine.pin(team.takes)
            pulled = self.share("pull", machine.root)
            self.assertEqual((pulled["failures"], pulled["absent"], pulled["without_record"]), ([], 0, 0))
            self.assertEqual({path.name for path in blobs_in(machine.root / "cache/blobs")}, set(team.takes))
            self.assertEqual({blob.lower() for blob, in self.query("select distinct hex(blob) from takes",
                                                                   machine.root)}, set(team.takes))
            self.assertEqual(self.query("pragma integrity_check", machine.root), [("ok",)])
            self.check_whole(machine.root / "cache/blobs")
            self.assertEqual(json.loads(run(["cache", "verify", "--json"], machine.root, 0).stdout)["findings"], [])
        self.assertEqual({path.name for path in self.shared_blobs()}, set(team.takes))
        self.check_whole(self.remote / "blobs")


class Machine:
    """A workspace whose takes are written into its ledger as if a provider had made them."""

    def __init__(self, root):
        self.root = root
        self.own = set()
        self.lock = threading.Lock()
        run(["cache", "push"], root, 0)  # makes the store

    def shoot(self, data):
        """A fetched take with these bytes; machines that shoot the same bytes have the same clip."""
        blob = hashlib.sha256(data).hexdigest()
        self.own.add(blob)
        file = self.root / "cache/blobs" / blob[:2] / blob
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.root / f"unfinished.{uuid.uuid4()}"
        unfinished.write_bytes(data)
        unfinished.rename(file)
        self.execute(
            "insert into takes (uuid, clip_key, number, model, seed, state, campaign, blob, bytes, frames, created_ns) "
            "select ?1, ?2, coalesce(max(number), 0) + 1, 'gmi/wan2.7-r2v', 7, 'fetched', 'small', ?3, ?4, 30, ?5 "
            "from takes where clip_key = ?2",
            (str(uuid.uuid4()), bytes.fromhex(self.key_of(blob)), bytes.fromhex(blob), len(data), time.time_ns()))
        return blob

    @staticmethod
    def key_of(blob):
        return hashlib.sha256(blob.encode()).hexdigest()

    def execute(self, sql, values):
        import sqlite3
        connection = sqlite3.connect(self.root / "cache/reshoot.db", timeout=60)
        try:
            with connection:
                connection.execute(sql, values)
        finally:
            connection.close()

    def evict(self, shared):
        """Drops bytes that somebody else has shot and that the remote has."""
        for path in blobs_in(self.root / "cache/blobs"):
            if path.name not in self.own and path.name in shared:
                path.unlink(missing_ok=True)

    def pin(self, takes):
        """Writes a lock of all takes."""
        blocks = "".join(f"id: {blob}\nkey: {self.key_of(blob)}\nsha256: {blob}\nbytes: {len(takes[blob])}\n"
                         f"model: gmi/wan2.7-r2v\nseed: 7\n\n" for blob in sorted(takes))
        lock = self.root / "campaigns/small/campaign.lock"
        unfinished = lock.with_suffix(f".{uuid.uuid4()}")
        unfinished.write_text(f"{self.head}\n{blocks}end: reshoot-lock\n")
        unfinished.rename(lock)

    head = ("# The takes that were approved, one block a clip. Written by reshoot: choose with 'reshoot take use', "
            "not by hand.\nreshoot-lock: 1\nidentity: none\nffmpeg: none\n")


class Team:
    """Machines over one remote, and processes that push and pull."""

    def __init__(self, test, machines):
        self.machines = [Machine(test.clone(f"machine{i}")) for i in range(machines)]
        self.remote = test.remote
        self.takes = {}  # bytes by digest
        self.running = {}
        self.guard = threading.Lock()
        self.complaints = []
        self.runs = self.kills = self.looks = 0

    def run(self, workers, seconds, dice):
        self.shoot(self.machines[0], dice)  # the remote is begun before anybody pulls from it
        self.reshoot(self.machines[0], "push")
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self.work, args=(end, random.Random(dice.random()))) for _ in range(workers)]
        threads.append(threading.Thread(target=self.watch, args=(end,)))
        for thread in threads:
            thread.start()
        while time.monotonic() < end:
            time.sleep(min(1.0, max(0.0, end - time.monotonic())))
            self.kill_one(dice)
        for thread in threads:
            thread.join()

    def work(self, end, dice):
        try:
            while time.monotonic() < end:
                self.one_turn(dice)
        except Exception as error:  # a thread's death would go unnoticed
            self.complaints.append(repr(error))

    def watch(self, end):
        """Whatever has the name of a blob is whole, at every moment: readers and killers may come at any."""
        folders = [self.remote / "blobs", *(machine.root / "cache/blobs" for machine in self.machines)]
        while time.monotonic() < end and not self.complaints:
            for folder in folders:
                for path in blobs_in(folder):
                    self.look_at(path)

    def look_at(self, path):
        """Files that were touched long ago were looked at before."""
        try:
            if time.time() - path.stat().st_mtime > 2:
                return
            data = path.read_bytes()
        except FileNotFoundError:
            return  # evicted
        self.looks += 1
        if hashlib.sha256(data).hexdigest() != path.name:
            self.complaints.append(f"{path} was half there: {len(data)} bytes")

    def one_turn(self, dice):
        machine = dice.choice(self.machines)
        if dice.random() < 0.5:
            self.shoot(machine, dice)
            self.reshoot(machine, "push")
        else:
            with self.guard:
                takes = dict(self.takes)
            machine.pin(takes)
            if dice.random() < 0.3:
                machine.evict({path.name for path in blobs_in(self.remote / "blobs")})
            self.reshoot(machine, "pull")

    def shoot(self, machine, dice):
        """New bytes, or those that another machine has shot too."""
        with self.guard:
            known = list(self.takes.values())
        again = known and dice.random() < 0.3
        data = dice.choice(known) if again else dice.randbytes(dice.choice((10, 10_000, 1_000_000, 8_000_000)))
        with machine.lock:
            blob = machine.shoot(data)
        with self.guard:
            self.takes[blob] = data

    def reshoot(self, machine, verb):
        process = subprocess.Popen([str(RESHOOT), "cache", verb, "--json"], cwd=machine.root, env=clean_environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with self.guard:
            self.running[process.pid] = process
        out, err = process.communicate()
        with self.guard:
            del self.running[process.pid]
            self.runs += 1
            if process.returncode not in (0, -signal.SIGKILL):
                self.complaints.append(f"{verb} in {machine.root.name}: {process.returncode}\n{out}{err}")

    def kill_one(self, dice):
        with self.guard:
            living = [process for process in self.running.values() if process.poll() is None]
            if living:
                dice.choice(living).kill()
                self.kills += 1


if __name__ == "__main__":
    main()
