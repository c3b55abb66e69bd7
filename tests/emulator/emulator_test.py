#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""reshoot-emulator over real HTTP: whole jobs at both providers, and each way in which an answer may break."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from emulator import BROKEN, DASHSCOPE_KEY, GMI_KEY, Emulator, call  # noqa: E402

FAST = {"gmi": {"latency_ms": 100}, "dashscope": {"latency_ms": 100, "limits": {}}}


class EmulatorTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="emulator-")
        self.addCleanup(self.folder.cleanup)
        self.emulator = self.start(script=FAST)

    def start(self, **options):
        emulator = Emulator(self.folder.name, max_seconds=120, **options)
        self.addCleanup(emulator.stop)
        return emulator

    def gmi(self, method, path, body=None, key=GMI_KEY, timeout=30):
        headers = {"Authorization": "Bearer " + key, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        status, headers, text = call(method, self.emulator.address["gmi"] + path, headers, data, timeout)
        return status, headers, text

    def gmi_submit(self, seed=1, timeout=30):
        order = {"model": "wan2.7-t2v", "payload": {"prompt": "a red kite", "resolution": "720P", "duration": 5,
                                                    "seed": seed}}
        return self.gmi("POST", "/requests", order, timeout=timeout)

    def gmi_finished(self, seed=1):
        """The status object of a job that is over."""
        status, _, text = self.gmi_submit(seed)
        self.assertEqual(status, 200, text)
        return self.gmi_wait(json.loads(text)["request_id"])

    def gmi_wait(self, job):
        for _ in range(500):
            request = json.loads(self.gmi("GET", "/requests/" + job)[2])
            if request["status"] in ("success", "failed"):
                return request
            time.sleep(0.01)
        self.fail("the job does not end")

    def result_url(self, seed=1):
        outcome = self.gmi_finished(seed)["outcome"]
        return outcome.get("video_url") or next(m["url"] for m in outcome["media_urls"] if m["type"] == "video")

    def dashscope(self, method, path, body=None, more=None):
        headers = {"Authorization": "Bearer " + DASHSCOPE_KEY, "Content-Type": "application/json", **(more or {})}
        data = None if body is None else json.dumps(body).encode()
        return call(method, self.emulator.address["dashscope"] + path, headers, data)


class HappyPaths(EmulatorTest):
    def test_gmi_with_an_upload(self):
        urls = json.loads(self.gmi("POST", "/upload-url", {"file_type": "png"})[2])
        self.assertEqual(call("PUT", urls["upload_url"], {"Content-Type": "image/png"}, b"picture")[0], 200)
        self.assertEqual(call("GET", urls["public_url"])[2], b"picture")
        order = {"model": "wan2.7-r2v", "payload": {"prompt": "Image 1 waves", "reference_image": [urls["public_url"]],
                                                    "resolution": "720P", "duration": 4}}
        status, _, text = self.gmi("POST", "/requests", order)
        self.assertEqual(status, 200, text)
        self.assertEqual(self.gmi_wait(json.loads(text)["request_id"])["status"], "success")
        self.assertEqual(self.emulator.bill_total(), 400_000)
        page = json.loads(self.gmi("GET", "/requests?model_id=wan2.7-r2v")[2])
        self.assertEqual(page["requests"][0]["payload"], order["payload"])
        self.emulator.assert_clean()

    def test_dashscope_with_an_upload(self):
        policy = json.loads(self.dashscope("GET", "/api/v1/uploads?action=getPolicy&model=wan2.7-r2v")[2])["data"]
        key = policy["upload_dir"] + "/a.png"
        fields = {"OSSAccessKeyId": policy["oss_access_key_id"], "Signature": policy["signature"],
                  "policy": policy["policy"], "x-oss-object-acl": policy["x_oss_object_acl"],
                  "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"], "key": key,
                  "success_action_status": "200"}
        parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in fields.items()]
        form = "".join(parts) + ('--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
                                 "Content-Type: image/png\r\n\r\npicture\r\n--b--\r\n")
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        self.assertEqual(call("POST", policy["upload_host"], kind, form.encode())[0], 200)
        order = {"model": "wan2.7-r2v",
                 "input": {"prompt": "Image 1 waves", "media": [{"type": "reference_image", "url": "oss://" + key}]},
                 "parameters": {"resolution": "1080P", "duration": 4}}
        more = {"X-DashScope-Async": "enable", "X-DashScope-OssResourceResolve": "enable"}
        path = "/api/v1/services/aigc/video-generation/video-synthesis"
        task = json.loads(self.dashscope("POST", path, order, more)[2])["output"]["task_id"]
        for _ in range(500):
            output = json.loads(self.dashscope("GET", "/api/v1/tasks/" + task)[2])["output"]
            if output["task_status"] == "SUCCEEDED":
                break
            time.sleep(0.01)
        self.assertEqual(call("GET", output["video_url"])[0], 200)
        self.assertEqual(self.emulator.bill_total(), 600_000)
        self.emulator.assert_clean()

    def test_results_are_the_file_and_differ_by_job(self):
        file = Path(self.folder.name) / "clip.mp4"
        file.write_bytes(b"\0\0\0\x10ftypisom\0\0\2\0")
        self.emulator = self.start(script=FAST, results=[file])
        one, two = (call("GET", self.result_url(seed))[2] for seed in (1, 2))
        self.assertTrue(one.startswith(file.read_bytes()))
        self.assertTrue(two.startswith(file.read_bytes()))
        self.assertNotEqual(one, two)

    def test_strictness_reaches_the_test(self):
        status, _, _ = self.gmi("POST", "/requests", {"model": "wan2.7-t2v", "payload": {"prompt": "x", "style": 1}})
        self.assertEqual(status, 400)
        self.assertEqual(len(self.emulator.control("violations")), 1)
        with self.assertRaises(AssertionError):
            self.emulator.assert_clean()
        self.assertEqual(self.gmi("GET", "/models", key="wrong")[0], 401)

    def test_speed_divides_latency(self):
        self.emulator = self.start(speed=600)  # a minute becomes a tenth of a second
        began = time.monotonic()
        self.assertEqual(self.gmi_finished()["status"], "success")
        self.assertLess(time.monotonic() - began, 30)


class Faults(EmulatorTest):
    def fault(self, kind, **more):
        self.emulator.set_faults({"kind": kind, "calls": [1], **more})

    def jobs(self):
        return len(self.emulator.control("jobs"))

    def test_submits_that_are_answered(self):
        for kind, status, accepted in (("throttle", 429, 0), ("server_error_before", 503, 0),
                                       ("server_error_after", 503, 1), ("upstream_refusal", 500, 0),
                                       ("refuse_content", 400, 0), ("garbage", 200, 1)):
            with self.subTest(kind):
                before = self.jobs()
                self.fault(kind, retry_after_ms=2000)
                got, headers, _ = self.gmi_submit(seed=len(kind))
                self.assertEqual(got, status)
                self.assertEqual(headers.get("Retry-After"), "2" if kind == "throttle" else None)
                self.assertEqual(self.jobs() - before, accepted)

    def test_submits_without_an_answer(self):
        for kind, accepted in (("no_connection", 0), ("no_answer_before", 0), ("no_answer_after", 1), ("hang", 1)):
            with self.subTest(kind):
                before = self.jobs()
                self.fault(kind)
                with self.assertRaises(BROKEN):
                    self.gmi_submit(seed=len(kind), timeout=1)
                self.assertEqual(self.jobs() - before, accepted)

    def test_jobs_that_fail(self):
        for kind, said in (("refuse_later", "content policy"), ("rate_limit_later", "rate limit exceeded(RPM)"),
                           ("fail_later", "worker failed")):
            with self.subTest(kind):
                self.fault(kind)
                request = self.gmi_finished(seed=len(kind))
                self.assertEqual(request["status"], "failed")
                self.assertIn(said, json.dumps(request))
        self.assertEqual(self.emulator.bill_total(), 0)

    def test_polls(self):
        job = json.loads(self.gmi_submit()[2])["request_id"]
        self.fault("unknown_status")
        self.assertEqual(json.loads(self.gmi("GET", "/requests/" + job)[2])["status"], "rehydrating")
        self.fault("outage", duration_ms=100)
        self.assertEqual(self.gmi("GET", "/requests/" + job)[0], 503)
        self.fault("no_answer_before", at="poll")
        with self.assertRaises(BROKEN):
            self.gmi("GET", "/requests/" + job)
        self.fault("slow_start", duration_ms=200)
        began = time.monotonic()
        self.gmi("GET", "/requests/" + job)
        self.assertGreaterEqual(time.monotonic() - began, 0.2)

    def test_lists(self):
        self.fault("list_lags", duration_ms=60_000)
        self.gmi_submit(1)
        self.assertEqual(json.loads(self.gmi("GET", "/requests?model_id=wan2.7-t2v")[2])["total"], 0)
        self.gmi_submit(2)
        self.gmi_submit(3)
        self.emulator.set_faults({"kind": "list_repeats", "calls": [2]})
        pages = [json.loads(self.gmi("GET", f"/requests?model_id=wan2.7-t2v&limit=1&offset={n}")[2])["requests"]
                 for n in (0, 1)]
        self.assertEqual(pages[0][0]["request_id"], pages[1][0]["request_id"])

    def test_clock_and_result(self):
        self.fault("clock_skew", duration_ms=-3_600_000)
        self.assertLess(json.loads(self.gmi_submit(1)[2])["created_at"], time.time() - 3000)
        self.fault("no_result")
        self.assertEqual(self.gmi_finished(2)["outcome"], {})

    def test_downloads(self):
        url = self.result_url()
        whole = call("GET", url)[2]
        for kind in ("reset", "truncate", "stall", "wrong_length"):
            with self.subTest(kind):
                self.fault(kind)
                with self.assertRaises(BROKEN):
                    call("GET", url, timeout=1)
        for kind, length in (("corrupt", len(whole)), ("shorten", len(whole) // 2)):
            with self.subTest(kind):
                self.fault(kind)
                body = call("GET", url)[2]
                self.assertEqual(len(body), length)
                self.assertNotEqual(body, whole)
        self.fault("expired_url")
        self.assertEqual(call("GET", url)[0], 403)
        self.fault("drip", bytes=1000)
        began = time.monotonic()
        self.assertEqual(call("GET", url)[2], whole)
        self.assertGreaterEqual(time.monotonic() - began, len(whole) / 1000 * 0.9)

    def test_results_by_what_was_asked_for(self):
        files = [Path(self.folder.name) / name for name in ("first.mp4", "second.mp4")]
        for file in files:
            file.write_text(file.name)
        self.emulator.set_results({"red kite": files}, exact=True)
        urls = [self.result_url(seed) for seed in (1, 2, 3)]
        self.assertEqual([call("GET", url)[2] for url in urls], [b"first.mp4", b"second.mp4", b"second.mp4"])
        self.emulator.set_results({"green kite": files})
        self.assertIn(b"result of", call("GET", urls[0])[2])
        status, _, text = call("POST", self.emulator.address["control"] + "results", body=b'[{"holds": "x"}]')
        self.assertEqual((status, b"files" in text), (400, True))

    def test_wrong_faults_are_refused(self):
        status, _, text = call("POST", self.emulator.address["control"] + "faults", body=b'{"rules": [{"kind": "x"}]}')
        self.assertEqual(status, 400)
        self.assertIn(b"there is no 'x'", text)


class Server(EmulatorTest):
    def test_connections_are_kept_and_many(self):
        def ask(_):
            connection = http.client.HTTPConnection("127.0.0.1", self.emulator.address["port"], timeout=60)
            for _ in range(5):
                connection.request("GET", "/__emulator/calls")
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, 200)
            return connection  # kept open, so that all are open at once

        with ThreadPoolExecutor(8) as pool:
            connections = list(pool.map(ask, range(200)))
        self.assertEqual(len({c.sock.getsockname() for c in connections}), 200)
        for connection in connections:
            connection.close()

    def test_ends_when_told_and_when_its_time_is_up(self):
        self.emulator.control("stop")
        self.assertEqual(self.emulator.process.wait(timeout=30), 0)
        short = Emulator(self.folder.name, max_seconds=0)
        self.assertEqual(short.process.wait(timeout=30), 0)
        short.stop()

    def test_ends_with_its_parent(self):
        code = ("import sys, time; sys.path.insert(0, sys.argv[1]); from emulator import Emulator; "
                "e = Emulator(sys.argv[2]); print(e.process.pid, flush=True); time.sleep(60)")
        here = str(Path(__file__).resolve().parent)
        parent = subprocess.Popen([sys.executable, "-B", "-c", code, here, self.folder.name], stdout=subprocess.PIPE,
                                  text=True)
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
        for _ in range(500):
            try:
                if Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                    return  # over, and waiting for whoever reaps here
                os.kill(child, 0)
            except (ProcessLookupError, FileNotFoundError):
                return
            time.sleep(0.02)
        self.fail("the emulator outlives its parent")


if __name__ == "__main__":
    unittest.main(verbosity=1)
