# SPDX-License-Identifier: Apache-2.0
"""The spreadsheet of the course, and a recording of a formula being filled down."""
import math
import random
import struct
import subprocess
import tempfile
import wave
from pathlib import Path

from drawing.canvas import Canvas, box, superellipse

GREEN = "#1E8E5A"
STOCK = (("Oat soap", 42, 4.50), ("Beeswax candle", 18, 12.00), ("Tea towel", 27, 8.75),
         ("Stoneware mug", 31, 14.00), ("Greeting card", 64, 1.95), ("Canvas tote", 15, 16.50))
COLUMNS = (("Item", 64, 340), ("Sold", 340, 520), ("Price", 520, 700), ("Total", 700, 900))
GRID_TOP, ROW = 232, 52


def cell(column, row):
    """The rectangle of a cell; row 0 is the heading."""
    _, left, right = COLUMNS[column]
    return left, GRID_TOP + row * ROW, right, GRID_TOP + (row + 1) * ROW


def draw_sheet(typed="", filled=0, selected=None):
    """The app window: `typed` stands in the first Total, `filled` totals are calculated."""
    art = Canvas(1280, 720, "#FFFFFF")
    art.paint(box(0, 0, 1280, 64), GREEN)
    art.paint(superellipse(38, 32, 16, 16, 5), "#FFFFFF")
    for y in (26, 32, 38):
        art.paint(box(29, y - 1, 47, y + 1), GREEN)
    art.text(70, 32, "June sales", 24, "#FFFFFF", bold=True)
    art.text(1240, 32, "Saved", 18, "#D6F2E3", "rm")
    art.paint(box(0, 64, 1280, 128), "#F3F6F4")
    for i, label in enumerate(("File", "Edit", "Insert", "Format", "Data", "Help")):
        art.text(64 + i * 100, 96, label, 19, "#33423A", "mm")
    art.paint(box(0, 128, 1280, 184), "#FFFFFF")
    art.text(32, 157, "fx", 20, "#8A9690", bold=True)
    art.text(76, 157, typed or (FORMULA if filled else ""), 21, "#1D2A23")
    art.paint(box(0, 184, 1280, 186), "#DDE4E0")

    art.paint(box(0, 186, 1280, GRID_TOP), "#F3F6F4")
    for (name, left, right), letter in zip(COLUMNS, "ABCD"):
        art.text((left + right) / 2, 209, letter, 17, "#6B7872", "mm")
    for row in range(9):
        _, top, _, bottom = cell(0, row)
        art.text(32, (top + bottom) / 2, str(row + 1), 16, "#6B7872", "mm")
        art.paint(box(0, bottom - 1, 1280, bottom), "#E3E9E6")
    for _, left, right in COLUMNS:
        art.paint(box(left - 1, 186, left, 720), "#E3E9E6")
        art.paint(box(right - 1, 186, right, 720), "#E3E9E6")

    for column, (name, left, right) in enumerate(COLUMNS):
        _, top, _, bottom = cell(column, 0)
        art.paint(box(left, top, right - 1, bottom - 1), "#E4F3EB")
        edge, anchor = (left + 16, "lm") if column == 0 else (right - 16, "rm")
        art.text(edge, (top + bottom) / 2, name, 20, "#14613D", anchor, bold=True)
    for row, (item, sold, price) in enumerate(STOCK, start=1):
        y = (cell(0, row)[1] + cell(0, row)[3]) / 2
        art.text(80, y, item, 20, "#1D2A23")
        art.text(504, y, str(sold), 20, "#1D2A23", "rm")
        art.text(684, y, f"{price:.2f}", 20, "#1D2A23", "rm")
        if row <= filled:
            art.text(884, y, f"{sold * price:,.2f}", 20, "#1D2A23", "rm")
    if typed:
        art.text(716, cell(3, 1)[1] + ROW / 2, typed, 20, "#1D2A23")
    if filled == len(STOCK):
        total = sum(sold * price for _, sold, price in STOCK)
        art.paint(superellipse(1090, 520, 150, 66, 6), "#E4F3EB")
        art.text(1090, 496, "Takings in June", 19, "#14613D", "mm")
        art.text(1090, 534, f"{total:,.2f}", 32, "#14613D", "mm", bold=True)
    if selected:
        first, last = selected
        left, top, right, bottom = *cell(3, first)[:2], *cell(3, last)[2:]
        art.paint(box(left, top, right, bottom), "#1E8E5A1C")
        for edge in ((left, top, right, top + 3), (left, bottom - 3, right, bottom),
                     (left, top, left + 3, bottom), (right - 3, top, right, bottom),
                     (right - 8, bottom - 8, right + 4, bottom + 4)):
            art.paint(box(*edge), GREEN)
    return art.picture().convert("RGB")


def draw_pointer():
    art = Canvas(32, 40)
    arrow = [[(3, 2), (3, 31), (10, 25), (15, 36), (21, 33), (16, 22), (26, 21)]]
    for dx, dy in ((-1.5, 0), (1.5, 0), (0, -1.5), (0, 1.5)):
        art.paint([[(x + dx, y + dy) for x, y in arrow[0]]], "#FFFFFF")
    art.paint(arrow, "#1D2A23")
    return art.picture()


FORMULA = "=B2*C2"
FPS, LENGTH = 30, 6
# Where the pointer is at which second; it eases from point to point.
POINTER = ((0.0, 1120, 640), (0.9, 820, 326), (2.6, 820, 326), (3.1, 898, 334), (3.4, 898, 334),
           (4.4, 898, 594), (4.7, 898, 594), (5.3, 1090, 612), (6.0, 1090, 612))
KEYS = tuple(1.3 + 0.18 * i for i in range(len(FORMULA))) + (2.5,)  # the last one is Enter
CLICKS = (1.0, 3.2, 4.5)


def pointer_at(second):
    for (t0, x0, y0), (t1, x1, y1) in zip(POINTER, POINTER[1:]):
        if second < t1:
            part = (second - t0) / (t1 - t0)
            ease = part * part * (3 - 2 * part)
            return round(x0 + (x1 - x0) * ease), round(y0 + (y1 - y0) * ease)
    return POINTER[-1][1:]


def sheet_at(second):
    """The arguments of draw_sheet at a second of the recording."""
    if second < KEYS[-1]:
        typed = FORMULA[:sum(second >= key for key in KEYS)]
        return typed, 0, (1, 1) if second >= CLICKS[0] else None
    row = 1
    if second >= CLICKS[1]:  # dragging the corner down
        row = max(1, min(len(STOCK), (pointer_at(second)[1] - GRID_TOP + 8) // ROW))
    return "", row, (1, row)


def write_recording(path):
    pointer, sheets = draw_pointer(), {}
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "sound.wav"
        write_ticks(sound)
        encoder = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "1280x720",
             "-r", str(FPS), "-i", "pipe:0", "-i", str(sound), "-c:v", "libx264", "-preset", "slow",
             "-crf", "20", "-tune", "animation", "-pix_fmt", "yuv420p", "-threads", "1",
             "-c:a", "aac", "-b:a", "64k", "-fflags", "+bitexact", "-flags:v", "+bitexact",
             "-flags:a", "+bitexact", "-movflags", "+faststart", str(path)],
            stdin=subprocess.PIPE)
        for frame in range(FPS * LENGTH):
            state = sheet_at(frame / FPS)
            if state not in sheets:
                sheets[state] = draw_sheet(*state)
            picture = sheets[state].copy()
            picture.paste(pointer, pointer_at(frame / FPS), pointer)
            encoder.stdin.write(picture.tobytes())
        encoder.stdin.close()
        if encoder.wait() != 0:
            raise SystemExit(f"ffmpeg could not write {path}")


def write_ticks(path, rate=48000):
    """Soft clicks of keys and mouse where the recording shows them."""
    noise = random.Random(7)
    samples = [0.0] * (rate * LENGTH)
    for second, loudness in [(t, 0.16) for t in KEYS] + [(t, 0.24) for t in CLICKS]:
        for i in range(rate // 40):
            fade = math.exp(-250 * i / rate)
            samples[int(second * rate) + i] += loudness * noise.uniform(-1, 1) * fade
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(struct.pack("<h", int(s * 32767)) for s in samples))
