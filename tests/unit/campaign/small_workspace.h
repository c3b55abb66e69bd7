// SPDX-License-Identifier: Apache-2.0
#pragma once
// A workspace on disk with a few files that look like media by their first bytes.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/files.h"
#include "media_bytes.h"

namespace reshoot::test {

class SmallWorkspace {
 public:
  SmallWorkspace() : directory_(*TempDirectory::create("/tmp", "reshoot-campaign-test")) {
    std::filesystem::create_directories(root() / "refs");
    put("refs/front.png", png(512, 512));
    put("refs/side.png", png(512, 512) + "side");
    put("refs/tiny.png", png(96, 320));
    put("refs/strip.png", png(4000, 400));
    put("refs/huge.png", png(9000, 6000));
    put("refs/clip.mp4", mp4(4000, 1280, 720));
    put("refs/long.mp4", mp4(31'500, 1280, 720));
    put("refs/voice.wav", wav(6));
    put("refs/long.wav", wav(12));
    put("refs/voice.flac", "fLaC and eight bytes");
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
