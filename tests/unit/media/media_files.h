// SPDX-License-Identifier: Apache-2.0
#pragma once
// Media for tests: made by ffmpeg from its own test sources, or built from bytes.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/files.h"
#include "media/ffmpeg.h"

namespace reshoot::test {

/// The tools of this machine; the test fails where they are missing.
const Tools& tools();

/// A folder of one test.
TempDirectory new_folder();

/// Writes a file and returns its path.
std::filesystem::path write(const TempDirectory& folder, const std::string& name,
                            std::string_view bytes);
std::string read(const std::filesystem::path& path);

/// Runs ffmpeg in the folder; arguments are separated by spaces. Returns the path of `name`.
std::filesystem::path make(const TempDirectory& folder, const std::string& name,
                           const std::string& arguments);

/// Numbers as bytes.
std::string big16(unsigned value);
std::string big32(std::uint32_t value);
std::string little16(unsigned value);
std::string little32(std::uint32_t value);

/// A PNG chunk with its CRC.
std::string png_chunk(const std::string& name, const std::string& body);
/// A RIFF chunk, padded to even.
std::string riff_chunk(const std::string& name, const std::string& body);
/// A TIFF block that holds nothing but an orientation.
std::string tiff_orientation(unsigned value);
/// A JPEG segment with its length.
std::string jpeg_segment(unsigned marker, const std::string& body);
/// A box of an MP4.
std::string box(const std::string& name, const std::string& body);

}  // namespace reshoot::test
