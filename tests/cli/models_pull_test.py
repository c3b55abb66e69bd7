#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`models pull`: downloads that break, lie or resume, files out of a folder, and what `list`, `show` and `doctor` say."""

import base64
import hashlib
import http.server
import io
import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import zipfile
from pathlib import Path

from harness import RESHOOT, WorkspaceTest, clean_environment, main
from identity_harness import SHARED_IDENTITY, SHARED_MODELS, install_shared_models, shared_data

MIB = 1 << 20


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Server:
    """Files by path on 127.0.0.1. It can lose ranges, end after some bytes, or wait until it is let go on."""

    def __init__(self, files):
        self.files = files
        self.ranges = True
        self.cut_after = None  # bytes of all answers together
        self.hold_after = None
        self.holding = threading.Event()
        self.let_go = threading.Event()
        self.sent = 0
        self.asked = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *words):
                pass

            def do_GET(self):
                try:
                    server.answer(self)
                except ConnectionError:
                    self.close_connection = True  # who was asking has gone

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.http.server_port}/{path}"

    def close(self):
        self.let_go.set()
        self.http.shutdown()
        self.http.server_close()

    def answer(self, request):
        data = self.files.get(request.path.lstrip("/"))
        wanted = request.headers.get("Range", "")
        self.asked.append(wanted)
        if data is None:
            request.send_error(404)
            return
        body, status = data, 200
        if self.ranges and wanted:
            first, last = (int(n) for n in wanted.removeprefix("bytes=").split("-"))
            last = min(last, len(data) - 1)
            body, status = data[first:last + 1], 206
        if self.hold_after is not None and self.sent >= self.hold_after:
            self.holding.set()
            self.let_go.wait(60)
        request.send_response(status)
        if status == 206:
            request.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if self.cut_after is not None and self.sent + len(body) > self.cut_after:
            request.wfile.write(body[:max(0, self.cut_after - self.sent)])
            request.close_connection = True
            return
        request.wfile.write(body)
        self.sent += len(body)


class PullTest(WorkspaceTest):
    def setUp(self):
        super().setUp()
        self.data = random.Random(7).randbytes(2 * MIB + 12345)
        self.server = Server({"model.onnx": self.data})
        self.addCleanup(self.server.close)
        self.folder = self.root / "models-here"
        self.env = {"RESHOOT_MODELS": str(self.folder)}
        self.write_row()

    def write_row(self, name="ours", url=None, data=None, sha=None, size=None, more="role: face_detector, default: true"):
        (self.root / "identity").mkdir(exist_ok=True)
        data = self.data if data is None else data
        url = self.server.url("model.onnx") if url is None else url
        (self.root / f"identity/{name}.yaml").write_text(
            f"models:\n  {name}: {{{more}, url: '{url}', sha256: '{sha or sha256(data)}', bytes: {size or len(data)}, "
            "licence: MIT, measured: no, source: a test}\n")

    def pull(self, *words, check=0, **more):
        done = self.reshoot("models", "pull", *words, "--json", check=check, env={**self.env, **more})
        answer = json.loads(done.stdout)
        self.assertEqual(answer["schema_version"], 1)
        self.assertEqual(answer["folder"], str(self.folder))
        return answer["models"]

    def one(self, *words, check=0):
        (model,) = self.pull("ours", *words, check=check)
        return model

    def held(self):
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []

    @property
    def part(self):
        return self.folder / f"{sha256(self.data)}.part"

    @property
    def final(self):
        return self.folder / f"{sha256(self.data)}.onnx"

    def test_whole_then_nothing_to_do(self):
        model = self.one()
        self.assertEqual((model["state"], model["file"]), ("downloaded", str(self.final)))
        self.assertEqual(self.final.read_bytes(), self.data)
        self.assertEqual(self.held(), [self.final.name])
        asked = len(self.server.asked)
        self.assertGreater(asked, 1)
        self.assertEqual(self.one()["state"], "already")
        self.assertEqual(len(self.server.asked), asked)

    def test_a_damaged_file_is_brought_again(self):
        self.one()
        damaged = bytearray(self.data)
        damaged[1000] ^= 1
        self.final.write_bytes(damaged)
        listed = json.loads(self.reshoot("models", "list", "--json", env=self.env).stdout)["identity"]
        self.assertEqual([m["state"] for m in listed if m["id"] == "ours"], ["damaged"])
        self.assertEqual(self.one()["state"], "downloaded")
        self.assertEqual(self.final.read_bytes(), self.data)

    def test_goes_on_after_a_cut(self):
        self.server.cut_after = MIB
        model = self.one(check=5)
        self.assertEqual(model["state"], "failed")
        self.assertIn("are kept", model["error"]["message"])
        self.assertIn("goes on from there", model["error"]["help"])
        kept = self.part.read_bytes()
        self.assertTrue(kept)
        self.assertEqual(kept, self.data[:len(kept)])
        self.server.cut_after = None
        self.server.asked.clear()
        self.assertEqual(self.one()["state"], "downloaded")
        self.assertTrue(self.server.asked[0].startswith(f"bytes={len(kept)}-"))
        self.assertEqual(self.final.read_bytes(), self.data)
        self.assertEqual(self.held(), [self.final.name])

    def test_a_server_without_ranges(self):
        self.server.ranges = False
        self.assertEqual(self.one()["state"], "downloaded")
        self.assertEqual(self.final.read_bytes(), self.data)
        self.assertEqual(len(self.server.asked), 1)

    def test_other_bytes_are_never_kept(self):
        self.server.files["model.onnx"] = self.data[:-1] + b"?"
        model = self.one(check=5)
        self.assertIn("another file", model["error"]["message"])
        self.assertEqual(self.held(), [])

    def test_a_file_of_another_size(self):
        for there in (self.data[:1000], self.data + b"more"):
            self.server.files["model.onnx"] = there
            for ranges in (True, False):
                self.server.ranges = ranges
                error = self.one(check=5)["error"]
                self.assertNotEqual(error["message"], "")
                self.assertFalse(self.final.exists())

    def test_a_file_that_is_gone(self):
        del self.server.files["model.onnx"]
        error = self.one(check=5)["error"]
        self.assertIn("404", error["message"])
        self.assertIn("--from DIR", error["help"])
        text = self.reshoot("models", "pull", "ours", check=5, env=self.env)
        self.assertIn("404", text.stdout)
        self.assertIn("1 failed", text.stdout)

    def test_a_model_that_nobody_offers(self):
        (model,) = self.pull("mobilenetv2-coral", check=5)
        self.assertIn("nobody offers", model["error"]["message"])
        self.assertIn("--from DIR", model["error"]["help"])

    def test_nobody_answers(self):
        self.server.close()
        error = self.one(check=5)["error"]
        self.assertIn("no connection", error["message"])

    def test_one_failure_does_not_stop_the_others(self):
        self.write_row("theirs", url=self.server.url("gone.onnx"), sha="a" * 64)
        models = self.pull("theirs", "ours", check=5)
        self.assertEqual([model["state"] for model in models], ["failed", "downloaded"])

    def test_a_folder_that_cannot_be_written(self):
        self.folder.write_text("not a folder")
        error = self.one(check=5)["error"]
        self.assertIn("models-here", error["message"])

    def test_a_full_folder_keeps_what_came(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, MIB))

        done = subprocess.run([str(RESHOOT), "models", "pull", "ours", "--json"], cwd=self.root,
                              env=clean_environment(self.env), capture_output=True, text=True, timeout=120,
                              preexec_fn=small_files)
        self.assertEqual(done.returncode, 5, done.stderr)
        (model,) = json.loads(done.stdout)["models"]
        self.assertIn("too large", model["error"]["message"])
        self.assertEqual(self.part.read_bytes(), self.data[:MIB])
        self.assertEqual(self.one()["state"], "downloaded")

    def test_ctrl_c_keeps_what_came(self):
        self.server.hold_after = 1
        child = subprocess.Popen([str(RESHOOT), "models", "pull", "ours"], cwd=self.root,
                                 env=clean_environment(self.env), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertTrue(self.server.holding.wait(60))
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130)
        self.assertLess(time.monotonic() - begun, 20)
        self.assertIn(b"are kept", out)
        kept = self.part.read_bytes()
        self.assertEqual(kept, self.data[:len(kept)])
        self.assertTrue(kept)
        self.server.hold_after = None
        self.server.let_go.set()
        self.assertEqual(self.one()["state"], "downloaded")

    def test_plain_http_is_for_this_machine_only(self):
        self.write_row(url="http://192.0.2.1/model.onnx")
        error = self.one(check=5)["error"]
        self.assertIn("without encryption", error["message"])
        self.write_row(url="http://someone:secret@127.0.0.1/model.onnx")
        self.assertNotIn("secret", json.dumps(self.one(check=5)))

    def test_an_edit_by_delta(self):
        if shutil.which("bsdiff") is None:
            print("skipped: bsdiff is not installed", file=sys.stderr)
            return
        edited = self.data[:5000] + b"edited" + self.data[5000:]
        for name, data in (("old", self.data), ("new", edited)):
            (self.root / name).write_bytes(data)
        subprocess.run(["bsdiff", "old", "new", "delta"], cwd=self.root, check=True)
        delta = (self.root / "delta").read_bytes()

        text = base64.b64encode(delta).decode()
        row = ("role: face_detector, edit: {bsdiff: '%s', sha256: '%s', bytes: %d}" % (text, sha256(edited), len(edited)))
        self.write_row(more=row)
        model = self.one()
        self.assertEqual(model["state"], "downloaded")
        self.assertEqual(Path(model["file"]).read_bytes(), edited)
        self.assertEqual(self.held(), [f"{sha256(edited)}.onnx"])
        self.write_row(more=row.replace(sha256(edited), "b" * 64))
        self.assertIn("the edit made another file", self.one(check=5)["error"]["message"])
        self.assertEqual(self.held(), [f"{sha256(edited)}.onnx", self.part.name])

    def test_an_edit_without_its_program_keeps_the_download(self):
        self.write_row(more="role: face_detector, edit: {bsdiff: QlNESUZGNDAAAAAAAAAAAAAAAAAAAAAACQAAAAAAAAA=, "
                            f"sha256: '{'c' * 64}', bytes: 9}}")
        (model,) = self.pull("ours", check=5, PATH="/nonexistent")
        self.assertIn("bspatch", model["error"]["message"])
        self.assertIn("bsdiff", model["error"]["help"])
        self.assertEqual(self.part.read_bytes(), self.data)

    def test_out_of_a_folder_by_digest(self):
        drive = self.root / "drive"
        (drive / "deep").mkdir(parents=True)
        (drive / "same size").write_bytes(b"x" * len(self.data))
        error = self.one("--from", "drive", check=5)["error"]
        self.assertIn("no file in 'drive' is this model", error["message"])
        (drive / "deep/any name").write_bytes(self.data)
        self.assertEqual(self.one("--from", "drive")["state"], "taken")
        self.assertEqual(self.final.read_bytes(), self.data)
        self.assertEqual(self.server.asked, [])
        self.reshoot("models", "pull", "--from", "nowhere", check=2, env=self.env)

    def test_an_entry_of_a_zip(self):
        tensors = random.Random(8).randbytes(4000)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("archive/data.pkl", b"pickle")
            archive.writestr("archive/data/0", tensors)
        self.data = self.server.files["model.onnx"] = stream.getvalue()
        levels = "{voice_pass: 0.6, voice_warn: 0.5, voice_fail: 0.4, agree: 0.4}"
        self.write_row(more="role: speaker_embedding, dimensions: 128, thresholds: "
                            f"{{strict: {levels}, normal: {levels}, loose: {levels}}}, "
                            f"edit: {{torch_zip: archive/data/0, sha256: '{sha256(tensors)}', bytes: 4000}}")
        model = self.one()
        self.assertTrue(model["file"].endswith(f"{sha256(tensors)}.bin"))
        self.assertEqual(Path(model["file"]).read_bytes(), tensors)

    def test_what_a_workspace_uses(self):
        for role in ("face_embedding", "image_embedding", "speaker_embedding"):
            self.write_row(role.replace("_", "-"), more=f"role: face_detector")
        (self.root / "reshoot.yaml").write_text("reshoot: 1\nidentity: {face_detector: face-embeding}\n")
        done = self.reshoot("models", "pull", check=2, env=self.env)
        self.assertIn("did you mean 'face-embedding'?", done.stderr)
        self.assertIn("reshoot.yaml:2:", done.stderr)
        self.assertIn("did you mean 'face-embedding'?", self.reshoot("check", check=2).stdout)
        (self.root / "reshoot.yaml").write_text("reshoot: 1\nidentity: {face_detector: face-embedding}\n")
        listed = json.loads(self.reshoot("models", "list", "--json", env=self.env).stdout)["identity"]
        self.assertEqual([m["id"] for m in listed if m["used"] and m["role"] == "face_detector"], ["face-embedding"])
        done = self.reshoot("models", "pull", "faces", check=2, env=self.env)
        self.assertIn("no identity model 'faces' is known", done.stderr)

    def test_list_show_and_doctor(self):
        text = self.reshoot("models", "list", env=self.env).stdout
        for word in ("mobilefacenet-foamliu", "face_embedding", "'reshoot models pull' brings"):
            self.assertIn(word, text)
        show = self.reshoot("models", "show", "mobilefacenet-foamliu", env=self.env).stdout
        for word in ("Apache-2.0", "pass_median", "0.55", "1,387", "raw.githubusercontent.com"):
            self.assertIn(word, show)
        (shown,) = json.loads(self.reshoot("models", "show", "sface-2021dec", "--json", env=self.env).stdout)["identity"]
        self.assertEqual((shown["measured"], shown["state"]), (False, "missing"))
        self.assertEqual(shown["thresholds"]["normal"]["match"], 0.363)
        self.assertEqual(self.doctor()["state"], "warn")
        self.assertIn("reshoot models pull", self.doctor()["help"])
        self.one()
        self.assertNotIn("ours", self.doctor()["detail"])
        listed = json.loads(self.reshoot("models", "list", "--json", env=self.env).stdout)["identity"]
        self.assertEqual([m["state"] for m in listed if m["id"] == "ours"], ["installed"])

    def doctor(self):
        checks = json.loads(self.reshoot("doctor", "--json", env=self.env).stdout)["checks"]
        return next(check for check in checks if check["name"] == "identity models")


class SharedModelsTest(WorkspaceTest):
    def test_the_measured_models_are_taken_from_their_folder(self):
        if shared_data() is None:
            return
        (self.root / "reshoot.yaml").write_text("reshoot: 1\n" + SHARED_IDENTITY)
        env = install_shared_models(self.root / "models-here")
        listed = json.loads(self.reshoot("models", "list", "--json", env=env).stdout)["identity"]
        self.assertEqual({m["id"]: m["state"] for m in listed if m["used"]}, dict.fromkeys(SHARED_MODELS, "installed"))
        for model in listed:
            if model["used"]:
                self.assertEqual(sha256(Path(model["file"]).read_bytes()), Path(model["file"]).stem)
        checks = json.loads(self.reshoot("doctor", "--json", env=env).stdout)["checks"]
        self.assertIn(("identity models", "ok"), [(check["name"], check["state"]) for check in checks])


if __name__ == "__main__":
    main()
