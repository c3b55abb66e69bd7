# SPDX-License-Identifier: Apache-2.0
"""Pip, the small robot of the quickstart campaign."""
from drawing.canvas import Canvas, blob, box, mirrored, stroke, superellipse

PIP_ORANGE = ("#FFA75A", "#F26A2E")
PIP_DEEP = ("#E9692F", "#C94A1C")
PIP_STEEL = ("#7382AE", "#4A5681")
PIP_CREAM = ("#FFF6E6", "#FBE3C4")
PIP_GLOW = ("#8CFFE9", "#3EDCBE")


def draw_pip(turn, wave):
    """Pip from the front (turn 0), or with the face moved to the right by `turn` pixels."""
    art = Canvas(768, 768, origin=384)
    head = superellipse(0, 300, 206, 158, 3.6)
    body = blob((-92, 470), (0, 455), (92, 470), (118, 570), (84, 652), (0, 668),
                (-84, 652), (-118, 570))

    art.paint(superellipse(0, 728, 180, 18), "#1B203024")
    for side in (-1, 1):  # legs
        x = side * 56 + turn * 0.2
        art.paint(stroke(44, (x, 640), (x, 700)), PIP_STEEL)
        art.paint(superellipse(x + side * 8 + turn * 0.3, 708, 54, 26, 2.6), PIP_DEEP)

    far_arm = stroke(40, (-104, 520), (-150, 570), (-158, 628), end_width=36)
    art.paint(far_arm, PIP_STEEL)
    art.paint(superellipse(-158, 638, 33, 34), PIP_ORANGE)
    if wave:
        near_arm = stroke(40, (100, 524), (178, 534), (246, 462), end_width=36)
        art.paint(near_arm, PIP_STEEL)
        for dx, dy in ((-34, -20), (-2, -46), (32, -36)):  # fingers
            art.paint(stroke(24, (252, 440), (254 + dx, 432 + dy)), PIP_ORANGE)
        art.paint(superellipse(252, 436, 35, 35), PIP_ORANGE)
    else:
        art.paint(mirrored(far_arm), PIP_STEEL)
        art.paint(superellipse(158, 638, 33, 34), PIP_ORANGE)

    art.paint(box(-34, 430, 34, 480), PIP_STEEL)  # neck
    art.paint(body, PIP_ORANGE)
    art.paint(superellipse(turn * 0.2, 466, 150, 34), "#C9481A66", within=body)  # the head's shadow
    panel = superellipse(turn * 0.7, 574, 64, 58, 3.2)
    art.paint(panel, PIP_CREAM)
    px = turn * 0.7 + 4
    play = [[(px - 18, 550), (px + 24, 574), (px - 18, 598)]]
    for (x0, y0), (x1, y1) in zip(play[0], play[0][1:] + play[0][:1]):
        play = play + stroke(14, (x0, y0), (x1, y1))  # rounds the corners
    art.paint(play, PIP_ORANGE)

    ax = -turn * 0.3  # antenna with its recording light
    art.paint(stroke(12, (ax, 156), (ax - 4, 118), (ax + 8, 84)), PIP_STEEL)
    art.paint(superellipse(ax + 9, 72, 42, 42), "#FF3B5C2E")
    art.paint(superellipse(ax + 9, 72, 27, 27), ("#FF6B7F", "#E8274B"))
    art.paint(superellipse(ax + 1, 63, 8, 6, degrees=-30), "#FFFFFFC0")

    def ear(side, x):
        art.paint(superellipse(x, 304, 30, 62, 2.8), PIP_STEEL)
        art.paint(superellipse(x + side * 16, 304, 20, 42, 2.8), ("#5EE0C5", "#26B49A"))

    ear(1, 206 - turn * 0.5)
    if not turn:
        ear(-1, -206)
    art.paint(head, PIP_ORANGE)
    art.paint(stroke(20, (-150, 186), (-60, 162), (40, 160)), "#FFFFFF48", within=head)
    if turn:  # the near ear comes round to the front of the head
        ear(-1, -200 + turn * 0.3)

    fx = turn  # the face
    visor = superellipse(fx, 308, 158 - turn * 0.3, 112, 3.4)
    art.paint(superellipse(fx, 308, 168 - turn * 0.3, 122, 3.4), PIP_DEEP, within=head)
    art.paint(visor, ("#2A3156", "#151A33"))
    art.paint(blob((fx - 150, 210), (fx - 30, 190), (fx - 80, 300), (fx - 170, 330)),
              "#FFFFFF12", within=visor)
    for side in (-1, 1):
        ex = fx + turn * 0.25 + side * (66 - abs(turn) * 0.08)
        if wave and side > 0:  # a wink
            lid = (ex - 28, 300), (ex - 16, 286), (ex, 281), (ex + 16, 286), (ex + 28, 300)
            art.paint(stroke(14, *lid), PIP_GLOW)
        else:
            art.paint(superellipse(ex, 290, 40, 48, 2.2), "#5CF2D624")
            art.paint(superellipse(ex, 290, 28, 36, 2.2), PIP_GLOW)
            art.paint(superellipse(ex - 9, 277, 8, 10), "#FFFFFFE6")
        art.paint(superellipse(ex + side * 24, 350, 21, 12), "#FF7A8A8C", within=visor)
    mx = fx + turn * 0.25
    if wave:
        art.paint(blob((mx - 36, 342), (mx, 348), (mx + 36, 342), (mx + 24, 372), (mx, 382),
                       (mx - 24, 372)), PIP_GLOW)
    else:
        smile = (mx - 34, 346), (mx - 19, 359), (mx, 364), (mx + 19, 359), (mx + 34, 346)
        art.paint(stroke(13, *smile), PIP_GLOW)
    return art.picture()
