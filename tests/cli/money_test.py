#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What people ask about money, and what they answer: `resolve`, `cost`, and the takes that `status` and `take list`
show. Takes in doubt are written into a ledger that the tool has made: no provider can be asked for one on purpose."""

import fcntl
import hashlib
import json
import shlex
import sqlite3
import subprocess
import time
import uuid

from harness import MIXED, RESHOOT, WorkspaceTest, clean_environment, main, pretend_row, run

PRICE = 600_000
SENT = 1_763_631_000_000_000_000  # 2025-11-20T09:30:00Z


class MoneyTest(WorkspaceTest):
    """A campaign of two free clips, built once; takes of a provider are added to its ledger."""

    def setUp(self):
        super().setUp()
        self.reshoot("build")

    def execute(self, sql, *values):
        connection = sqlite3.connect(self.root / "cache/reshoot.db")
        try:
            with connection:
                return connection.execute(sql, values).lastrowid
        finally:
            connection.close()

    def add_take(self, clip, state, job="", note="", price=PRICE, campaign="small"):
        """A take of the provider gmi, as the engine leaves it in that state. Its uuid."""
        name = str(uuid.uuid4())
        key = self.query(f"SELECT hex(clip_key) FROM selections WHERE clip = '{clip}'")
        key = bytes.fromhex(key[0][0]) if key else hashlib.sha256(clip.encode()).digest()
        number = 1 + self.query(f"SELECT count(*) FROM takes WHERE hex(clip_key) = '{key.hex().upper()}'")[0][0]
        take = self.execute(
            "INSERT INTO takes (uuid, clip_key, number, model, seed, state, campaign, clip, note, created_ns) "
            "VALUES (?, ?, ?, 'gmi/wan2.7-r2v', 77, ?, ?, ?, ?, ?)",
            name, key, number, state, campaign, clip, note, SENT)
        if price:
            self.execute("INSERT INTO money (take_id, campaign, entry, micros, at_ns) VALUES (?, ?, 'reserve', ?, ?)",
                         take, campaign, price, SENT)
        if state in ("failed", "refused"):
            self.execute("INSERT INTO money (take_id, campaign, entry, micros, at_ns) VALUES (?, ?, 'release', ?, ?)",
                         take, campaign, price, SENT)
        self.execute("INSERT INTO jobs (take_id, provider, base_url, model, request, sent_ns, job) "
                     "VALUES (?, 'gmi', 'https://gmi.example', 'wan2.7-r2v', ?, ?, ?)",
                     take, json.dumps({"payload": {"prompt": "the robot in Image 1 waves"}}), SENT, job)
        return name

    def doubt(self, clip="hello", **more):
        return self.add_take(clip, "in_doubt", note="no answer within 60 s", **more)

    def state(self, name):
        return self.query(f"SELECT state FROM takes WHERE uuid = '{name}'")[0][0]

    def money(self):
        return self.json("status")["money"]


class ResolveTest(MoneyTest):
    def test_nothing_in_doubt(self):
        self.assertEqual(self.reshoot("resolve").stdout, "no take is in doubt\n")
        self.assertEqual(self.json("resolve")["in_doubt"], [])
        fresh = self.root / "fresh"
        self.make_campaign(fresh)
        (fresh / "reshoot.yaml").write_text("reshoot: 1\n")
        self.assertEqual(run(["resolve"], fresh, 0).stdout, "no take is in doubt\n")
        self.assertFalse((fresh / "cache").exists())

    def test_the_list_says_what_to_look_for_and_its_commands_work(self):
        name = self.doubt()
        text = self.reshoot("resolve").stdout
        for clue in ("hello take 2 of small", "no answer within 60 s", "2025-11-20T09:30:00Z", "gmi",
                     "https://gmi.example", "wan2.7-r2v", "$0.60", "seed 77", "the robot in Image 1 waves"):
            self.assertIn(clue, text)
        commands = [line[line.index("reshoot resolve"):] for line in text.splitlines()
                    if "reshoot resolve " in line]
        self.assertEqual([shlex.split(command)[-1] for command in commands], ["--billed", "--not-billed", "JOB"])
        self.reshoot(*shlex.split(commands[1])[1:])
        self.assertEqual(self.state(name), "failed")

    def test_json_of_the_list(self):
        name = self.doubt()
        self.doubt("elsewhere", campaign="other")
        first, second = self.json("resolve")["in_doubt"]
        self.assertEqual((first["uuid"], first["clip"], first["number"], first["seed"], first["reserved_micros"]),
                         (name, "hello", 2, 77, PRICE))
        self.assertEqual((first["provider"], first["provider_model"], first["sent"], first["job"]),
                         ("gmi", "wan2.7-r2v", "2025-11-20T09:30:00Z", None))
        self.assertEqual((second["clip"], second["campaign"]), ("elsewhere", "other"))
        self.assertEqual(len(self.json("resolve", "hello", "2")["in_doubt"]), 1)

    def test_not_billed_gives_the_money_back(self):
        name = self.doubt()
        self.assertEqual(self.money()["in_doubt_micros"], PRICE)
        said = self.reshoot("resolve", name[:8], "--not-billed", "--reason", "not in the list").stdout
        self.assertIn("$0.60 is free again", said)
        self.assertEqual(self.state(name), "failed")
        money = self.money()
        self.assertEqual((money["spent_micros"], money["in_doubt_micros"], money["reserved_micros"]), (0, 0, 0))
        note = self.query(f"SELECT note FROM takes WHERE uuid = '{name}'")[0][0]
        self.assertIn("not in the list", note)
        self.assertIn("no answer within 60 s", note)

    def test_billed_settles_the_estimate_and_loses_the_clip(self):
        name = self.doubt()
        said = self.reshoot("resolve", "hello", "2", "--billed").stdout
        self.assertIn("'reshoot build --regenerate hello' pays again", said)
        self.assertEqual(self.state(name), "lost")
        total = self.json("cost")["total"]
        self.assertEqual((total["spent_micros"], total["estimated_micros"], total["in_doubt_micros"]),
                         (PRICE, PRICE, 0))
        self.assertEqual(self.money()["spent_micros"], PRICE)

    def test_adopted_goes_on_as_that_job(self):
        other = self.add_take("bye", "submitted", job="job-1")
        name = self.doubt()
        self.assertIn("another take", self.reshoot("resolve", name, "--adopt", "job-1", check=2).stderr)
        for wrong in ("", "a b", "../x", "x" * 201, "j\x1b[2J"):
            self.reshoot("resolve", name, f"--adopt={wrong}", check=2)
        self.assertEqual(self.state(name), "in_doubt")
        self.reshoot("resolve", name, "--adopt", "job-2")
        self.assertEqual(self.state(name), "submitted")
        self.assertEqual(self.query("SELECT job FROM jobs ORDER BY take_id"), [("job-1",), ("job-2",)])
        self.assertEqual(self.money()["reserved_micros"], 2 * PRICE)
        self.assertEqual({take["uuid"] for take in self.json("status")["open"]}, {other, name})

    def test_an_answer_is_given_once(self):
        for answer, other in ((["--billed"], ["--not-billed"]), (["--not-billed"], ["--adopt", "job-9"]),
                              (["--adopt", "job-1"], ["--adopt", "job-2"])):
            name = self.doubt()
            self.assertFalse(self.json("resolve", name, *answer)["repeated"])
            before = self.query("SELECT take_id, entry, micros FROM money ORDER BY id")
            again = self.json("resolve", name, *answer)
            self.assertTrue(again["repeated"])
            self.assertIn("settled so before", self.reshoot("resolve", name, *answer).stdout)
            refused = self.reshoot("resolve", name, *other, check=2).stderr
            self.assertIn(f"'{again['take']['state']}', not in doubt", refused)
            self.assertEqual(self.query("SELECT take_id, entry, micros FROM money ORDER BY id"), before)

    def test_words_that_mean_no_take(self):
        name = self.doubt()
        self.doubt("bye")
        for words in (["2", "--billed"], ["nobody", "2", "--billed"], [name[:3], "--billed"], ["hello", "9"],
                      ["--billed"], ["hello", "2", "--billed", "--not-billed"], ["hello", "2", "x", "--billed"]):
            self.reshoot("resolve", *words, check=2)
        self.assertIn("'fetched', not in doubt", self.reshoot("resolve", "hello", "1", "--billed", check=2).stderr)
        self.assertEqual(self.query("SELECT count(*) FROM takes WHERE state = 'in_doubt'"), [(2,)])

    def test_it_needs_no_build_lock_and_no_readable_campaign(self):
        name = self.doubt()
        self.yaml.write_text("nonsense: [")
        with open(self.root / "cache/build.lock", "r+") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            begun = time.monotonic()
            self.reshoot("resolve")
            self.reshoot("resolve", name, "--not-billed")
            self.assertLess(time.monotonic() - begun, 30)
        self.assertEqual(self.state(name), "failed")

    def test_many_answers_at_once_settle_once(self):
        name = self.doubt()
        answers = [subprocess.Popen([str(RESHOOT), "resolve", name, answer], cwd=self.root, env=clean_environment(),
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                   for answer in ("--billed", "--not-billed") * 4]
        codes = [answer.wait(timeout=60) for answer in answers]
        self.assertIn(0, codes)
        self.assertLessEqual(set(codes), {0, 2, 4})
        entries = self.query("SELECT entry, micros FROM money ORDER BY id")
        self.assertEqual(entries[:2], [("reserve", PRICE), ("release", PRICE)])
        self.assertEqual(entries[2:], [("settle", PRICE)] if self.state(name) == "lost" else [])


class LookTest(MoneyTest):
    def test_status_shows_what_is_out_and_in_doubt(self):
        self.add_take("bye", "submitted", job="job-1")
        self.doubt()
        text = self.reshoot("status").stdout
        self.assertIn("at gmi since 2025-11-20 09:30 UTC", text)
        self.assertIn("reshoot resolve", text)
        by_clip = {take["clip"]: take for take in self.json("status")["open"]}
        self.assertEqual(by_clip["bye"]["job"], "job-1")
        self.assertEqual(by_clip["hello"]["state"], "in_doubt")

    def test_take_list_shows_every_state(self):
        self.doubt()
        self.add_take("hello", "refused", note="a logo can be seen")
        self.add_take("bye", "submitted", job="job-1")
        self.add_take("bye", "failed", note="the provider answered 500")
        text = self.reshoot("take", "list").stdout
        for words in ("$0.60 set aside", "$0.60 back", "a logo can be seen", "at gmi since 2025-11-20 09:30 UTC",
                      "the provider answered 500", "`reshoot resolve` settles it"):
            self.assertIn(words, text)
        hello = self.json("take", "list", "hello")["clips"][0]["takes"]
        self.assertEqual([take["state"] for take in hello], ["fetched", "in_doubt", "refused"])
        self.assertEqual([take["provider"] for take in hello], [None, "gmi", None])


class CostTest(MoneyTest):
    campaign = MIXED

    def setUp(self):
        WorkspaceTest.setUp(self)
        (self.root / "models").mkdir()
        (self.root / "models/pretend.yaml").write_text(pretend_row())

    def test_nothing_yet(self):
        self.assertEqual(self.reshoot("cost").stdout, "nothing was paid for\n")
        self.assertFalse((self.root / "cache").exists())

    def test_by_scene_character_model_and_month(self):
        self.reshoot("build", "--yes")
        self.edit("An empty desk", "A full desk")
        self.reshoot("build", "--yes")
        self.add_take("hello", "refused")
        total = self.json("cost")["total"]
        self.assertEqual((total["spent_micros"], total["returned_micros"], total["takes"]["refused"]),
                         (200_000, PRICE, 1))
        self.assertEqual(total["spent_micros"], self.money()["spent_micros"])

        def rows(by):
            return [(row["kind"], row["name"], row["spent_micros"], row["returned_micros"])
                    for row in self.json("cost", "--by", by)["rows"]]

        self.assertEqual(rows("scene"), [("named", "hello", 0, PRICE), ("named", "bye", 100_000, 0),
                                         ("earlier", None, 100_000, 0)])
        self.assertEqual(rows("character"), [("named", "pip", 0, PRICE), ("nobody", None, 100_000, 0),
                                             ("earlier", None, 100_000, 0)])
        self.assertEqual(rows("model"), [("named", "gmi/wan2.7-r2v", 0, PRICE), ("named", "local/pretend", 200_000, 0)])
        self.assertEqual(sum(spent for _, _, spent, _ in rows("month")), 200_000)
        self.assertIn("earlier versions", self.reshoot("cost", "--by", "scene").stdout)

    def test_all_campaigns_of_the_store(self):
        self.reshoot("build", "--yes")
        self.add_take("x", "submitted", campaign="gone")
        self.assertEqual(self.json("cost")["total"]["reserved_micros"], 0)
        rows = self.json("cost", "--all")["rows"]
        self.assertEqual([(row["name"], row["spent_micros"], row["reserved_micros"]) for row in rows],
                         [("gone", 0, PRICE), ("small", 100_000, 0)])
        self.reshoot("cost", "--all", "--by", "model")
        self.reshoot("cost", "--all", "--by", "scene", check=2)
        self.reshoot("cost", "--by", "actor", check=2)


if __name__ == "__main__":
    main()
