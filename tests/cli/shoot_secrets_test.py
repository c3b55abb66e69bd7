#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Keys and signed addresses are in nothing that a build leaves behind or says, whatever goes wrong."""

import shutil
import subprocess

from harness import PROJECT, main, run
from shoot_harness import ShootTest

KEYS = {"GMI_API_KEY": "planted-gmi-7Qf2", "GMI_ORG_ID": "planted-org-9Xw1", "DASHSCOPE_API_KEY": "planted-scope-3Lk8",
        "HEYGEN_API_KEY": "planted-heygen-5Rt6"}
# The emulator signs what it gives out with these words; each is in a query string or a form.
SIGNED = ("X-Goog-", "Signature=", "signature-", "key-id-", "policy-", "OSSAccessKeyId", "Expires=")
MADE = ("cache", "out", "campaigns", "remote")

CAMPAIGN = """\
reshoot: 1
campaign: small
defaults: {resolution: 720p, seconds: 2}
characters:
  pip:
    kind: mascot
    description: a small orange robot
    references: [{name: front, image: refs/pip-front.png}]
    heygen: {voice: 1bd001e7e50f421d891986aad5158bc8}
    identity: off
scenes:
  one: {model: gmi/wan2.7-r2v, cast: [pip], prompt: "${pip} waves."}
  two: {model: dashscope/wan2.7-r2v, cast: [pip], prompt: "${pip} nods."}
  three: {model: dashscope/wan2.7-t2v, prompt: A desk.}
  four: {model: gmi/wan2.7-t2v, prompt: A chair.}
  five: {model: gmi/wan2.7-t2v, prompt: A lamp.}
  six: {model: heygen/heygen-avatar-4, seconds: 1, cast: [pip], prompt: "${pip} talks.", says: [pip: Hello you.]}
videos:
  launch: {scenes: [one, two, three, four, five, six], size: 320x180}
"""


class SecretsTest(ShootTest):
    campaign = CAMPAIGN
    script = {provider: {"latency_ms": 300, "limits": {},
                         "accounts": [{"key": KEYS[provider.upper() + "_API_KEY"], "name": provider}]}
              for provider in ("gmi", "dashscope", "heygen")}

    def setUp(self):
        super().setUp()
        shutil.copy(PROJECT / "campaigns/quickstart/refs/pip-front.png", self.yaml.parent / "refs")
        (self.root / "remote").mkdir()
        (self.root / "reshoot.yaml").write_text(self.settings + f"remote: {{dir: {self.root / 'remote'}}}\n")
        self.said = []

    def environment(self, **more):
        return {**self.emulator.environment, **KEYS, **more}

    def say(self, *words, **env):
        """Runs it and keeps what it says."""
        done = run(words, self.root, env=self.environment(**env))
        self.said.append(done.stdout + done.stderr)
        return done

    def check_no_secret(self, extra=()):
        texts = {f"output {n}": text.encode() for n, text in enumerate(self.said)}
        for folder in MADE:
            for file in (self.root / folder).rglob("*"):
                if file.is_file():
                    texts[str(file)] = file.read_bytes()
        self.assertIn(str(self.root / "cache/reshoot.db"), texts)
        for secret in (*KEYS.values(), *SIGNED, *extra):
            for name, text in texts.items():
                self.assertNotIn(secret.encode(), text, f"{secret} is in {name}")
        return texts

    def test_after_uploads_failures_and_doubts(self):
        self.say("build", "--yes", "-k", "five", GMI_API_KEY="planted-wrong-key")
        self.say("build", "--yes", "-k", "--json", "six", HEYGEN_API_KEY="planted-wrong-key")
        self.emulator.set_faults({"kind": "server_error_before", "at": "ticket", "calls": [1]},
                                 {"kind": "reset", "at": "upload", "calls": [1]},
                                 {"kind": "no_answer_after", "at": "submit", "calls": [2]},
                                 {"kind": "refuse_content", "at": "submit", "calls": [3]},
                                 {"kind": "garbage", "at": "submit", "calls": [4]},
                                 {"kind": "truncate", "at": "download", "calls": [1]})
        self.say("build", "--yes", "-k")
        self.emulator.set_faults({"kind": "expired_url", "at": "download", "calls": [1]},
                                 {"kind": "corrupt", "at": "download", "probability": 1})
        self.say("build", "--yes", "-k", "--json")
        self.say("build", "--yes", "-k", RESHOOT_CRASH_AT="transaction.after_commit:5")
        self.check_no_secret(extra=["planted-wrong-key"])  # with a log that no run has put away
        for words in (["status"], ["plan"], ["why"], ["take", "list"], ["resolve"], ["cost"], ["doctor"],
                      ["models", "show"]):
            self.say(*words)
            self.say(*words, "--json")
        self.emulator.set_faults()
        self.say("build", "--yes", "-k")
        self.assertGreater(self.answer_doubts(), 0)
        for step in self.json("plan", check=4)["steps"]:  # what was refused waits for a person
            if step["decision"] == "held":
                self.say("retake", step["id"].removeprefix("generate:"))
        self.say("build", "--yes", "-k")
        texts = self.check_no_secret(extra=["planted-wrong-key"])
        self.assertEqual(self.totals()["generate"], {"hit": 6}, self.said[-1])
        self.assertGreater(self.query("SELECT count(*) FROM uploads")[0][0], 0)
        self.assertTrue(any("/remote/takes/" in name for name in texts))
        place = self.query("SELECT place FROM uploads")[0][0].encode()
        self.assertTrue(any(place in text for text in texts.values()), "what is looked through can be read")
        self.assertEqual(self.spent(), self.emulator.bill_total())


class DotEnvTest(SecretsTest):
    """Keys in .env at the root of the workspace."""

    def setUp(self):
        super().setUp()
        variables = {**self.emulator.environment, **KEYS}
        (self.root / ".env").write_text("".join(f"{name}={value}\n" for name, value in variables.items()))

    def environment(self, **more):
        return more

    test_after_uploads_failures_and_doubts = None

    def git(self, *words):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=self.root, check=True,
                       capture_output=True)

    def test_it_works_untracked_and_is_refused_where_git_tracks_it(self):
        self.say("build", "--yes", "three", "four")
        self.assertEqual(len(self.jobs()), 2)
        self.check_no_secret()
        self.git("init", "-q")
        self.git("add", "-f", ".env")
        done = run(["build", "--yes", "five"], self.root, 5)
        self.assertIn(".env", done.stderr)
        self.assertIn("git", done.stderr)
        self.said.append(done.stdout + done.stderr)
        self.say("doctor")
        self.check_no_secret()
        self.assertEqual(len(self.jobs()), 2)


if __name__ == "__main__":
    main()
