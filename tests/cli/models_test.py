#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The catalog on the command line: without campaign, key or network; every model is checked and priced."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path

from harness import PROJECT, WorkspaceTest, main, run

# Nothing that a request could be made with; a proxy that leads nowhere.
OFFLINE = {"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}


class CatalogTest(unittest.TestCase):
    def setUp(self):
        self.empty = Path(tempfile.mkdtemp(prefix="reshoot-cli-"))
        self.addCleanup(shutil.rmtree, self.empty)

    def reshoot(self, *words, check=0):
        return run(words, self.empty, check, OFFLINE)

    def test_list_and_show_where_there_is_nothing(self):
        listed = json.loads(self.reshoot("models", "list", "--json").stdout)
        ids = [model["id"] for model in listed["models"]]
        self.assertEqual(listed["schema_version"], 1)
        for wanted in ("local/animatic", "gmi/wan2.7-r2v", "dashscope/wan2.7-r2v", "gmi/veo-3.1-generate-001"):
            self.assertIn(wanted, ids)
        text = self.reshoot("models", "list").stdout
        for one in ids:
            self.assertIn(one, text)
        shown = json.loads(self.reshoot("models", "show", "wan2.7-r2v", "--json").stdout)
        self.assertEqual([model["id"] for model in shown["models"]], ["gmi/wan2.7-r2v", "dashscope/wan2.7-r2v"])
        self.assertIn("unknown", self.reshoot("models", "show", "gmi/wan2.7-r2v").stdout)
        self.assertEqual(list(self.empty.iterdir()), [])

    def test_a_model_that_is_not_known(self):
        done = self.reshoot("models", "show", "gmi/wan2.7-r2w", check=2)
        self.assertIn("did you mean 'gmi/wan2.7-r2v'?", done.stderr)
        self.assertEqual(done.stdout, "")


class RowsTest(WorkspaceTest):
    def test_rows_of_the_workspace(self):
        (self.root / "models").mkdir()
        row = "provider: ours\nmodels:\n  big: {shortest: 1, longest: 9, per_second: 0.20 USD, source: a contract}\n"
        (self.root / "models/ours.yaml").write_text(row)
        shown = json.loads(self.reshoot("models", "show", "big", "--json").stdout)["models"][0]
        self.assertFalse(shown["built_in"])
        self.assertEqual(shown["file"], "models/ours.yaml")
        self.assertIn("your row in models/ours.yaml", self.reshoot("models", "show", "ours/big").stdout)
        (self.root / "models/ours.yaml").write_text(row.replace("longest: 9, ", ""))
        done = self.reshoot("models", "list", check=2)
        self.assertIn("models/ours.yaml:3:", done.stderr)

    def test_every_model_is_checked_and_priced_without_a_key(self):
        models = json.loads(self.reshoot("models", "show", "--json").stdout)["models"]
        campaign = self.root / "campaigns/small/campaign.yaml"
        for model in models:
            with self.subTest(model=model["id"]):
                if model["modes"] == ["talking-head"]:
                    continue  # needs ids that only its provider gives
                frame = "first_frame: refs/frame.png" if "t2v" not in model["modes"] else ""
                cast = "cast: [pip]" if "r2v" in model["modes"] else ""
                ratio = "" if frame else 'ratio: "16:9"'
                lines = [line for line in (frame if not cast else "", cast, ratio) if line]
                campaign.write_text(
                    "reshoot: 1\ncampaign: small\n"
                    f"defaults: {{model: {model['id']}, resolution: 720p, seconds: 8}}\n"
                    "characters: {pip: {kind: mascot, references: [refs/frame.png]}}\n"
                    "scenes:\n  one:\n    prompt: A quiet street.\n" + "".join(f"    {line}\n" for line in lines))
                shutil.copy(PROJECT / "campaigns/quickstart/refs/pip-front.png",
                            self.root / "campaigns/small/refs/frame.png")
                self.reshoot("check", env=OFFLINE)
                plan = json.loads(self.reshoot("plan", "--json", env=OFFLINE).stdout)
                (step,) = [s for s in plan["steps"] if s["kind"] == "generate"]
                price = [p["per_second_micros"] for p in model["prices"] if p["resolution"] in (None, "720p")]
                self.assertEqual(step["cost_micros"], price[-1] * 8 if price else None)


if __name__ == "__main__":
    main()
