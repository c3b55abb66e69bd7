// SPDX-License-Identifier: Apache-2.0
#pragma once
// The coded streams of a container: packets and codec parameters out of ffprobe's text, no
// metadata.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/media_type.h"
#include "base/result.h"

namespace reshoot {

/// What ffprobe is asked for: options for the text that PacketText reads.
std::string packet_entries();

/// Reads the text piece by piece. Any bytes are answered.
class PacketText {
 public:
  void take(std::string_view text);

  /// The canonical text: one line for each stream of pictures or sound, in file order. Covers,
  /// time codes, chapters and subtitles do not count. A `corrupt` error where there is no stream,
  /// or the text is not ffprobe's. `path` and `type` are for messages.
  Result<std::string> describe(const std::filesystem::path& path, MediaType type);

 private:
  using Fields = std::map<std::string, std::string, std::less<>>;
  struct Packets {
    Sha256 hasher;
    std::uint64_t count = 0;
  };
  void take_line(std::string_view line);
  void take_packet();
  [[nodiscard]] std::string stream_line(const Fields& fields);

  std::string rest_;  // a line that has not ended
  std::string section_;
  Fields fields_;                           // of the section
  std::map<std::string, Packets> packets_;  // by stream index
  std::vector<Fields> streams_;
  bool makes_sense_ = true;
};

}  // namespace reshoot
