#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes every picture, voice and clip that the campaigns in this folder use.

Needs python3-pil, fonts-dejavu-core, ffmpeg and espeak-ng. Run it from anywhere; it writes next to
itself. The same versions of these tools give the same bytes.
"""
import math
import random
import struct
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
SUPERSAMPLING = 4  # everything is drawn this much larger, then scaled down for smooth edges


# --- Shapes: a shape is a list of polygons, so `a + b` is the union of two shapes ---------------

def superellipse(cx, cy, rx, ry, power=2.0, degrees=0.0):
    """An ellipse for power 2; towards a rounded box as power grows."""
    points = []
    turn = math.radians(degrees)
    for step in range(180):
        c, s = math.cos(step * math.pi / 90), math.sin(step * math.pi / 90)
        x = rx * math.copysign(abs(c) ** (2 / power), c)
        y = ry * math.copysign(abs(s) ** (2 / power), s)
        points.append((cx + x * math.cos(turn) - y * math.sin(turn),
                       cy + x * math.sin(turn) + y * math.cos(turn)))
    return [points]


def ring(cx, cy, rx, ry, width, power=2.0):
    outer, = superellipse(cx, cy, rx, ry, power)
    inner, = superellipse(cx, cy, rx - width, ry - width, power)
    return [outer + outer[:1] + inner[:1] + inner[::-1]]


def box(x0, y0, x1, y1):
    return [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]]


def spline(points, closed):
    """Points of a Catmull-Rom curve through the given points."""
    count = len(points)
    at = (lambda i: points[i % count]) if closed else (lambda i: points[max(0, min(i, count - 1))])
    curve = []
    for i in range(count if closed else count - 1):
        quad = [at(i + k) for k in (-1, 0, 1, 2)]
        for step in range(16):
            t = step / 16
            curve.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t
                       + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(*quad)))
    return curve if closed else curve + [points[-1]]


def blob(*points):
    """A smooth closed shape through the points."""
    return [spline(points, closed=True)]


def stroke(width, *points, end_width=None):
    """A smooth line with round ends; it tapers where end_width differs from width."""
    curve = spline(points, closed=False)
    shape, last = [], len(curve) - 1
    for i, (x, y) in enumerate(curve):
        r = (width + ((end_width or width) - width) * i / last) / 2
        shape += superellipse(x, y, r, r)
        if i < last:
            nx, ny = curve[i + 1]
            length = math.hypot(nx - x, ny - y) or 1
            dx, dy = (y - ny) / length * r, (nx - x) / length * r
            shape.append([(x + dx, y + dy), (nx + dx, ny + dy), (nx - dx, ny - dy), (x - dx, y - dy)])
    return shape


def mirrored(shape, axis):
    return [[(2 * axis - x, y) for x, y in polygon] for polygon in shape]


class Canvas:
    """A picture in the making; coordinates are pixels of the finished picture."""

    def __init__(self, width, height, background="#00000000"):
        self.size = (width, height)
        self._image = Image.new("RGBA", (width * SUPERSAMPLING, height * SUPERSAMPLING), background)

    def paint(self, shape, fill, within=None):
        """Fills a shape with one colour, or a (top, bottom) pair; `within` clips it to another shape."""
        xs = [x for polygon in shape for x, _ in polygon]
        ys = [y for polygon in shape for _, y in polygon]
        left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
        right, bottom = min(self.size[0], math.ceil(max(xs))), min(self.size[1], math.ceil(max(ys)))
        window = (left, top, right - left, bottom - top)
        mask = self._mask(shape, *window)
        if within:
            mask = ImageChops.multiply(mask, self._mask(within, *window))
        patch = self._filling(fill, mask.size)
        patch.putalpha(ImageChops.multiply(patch.getchannel("A"), mask))
        self._image.alpha_composite(patch, (left * SUPERSAMPLING, top * SUPERSAMPLING))

    def text(self, x, y, words, size, fill, anchor="lm", bold=False):
        font = ImageFont.truetype("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf",
                                  size * SUPERSAMPLING)
        ImageDraw.Draw(self._image).text((x * SUPERSAMPLING, y * SUPERSAMPLING), words, fill, font, anchor)

    def picture(self):
        return self._image.resize(self.size, Image.LANCZOS)

    @staticmethod
    def _mask(shape, left, top, width, height):
        mask = Image.new("L", (width * SUPERSAMPLING, height * SUPERSAMPLING))
        draw = ImageDraw.Draw(mask)
        for polygon in shape:
            draw.polygon([((x - left) * SUPERSAMPLING, (y - top) * SUPERSAMPLING) for x, y in polygon],
                         fill=255)
        return mask

    @staticmethod
    def _filling(fill, size):
        if isinstance(fill, str):
            return Image.new("RGBA", size, fill)
        top, bottom = (Image.new("RGBA", size, ImageColor.getcolor(c, "RGBA")) for c in fill)
        return Image.composite(bottom, top, Image.linear_gradient("L").resize(size))


# --- Quickstart: Pip, a small robot that lives in a text file ----------------------------------

PIP_ORANGE = ("#FFA75A", "#F26A2E")
PIP_DEEP = ("#E9692F", "#C94A1C")
PIP_STEEL = ("#7382AE", "#4A5681")
PIP_CREAM = ("#FFF6E6", "#FBE3C4")
PIP_GLOW = ("#8CFFE9", "#3EDCBE")


def draw_pip(turn, wave):
    """Pip from the front (turn 0) or turned to its left; turn is how far, in pixels, the face moves."""
    art = Canvas(768, 768)
    cx = 384
    head = superellipse(cx, 300, 206, 158, 3.6)
    body = blob((cx - 92, 470), (cx, 455), (cx + 92, 470), (cx + 118, 570), (cx + 84, 652), (cx, 668),
                (cx - 84, 652), (cx - 118, 570))

    art.paint(superellipse(cx, 728, 180, 18), "#1B203024")
    for side in (-1, 1):  # legs
        x = cx + side * 56 + turn * 0.2
        art.paint(stroke(44, (x, 640), (x, 700)), PIP_STEEL)
        art.paint(superellipse(x + side * 8 + turn * 0.3, 708, 54, 26, 2.6), PIP_DEEP)

    far_arm = stroke(40, (cx - 104, 520), (cx - 150, 570), (cx - 158, 628), end_width=36)
    art.paint(far_arm, PIP_STEEL)
    art.paint(superellipse(cx - 158, 638, 33, 34), PIP_ORANGE)
    if wave:
        near_arm = stroke(40, (cx + 100, 524), (cx + 178, 534), (cx + 246, 462), end_width=36)
        art.paint(near_arm, PIP_STEEL)
        for dx, dy in ((-34, -20), (-2, -46), (32, -36)):  # fingers
            art.paint(stroke(24, (cx + 252, 440), (cx + 254 + dx, 432 + dy)), PIP_ORANGE)
        art.paint(superellipse(cx + 252, 436, 35, 35), PIP_ORANGE)
    else:
        art.paint(mirrored(far_arm, cx), PIP_STEEL)
        art.paint(superellipse(cx + 158, 638, 33, 34), PIP_ORANGE)

    art.paint(box(cx - 34, 430, cx + 34, 480), PIP_STEEL)  # neck
    art.paint(body, PIP_ORANGE)
    art.paint(superellipse(cx + turn * 0.2, 466, 150, 34), "#C9481A66", within=body)  # the head's shadow
    panel = superellipse(cx + turn * 0.7, 574, 64, 58, 3.2)
    art.paint(panel, PIP_CREAM)
    px = cx + turn * 0.7 + 4
    play = [[(px - 18, 550), (px + 24, 574), (px - 18, 598)]]
    for (x0, y0), (x1, y1) in zip(play[0], play[0][1:] + play[0][:1]):
        play = play + stroke(14, (x0, y0), (x1, y1))  # rounds the corners
    art.paint(play, PIP_ORANGE)

    ax = cx - turn * 0.3  # antenna with its recording light
    art.paint(stroke(12, (ax, 156), (ax - 4, 118), (ax + 8, 84)), PIP_STEEL)
    art.paint(superellipse(ax + 9, 72, 42, 42), "#FF3B5C2E")
    art.paint(superellipse(ax + 9, 72, 27, 27), ("#FF6B7F", "#E8274B"))
    art.paint(superellipse(ax + 1, 63, 8, 6, degrees=-30), "#FFFFFFC0")

    def ear(side, x):
        art.paint(superellipse(x, 304, 30, 62, 2.8), PIP_STEEL)
        art.paint(superellipse(x + side * 16, 304, 20, 42, 2.8), ("#5EE0C5", "#26B49A"))

    ear(1, cx + 206 - turn * 0.5)
    if not turn:
        ear(-1, cx - 206)
    art.paint(head, PIP_ORANGE)
    art.paint(stroke(20, (cx - 150, 186), (cx - 60, 162), (cx + 40, 160)), "#FFFFFF48", within=head)
    if turn:  # the near ear comes round to the front of the head
        ear(-1, cx - 200 + turn * 0.3)

    fx = cx + turn  # face
    visor = superellipse(fx, 308, 158 - turn * 0.3, 112, 3.4)
    art.paint(superellipse(fx, 308, 168 - turn * 0.3, 122, 3.4), PIP_DEEP, within=head)
    art.paint(visor, ("#2A3156", "#151A33"))
    art.paint(blob((fx - 150, 210), (fx - 30, 190), (fx - 80, 300), (fx - 170, 330)), "#FFFFFF12", within=visor)
    for side in (-1, 1):
        ex = fx + turn * 0.25 + side * (66 - abs(turn) * 0.08)
        if wave and side > 0:  # a wink
            art.paint(stroke(14, (ex - 28, 300), (ex - 16, 286), (ex, 281), (ex + 16, 286), (ex + 28, 300)),
                      PIP_GLOW)
        else:
            art.paint(superellipse(ex, 290, 40, 48, 2.2), "#5CF2D624")
            art.paint(superellipse(ex, 290, 28, 36, 2.2), PIP_GLOW)
            art.paint(superellipse(ex - 9, 277, 8, 10), "#FFFFFFE6")
        art.paint(superellipse(ex + side * 24, 350, 21, 12), "#FF7A8A8C", within=visor)
    mx = fx + turn * 0.25
    if wave:
        art.paint(blob((mx - 36, 342), (mx, 348), (mx + 36, 342), (mx + 24, 372), (mx, 382), (mx - 24, 372)),
                  PIP_GLOW)
    else:
        art.paint(stroke(13, (mx - 34, 346), (mx - 19, 359), (mx, 364), (mx + 19, 359), (mx + 34, 346)),
                  PIP_GLOW)
    return art.picture()


# --- Course: the presenters Amara and Jonas ------------------------------------------------------

@dataclass(frozen=True)
class Look:
    """How a presenter looks; colours with two values shade from top to bottom."""
    skin: tuple
    shade: str        # skin in shadow
    hair: tuple
    brow: str
    iris: str
    lips: str
    jacket: tuple
    jacket_dark: str
    shirt: tuple


AMARA = Look(skin=("#A8683F", "#935733"), shade="#6F3C20", hair=("#3A2530", "#20131C"), brow="#24151C",
             iris="#3B2014", lips="#9C3B3F", jacket=("#F4B942", "#DE9526"), jacket_dark="#B87412",
             shirt=("#FFFFFF", "#EDEBF3"))
JONAS = Look(skin=("#F7CDAE", "#EFB78F"), shade="#C98A62", hair=("#B5582A", "#8A3D1B"), brow="#8A3F1C",
             iris="#3F6E7A", lips="#BF6A5A", jacket=("#2F8F8B", "#1F6B70"), jacket_dark="#17555A",
             shirt=("#F7F4EC", "#E4DFD2"))

CX = 360  # the middle of a presenter's picture; `turn` moves the face to the right of it


def amara_hair_behind(art, look, turn):
    x = CX - turn * 0.5
    curls = [(-112, 170, 62), (-58, 112, 70), (14, 92, 74), (84, 118, 68), (128, 178, 58), (0, 190, 140),
             (-148, 236, 52), (154, 240, 50), (-158, 306, 46), (160, 308, 44), (-146, 366, 38), (148, 366, 36)]
    for dx, y, r in curls:
        art.paint(superellipse(x + dx, y, r, r), look.hair[1])
    for dx, y, r in curls:
        art.paint(superellipse(x + dx - 4, y - 6, r * 0.74, r * 0.74), look.hair[0])


def amara_hair_before(art, look, turn):
    x = CX + turn * 0.4
    art.paint(superellipse(x, 166, 108, 42), look.hair[0])
    for dx, y, r in ((-92, 196, 40), (-46, 166, 42), (6, 156, 42), (56, 168, 40), (98, 200, 36),
                     (-118, 238, 24), (120, 240, 22)):
        art.paint(superellipse(x + dx, y, r, r), look.hair)
    for side in (-1, 1):
        if side < 0 or not turn:
            ex = CX + side * 130 + turn * 0.7
            art.paint(ring(ex, 372, 20, 20, 7), ("#FFE08A", "#E2A72E"))


def amara_clothes(art, look, torso):
    art.paint(torso, look.jacket)
    art.paint(blob((CX - 78, 500), (CX, 512), (CX + 78, 500), (CX + 56, 620), (CX, 722), (CX - 56, 620)),
              look.shirt, within=torso)
    for flip in (False, True):
        lapel = [[(CX - 84, 490), (CX - 132, 540), (CX - 146, 610), (CX - 110, 616), (CX - 122, 644),
                  (CX - 4, 752), (CX + 4, 716), (CX - 62, 590)]]
        art.paint(mirrored(lapel, CX) if flip else lapel, look.jacket_dark, within=torso)


def jonas_hair_behind(art, look, turn):
    art.paint(superellipse(CX - turn * 0.4, 236, 134, 118, 2.6), look.hair[1])


def jonas_hair_before(art, look, turn):
    x = CX + turn * 0.4
    art.paint(blob((CX - 126, 300), (CX - 118, 336), (x - 84, 366), (x - 44, 358), (x, 352), (x + 44, 358),
                   (x + 84, 366), (CX + 118, 336), (CX + 126, 300), (CX + 122, 376), (CX + 86, 440),
                   (x, 470), (CX - 86, 440), (CX - 122, 376)), look.hair)
    art.paint(blob((CX - 124, 300), (CX - 136, 216), (CX - 108, 138), (x - 40, 92), (x + 56, 96),
                   (CX + 122, 142), (CX + 136, 216), (CX + 124, 300), (CX + 112, 226), (x + 84, 186),
                   (x + 20, 190), (x - 62, 164), (CX - 100, 226)), look.hair)
    art.paint(stroke(9, (x - 74, 146), (x - 20, 122), (x + 50, 126), end_width=5), "#FFD9A838")


def jonas_clothes(art, look, torso):
    art.paint(torso, look.jacket)
    art.paint(blob((CX - 92, 500), (CX, 590), (CX + 92, 500), (CX + 60, 600), (CX, 640), (CX - 60, 600)),
              look.jacket_dark, within=torso)
    art.paint(blob((CX - 60, 500), (CX, 584), (CX + 60, 500), (CX, 520)), look.shirt[1])
    for flip in (False, True):
        collar = [[(CX - 62, 480), (CX - 96, 520), (CX - 56, 598), (CX, 548), (CX - 20, 510)]]
        art.paint(mirrored(collar, CX) if flip else collar, look.shirt)


def draw_presenter(look, hair_behind, hair_before, clothes, glasses, turn):
    """Half of a person, from the front (turn 0) or turned and with a raised hand."""
    art = Canvas(720, 768)
    fx = CX + turn
    head = blob((CX, 132), (CX + 84, 158), (CX + 122, 236), (CX + 120, 320), (CX + 92, 400),
                (CX + 40 + turn * 0.3, 446), (CX + turn * 0.4, 454), (CX - 40 + turn * 0.3, 446),
                (CX - 92, 400), (CX - 120, 320), (CX - 122, 236), (CX - 84, 158))
    torso = blob((CX - 70, 496), (CX - 176, 536), (CX - 248, 606), (CX - 282, 720), (CX - 290, 860),
                 (CX - 290, 1000), (CX + 290, 1000), (CX + 290, 860), (CX + 282, 720), (CX + 248, 606), (CX + 176, 536),
                 (CX + 70, 496), (CX, 520))

    hair_behind(art, look, turn)
    clothes(art, look, torso)
    for side in (-1, 1):  # where an arm meets the body
        art.paint(stroke(3, (CX + side * 176, 664), (CX + side * 190, 716), (CX + side * 194, 790),
                         end_width=9), look.jacket_dark + "A0")
    neck = blob((CX - 54, 400), (CX - 56, 470), (CX - 66, 506), (CX, 552), (CX + 66, 506), (CX + 56, 470),
                (CX + 54, 400))
    art.paint(neck, look.skin)
    art.paint(superellipse(CX + turn * 0.5, 428, 92, 62), look.shade + "90", within=neck)
    for side in (-1, 1):
        ear = superellipse(CX + side * 124 + turn * (0.4 if side < 0 else -0.5), 306, 24, 36, 2.2)
        art.paint(ear, look.skin)
        art.paint(superellipse(CX + side * 126 + turn * 0.4, 308, 11, 19), look.shade + "70", within=ear)
    art.paint(head, look.skin)
    for side in (-1, 1):
        art.paint(superellipse(fx + side * 78, 358, 34, 22), "#E8604C30", within=head)
    hair_before(art, look, turn)
    draw_face(art, look, fx, turn, glasses)
    if turn:
        draw_raised_hand(art, look, torso)
    return art.picture()


def draw_face(art, look, fx, turn, glasses):
    for side in (-1, 1):
        squeeze = 1 - turn * 0.006 if side > 0 else 1  # the far half of a turned face is narrower
        ex = fx + side * 55 * squeeze
        eye = blob((ex - 27, 293), (ex - 14, 278), (ex, 274), (ex + 14, 278), (ex + 27, 293),
                   (ex + 13, 303), (ex, 306), (ex - 13, 303))
        gaze = ex + turn * 0.12
        art.paint(eye, "#FFFFFF")
        art.paint(superellipse(gaze, 290, 16, 16), look.iris, within=eye)
        art.paint(superellipse(gaze, 290, 8, 8), "#14100F", within=eye)
        art.paint(superellipse(gaze + 6, 284, 5, 5), "#FFFFFF")
        art.paint(stroke(7, (ex - 28, 293), (ex - 15, 278), (ex, 273), (ex + 15, 278), (ex + 28, 293)),
                  look.brow)
        art.paint(stroke(12, (ex - side * 24, 243), (ex + side * 6, 233), (ex + side * 34, 247), end_width=7),
                  look.brow)
        if glasses:
            rim = (ex + side * 2, 290, 47 * squeeze, 42)
            art.paint(superellipse(*rim, 2.8), "#FFFFFF1E")
            art.paint(ring(*rim, 6, 2.8), "#2B2F3A")
            if side < 0 or not turn:
                art.paint(stroke(6, (ex + side * 46, 284), (CX + side * 124 + turn * 0.3, 290)), "#2B2F3A")
    if glasses:
        art.paint(stroke(6, (fx - 11, 285), (fx, 281), (fx + 11 - turn * 0.2, 285)), "#2B2F3A")
    art.paint(stroke(8, (fx + 6, 306), (fx + 18 + turn * 0.2, 338), (fx + 8, 350), (fx - 10, 349)),
              look.shade + "B0")
    mouth = blob((fx - 46, 384), (fx - 20, 389), (fx, 390), (fx + 20, 389), (fx + 46, 384), (fx + 28, 412),
                 (fx, 422), (fx - 28, 412))
    art.paint(mouth, look.lips)
    art.paint(blob((fx - 44, 380), (fx, 388), (fx + 44, 380), (fx + 30, 400), (fx, 404), (fx - 30, 400)),
              "#FFFFFF", within=mouth)


def draw_raised_hand(art, look, torso):
    x, y = CX + 252, 560
    sleeve = ((x + 52, 850), (x + 26, 740), (x + 4, 674))
    art.paint(stroke(118, *sleeve, end_width=98), look.jacket_dark + "70", within=torso)
    hand = blob((x - 42, y - 10), (x, y - 22), (x + 44, y - 10), (x + 42, y + 44), (x + 24, y + 88),
                (x - 24, y + 88), (x - 42, y + 40))
    hand += stroke(26, (x - 24, y + 44), (x - 56, y + 16), (x - 70, y - 20), end_width=22)
    for dx, tip, width in ((-32, -84, 25), (-9, -106, 26), (15, -102, 25), (37, -76, 22)):
        hand += stroke(width, (x + dx * 0.9, y), (x + dx * 1.3, y + tip))
    art.paint(hand, look.skin)
    art.paint(stroke(5, (x - 30, y + 32), (x - 4, y + 22), (x + 26, y + 28)), look.shade + "60")
    art.paint(stroke(96, *sleeve, end_width=80), look.jacket)
    art.paint(superellipse(x + 3, 644, 47, 20, 2.6), look.jacket_dark)


# --- Course: the sheet on screen, and a recording of a formula being filled down -----------------

GREEN = "#1E8E5A"
STOCK = (("Oat soap", 42, 4.50), ("Beeswax candle", 18, 12.00), ("Tea towel", 27, 8.75),
         ("Stoneware mug", 31, 14.00), ("Gift card", 64, 1.95), ("Canvas tote", 15, 16.50))
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
        art.text(40 + i * 96, 96, label, 19, "#33423A")
    art.paint(box(0, 128, 1280, 184), "#FFFFFF")
    art.text(32, 157, "fx", 20, "#8A9690", bold=True)
    formula = typed or (f"=B{filled + 1}*C{filled + 1}" if filled else "")
    art.text(76, 157, formula, 21, "#1D2A23")
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
POINTER = ((0.0, 1120, 640), (0.9, 820, 310), (2.6, 820, 310), (3.1, 898, 334), (3.4, 898, 334),
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
            samples[int(second * rate) + i] += loudness * noise.uniform(-1, 1) * math.exp(-i / (rate / 250))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(struct.pack("<h", int(s * 32767)) for s in samples))


# --- Everything ------------------------------------------------------------------------------------

def save(picture, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)


def write_voice(path, voice, words_per_minute, pitch, text):
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(words_per_minute), "-p", str(pitch), "-w", str(path),
                    "--stdin"], input=text.encode(), check=True)


def main():
    refs = HERE / "quickstart" / "refs"
    save(draw_pip(turn=0, wave=False), refs / "pip-front.png")
    save(draw_pip(turn=28, wave=True), refs / "pip-wave.png")
    write_voice(refs / "pip-voice.wav", "en-us+f2", 165, 82,
                "Hello, I am Pip! I say the same lines, in the same voice, in every take.")

    refs = HERE / "course" / "refs"
    people = (("amara", AMARA, amara_hair_behind, amara_hair_before, amara_clothes, False),
              ("jonas", JONAS, jonas_hair_behind, jonas_hair_before, jonas_clothes, True))
    for name, *parts in people:
        save(draw_presenter(*parts, turn=0), refs / f"{name}-front.png")
        save(draw_presenter(*parts, turn=26), refs / f"{name}-hello.png")
    write_voice(refs / "amara-voice.wav", "en-gb+f3", 155, 48,
                "Hello, I'm Amara. I ran a shop for eleven years, and a sheet like this one ran it with me.")
    write_voice(refs / "jonas-voice.wav", "en-us+m3", 150, 38,
                "Hi, I'm Jonas. Bring your till receipts, and we will make the numbers behave.")

    assets = HERE / "course" / "assets"
    save(draw_sheet(filled=len(STOCK)), assets / "sheet.png")
    write_recording(assets / "fill-down.mp4")


if __name__ == "__main__":
    main()
