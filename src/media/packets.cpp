// SPDX-License-Identifier: Apache-2.0
// ffprobe's `default` writer: `[PACKET]`, lines of `key=value`, `[/PACKET]`. Only known keys with
// plain values are taken over, so that no text out of the file reaches the digest.

#include "media/packets.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "media/limits.h"

namespace reshoot {
namespace {

constexpr std::size_t longest_line = 4096;
constexpr std::size_t most_streams = 64;

/// Letters, digits and the few signs that numbers, rates and codec names have.
bool is_plain(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_./:").find(c) != std::string_view::npos;
  });
}

template <class Fields>
std::string_view field(const Fields& fields, std::string_view name,
                       std::string_view otherwise = "-") {
  const auto found = fields.find(name);
  return found == fields.end() ? otherwise : std::string_view(found->second);
}

/// Unknown and square pixels are the same.
std::string_view aspect(std::string_view written) {
  return written == "N/A" || written == "0:1" || written == "-" ? "1:1" : written;
}

}  // namespace

std::string packet_entries() {
  return "packet=stream_index,pts,duration,size,data_hash"
         ":stream=index,codec_name,codec_type,width,height,sample_rate,channels,time_base,"
         "extradata_hash,sample_aspect_ratio"
         ":stream_disposition=attached_pic:stream_side_data=rotation";
}

void PacketText::take(std::string_view text) {
  for (;;) {
    const std::size_t end = text.find('\n');
    rest_ += text.substr(0, std::min(end, longest_line));
    if (rest_.size() > longest_line) {
      makes_sense_ = false;
      rest_.clear();
    }
    if (end == std::string_view::npos) {
      return;
    }
    take_line(rest_);
    rest_.clear();
    text.remove_prefix(end + 1);
  }
}

void PacketText::take_line(std::string_view line) {
  if (line == "[PACKET]" || line == "[STREAM]") {
    section_ = line;
    fields_.clear();
  } else if (line == "[/PACKET]" && section_ == "[PACKET]") {
    take_packet();
  } else if (line == "[/STREAM]" && section_ == "[STREAM]") {
    makes_sense_ = makes_sense_ && streams_.size() < most_streams;
    if (makes_sense_) {
      streams_.push_back(std::move(fields_));
    }
  } else if (const std::size_t at = line.find('='); at != std::string_view::npos) {
    const std::string_view value = line.substr(at + 1);
    makes_sense_ = makes_sense_ && is_plain(value);
    fields_.insert_or_assign(std::string(line.substr(0, at)), std::string(value));
  }
}

void PacketText::take_packet() {
  const std::string stream(field(fields_, "stream_index"));
  if (packets_.size() >= most_streams && !packets_.contains(stream)) {
    makes_sense_ = false;
    return;
  }
  Packets& packets = packets_[stream];
  ++packets.count;
  packets.hasher.update(fmt::format("{} {} {} {}\n", field(fields_, "pts"),
                                    field(fields_, "duration"), field(fields_, "size"),
                                    field(fields_, "data_hash")));
}

std::string PacketText::stream_line(const Fields& fields) {
  const bool is_picture = field(fields, "codec_type") == "video";
  Packets& packets = packets_[std::string(field(fields, "index"))];
  const std::string shape =
      is_picture
          ? fmt::format("{}x{} aspect {} rotation {}", field(fields, "width"),
                        field(fields, "height"), aspect(field(fields, "sample_aspect_ratio")),
                        field(fields, "rotation", "0"))
          : fmt::format("{} Hz {} channels", field(fields, "sample_rate"),
                        field(fields, "channels"));
  return fmt::format("{} {} {} base {} extradata {} packets {} {}\n",
                     is_picture ? "picture" : "sound", field(fields, "codec_name"), shape,
                     field(fields, "time_base"), field(fields, "extradata_hash"), packets.count,
                     packets.hasher.finish().hex());
}

Result<std::string> PacketText::describe(const std::filesystem::path& path, MediaType type) {
  std::string text = "reshoot-packets-1\n";
  const std::size_t head = text.size();
  for (const Fields& fields : streams_) {
    const std::string_view kind = field(fields, "codec_type");
    const bool counts =
        (kind == "video" && field(fields, "DISPOSITION:attached_pic") != "1") || kind == "audio";
    if (counts && makes_sense_) {
      text += stream_line(fields);
    }
  }
  if (!makes_sense_ || text.size() == head) {
    return damaged(path, type, "it holds neither a picture nor sound");
  }
  return text;
}

}  // namespace reshoot
