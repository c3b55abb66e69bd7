#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The identity report's page in headless Chromium: nothing sticks out, nothing is missing, nothing complains.

RESHOOT_PAGE_SAMPLE is the program that writes the page; skipped where there is no Chromium.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

from harness import main

SAMPLE = os.environ.get("RESHOOT_PAGE_SAMPLE", "")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SECTIONS = ("summary", "privacy", "matrix", "clips", "across", "trend", "thresholds", "models", "gaps")
WIDTHS = (390, 1280)
SCHEMES = {"dark": "0", "light": "1"}  # as Chromium numbers preferredColorScheme

# Put into a copy of the page, with the policy that would forbid it taken out: what the page looks like from inside.
PROBE = """
<script>
window.addEventListener('load', function () {
  document.querySelectorAll('details').forEach(function (clip) { clip.open = true; });
  var wide = document.documentElement.clientWidth, out = [];
  document.querySelectorAll('body *').forEach(function (element) {
    if (element.closest('.scroll, svg')) { return; }
    var box = element.getBoundingClientRect();
    if (box.right > wide + 1 || box.left < -1) { out.push(element.tagName + '.' + element.className); }
  });
  var said = document.createElement('output');
  said.id = 'probe';
  said.textContent = JSON.stringify({wide: wide, scroll: document.documentElement.scrollWidth, out: out.slice(0, 5),
    ground: getComputedStyle(document.body).backgroundColor, tools: !document.querySelector('.tools').hidden});
  document.body.appendChild(said);
});
</script>
"""


class Ids(HTMLParser):
    """The ids and links of a page, and what it would load."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.loads = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        self.loads += [value for name, value in attrs if name in ("src", "srcset", "data", "poster")]


def browse(page, *options):
    """The page's DOM after loading, and what the browser wrote to its log."""
    with tempfile.TemporaryDirectory(prefix="reshoot-page-") as folder:
        file = Path(folder) / "page.html"
        file.write_text(page)
        done = subprocess.run(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=5000",
             *options, "--dump-dom", file.as_uri()],
            capture_output=True, text=True, timeout=300)
    return done.stdout, [line for line in done.stderr.splitlines() if ":CONSOLE" in line]


@unittest.skipUnless(SAMPLE, "RESHOOT_PAGE_SAMPLE names no program that writes the page")
class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        def page(*arguments):
            return subprocess.run([SAMPLE, *arguments], check=True, capture_output=True, text=True).stdout

        cls.pages = {"crops": page(), "many": page("many", "no-crops")}

    def test_sections_and_links(self):
        for name, page in self.pages.items():
            with self.subTest(page=name):
                found = Ids(page)
                self.assertEqual(len(found.ids), len(set(found.ids)), "an id stands twice")
                self.assertEqual([section for section in SECTIONS if section not in found.ids], [])
                self.assertEqual([link for link in found.links if link[1:] not in found.ids], [])
                self.assertEqual([load[:40] for load in found.loads if not load.startswith("data:image/")], [])

    @unittest.skipUnless(BROWSER, "there is no Chromium here")
    def test_the_browser_has_no_complaint(self):
        for name, page in self.pages.items():
            with self.subTest(page=name):
                dom, complaints = browse(page)
                self.assertEqual(complaints, [])
                self.assertNotIn('class="tools" hidden', dom, "its own script did not run")

    @unittest.skipUnless(BROWSER, "there is no Chromium here")
    def test_foreign_scripts_do_not_run(self):
        page = self.pages["crops"].replace("</body>", "<script>document.title = 'stolen'</script></body>")
        dom, complaints = browse(page)
        self.assertNotIn("<title>stolen</title>", dom)
        self.assertEqual(len(complaints), 1)
        self.assertIn("Content Security Policy", complaints[0])

    @unittest.skipUnless(BROWSER, "there is no Chromium here")
    def test_it_fits_at_both_widths_in_light_and_dark(self):
        grounds = set()
        for name, page in self.pages.items():
            open_page, dropped = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
            self.assertEqual(dropped, 1)
            open_page = open_page.replace("</body>", PROBE + "</body>")
            for width in WIDTHS:
                for scheme, number in SCHEMES.items():
                    with self.subTest(page=name, width=width, scheme=scheme):
                        grounds.add((scheme, self.look(open_page, width, number)))
        self.assertEqual(len(grounds), 2, "light and dark have a ground each")

    def look(self, page, width, scheme):
        # A window of the browser has a least width; a frame has none.
        frame = page.replace("&", "&amp;").replace('"', "&quot;")
        host = (f'<!doctype html><body style="margin:0"><iframe id="frame" style="border:0" width="{width}" '
                f'height="3000" srcdoc="{frame}"></iframe><script>'
                "window.addEventListener('load', function () { setTimeout(function () {"
                "var frame = document.getElementById('frame');"
                "document.title = frame.contentDocument.getElementById('probe').textContent;"
                "frame.remove(); }, 200); });</script></body>")
        dom, _ = browse(host, f"--blink-settings=preferredColorScheme={scheme}", "--window-size=1400,3000")
        title = re.search("<title>(.*?)</title>", dom)
        self.assertIsNotNone(title, "the page did not answer")
        seen = json.loads(title.group(1))
        self.assertEqual(seen["wide"], width)
        self.assertLessEqual(seen["scroll"], width)
        self.assertEqual(seen["out"], [])
        return seen["ground"]


if __name__ == "__main__":
    if not BROWSER:
        print("skipped: there is no Chromium here, so no page is opened", flush=True)
    main()
