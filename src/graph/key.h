// SPDX-License-Identifier: Apache-2.0
#pragma once
// Step keys: one visit over tagged fields writes the key's text; another sink of the same visit
// explains it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/source.h"
#include "graph/request.h"
#include "graph/step.h"

namespace reshoot {

/// The version of the key format: the first line of each key text. Another version is another key.
constexpr int key_format = 1;

/// Takes the fields of a step in fixed order. `path` is unique within a step, such as
/// `cast[0].references[1]`.
struct KeySink {
  virtual ~KeySink() = default;
  virtual void field(std::string_view path, std::string_view value, Span at) = 0;
};

/// Key text: `reshoot-key 1 generate`, then a line `path:bytes:value` per field. Its SHA-256 is the
/// key.
class KeyText final : public KeySink {
 public:
  explicit KeyText(StepKind kind) : KeyText(name_of(kind)) {}
  explicit KeyText(std::string_view step);
  void field(std::string_view path, std::string_view value, Span at) override;
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] Digest key() const { return sha256(text_); }

 private:
  std::string text_;
};

struct KeyField {
  std::string path;
  std::string value;
  Span at;
};

/// The fields with their places.
class KeyFields final : public KeySink {
 public:
  void field(std::string_view path, std::string_view value, Span at) override;
  [[nodiscard]] const std::vector<KeyField>& fields() const { return fields_; }

 private:
  std::vector<KeyField> fields_;
};

/// Reads a key text back, without places. `corrupt` where it is not one.
Result<std::vector<KeyField>> parse_key_text(std::string_view text);

/// The outputs that a free step takes in: the digest of a clip's or segment's bytes, or a source's
/// content digest.
struct SegmentDigests {
  Digest picture;
  Digest sound;  ///< of the clip or footage that the sound comes from
  bool has_sound = false;
};

void describe(const GenerateRequest& request, KeySink& sink);
void describe(const VoiceVideoRequest& video, std::string_view tools, KeySink& sink);
void describe(const ConformStep& step, const Digest& source, std::string_view tools, KeySink& sink);
void describe(const CutStep& step, const std::vector<SegmentDigests>& segments,
              std::string_view tools, KeySink& sink);

/// The prompt with its cast symbolic: `${1}` is the first cast member; a literal `${` is `$${`.
std::string symbolic_prompt(const std::vector<PromptPart>& prompt);

}  // namespace reshoot
