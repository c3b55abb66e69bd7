# SPDX-License-Identifier: Apache-2.0
"""Runs reshoot-emulator for tests in Python and talks to its control calls."""

import http.client
import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("RESHOOT_EMULATOR", PROJECT / "build/release/bin/reshoot-emulator"))

GMI_KEY = "gmi-test-key"
DASHSCOPE_KEY = "dashscope-test-key"
HEYGEN_KEY = "heygen-test-key"


class Emulator:
    """A running emulator; ends with the `with` block, and in any case with this process.

    `script` is the settings as a dictionary (see settings_json.h), `results` a list of FILE or SECONDS=FILE.
    """

    def __init__(self, folder, script=None, speed=None, results=(), max_seconds=600):
        arguments = [str(PROGRAM), "--max-seconds", str(max_seconds)]
        if speed is not None:
            arguments += ["--speed", str(speed)]
        if script is not None:
            file = Path(folder) / "emulator.json"
            file.write_text(json.dumps(script))
            arguments += ["--script", str(file)]
        for result in results:
            arguments += ["--result", str(result)]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"reshoot-emulator did not start: exit {self.process.wait()}")
        self.address = json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    @property
    def environment(self):
        """What reshoot needs to be told so that it calls this emulator and nothing else."""
        return {"GMI_BASE_URL": self.address["gmi"], "GMI_API_KEY": GMI_KEY,
                "DASHSCOPE_BASE_URL": self.address["dashscope"], "DASHSCOPE_API_KEY": DASHSCOPE_KEY,
                "HEYGEN_BASE_URL": self.address["heygen"], "HEYGEN_API_KEY": HEYGEN_KEY,
                "COMFYUI_URL": self.address["comfyui"]}

    def control(self, what, change=None):
        """GET bill, jobs, violations, double_submits, calls or state; with `change`, POST faults, settings or results."""
        data = None if change is None else json.dumps(change).encode()
        with urllib.request.urlopen(self.address["control"] + what, data, timeout=30) as answer:
            return json.load(answer)

    def set_faults(self, *rules, seed=1):
        self.control("faults", {"seed": seed, "rules": list(rules)})

    def set(self, **settings):
        self.control("settings", settings)

    def set_results(self, results, exact=False):
        """{text: [FILE, ...]}: the n-th job whose request holds the text results in the n-th file, later ones in the last.

        Each copy is marked with its job, unless `exact`.
        """
        self.control("results", [{"holds": text, "files": [str(file) for file in files], "exact": exact}
                                 for text, files in results.items()])

    def bill_total(self):
        return self.control("bill")["total_micros"]

    def assert_clean(self):
        """No violation of the documentation, no double submit."""
        state = self.control("state")
        assert state["violations"] == [], state["violations"]
        assert state["double_submits"] == [], state["double_submits"]


def call(method, url, headers=None, body=None, timeout=30):
    """(status, headers, bytes) of one request; raises OSError or HTTPException where the answer breaks."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


BROKEN = (OSError, http.client.HTTPException)
