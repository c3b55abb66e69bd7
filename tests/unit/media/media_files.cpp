// SPDX-License-Identifier: Apache-2.0
#include "media_files.h"

#include <doctest/doctest.h>

#include <sstream>

namespace reshoot::test {

const Tools& tools() {
  static const Tools found = [] {
    auto result = find_tools();
    REQUIRE(result);
    return *std::move(result);
  }();
  return found;
}

TempDirectory new_folder() {
  auto folder = TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-media-");
  REQUIRE(folder);
  return *std::move(folder);
}

std::filesystem::path write(const TempDirectory& folder, const std::string& name,
                            std::string_view bytes) {
  const auto path = folder.path() / name;
  REQUIRE(write_file_atomically(path, bytes));
  return path;
}

std::string read(const std::filesystem::path& path) {
  auto bytes = read_file(path, 64U << 20U);
  REQUIRE(bytes);
  return *std::move(bytes);
}

std::filesystem::path make(const TempDirectory& folder, const std::string& name,
                           const std::string& arguments) {
  FfmpegCall call;
  call.doing = "make test media";
  call.directory = folder.path();
  std::istringstream words(arguments);
  for (std::string word; words >> word;) {
    call.arguments.push_back(word);
  }
  call.arguments.push_back(name);
  const auto result = run_ffmpeg(tools(), call, Cancel());
  if (!result) {
    FAIL(result.error().message);
  }
  return folder.path() / name;
}

std::string big16(unsigned value) {
  return {static_cast<char>(value >> 8U & 0xffU), static_cast<char>(value & 0xffU)};
}
std::string big32(std::uint32_t value) {
  return big16(value >> 16U) + big16(value & 0xffffU);
}
std::string little16(unsigned value) {
  return {static_cast<char>(value & 0xffU), static_cast<char>(value >> 8U & 0xffU)};
}
std::string little32(std::uint32_t value) {
  return little16(value & 0xffffU) + little16(value >> 16U);
}

std::string png_chunk(const std::string& name, const std::string& body) {
  const std::string checked = name + body;
  std::uint32_t crc = 0xffffffff;
  for (const char c : checked) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xedb88320U : crc >> 1U;
    }
  }
  return big32(static_cast<std::uint32_t>(body.size())) + checked + big32(~crc);
}

std::string riff_chunk(const std::string& name, const std::string& body) {
  return name + little32(static_cast<std::uint32_t>(body.size())) + body +
         std::string(body.size() % 2, '\0');
}

std::string tiff_orientation(unsigned value) {
  return "II" + little16(42) + little32(8) + little16(1) + little16(0x0112) + little16(3) +
         little32(1) + little16(value) + little16(0) + little32(0);
}

std::string jpeg_segment(unsigned marker, const std::string& body) {
  return big16(0xff00U | marker) + big16(static_cast<unsigned>(body.size() + 2)) + body;
}

std::string box(const std::string& name, const std::string& body) {
  return big32(static_cast<std::uint32_t>(body.size() + 8)) + name + body;
}

}  // namespace reshoot::test
