# SPDX-License-Identifier: Apache-2.0
"""A workspace in a git repository of its own."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness import WorkspaceTest, run


class GitTest(WorkspaceTest):
    """The workspace in a repository of its own; neither git nor reshoot sees a configuration or a person of this
    machine."""

    below = ""  # the workspace in the repository

    def setUp(self):
        super().setUp()
        self.home = Path(tempfile.mkdtemp(prefix="reshoot-home-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.tmp = self.home / "tmp"
        self.tmp.mkdir()
        if self.below:
            top = self.root
            (top / self.below).mkdir(parents=True)
            for name in ("campaigns", "reshoot.yaml"):
                shutil.move(top / name, top / self.below / name)
        self.top = self.root
        self.root = self.root / self.below if self.below else self.root
        (self.root / ".gitignore").write_text("/cache/\n/out/\n")
        self.git("init", "-q", "-b", "main")
        self.commit()

    def remove_unless_failed(self):
        self.root = self.top
        super().remove_unless_failed()

    def git_environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "GIT_CONFIG_GLOBAL": "/dev/null",
                "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}

    def git(self, *words, folder=None):
        person = ["-c", "user.name=A Person", "-c", "user.email=person@example.org"]
        done = subprocess.run(["git", *person, *words], cwd=folder or self.top, env=self.git_environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def commit(self, folder=None):
        self.git("add", "-A", folder=folder)
        self.git("commit", "-q", "--allow-empty", "-m", "x", folder=folder)

    def run_in(self, folder, *words, check=0, env=None):
        done = run(words, folder, check,
                   env={"HOME": str(self.home), "TMPDIR": str(self.tmp), **(env or {})})
        self.assertEqual(list(self.tmp.glob("reshoot-*")), [], "left behind in TMPDIR")
        return done

    def reshoot(self, *words, check=0, **more):
        return self.run_in(self.root, *words, check=check, **more)

    def diff(self, *words, folder=None, check=0):
        return json.loads(self.run_in(folder or self.root, "diff", "--json", *words, check=check).stdout)

    def changes(self, *words, folder=None):
        """{'hello': 'changed', 'video launch': 'changed'}"""
        report = self.diff(*words, folder=folder)
        return {**{clip["scene"]: clip["change"] for clip in report["clips"]},
                **{"video " + video["video"]: video["change"] for video in report["videos"]}}

    def scratch(self):
        folder = self.root / "cache/scratch"
        return os.listdir(folder) if folder.exists() else []
