# SPDX-License-Identifier: Apache-2.0
"""Shapes, and a canvas that paints them with smooth edges.

A shape is a list of polygons, so `a + b` is the union of two shapes.
"""
import math

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

SUPERSAMPLING = 4  # everything is drawn this much larger, then scaled down for smooth edges


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
            shape.append([(x + dx, y + dy), (nx + dx, ny + dy),
                          (nx - dx, ny - dy), (x - dx, y - dy)])
    return shape


def mirrored(shape):
    """The shape on the other side of x = 0."""
    return [[(-x, y) for x, y in polygon] for polygon in shape]


class Canvas:
    """A picture in the making, in pixels of the finished picture; x counts from `origin`."""

    def __init__(self, width, height, background="#00000000", origin=0):
        self.size = (width, height)
        self._origin = origin
        self._image = Image.new("RGBA", (width * SUPERSAMPLING, height * SUPERSAMPLING), background)

    def paint(self, shape, fill, within=None):
        """Fills a shape with a colour or a (top, bottom) pair; `within` clips it to another."""
        shape, within = self._placed(shape), self._placed(within or [])
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
        """Writes words; `anchor` is Pillow's, for which point of the words lies at (x, y)."""
        font = ImageFont.truetype("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf",
                                  size * SUPERSAMPLING)
        place = ((x + self._origin) * SUPERSAMPLING, y * SUPERSAMPLING)
        ImageDraw.Draw(self._image).text(place, words, fill, font, anchor)

    def picture(self):
        return self._image.resize(self.size, Image.LANCZOS)

    def _placed(self, shape):
        return [[(x + self._origin, y) for x, y in polygon] for polygon in shape]

    @staticmethod
    def _mask(shape, left, top, width, height):
        mask = Image.new("L", (width * SUPERSAMPLING, height * SUPERSAMPLING))
        draw = ImageDraw.Draw(mask)
        for polygon in shape:
            draw.polygon([((x - left) * SUPERSAMPLING, (y - top) * SUPERSAMPLING)
                          for x, y in polygon], fill=255)
        return mask

    @staticmethod
    def _filling(fill, size):
        if isinstance(fill, str):
            return Image.new("RGBA", size, fill)
        top, bottom = (Image.new("RGBA", size, ImageColor.getcolor(c, "RGBA")) for c in fill)
        return Image.composite(bottom, top, Image.linear_gradient("L").resize(size))
