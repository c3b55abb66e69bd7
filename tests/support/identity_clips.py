# SPDX-License-Identifier: Apache-2.0
"""Clips for tests of the identity gate, made with ffmpeg from the photos and voices in RESHOOT_TEST_DATA.

References of a person come from some photos, clips from others: never from the same. Nothing is kept in the project.
"""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RESHOOT_TEST_DATA", PROJECT.parent / "shared/identity"))

SIZE = (1280, 720)
RATE = 24
BACKDROP = "0x5f6f7a"
# A portrait: as large as this, with the eyes here.
PORTRAIT = (320, 420)
EYES_AT = (160, 170)
EYE_DISTANCE = 84

# Where the eyes are in photos that clips are made of: left and right in the picture, in pixels.
EYES = {
    "d01/img2": ((675, 387), (860, 377)),
    "d01/img6": ((289, 429), (463, 427)),
    "d02/img40": ((1035, 1707), (1668, 1698)),
    "d03/img44": ((203, 176), (278, 176)),
    "d04/o4": ((677, 321), (830, 313)),
}


class Person(NamedTuple):
    references: tuple[str, ...]
    shown: str   # the photo that clips show
    voice: str   # folder of utterances; empty: none


PEOPLE = {
    "ana": Person(("d01/img10", "d01/img5"), "d01/img2", "s1998_F"),
    "ben": Person(("d02/img39", "d02/img38"), "d02/img40", "s2609_M"),
    "cleo": Person(("d03/img42", "d03/img45"), "d03/img44", "s533_F"),
    "dan": Person(("d04/o1", "d04/o3"), "d04/o4", ""),
}


class Layer(NamedTuple):
    """A portrait in a clip: where its middle is across the picture, and when it is seen."""
    picture: Path
    place: float = 0.5
    begins: float = 0
    ends: float = 1e6


def available():
    """Whether the photos, voices and models are here."""
    return all((DATA / part).is_dir() for part in ("faces", "voices", "clips", "models"))


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True)


def photo(name):
    return DATA / "faces" / f"{name}.jpg"


def utterances(person):
    return sorted((DATA / "voices" / PEOPLE[person].voice).glob("*.flac"))


def portrait(name, out):
    """The head of a photo with its eyes at EYES_AT; what lies outside the photo is backdrop."""
    (left, right) = EYES[name]
    scale = EYE_DISTANCE / (right[0] - left[0])
    middle = [(left[i] + right[i]) / 2 * scale for i in (0, 1)]
    margin = max(PORTRAIT)
    ffmpeg("-i", photo(name), "-vf",
           f"scale=iw*{scale}:ih*{scale}:flags=area,pad=iw+{2 * margin}:ih+{2 * margin}:{margin}:{margin}:{BACKDROP},"
           f"crop={PORTRAIT[0]}:{PORTRAIT[1]}:{middle[0] + margin - EYES_AT[0]}:{middle[1] + margin - EYES_AT[1]}", out)
    return out


def morph(one, other, out):
    """Half of each of two portraits, pixel by pixel."""
    ffmpeg("-i", one, "-i", other, "-filter_complex", "blend=all_mode=average", out)
    return out


def clip(out, layers, seconds=4, sound=None):
    """An MP4 of portraits that drift and grow slowly, with the sound of a file."""
    inputs = ["-f", "lavfi", "-i", f"color={BACKDROP}:s={SIZE[0]}x{SIZE[1]}:r={RATE}:d={seconds}"]
    steps, below = [], "0:v"
    for n, layer in enumerate(layers, 1):
        inputs += ["-loop", "1", "-framerate", RATE, "-t", seconds, "-i", layer.picture]
        steps.append(f"[{n}]scale=w='2*floor(iw*(1.25+0.02*t)/2)':h=-2:eval=frame[p{n}]")
        steps.append(f"[{below}][p{n}]overlay=x='{layer.place}*W-w/2+30*sin(t)':y='(H-h)/2+10*cos(t)':"
                     f"enable='between(t,{layer.begins},{layer.ends})'[v{n}]")
        below = f"v{n}"
    heard = ["-i", sound, "-map", f"{len(layers) + 1}:a", "-af", "apad", "-c:a", "aac", "-b:a", "64k"] if sound else []
    ffmpeg(*inputs, *heard[:2], "-filter_complex", ";".join(steps) or "[0:v]null[v0]", "-map", f"[v{len(layers)}]",
           *heard[2:], "-t", seconds, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-pix_fmt", "yuv420p", out)
    return out


def hostile_files(folder, good):
    """{name: path} of files that are no clip, or hardly one; `good` is a clip that two of them point at."""
    folder.mkdir()

    def made(name, *arguments):
        ffmpeg(*arguments, folder / f"{name}.mp4")

    def written(name, data):
        (folder / f"{name}.mp4").write_bytes(data)

    def test_picture(size, seconds=2):
        return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r=24:d={seconds}")

    bytes_of_good = good.read_bytes()
    written("truncated", bytes_of_good[:len(bytes_of_good) * 2 // 3])
    made("cut_short", "-i", good, "-c", "copy", "-movflags", "faststart")
    whole = (folder / "cut_short.mp4").read_bytes()
    written("cut_short", whole[:len(whole) // 4])  # its index is whole, and speaks of more than there is
    written("empty", b"")
    made("audio_only", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac")
    made("no_frames", *test_picture("320x180"), "-c:v", "libx264", "-movflags", "empty_moov+frag_keyframe")
    whole = (folder / "no_frames.mp4").read_bytes()
    written("no_frames", whole[:whole.index(b"moof") - 4])  # a track that is described, and none of its pictures
    made("eight_k", *test_picture("7680x4320", 0.25), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    made("variable_rate", "-i", good, "-an", "-vf", "select='not(mod(n,7))+between(t,1,2)'", "-vsync", "vfr", "-c:v",
         "libx264", "-preset", "ultrafast")
    made("one_pixel", *test_picture("16x16"), "-vf", "scale=1:1,format=yuv444p", "-c:v", "libx264")
    written("concat_script", f"ffconcat version 1.0\nfile '{good}'\n".encode())
    written("playlist", f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://{good}\n#EXT-X-ENDLIST\n".encode())
    return {file.stem: file for file in sorted(folder.glob("*.mp4"))}
