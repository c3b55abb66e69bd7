#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes every picture, voice and clip that the campaigns in this folder use.

Needs python3-pil, fonts-dejavu-core, ffmpeg and espeak-ng. Run it from anywhere; it writes next to
itself. The same versions of these tools give the same bytes.
"""
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # leaves nothing beside the sources
from drawing import pip, presenters, sheet

HERE = Path(__file__).resolve().parent


def save(picture, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)


def write_voice(path, voice, words_per_minute, pitch, text):
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(words_per_minute), "-p", str(pitch),
                    "-w", str(path), "--stdin"], input=text.encode(), check=True)


def main():
    refs = HERE / "quickstart" / "refs"
    save(pip.draw_pip(turn=0, wave=False), refs / "pip-front.png")
    save(pip.draw_pip(turn=28, wave=True), refs / "pip-wave.png")
    write_voice(refs / "pip-voice.wav", "en-us+f2", 165, 82,
                "Hello, I am Pip! Same face, same voice, every take.")

    refs = HERE / "course" / "refs"
    for name, person in (("amara", presenters.Amara()), ("jonas", presenters.Jonas())):
        save(person.draw(turn=0), refs / f"{name}-front.png")
        save(person.draw(turn=26), refs / f"{name}-hello.png")
    write_voice(refs / "amara-voice.wav", "en-gb+f3", 155, 48,
                "Hello, I'm Amara. I ran a shop for ten years with one sheet.")
    write_voice(refs / "jonas-voice.wav", "en-us+m3", 150, 38,
                "Hi, I'm Jonas. Bring your receipts, and we'll sort the numbers.")

    assets = HERE / "course" / "assets"
    save(sheet.draw_sheet(filled=len(sheet.STOCK)), assets / "sheet.png")
    sheet.write_recording(assets / "fill-down.mp4")


if __name__ == "__main__":
    main()
