// SPDX-License-Identifier: Apache-2.0
#pragma once
// A StepRunner without media: its output is a text that depends on its work only. Counts what it
// did.

#include <fmt/format.h>

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/files.h"
#include "graph/key.h"
#include "graph/step_runner.h"

namespace reshoot::test {

class FakeRunner final : public StepRunner {
 public:
  Result<StepOutput> run(const StepWork& work, const std::filesystem::path& scratch,
                         const Cancel& cancel) const override {
    const std::lock_guard guard(mutex_);
    if (cancel.requested()) {
      return fail(ErrorKind::cancelled, "stopped");
    }
    if (meanwhile) {
      meanwhile(work);
    }
    TRY_ASSIGN(const std::string text, std::visit([&](const auto& w) { return text_of(w); }, work));
    ran_.push_back(text);
    if (fails_.contains(text)) {
      return fail(ErrorKind::corrupt, "told to fail: " + text);
    }
    const auto file = scratch / "output";
    const bool is_voice = std::holds_alternative<PrepareWork>(work) && !voice_video.empty();
    TRY(write_file_atomically(file, is_voice ? voice_video : text));
    return StepOutput{file, 150, has_sound, {}};
  }

  Result<StepOutput> inspect(const std::filesystem::path& file, const Cancel&) const override {
    if (is_clip) {
      TRY_ASSIGN(const std::string bytes, read_file(file, 1U << 20U));
      if (!is_clip(bytes)) {
        return fail(no_clip, "told that this is no clip");
      }
    }
    return StepOutput{file, 150, has_sound, {}};
  }

  /// Texts of all that was run, in order of completion.
  std::vector<std::string> ran() const {
    const std::lock_guard guard(mutex_);
    return ran_;
  }
  void forget() {
    const std::lock_guard guard(mutex_);
    ran_.clear();
  }
  /// Work whose output would be this text fails from now on.
  void fail_on(const std::string& text) { fails_.insert(text); }
  void heal() { fails_.clear(); }

  std::string voice_video;                         ///< bytes of each; empty: a text as of all
  bool has_sound = true;                           ///< what it says of its outputs
  std::function<void(const StepWork&)> meanwhile;  ///< called as each work begins
  /// What inspect() thinks of bytes; empty: all are clips.
  std::function<bool(const std::string& bytes)> is_clip;
  ErrorKind no_clip = ErrorKind::corrupt;  ///< its answer where bytes are none

  static std::string clip_text(const GenerateRequest& request, std::uint32_t seed) {
    KeyText text(StepKind::generate);
    describe(request, text);
    return fmt::format("clip {} {}", text.key().hex(), seed);
  }

 private:
  static Result<std::string> text_of(const GenerateWork& work) {
    return clip_text(work.request, work.seed);
  }
  static Result<std::string> text_of(const ConformWork& work) {
    TRY_ASSIGN(const std::string source, read_file(work.source.path, 1U << 20U));
    return fmt::format("segment {} {} of [{}]", work.size.text(),
                       work.seconds.value_or(Length{}).text(), source);
  }
  static Result<std::string> text_of(const CutWork& work) {
    std::string text = "video";
    for (const CutSegment& segment : work.segments) {
      TRY_ASSIGN(const std::string part, read_file(segment.picture, 1U << 20U));
      text += " + " + part;
    }
    return text + " at " + work.loudness.text();
  }
  static Result<std::string> text_of(const PrepareWork& work) {
    return fmt::format("voice {} of {}", work.sample.path.string(), work.portrait.path.string());
  }

  mutable std::mutex mutex_;
  mutable std::vector<std::string> ran_;
  std::set<std::string> fails_;
};

}  // namespace reshoot::test
