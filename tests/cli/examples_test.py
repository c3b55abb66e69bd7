# SPDX-License-Identifier: Apache-2.0
"""The examples of README: each is a workspace that checks and is priced without a key and without a network."""

import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from harness import PROJECT, run

EXAMPLES = sorted(file.parent for file in (PROJECT / "examples").glob("*/campaign.yaml"))
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="reshoot-examples-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def test_there_is_one_for_each_provider(self):
        self.assertEqual([folder.name for folder in EXAMPLES], ["comfyui", "dashscope", "gmi", "heygen"])

    def test_each_costs_what_the_readme_says(self):
        readme = (PROJECT / "README.md").read_text()
        for example in EXAMPLES:
            with self.subTest(example.name):
                copy = self.folder / example.name
                shutil.copytree(example, copy, ignore=shutil.ignore_patterns("cache", "out", "*.lock"))
                run(["check"], copy, check=0, env=NO_NETWORK)
                plan = json.loads(run(["plan", "--json"], copy, check=0, env=NO_NETWORK).stdout)
                cost = plan["totals"]["cost_micros"]
                row = re.search(rf"^\|.*examples/{example.name}/.*\| (\S+) \|$", readme, re.MULTILINE)
                self.assertEqual(row.group(1), f"${cost / 1e6:.2f}" if cost else "free")
                self.assertFalse((copy / "cache").exists(), "plan makes nothing")

    @staticmethod
    def turn_identity_off(campaign):
        """With it a build stops where identity models are missing, which is not asked here."""
        text = campaign.read_text()
        campaign.write_text(text.replace("    kind: person\n", "    kind: person\n    identity: off\n"))

    def test_without_a_key_nothing_starts(self):
        for example in EXAMPLES:
            if example.name == "comfyui":
                continue  # takes none
            with self.subTest(example.name):
                copy = self.folder / example.name
                shutil.copytree(example, copy, ignore=shutil.ignore_patterns("cache", "out", "*.lock"))
                self.turn_identity_off(copy / "campaign.yaml")
                refused = run(["build", "--yes"], copy, check=5, env=NO_NETWORK)
                self.assertIn(f"{example.name.upper()}_API_KEY is not set", refused.stderr)


if __name__ == "__main__":
    unittest.main()
