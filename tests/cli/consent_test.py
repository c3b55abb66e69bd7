#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Faces are personal data: what plan and build say before a person's picture would leave the machine."""

from harness import SMALL, WorkspaceTest, main

PERSON = SMALL.replace("kind: mascot", "kind: person").replace(
    "    cast: [pip]\n", "    cast: [pip]\n    identity: off\n    model: gmi/wan2.7-r2v\n    resolution: 720p\n    seconds: 4\n")
CONSENT = "    consent: {record: consent/pip.pdf, uses: [ads], markets: [US, EU], until: %s}\n"


class ConsentTest(WorkspaceTest):
    campaign = PERSON

    def agree(self, until="2999-12-31"):
        record = self.yaml.parent / "consent/pip.pdf"
        record.parent.mkdir(exist_ok=True)
        record.write_text("signed\n")
        self.edit("    kind: person\n", "    kind: person\n" + CONSENT % until)

    def allow(self):
        (self.root / "reshoot.yaml").write_text("reshoot: 1\nuploads: public\n")

    def held(self):
        steps = {step["id"]: step for step in self.json("plan", check=4)["steps"]}
        return [hold["why"] for hold in steps["generate:hello"]["holds"]]

    def test_a_person_is_held_before_any_upload(self):
        text = self.reshoot("plan", check=4).stdout
        for part in ("held", "'pip' has no consent", "refs/pip-front.png", "public URL of gmi", "gmicloud",
                     "campaigns/small/campaign.yaml:5:3", "consent: {record: FILE, until: ",
                     "reshoot.yaml allows no public uploads", "write 'uploads: public' into reshoot.yaml"):
            self.assertIn(part, text)
        self.assertNotIn("max_takes", text)
        plan = self.json("plan", check=4)
        self.assertEqual(plan["leaves"], [])
        self.assertEqual(plan["totals"]["generate"], {"run": 1, "held": 1})
        self.assertEqual(len(self.held()), 2)

        built = self.reshoot("build", check=4)
        for part in ("held: 'hello': 'pip' has no consent", "refs/pip-front.png", "public URL of gmi",
                     "campaigns/small/campaign.yaml:5:3", "write 'uploads: public' into reshoot.yaml"):
            self.assertIn(part, built.stderr)
        self.assertEqual(self.query("select count(*) from takes where model like 'gmi/%'"), [(0,)])

    def test_each_of_the_two_is_needed(self):
        self.agree()
        self.assertEqual([why.split(":")[0] for why in self.held()], ["reshoot.yaml allows no public uploads"])
        self.allow()
        plan = self.json("plan")
        self.assertEqual(plan["totals"]["generate"], {"run": 2})

    def test_a_consent_that_ended(self):
        self.agree("2020-02-29")
        self.allow()
        (why,) = self.held()
        self.assertTrue(why.startswith("the consent of 'pip' ended on 2020-02-29: refs/pip-front.png"), why)

    def test_a_record_that_is_not_there(self):
        self.agree()
        (self.yaml.parent / "consent/pip.pdf").unlink()
        self.assertIn("there is no file 'consent/pip.pdf'", self.reshoot("plan", check=2).stderr)

    def test_the_plan_lists_what_leaves(self):
        self.agree()
        self.allow()
        (leaves,) = self.json("plan")["leaves"]
        self.assertEqual((leaves["provider"], leaves["public"], leaves["clips"]), ("gmi", True, 1))
        self.assertIn("gmicloud", leaves["host"])
        self.assertEqual(leaves["files"], [{"path": "campaigns/small/refs/pip-front.png", "as": "reference",
                                            "character": "pip", "clips": 1}])
        self.assertEqual(leaves["characters"][0]["consent"]["until"], "2999-12-31")
        text = self.reshoot("plan").stdout
        for part in ("sent to gmi", "anybody with the URL can read", "campaigns/small/refs/pip-front.png",
                     "consent until 2999-12-31 for ads in US, EU"):
            self.assertIn(part, text)

    def test_a_host_of_ones_own_is_named(self):
        text = self.reshoot("plan", check=4, env={"GMI_API_KEY": "planted-key", "GMI_BASE_URL": "https://gw.example/x"})
        self.assertIn("gmi (gw.example)", text.stdout)
        self.assertNotIn("planted-key", text.stdout + text.stderr)

    def test_what_is_never_held(self):
        self.assertEqual(self.json("plan", "--draft")["totals"]["generate"], {"run": 2})
        self.assertEqual(self.json("plan", "--draft")["leaves"], [])
        self.edit("gmi/wan2.7-r2v", "dashscope/wan2.7-r2v")
        self.assertEqual(self.json("plan")["totals"]["generate"], {"run": 2})
        self.edit("dashscope/wan2.7-r2v", "gmi/wan2.7-r2v")
        self.edit("kind: person", "kind: mascot")
        self.assertEqual(self.json("plan")["totals"]["generate"], {"run": 2})

    def test_consent_is_in_no_key(self):
        before = self.json("plan", check=4)["steps"][0]["key"]
        self.agree()
        self.assertEqual(self.json("plan", check=4)["steps"][0]["key"], before)


if __name__ == "__main__":
    main()
