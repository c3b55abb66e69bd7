// SPDX-License-Identifier: Apache-2.0
// ffprobe's JSON, field by field with ranges; a field that makes no sense counts as absent.

#include "media/probe.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/text.h"
#include "media/limits.h"
#include "media/orientation.h"

namespace reshoot {
namespace {

using Json = nlohmann::json;

// So that ticks times the longest tick in thousandths of a second stay in range.
constexpr std::int64_t max_ticks = std::numeric_limits<std::int64_t>::max() / 2'000'000;

std::string text_field(const Json& object, const char* name) {
  constexpr std::size_t longest = 100;
  const auto found = object.find(name);
  return found != object.end() && found->is_string()
             ? found->get_ref<const std::string&>().substr(0, longest)
             : std::string();
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

/// A number, or digits in a string: ffprobe writes both.
std::optional<std::int64_t> integer_field(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) {
    return std::nullopt;
  }
  if (found->is_number_integer()) {
    return found->get<std::int64_t>();
  }
  return found->is_string() ? parse_integer(found->get_ref<const std::string&>()) : std::nullopt;
}

std::int64_t integer_between(const Json& object, const char* name, std::int64_t low,
                             std::int64_t high) {
  const auto value = integer_field(object, name);
  return value && *value >= low && *value <= high ? *value : 0;
}

std::int32_t positive32(const Json& object, const char* name) {
  return static_cast<std::int32_t>(
      integer_between(object, name, 1, std::numeric_limits<std::int32_t>::max()));
}

/// `30000/1001` or, in aspect ratios, `4:3`; 0/1 where it is not a positive fraction.
Rate fraction_field(const Json& object, const char* name) {
  const std::string text = text_field(object, name);
  const std::size_t between = text.find_first_of("/:");
  if (between == std::string::npos) {
    return {0, 1};
  }
  const auto num = parse_integer(std::string_view(text).substr(0, between));
  const auto den = parse_integer(std::string_view(text).substr(between + 1));
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  if (!num || !den || *num < 1 || *den < 1 || *num > most || *den > most) {
    return {0, 1};
  }
  const std::int64_t common = std::gcd(*num, *den);
  return {static_cast<std::int32_t>(*num / common), static_cast<std::int32_t>(*den / common)};
}

StreamTime time_of(const Json& stream) {
  StreamTime time;
  const Rate base = fraction_field(stream, "time_base");
  constexpr std::int32_t longest_tick = 1000;  // seconds; keeps length() in range
  if (base.num != 0 && base.num <= longest_tick) {
    time.base = base;
    time.start = integer_between(stream, "start_pts", -max_ticks, max_ticks);
    time.duration = integer_between(stream, "duration_ts", 0, max_ticks);
  }
  return time;
}

/// Clockwise quarter turns of the display matrix. ffprobe counts counter-clockwise.
std::int32_t rotation_of(const Json& stream) {
  const auto list = stream.find("side_data_list");
  if (list == stream.end() || !list->is_array()) {
    return 0;
  }
  for (const Json& item : *list) {
    const auto found = item.is_object() ? item.find("rotation") : item.end();
    if (found != item.end() && found->is_number()) {
      const double degrees = found->get<double>();
      constexpr double full = 360;
      if (!(std::abs(degrees) <= full)) {
        return 0;
      }
      const auto quarters = static_cast<std::int32_t>(std::lround(-degrees / 90));
      return ((quarters % 4) + 4) % 4 * 90;
    }
  }
  return 0;
}

bool is_cover(const Json& stream) {
  const auto disposition = stream.find("disposition");
  return disposition != stream.end() && disposition->is_object() &&
         integer_field(*disposition, "attached_pic").value_or(0) != 0;
}

/// The size on a screen with square pixels: wide pixels widen the picture.
Size shown_size(Size coded, Rate aspect, std::int32_t rotation) {
  constexpr std::int64_t widest = 1 << 20;
  std::int64_t width = coded.width;
  if (aspect.num != 0) {
    width = std::clamp<std::int64_t>((width * aspect.num + aspect.den / 2) / aspect.den, 1, widest);
  }
  const Size upright{static_cast<std::int32_t>(width), coded.height};
  return rotation % 180 == 0 ? upright : Size{upright.height, upright.width};
}

PictureFacts picture_of(const Json& stream) {
  PictureFacts facts;
  facts.codec = text_field(stream, "codec_name");
  facts.profile = text_field(stream, "profile");
  facts.pixel_format = text_field(stream, "pix_fmt");
  facts.coded = {positive32(stream, "width"), positive32(stream, "height")};
  facts.rotation = rotation_of(stream);
  facts.colour_space = text_field(stream, "color_space");
  facts.colour_transfer = text_field(stream, "color_transfer");
  const std::string field_order = text_field(stream, "field_order");
  facts.interlaced =
      !field_order.empty() && field_order != "progressive" && field_order != "unknown";
  facts.shown =
      shown_size(facts.coded, fraction_field(stream, "sample_aspect_ratio"), facts.rotation);
  facts.average_rate = fraction_field(stream, "avg_frame_rate");
  facts.base_rate = fraction_field(stream, "r_frame_rate");
  facts.frames = integer_between(stream, "nb_read_packets", 0, max_ticks);
  facts.time = time_of(stream);
  return facts;
}

SoundFacts sound_of(const Json& stream) {
  SoundFacts facts;
  facts.codec = text_field(stream, "codec_name");
  facts.sample_format = text_field(stream, "sample_fmt");
  facts.sample_rate = positive32(stream, "sample_rate");
  facts.channels = positive32(stream, "channels");
  facts.time = time_of(stream);
  return facts;
}

/// A still picture is turned by its EXIF, which ffprobe does not tell of the file.
void show_upright(PictureFacts& picture, int orientation) {
  constexpr std::array<std::int32_t, 8> degrees{0, 0, 180, 180, 90, 90, 270, 270};
  picture.rotation = degrees[static_cast<std::size_t>(orientation - 1)];
  const Size coded = picture.coded;
  picture.shown = swaps_sides(orientation) ? Size{coded.height, coded.width} : coded;
}

Result<MediaFacts> ask_ffprobe(const std::filesystem::path& path, MediaType type,
                               const Tools& tools, const Cancel& cancel, bool count) {
  TRY(check_file_size(path, type));
  FfmpegCall call;
  call.doing = fmt::format("read '{}'", printable(path.string()));
  call.arguments = {"-show_streams", "-show_format", "-print_format", "json"};
  if (count) {
    call.arguments.emplace_back("-count_packets");
  }
  append(call.arguments, input_arguments(path, type));
  constexpr std::uint64_t longest = 4U << 20U;  // metadata of hostile files may be long
  call.output_cap = longest;
  call.timeout = std::chrono::minutes(5);
  TRY_ASSIGN(const ProcessResult result, run_ffprobe(tools, call, cancel));
  TRY_ASSIGN(MediaFacts facts, parse_probe(result.output, path, type));
  if (is_image(type) && facts.picture) {
    TRY_ASSIGN(const int orientation, picture_orientation(path, type));
    show_upright(*facts.picture, orientation);
  }
  return facts;
}

}  // namespace

Length StreamTime::length() const {
  return {(duration * 1000 * base.num + base.den / 2) / base.den};
}

Result<MediaFacts> probe(const std::filesystem::path& path, MediaType type, const Tools& tools,
                         const Cancel& cancel) {
  return ask_ffprobe(path, type, tools, cancel, true);
}

Result<MediaFacts> probe_headers(const std::filesystem::path& path, MediaType type,
                                 const Tools& tools, const Cancel& cancel) {
  return ask_ffprobe(path, type, tools, cancel, false);
}

Result<MediaFacts> parse_probe(std::string_view json, const std::filesystem::path& path,
                               MediaType type) {
  const Json root = Json::parse(json, nullptr, false);
  const auto streams = root.is_object() ? root.find("streams") : root.end();
  if (!root.is_object() || streams == root.end() || !streams->is_array()) {
    return damaged(path, type, "ffprobe finds no streams in it");
  }
  MediaFacts facts;
  if (const auto format = root.find("format"); format != root.end() && format->is_object()) {
    facts.container = text_field(*format, "format_name");
  }
  for (const Json& stream : *streams) {
    if (!stream.is_object()) {
      continue;
    }
    const std::string kind = text_field(stream, "codec_type");
    if (kind == "video" && !facts.picture && !is_cover(stream)) {
      facts.picture = picture_of(stream);
      TRY(check_pixels(path, static_cast<std::uint64_t>(facts.picture->coded.width),
                       static_cast<std::uint64_t>(facts.picture->coded.height)));
    } else if (kind == "audio" && !facts.sound) {
      facts.sound = sound_of(stream);
      if (facts.sound->sample_rate == 0 || facts.sound->channels == 0) {
        return damaged(path, type, "its sound has no sample rate or no channels");
      }
    }
  }
  if (!facts.picture && !facts.sound) {
    return damaged(path, type, "it holds neither a picture nor sound");
  }
  return facts;
}

}  // namespace reshoot
