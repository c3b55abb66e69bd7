# SPDX-License-Identifier: Apache-2.0
"""Amara and Jonas, who present the course. A pair of colours shades from top to bottom."""
from drawing.canvas import Canvas, blob, mirrored, ring, stroke, superellipse

FRAMES = "#2B2F3A"


class Presenter:
    """Half of a person. A subclass brings the colours, hair_behind, hair_before and clothes."""
    glasses = False

    def draw(self, turn):
        """From the front (turn 0), or turned to the right by `turn` pixels, with a raised hand."""
        art = Canvas(720, 768, origin=360)
        head = blob((0, 132), (84, 158), (122, 236), (120, 320), (92, 400),
                    (40 + turn * 0.3, 446), (turn * 0.4, 454), (-40 + turn * 0.3, 446),
                    (-92, 400), (-120, 320), (-122, 236), (-84, 158))
        torso = blob((-70, 496), (-176, 536), (-248, 606), (-282, 720), (-290, 860),
                     (-290, 1000), (290, 1000), (290, 860), (282, 720), (248, 606), (176, 536),
                     (70, 496), (0, 520))

        self.hair_behind(art, turn)
        self.clothes(art, torso)
        for side in (-1, 1):  # where an arm meets the body
            art.paint(stroke(3, (side * 176, 664), (side * 190, 716), (side * 194, 790),
                             end_width=9), self.jacket_dark + "A0")
        neck = blob((-54, 400), (-56, 470), (-66, 506), (0, 552), (66, 506), (56, 470),
                    (54, 400))
        art.paint(neck, self.skin)
        art.paint(superellipse(turn * 0.5, 428, 92, 62), self.shade + "90", within=neck)
        for side in (-1, 1):
            ear = superellipse(side * 124 + turn * (0.4 if side < 0 else -0.5), 306, 24, 36, 2.2)
            art.paint(ear, self.skin)
            inside = superellipse(side * 126 + turn * 0.4, 308, 11, 19)
            art.paint(inside, self.shade + "70", within=ear)
        art.paint(head, self.skin)
        for side in (-1, 1):
            art.paint(superellipse(turn + side * 78, 358, 34, 22), "#E8604C30", within=head)
        self.hair_before(art, turn)
        self.draw_face(art, turn)
        if turn:
            self.draw_raised_hand(art, torso)
        return art.picture()

    def draw_face(self, art, turn):
        for side in (-1, 1):
            squeeze = 1 - turn * 0.006 if side > 0 else 1  # the far half is narrower
            ex = turn + side * 55 * squeeze
            eye = blob((ex - 27, 293), (ex - 14, 278), (ex, 274), (ex + 14, 278), (ex + 27, 293),
                       (ex + 13, 303), (ex, 306), (ex - 13, 303))
            gaze = ex + turn * 0.12
            art.paint(eye, "#FFFFFF")
            art.paint(superellipse(gaze, 290, 16, 16), self.iris, within=eye)
            art.paint(superellipse(gaze, 290, 8, 8), "#14100F", within=eye)
            art.paint(superellipse(gaze + 6, 284, 5, 5), "#FFFFFF")
            lid = (ex - 28, 293), (ex - 15, 278), (ex, 273), (ex + 15, 278), (ex + 28, 293)
            art.paint(stroke(7, *lid), self.brow)
            brow = (ex - side * 25, 237), (ex + side * 4, 230), (ex + side * 34, 246)
            art.paint(stroke(10, *brow, end_width=7), self.brow)
            if self.glasses:
                rim = (ex + side * 2, 290, 47 * squeeze, 42)
                art.paint(superellipse(*rim, 2.8), "#FFFFFF1E")
                art.paint(ring(*rim, 6, 2.8), FRAMES)
                if side < 0 or not turn:
                    temple = (ex + side * 46, 284), (side * 124 + turn * 0.3, 290)
                    art.paint(stroke(6, *temple), FRAMES)
        if self.glasses:
            art.paint(stroke(6, (turn - 11, 285), (turn, 281), (11 + turn * 0.8, 285)), FRAMES)
        nose = (turn + 6, 306), (18 + turn * 1.2, 338), (turn + 8, 350), (turn - 10, 349)
        art.paint(stroke(8, *nose), self.shade + "B0")
        mouth = blob((turn - 46, 384), (turn - 20, 389), (turn, 390), (turn + 20, 389),
                     (turn + 46, 384), (turn + 28, 412), (turn, 422), (turn - 28, 412))
        art.paint(mouth, self.lips)
        teeth = blob((turn - 44, 380), (turn, 388), (turn + 44, 380), (turn + 30, 400), (turn, 404),
                     (turn - 30, 400))
        art.paint(teeth, "#FFFFFF", within=mouth)

    def draw_raised_hand(self, art, torso):
        x, y = 252, 560
        sleeve = ((x + 52, 850), (x + 26, 740), (x + 4, 674))
        art.paint(stroke(118, *sleeve, end_width=98), self.jacket_dark + "70", within=torso)
        hand = blob((x - 42, y - 10), (x, y - 22), (x + 44, y - 10), (x + 42, y + 44),
                    (x + 24, y + 88), (x - 24, y + 88), (x - 42, y + 40))
        hand += stroke(26, (x - 24, y + 44), (x - 56, y + 16), (x - 70, y - 20), end_width=22)
        for dx, tip, width in ((-32, -84, 25), (-9, -106, 26), (15, -102, 25), (37, -76, 22)):
            hand += stroke(width, (x + dx * 0.9, y), (x + dx * 1.3, y + tip))
        art.paint(hand, self.skin)
        art.paint(stroke(5, (x - 30, y + 32), (x - 4, y + 22), (x + 26, y + 28)), self.shade + "60")
        art.paint(stroke(96, *sleeve, end_width=80), self.jacket)
        art.paint(superellipse(x + 3, 644, 47, 20, 2.6), self.jacket_dark)


class Amara(Presenter):
    """Dark curls, gold earrings, a mustard blazer."""
    skin, shade = ("#A8683F", "#935733"), "#6F3C20"
    hair, brow = ("#3A2530", "#20131C"), "#24151C"
    iris, lips = "#3B2014", "#9C3B3F"
    jacket, jacket_dark = ("#F4B942", "#DE9526"), "#B87412"
    shirt = ("#FFFFFF", "#EDEBF3")

    def hair_behind(self, art, turn):
        x = -turn * 0.5
        curls = [(-112, 170, 62), (-58, 112, 70), (14, 92, 74), (84, 118, 68), (128, 178, 58),
                 (0, 230, 150), (-148, 236, 52), (154, 240, 50), (-158, 306, 46), (160, 308, 44),
                 (-146, 366, 38), (148, 366, 36), (-100, 338, 58), (100, 338, 58)]
        for dx, y, r in curls:
            art.paint(superellipse(x + dx, y, r, r), self.hair[1])
        for dx, y, r in curls:
            art.paint(superellipse(x + dx - 4, y - 6, r * 0.74, r * 0.74), self.hair[0])

    def hair_before(self, art, turn):
        x = turn * 0.4
        art.paint(superellipse(x, 166, 108, 42), self.hair[0])
        for dx, y, r in ((-92, 196, 40), (-46, 166, 42), (6, 156, 42), (56, 168, 40), (98, 200, 36),
                         (-118, 238, 24), (120, 240, 22)):
            art.paint(superellipse(x + dx, y, r, r), self.hair)
        for side in (-1, 1):
            if side < 0 or not turn:
                ex = side * 130 + turn * 0.7
                art.paint(ring(ex, 372, 20, 20, 7), ("#FFE08A", "#E2A72E"))

    def clothes(self, art, torso):
        art.paint(torso, self.jacket)
        art.paint(blob((-78, 500), (0, 512), (78, 500), (56, 620), (0, 722), (-56, 620)),
                  self.shirt, within=torso)
        for flip in (False, True):
            lapel = [[(-84, 490), (-132, 540), (-146, 610), (-110, 616), (-122, 644),
                      (-4, 752), (4, 716), (-62, 590)]]
            art.paint(mirrored(lapel) if flip else lapel, self.jacket_dark, within=torso)


class Jonas(Presenter):
    """Red hair and beard, glasses, a teal sweater."""
    skin, shade = ("#F7CDAE", "#EFB78F"), "#C98A62"
    hair, brow = ("#B5582A", "#8A3D1B"), "#8A3F1C"
    iris, lips = "#3F6E7A", "#BF6A5A"
    jacket, jacket_dark = ("#2F8F8B", "#1F6B70"), "#17555A"
    shirt = ("#F7F4EC", "#E4DFD2")
    glasses = True

    def hair_behind(self, art, turn):
        art.paint(superellipse(-turn * 0.4, 236, 134, 118, 2.6), self.hair[1])

    def hair_before(self, art, turn):
        x = turn * 0.4
        art.paint(blob((-126, 300), (-118, 336), (x - 84, 366), (x - 44, 358), (x, 352),
                       (x + 44, 358), (x + 84, 366), (118, 336), (126, 300), (122, 376), (86, 440),
                       (x, 470), (-86, 440), (-122, 376)), self.hair)
        art.paint(blob((-124, 300), (-136, 216), (-108, 138), (x - 40, 92), (x + 56, 96),
                       (122, 142), (136, 216), (124, 300), (112, 226), (x + 84, 186),
                       (x + 20, 190), (x - 62, 164), (-100, 226)), self.hair)
        art.paint(stroke(9, (x - 74, 146), (x - 20, 122), (x + 50, 126), end_width=5), "#FFD9A838")

    def clothes(self, art, torso):
        art.paint(torso, self.jacket)
        art.paint(blob((-92, 500), (0, 590), (92, 500), (60, 600), (0, 640), (-60, 600)),
                  self.jacket_dark, within=torso)
        art.paint(blob((-60, 500), (0, 584), (60, 500), (0, 520)), self.shirt[1])
        for flip in (False, True):
            collar = [[(-62, 480), (-96, 520), (-56, 598), (0, 548), (-20, 510)]]
            art.paint(mirrored(collar) if flip else collar, self.shirt)
