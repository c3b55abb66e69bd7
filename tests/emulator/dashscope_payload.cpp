// SPDX-License-Identifier: Apache-2.0
#include "emulator/dashscope_payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;
using Kind = FieldKind;
using Counts = std::map<std::string, int>;

constexpr std::array body_fields{FieldRule{"model", Kind::text, 1, 100, {}, {}, true},
                                 FieldRule{"input", Kind::nested, 0, 0, {}, {}, true},
                                 FieldRule{"parameters", Kind::nested, 0, 0, {}, {}}};
constexpr FieldRule prompt{"prompt", Kind::text, 0, 5000, {}, {}};
constexpr FieldRule required_prompt{"prompt", Kind::text, 1, 5000, {}, {}, true};
constexpr FieldRule negative_prompt{"negative_prompt", Kind::text, 0, 500, {}, {}};
constexpr FieldRule media{"media", Kind::nested, 0, 0, {}, {}, true};
constexpr std::array t2v_input{required_prompt, negative_prompt,
                               FieldRule{"audio_url", Kind::url, 0, 0, {}, Medium::audio}};
constexpr std::array i2v_input{prompt, negative_prompt, media};
constexpr std::array r2v_input{required_prompt, negative_prompt, media};

// The ratio is last, so that i2v can do without it.
constexpr std::array parameters{
    FieldRule{"resolution", Kind::choice, 0, 0, "720P 1080P", {}},
    FieldRule{"duration", Kind::integer, 2, 15, {}, {}},
    FieldRule{"prompt_extend", Kind::boolean, 0, 0, {}, {}},
    FieldRule{"watermark", Kind::boolean, 0, 0, {}, {}},
    FieldRule{"seed", Kind::integer, 0, 2'147'483'647, {}, {}},
    FieldRule{"ratio", Kind::choice, 0, 0, "16:9 9:16 1:1 4:3 3:4", {}},
};

struct MediaRow {
  std::string_view type;
  Medium medium;
  bool voice;  ///< may carry reference_voice
};
constexpr std::array<MediaRow, 3> r2v_media{{{"reference_image", Medium::image, true},
                                             {"reference_video", Medium::video, true},
                                             {"first_frame", Medium::image, false}}};
constexpr std::array<MediaRow, 4> i2v_media{{{"first_frame", Medium::image, false},
                                             {"last_frame", Medium::image, false},
                                             {"driving_audio", Medium::audio, false},
                                             {"first_clip", Medium::video, false}}};

enum class Family { none, t2v, i2v, r2v };

Family family_of(std::string_view model) {
  if (model == "wan2.7-t2v" || model == "wan2.7-t2v-2026-04-25" ||
      model == "wan2.7-t2v-2026-06-12") {
    return Family::t2v;
  }
  if (model == "wan2.7-i2v" || model == "wan2.7-i2v-2026-04-25") {
    return Family::i2v;
  }
  return model == "wan2.7-r2v" || model == "wan2.7-r2v-2026-06-12" ? Family::r2v : Family::none;
}

std::span<const FieldRule> input_rules(Family family) {
  switch (family) {
    case Family::i2v:
      return i2v_input;
    case Family::r2v:
      return r2v_input;
    default:
      return t2v_input;
  }
}

void check_element(const Json& element, std::span<const MediaRow> rows, std::size_t index,
                   const UrlCheck& check_url, Problems& problems, Counts& counts) {
  const std::string type = text_at(element, "type");
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const MediaRow& r) { return r.type == type; });
  if (row == rows.end()) {
    problems.add(fmt::format("'{}' is no type of media here: input.media.{}.type", type, index));
    return;
  }
  ++counts[type];
  const std::array fields{FieldRule{"type", Kind::text, 1, 100, {}, {}, true},
                          FieldRule{"url", Kind::url, 0, 0, {}, row->medium, true},
                          FieldRule{"reference_voice", Kind::url, 0, 0, {}, Medium::audio}};
  check_fields(element, std::span(fields).first(row->voice ? 3 : 2),
               fmt::format("input.media.{}.", index), check_url, problems);
}

void check_r2v_set(Counts& counts, std::int64_t seconds, Problems& problems) {
  const int references = counts["reference_image"] + counts["reference_video"];
  if (references < 1 || references > 5) {
    problems.add(fmt::format("{} references, not 1 to 5", references));
  }
  if (counts["first_frame"] > 1) {
    problems.add("more than one first_frame");
  }
  if (counts["reference_video"] > 0 && seconds > 10) {
    problems.add("parameters.duration is over 10 with a reference video");
  }
}

void check_i2v_set(Counts& counts, Problems& problems) {
  const bool frame = counts["first_frame"] == 1;
  const bool clip = counts["first_clip"] == 1;
  const bool single = std::all_of(counts.begin(), counts.end(),
                                  [](const auto& count) { return count.second <= 1; });
  if (!single || frame == clip || (clip && counts["driving_audio"] > 0)) {
    problems.add(
        "input.media is no legal set of first_frame, last_frame, driving_audio, first_clip");
  }
}

Counts check_media(Family family, const Json& list, const UrlCheck& check_url, Problems& problems) {
  Counts counts;
  if (!list.is_array()) {
    problems.add("input.media is no list");
    return counts;
  }
  const std::span<const MediaRow> rows =
      family == Family::r2v ? std::span<const MediaRow>(r2v_media) : std::span(i2v_media);
  for (std::size_t i = 0; i < list.size(); ++i) {
    check_element(list[i], rows, i, check_url, problems, counts);
  }
  return counts;
}

/// At most 5 seconds of reference videos count.
Millis billed_input(const Json& list, const std::function<Millis(const std::string&)>& length_of) {
  Millis total{0};
  for (const Json& element : list) {
    if (text_at(element, "type") == "reference_video") {
      total += length_of(text_at(element, "url"));
    }
  }
  return std::min(total, Millis{5000});
}

}  // namespace

bool is_dashscope_model(std::string_view model) {
  return family_of(model) != Family::none;
}

Billable check_dashscope_body(std::string_view model, const Json& body, const UrlCheck& check_url,
                              const std::function<Millis(const std::string&)>& length_of,
                              Problems& problems) {
  const Family family = family_of(model);
  check_fields(body, body_fields, "", check_url, problems);
  if (!problems.empty()) {
    return {};
  }
  const Json& input = body["input"];
  const Json said = body.value("parameters", Json::object());
  check_fields(input, input_rules(family), "input.", check_url, problems);
  check_fields(said,
               std::span(parameters).first(parameters.size() - (family == Family::i2v ? 1 : 0)),
               "parameters.", check_url, problems);
  if (!problems.empty()) {
    return {};
  }
  const std::int64_t seconds = said.value("duration", 5);
  Billable billable{said.value("resolution", "1080P"), std::chrono::seconds{seconds}, {}};
  if (family == Family::t2v) {
    return billable;
  }
  Counts counts = check_media(family, input["media"], check_url, problems);
  if (!problems.empty()) {
    return billable;
  }
  if (family == Family::r2v) {
    check_r2v_set(counts, seconds, problems);
    billable.input_video = billed_input(input["media"], length_of);
  } else {
    check_i2v_set(counts, problems);
  }
  return billable;
}

}  // namespace reshoot::emulator
