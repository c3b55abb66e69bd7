// SPDX-License-Identifier: Apache-2.0
#pragma once
// Figures as people read them: durations, sizes, counts.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"

namespace reshoot {

/// `0.4 s`, `12 s`, `3 min 07 s`, `2 h 05 min`
std::string duration_text(Millis time);
/// As on a clock: `0:07`, `12:30`, `1:05:00`
std::string clock_text(Millis time);
/// `812 B`, `3.2 MB`, in powers of ten
std::string bytes_text(std::uint64_t bytes);
/// `10,000`
std::string count_text(std::int64_t count);
/// `1 clip`, `10,000 clips`
std::string counted(std::int64_t count, std::string_view noun);
/// `a`, `a and b`, `a, b and c`; empty parts are left out
std::string joined(std::initializer_list<std::string> parts);
/// The first 8 hex digits of a digest
std::string short_digest(const Digest& digest);
/// `2026-11-20 09:30 UTC`
std::string wall_text(Wall when);

}  // namespace reshoot
