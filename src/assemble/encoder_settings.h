// SPDX-License-Identifier: Apache-2.0
#pragma once
// How pictures and sound are encoded, one place for all steps: what has equal settings can be
// joined by stream copy.

#include "base/units.h"
#include "media/ffmpeg.h"

namespace reshoot {

/// Ticks per second of the pictures' clock: a multiple of the rate, so that every frame lasts a
/// whole number of them.
std::int32_t picture_clock(Rate fps);

/// Frames by which decoding runs ahead of showing in what picture_encoder makes.
constexpr std::int32_t reorder_depth = 2;

/// H.264 High, yuv420p, BT.709, closed GOPs of two seconds that start with an IDR frame. The
/// parameter sets depend on size and rate alone. One thread: same pictures, same bytes.
Arguments picture_encoder(Rate fps);

/// AAC-LC 192 kbit/s, 48 kHz, stereo.
Arguments sound_encoder();

/// MP4 with its index in front, playable while it loads.
Arguments mp4_arguments(Rate fps);

}  // namespace reshoot
