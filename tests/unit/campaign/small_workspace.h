// SPDX-License-Identifier: Apache-2.0
#pragma once
// A workspace on disk with a few files that look like media by their first bytes.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/files.h"

namespace reshoot::test {

class SmallWorkspace {
 public:
  SmallWorkspace() : directory_(*TempDirectory::create("/tmp", "reshoot-campaign-test")) {
    std::filesystem::create_directories(root() / "refs");
    const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 29);
    const std::string mp4(
        "\0\0\0\x18"
        "ftypisom\0\0\2\0isommp42",
        24);
    const std::string wav("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0", 24);
    put("refs/front.png", png);
    put("refs/side.png", png + "side");
    put("refs/clip.mp4", mp4);
    put("refs/voice.wav", wav);
    put("refs/notes.png", "call the florist\n");
    std::filesystem::create_symlink("/dev/null", root() / "refs/link.png");
  }

  [[nodiscard]] std::filesystem::path root() const {
    return std::filesystem::canonical(directory_.path()) / "workspace";
  }
  void put(const std::string& name, std::string_view bytes) const {
    const auto target = root() / name;
    std::filesystem::create_directories(target.parent_path());
    REQUIRE(write_file_atomically(target, bytes));
  }

 private:
  TempDirectory directory_;
};

}  // namespace reshoot::test
