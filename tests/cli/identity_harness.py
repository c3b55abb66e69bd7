# SPDX-License-Identifier: Apache-2.0
"""The identity models that lie outside of the project, installed for a test as a person would: by `models pull --from`."""

import json
import math
import os
import sys
import tempfile
from pathlib import Path

from harness import PROJECT, run

SHARED = Path(os.environ.get("RESHOOT_TEST_DATA", PROJECT.parent / "shared/identity"))

# What reshoot.yaml says where the measured image model is used: the default one is not among the shared files.
SHARED_IDENTITY = "identity: {image_embedding: mobilenetv2-coral}\n"
SHARED_MODELS = ("yunet-2022mar", "mobilefacenet-foamliu", "mobilenetv2-coral", "speaker-bilstm-wq2012")

# Where a tensor begins in the published file of speaker weights, by layer: forward, reverse.
PUBLISHED = {
    "weight_ih": [(0, 106496), (212992, 409600), (606208, 802816)],
    "weight_hh": [(40960, 147456), (344064, 540672), (737280, 933888)],
    "bias_ih": [(999424, 1001472), (1003520, 1005568), (1007616, 1009664)],
    "bias_hh": [(1000448, 1002496), (1004544, 1006592), (1008640, 1010688)],
}


def shared_data():
    """The folder of shared models and pictures; None, with a line on stderr, where it is absent."""
    if SHARED.is_dir():
        return SHARED
    print(f"skipped: no models at {SHARED} (RESHOOT_TEST_DATA)", file=sys.stderr)
    return None


def published_speaker_weights():
    """The shared weights, tensor by tensor, in the order of the file that anybody can download."""
    models = SHARED / "models"
    shared = (models / "speaker_bilstm_f32.bin").read_bytes()
    weights = bytearray(len(shared))
    at = 0
    for name, shape in json.loads((models / "speaker_bilstm_f32.json").read_text())["tensors"]:
        kind, layer = name.removesuffix("_reverse").rsplit("_l", 1)
        begin = PUBLISHED[kind][int(layer)][name.endswith("_reverse")]
        size = 4 * math.prod(shape)
        weights[begin:begin + size] = shared[at:at + size]
        at += size
    return bytes(weights)


def install_shared_models(folder):
    """Puts one model of each role into `folder`; the environment that makes reshoot use it. shared_data() is there."""
    env = {"RESHOOT_MODELS": str(folder)}
    with tempfile.TemporaryDirectory(prefix="reshoot-cli-") as speaker:
        (Path(speaker) / "weights").write_bytes(published_speaker_weights())
        run(["models", "pull", "speaker-bilstm-wq2012", "--from", speaker], speaker, 0, env)
        run(["models", "pull", *SHARED_MODELS, "--from", str(SHARED / "models")], speaker, 0, env)
    return env
