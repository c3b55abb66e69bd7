// SPDX-License-Identifier: Apache-2.0
#include "campaign/file_checks.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace reshoot {

namespace {

/// One limit that a file does not keep.
struct Misfit {
  std::string what;   ///< after the file's name: `is too small`
  std::string label;  ///< the figure, and the limit
  std::string help;
};

struct RoleWords {
  std::string_view noun;
  std::string_view figure;  ///< as in a catalog file
};

RoleWords words_of(FileRole role) {
  switch (role) {
    case FileRole::image:
      return {"reference", "inputs.image_files"};
    case FileRole::video:
      return {"reference", "inputs.video_files"};
    case FileRole::frame:
      return {"frame", "inputs.frame_files"};
    case FileRole::voice:
      return {"voice sample", "inputs.voice_files"};
  }
  return {};
}

const FileLimits& limits_of(const ModelInputs& inputs, FileRole role) {
  switch (role) {
    case FileRole::image:
      return inputs.image_files;
    case FileRole::video:
      return inputs.video_files;
    case FileRole::frame:
      return inputs.frame_files;
    case FileRole::voice:
      break;
  }
  return inputs.voice_files;
}

/// `PNG, JPEG or WebP`
std::string listed(const std::vector<MediaType>& types) {
  std::vector<std::string_view> names;
  for (const MediaType type : types) {
    if (std::find(names.begin(), names.end(), name_of(type)) == names.end()) {
      names.push_back(name_of(type));
    }
  }
  const std::string_view last = names.back();
  names.pop_back();
  return names.empty() ? std::string(last) : fmt::format("{} or {}", fmt::join(names, ", "), last);
}

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::optional<Misfit> size_misfit(const MediaFigures& figures, const FileLimits& limits) {
  if (limits.bytes != 0 && figures.bytes > limits.bytes) {
    return Misfit{"is too large",
                  fmt::format("{}; at most {}", megabytes(figures.bytes), megabytes(limits.bytes)),
                  "save it smaller"};
  }
  if (figures.width == 0 || figures.height == 0) {
    return std::nullopt;
  }
  const std::uint64_t shorter = std::min(figures.width, figures.height);
  const std::uint64_t longer = std::max(figures.width, figures.height);
  const std::string pixels = fmt::format("{}x{} pixels", figures.width, figures.height);
  const auto over = [](std::uint64_t figure, std::int32_t limit) {
    return limit != 0 && figure > static_cast<std::uint64_t>(limit);
  };
  if (limits.side_from != 0 && shorter < static_cast<std::uint64_t>(limits.side_from)) {
    return Misfit{
        "is too small",
        fmt::format("{}; its shorter side must have at least {}", pixels, limits.side_from),
        "use a larger one"};
  }
  if (over(longer, limits.side_to)) {
    return Misfit{"is too large",
                  fmt::format("{}; its longer side may have at most {}", pixels, limits.side_to),
                  "scale it down"};
  }
  if (limits.widest != 0 && longer > shorter * static_cast<std::uint64_t>(limits.widest)) {
    return Misfit{"is too narrow",
                  fmt::format("{}; its longer side may be at most {} times the shorter", pixels,
                              limits.widest),
                  "crop it"};
  }
  return std::nullopt;
}

std::optional<Misfit> length_misfit(const MediaFigures& figures, const FileLimits& limits) {
  if (figures.length && limits.shortest && *figures.length < *limits.shortest) {
    return Misfit{
        "is too short",
        fmt::format("{} s; at least {} s", figures.length->text(), limits.shortest->text()),
        "use a longer one"};
  }
  if (figures.length && limits.longest && *figures.length > *limits.longest) {
    return Misfit{"is too long",
                  fmt::format("{} s; at most {} s", figures.length->text(), limits.longest->text()),
                  "cut a part out of it"};
  }
  return std::nullopt;
}

std::optional<Misfit> misfit_of(const MediaFile& file, const FileLimits& limits, FileRole role) {
  if (!file.figures) {
    return std::nullopt;
  }
  const auto& types = limits.types;
  if (!types.empty() && std::find(types.begin(), types.end(), file.type) == types.end()) {
    return Misfit{
        "has the wrong format", fmt::format("its bytes are those of {}", name_of(file.type)),
        fmt::format("save it as {}, which it takes as a {}", listed(types), words_of(role).noun)};
  }
  const auto size = size_misfit(*file.figures, limits);
  return size ? size : length_misfit(*file.figures, limits);
}

}  // namespace

void FileChecks::check(const Scene& scene, const MediaFile& file, FileRole role) {
  const Model& model = *scene.model.value;
  const auto misfit = misfit_of(file, limits_of(model.inputs, role), role);
  const Reported one{file.at, &model};
  if (!misfit || diags_.full() ||
      std::find(reported_.begin(), reported_.end(), one) != reported_.end()) {
    return;
  }
  reported_.push_back(one);
  Diagnostic& d = diags_
                      .report(Code::file_beyond_limit,
                              fmt::format("'{}' {} for '{}'", ellipsize(file.written, 80),
                                          misfit->what, model.id()))
                      .at(file.at, misfit->label)
                      .at(scene.at, "in this scene")
                      .help(misfit->help);
  const Evidence evidence = model.evidence_of(words_of(role).figure);
  if (evidence.sure && *evidence.sure != Sure::documented) {
    d.note(fmt::format("how sure that is: {}; {}", name_of(*evidence.sure), evidence.source));
  }
}

}  // namespace reshoot
