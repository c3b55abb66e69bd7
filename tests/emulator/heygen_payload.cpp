// SPDX-License-Identifier: Apache-2.0
#include "emulator/heygen_payload.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;
using Kind = FieldKind;

constexpr FieldRule text(std::string_view name, std::int64_t most, bool required = false) {
  return {name, Kind::text, 1, most, {}, {}, required};
}
constexpr FieldRule choice(std::string_view name, std::string_view choices, bool required = false) {
  return {name, Kind::choice, 0, 0, choices, {}, required};
}
constexpr FieldRule nested(std::string_view name) {
  return {name, Kind::nested, 0, 0, {}, {}};
}

constexpr std::array video{choice("type", "avatar image", true),
                           text("avatar_id", 200),
                           nested("image"),
                           text("script", 5000),
                           text("voice_id", 200),
                           FieldRule{"audio_asset_id", Kind::url, 0, 0, {}, Medium::audio},
                           text("audio_url", 2000),
                           nested("voice_settings"),
                           choice("aspect_ratio", "16:9 9:16 4:5 5:4 1:1 auto"),
                           choice("resolution", "720p 1080p 4k"),
                           nested("engine"),
                           text("expressiveness", 100),
                           text("motion_prompt", 2000),
                           nested("background"),
                           text("fit", 100),
                           FieldRule{"caption", Kind::boolean, 0, 0, {}, {}},
                           choice("output_format", "mp4 webm"),
                           text("callback_url", 2000),
                           text("callback_id", 500),
                           text("title", 500)};
constexpr std::array image{choice("type", "asset_id url", true),
                           FieldRule{"asset_id", Kind::url, 0, 0, {}, Medium::image},
                           text("url", 2000)};
constexpr std::array engine{choice("type", "avatar_iii avatar_iv avatar_v", true)};

std::int64_t code_points(const std::string& words) {
  return std::count_if(words.begin(), words.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

void check_looks(const Json& body, const UrlCheck& check_asset, Problems& problems) {
  const bool is_image = text_at(body, "type") == "image";
  if (body.contains("avatar_id") == is_image || body.contains("image") != is_image) {
    problems.add("an avatar has avatar_id, an image has image, and neither has both");
  }
  if (body.contains("image")) {
    check_fields(body["image"], image, "image.", check_asset, problems);
    if (problems.empty() && !body["image"].contains(text_at(body["image"], "type"))) {
      problems.add("image has not what its type says");
    }
  }
}

void check_speech(const Json& body, Problems& problems) {
  const bool has_audio = body.contains("audio_url") || body.contains("audio_asset_id");
  const bool has_script = body.contains("script") && body.contains("voice_id");
  if (has_script == has_audio) {
    problems.add("neither script with voice_id nor audio, or both");
  }
}

}  // namespace

HeygenVideo check_heygen_body(const Json& body, const UrlCheck& check_asset, Problems& problems) {
  check_fields(body, video, "", check_asset, problems);
  HeygenVideo out{"avatar_iv", "1080p"};
  if (!problems.empty()) {
    return out;
  }
  check_looks(body, check_asset, problems);
  check_speech(body, problems);
  if (body.contains("engine")) {
    check_fields(body["engine"], engine, "engine.", check_asset, problems);
  }
  if (problems.empty()) {
    out.engine = body.contains("engine") ? text_at(body["engine"], "type") : out.engine;
    out.resolution = body.value("resolution", out.resolution);
    out.speech = std::chrono::seconds{(code_points(text_at(body, "script")) + 14) / 15};
  }
  return out;
}

}  // namespace reshoot::emulator
