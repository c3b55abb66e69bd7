// SPDX-License-Identifier: Apache-2.0
// The visits. A field that is added, dropped or renamed here changes keys: raise key_format and
// carry the old visit.

#include "graph/key.h"

#include <fmt/format.h>

#include <charconv>

namespace reshoot {
namespace {

std::string index_path(std::string_view list, std::size_t index) {
  return fmt::format("{}[{}]", list, index);
}

void describe_input(std::string_view path, const InputFile& input, KeySink& sink) {
  sink.field(path, input.content.text(), input.at);
}

void describe_voice_video(const std::string& path, const VoiceVideoRequest& video, KeySink& sink) {
  sink.field(path, fmt::format("{}", video.recipe), video.at);
  describe_input(path + ".portrait", video.portrait, sink);
  describe_input(path + ".sample", video.sample, sink);
}

void describe_cast(const std::vector<CastRequest>& cast, KeySink& sink) {
  for (std::size_t i = 0; i < cast.size(); ++i) {
    const CastRequest& member = cast[i];
    const std::string path = index_path("cast", i);
    sink.field(path + ".kind", name_of(member.kind), member.at);
    if (!member.description.empty()) {
      sink.field(path + ".description", member.description, member.description_at);
    }
    for (std::size_t r = 0; r < member.references.size(); ++r) {
      describe_input(index_path(path + ".references", r), member.references[r], sink);
    }
    if (member.voice) {
      describe_input(path + ".voice", *member.voice, sink);
    }
    if (member.voice_video) {
      describe_voice_video(path + ".voice_video", *member.voice_video, sink);
    }
    if (!member.avatar_id.empty()) {
      sink.field(path + ".avatar_id", member.avatar_id, member.avatar_at);
    }
    if (!member.voice_id.empty()) {
      sink.field(path + ".voice_id", member.voice_id, member.voice_at);
    }
  }
}

/// Takes the text up to `end` off the front; false where `end` is not there.
bool take_until(std::string_view& rest, char end, std::string_view& taken) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos) {
    return false;
  }
  taken = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return true;
}

}  // namespace

KeyText::KeyText(std::string_view step)
    : text_(fmt::format("reshoot-key {} {}\n", key_format, step)) {}

void KeyText::field(std::string_view path, std::string_view value, Span /*at*/) {
  fmt::format_to(std::back_inserter(text_), "{}:{}:{}\n", path, value.size(), value);
}

void KeyFields::field(std::string_view path, std::string_view value, Span at) {
  fields_.push_back({std::string(path), std::string(value), at});
}

Result<std::vector<KeyField>> parse_key_text(std::string_view text) {
  const auto corrupt = [] { return fail(ErrorKind::corrupt, "a stored key text cannot be read"); };
  std::string_view head;
  if (!text.starts_with("reshoot-key ") || !take_until(text, '\n', head)) {
    return corrupt();
  }
  std::vector<KeyField> fields;
  while (!text.empty()) {
    std::string_view path;
    std::string_view digits;
    if (!take_until(text, ':', path) || !take_until(text, ':', digits)) {
      return corrupt();
    }
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    if (error != std::errc() || end != digits.data() + digits.size() || size >= text.size()) {
      return corrupt();
    }
    fields.push_back({std::string(path), std::string(text.substr(0, size)), {}});
    text.remove_prefix(size + 1);
  }
  return fields;
}

std::string symbolic_prompt(const std::vector<PromptPart>& prompt) {
  std::string out;
  for (const PromptPart& part : prompt) {
    if (part.cast) {
      fmt::format_to(std::back_inserter(out), "${{{}}}", *part.cast + 1);
      continue;
    }
    std::string_view text = part.text;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${")) {
      out.append(text.substr(0, at)).append("$${");
      text.remove_prefix(at + 2);
    }
    out.append(text);
  }
  return out;
}

void describe(const GenerateRequest& request, KeySink& sink) {
  sink.field("model", request.model, request.at.model);
  if (!request.shown_model.empty()) {
    sink.field("shown_model", request.shown_model, request.at.model);
  }
  sink.field("prompt", symbolic_prompt(request.prompt), request.at.prompt);
  describe_cast(request.cast, sink);
  for (std::size_t i = 0; i < request.says.size(); ++i) {
    const LineRequest& line = request.says[i];
    const std::string path = index_path("says", i);
    sink.field(path + ".cast", fmt::format("{}", line.cast + 1), line.at);
    sink.field(path, line.text, line.at);
  }
  sink.field("seconds", request.seconds.text(), request.at.seconds);
  sink.field("resolution", fmt::format("{}p", request.lines), request.at.resolution);
  if (request.ratio) {
    sink.field("ratio", request.ratio->text(), request.at.ratio);
  }
  if (request.fps) {
    sink.field("fps", request.fps->fraction(), request.at.fps);
  }
  if (!request.language.empty()) {
    sink.field("language", request.language, request.at.language);
  }
  sink.field("seed", request.seed ? fmt::format("{}", *request.seed) : "auto", request.at.seed);
  if (request.first_frame) {
    describe_input("first_frame", *request.first_frame, sink);
  }
  if (request.last_frame) {
    describe_input("last_frame", *request.last_frame, sink);
  }
  if (request.workflow) {
    sink.field("workflow", request.workflow->text(), request.at.model);
  }
  if (!request.tools.empty()) {
    sink.field("tools", request.tools, {});
  }
}

void describe(const VoiceVideoRequest& video, std::string_view tools, KeySink& sink) {
  describe_voice_video("voice_video", video, sink);
  sink.field("tools", tools, {});
}

void describe(const ConformStep& step, const Digest& source, std::string_view tools,
              KeySink& sink) {
  sink.field("source", source.text(), step.footage ? step.footage->at : Span{});
  sink.field("size", step.size.text(), step.size_at);
  sink.field("fps", step.fps.fraction(), step.fps_at);
  sink.field("fit", name_of(step.fit), step.fit_at);
  if (step.seconds) {
    sink.field("seconds", step.seconds->text(), step.seconds_at);
  }
  sink.field("tools", tools, {});
}

void describe(const CutStep& step, const std::vector<SegmentDigests>& segments,
              std::string_view tools, KeySink& sink) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string path = index_path("segments", i);
    sink.field(path, segments[i].picture.text(), step.scenes_at);
    if (segments[i].has_sound) {
      sink.field(path + ".sound", segments[i].sound.text(), step.scenes_at);
    }
  }
  sink.field("loudness", step.loudness.text(), step.loudness_at);
  sink.field("fps", step.fps.fraction(), {});
  sink.field("tools", tools, {});
}

}  // namespace reshoot
