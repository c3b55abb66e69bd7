// SPDX-License-Identifier: Apache-2.0
#include "emulator/gmi_payload.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;
using Kind = FieldKind;

constexpr std::int64_t largest_seed = 2'147'483'647;
constexpr std::string_view wan_resolutions = "720P 1080P";
constexpr std::string_view wan_ratios = "16:9 9:16 1:1 4:3 3:4";

constexpr FieldRule text(std::string_view name, std::int64_t most, bool required = false) {
  return {name, Kind::text, required ? 1 : 0, most, {}, {}, required};
}
constexpr FieldRule integer(std::string_view name, std::int64_t least, std::int64_t most) {
  return {name, Kind::integer, least, most, {}, {}, false};
}
constexpr FieldRule boolean(std::string_view name) {
  return {name, Kind::boolean, 0, 0, {}, {}};
}
constexpr FieldRule choice(std::string_view name, std::string_view choices) {
  return {name, Kind::choice, 0, 0, choices, {}};
}
constexpr FieldRule url(std::string_view name, Medium medium) {
  return {name, Kind::url, 0, 0, {}, medium};
}
constexpr FieldRule urls(std::string_view name, std::int64_t most, Medium medium) {
  return {name, Kind::urls, 1, most, {}, medium};
}

constexpr std::array t2v{text("prompt", 1500, true),      text("negative_prompt", 500),
                         url("audio_url", Medium::audio), choice("resolution", wan_resolutions),
                         choice("ratio", wan_ratios),     integer("duration", 2, 15),
                         boolean("prompt_extend"),        boolean("watermark"),
                         integer("seed", 0, largest_seed)};
constexpr std::array i2v{text("prompt", 1500),
                         text("negative_prompt", 500),
                         url("first_frame", Medium::image),
                         url("last_frame", Medium::image),
                         url("driving_audio", Medium::audio),
                         url("first_clip", Medium::video),
                         choice("resolution", wan_resolutions),
                         integer("duration", 2, 15),
                         boolean("prompt_extend"),
                         boolean("watermark"),
                         integer("seed", 0, largest_seed)};
constexpr std::array r2v{text("prompt", 1500, true),
                         text("negative_prompt", 500),
                         url("first_frame", Medium::image),
                         urls("reference_image", 5, Medium::image),
                         urls("reference_video", 5, Medium::video),
                         choice("resolution", wan_resolutions),
                         choice("ratio", wan_ratios),
                         integer("duration", 2, 15),
                         boolean("prompt_extend"),
                         boolean("watermark"),
                         integer("seed", 0, largest_seed)};
constexpr std::array veo{text("prompt", 2000, true),
                         text("negativePrompt", 500),
                         url("image", Medium::image),
                         url("lastFrame", Medium::image),
                         integer("durationSeconds", 4, 8),
                         choice("aspectRatio", "16:9 9:16"),
                         boolean("generateAudio"),
                         choice("personGeneration", "allow_all allow_adult disallow"),
                         choice("resolution", "720p 1080p 4K"),
                         integer("seed", 0, 4'294'967'295),
                         urls("reference_image", 3, Medium::image)};
constexpr std::span<const FieldRule> veo_fast = std::span(veo).first(veo.size() - 1);

constexpr FieldRule nested(std::string_view name, bool required = true) {
  return {name, Kind::nested, 0, 0, {}, {}, required};
}
constexpr std::array heygen{nested("video_inputs"), nested("dimension", false), boolean("caption"),
                            text("title", 500)};
constexpr std::array heygen_input{nested("character"), nested("voice")};
constexpr std::array heygen_character{choice("type", "avatar talking_photo"),
                                      text("avatar_id", 200), text("avatar_style", 100)};
constexpr std::array heygen_voice{
    choice("type", "text audio"),
    text("input_text", 5000),
    text("voice_id", 200),
    url("audio_url", Medium::audio),
    FieldRule{"speed", Kind::number, 0, 2, {}, {}},
    FieldRule{"pitch", Kind::number, -50, 50, {}, {}},
};
constexpr std::array heygen_dimension{integer("width", 1, 4096), integer("height", 1, 4096)};

struct ModelRow {
  std::string_view model;
  std::span<const FieldRule> rules;
};
constexpr std::array<ModelRow, 6> models{{{"wan2.7-t2v", t2v},
                                          {"wan2.7-i2v", i2v},
                                          {"wan2.7-r2v", r2v},
                                          {"veo-3.1-fast-generate-001", veo_fast},
                                          {"veo-3.1-generate-001", veo},
                                          {"heygen-avatar-4", heygen}}};

std::span<const FieldRule> rules_of(std::string_view model) {
  for (const ModelRow& row : models) {
    if (row.model == model) {
      return row.rules;
    }
  }
  return {};
}

std::size_t count(const Json& payload, const char* field) {
  return payload.contains(field) ? payload[field].size() : 0;
}

void check_wan(std::string_view model, const Json& payload, Problems& problems) {
  if (model == "wan2.7-r2v" &&
      count(payload, "reference_image") + count(payload, "reference_video") > 5) {
    problems.add("more than 5 references");
  }
  if (model == "wan2.7-i2v" && !payload.contains("first_frame") &&
      !payload.contains("first_clip")) {
    problems.add("neither payload.first_frame nor payload.first_clip");
  }
}

/// As at Alibaba: at most 5 seconds of reference videos count.
Millis billed_input(const Json& payload,
                    const std::function<Millis(const std::string&)>& length_of) {
  Millis total{0};
  for (const Json& url : payload.value("reference_video", Json::array())) {
    total += length_of(url.get<std::string>());
  }
  return std::min(total, Millis{5000});
}

void check_veo(const Json& payload, std::int64_t seconds, Problems& problems) {
  if (seconds % 2 != 0) {
    problems.add("payload.durationSeconds is none of 4 6 8");
  }
  if (payload.contains("reference_image") &&
      (payload.value("aspectRatio", "16:9") != "16:9" || seconds != 8)) {
    problems.add("payload.reference_image goes with 16:9 and 8 seconds only");
  }
  if (payload.contains("reference_image") &&
      (payload.contains("image") || payload.contains("lastFrame"))) {
    problems.add("payload.reference_image is ignored beside a frame");
  }
}

/// Billed by what is said, at 15 characters a second.
Millis check_heygen(const Json& payload, const UrlCheck& check_url, Problems& problems) {
  std::size_t characters = 0;
  if (payload.contains("dimension")) {
    check_fields(payload["dimension"], heygen_dimension, "payload.dimension.", check_url, problems);
  }
  if (!payload.contains("video_inputs") || !payload["video_inputs"].is_array()) {
    problems.add("payload.video_inputs is no list");
    return Millis{0};
  }
  for (const Json& input : payload["video_inputs"]) {
    check_fields(input, heygen_input, "payload.video_inputs[].", check_url, problems);
    if (!problems.empty()) {
      return Millis{0};
    }
    check_fields(input["character"], heygen_character, "character.", check_url, problems);
    check_fields(input["voice"], heygen_voice, "voice.", check_url, problems);
    if (problems.empty()) {
      characters += text_at(input["voice"], "input_text").size();
    }
  }
  return std::chrono::seconds{(characters + 14) / 15};
}

}  // namespace

bool is_gmi_model(std::string_view model) {
  return !rules_of(model).empty();
}

Billable check_gmi_payload(std::string_view model, const Json& payload, const UrlCheck& check_url,
                           const std::function<Millis(const std::string&)>& length_of,
                           Problems& problems) {
  check_fields(payload, rules_of(model), "payload.", check_url, problems);
  if (!problems.empty()) {
    return {};
  }
  if (model.starts_with("wan")) {
    check_wan(model, payload, problems);
    return {payload.value("resolution", "1080P"),
            std::chrono::seconds{payload.value("duration", 5)}, billed_input(payload, length_of)};
  }
  if (model.starts_with("veo")) {
    const std::int64_t seconds = payload.value("durationSeconds", 6);
    check_veo(payload, seconds, problems);
    return {payload.value("resolution", "720p"), std::chrono::seconds{seconds}, {}};
  }
  return {"*", check_heygen(payload, check_url, problems), {}};
}

}  // namespace reshoot::emulator
