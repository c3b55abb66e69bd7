// SPDX-License-Identifier: Apache-2.0
#include "report/model_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "report/figures.h"

namespace reshoot {
namespace {

std::string joined_with(const std::vector<std::string>& parts, std::string_view last) {
  if (parts.empty()) {
    return "";
  }
  const std::vector<std::string> first(parts.begin(), parts.end() - 1);
  return first.empty() ? parts.back()
                       : fmt::format("{} {} {}", fmt::join(first, ", "), last, parts.back());
}

std::string lengths_text(const Model& model) {
  std::vector<std::string> lengths;
  for (const Length length : model.lengths) {
    lengths.push_back(length.text());
  }
  return joined_with(lengths, "or") + " s";
}

std::string resolutions_text(const Model& model) {
  std::vector<std::string> all;
  for (const std::int32_t lines : model.resolutions) {
    all.push_back(fmt::format("{}p", lines));
  }
  return all.empty() ? "any" : joined_with(all, "or");
}

std::string ratios_text(const Model& model) {
  std::vector<std::string> all;
  for (const Ratio ratio : model.ratios) {
    all.push_back(ratio.text());
  }
  return all.empty() ? "any" : joined_with(all, "or");
}

std::string types_text(const std::vector<MediaType>& types) {
  std::vector<std::string> names;
  for (const MediaType type : types) {
    if (names.empty() || names.back() != name_of(type)) {  // two kinds of WebP
      names.emplace_back(name_of(type));
    }
  }
  return joined_with(names, "or");
}

/// `240 to 8000`, `at least 240`, `at most 8000`; empty: no limit.
std::string range_text(const std::string& from, const std::string& to) {
  if (from.empty()) {
    return to.empty() ? "" : "at most " + to;
  }
  return to.empty() ? "at least " + from : fmt::format("{} to {}", from, to);
}

/// Empty: no limit is known.
std::string files_text(const FileLimits& files) {
  const auto pixels = [](std::int32_t side) {
    return side == 0 ? std::string() : fmt::format("{}", side);
  };
  const auto seconds = [](const std::optional<Length>& length) {
    return length ? length->text() : std::string();
  };
  const std::string sides = range_text(pixels(files.side_from), pixels(files.side_to));
  const std::string lengths = range_text(seconds(files.shortest), seconds(files.longest));
  std::vector<std::string> parts;
  const auto add = [&](bool is_there, std::string text) {
    if (is_there) {
      parts.push_back(std::move(text));
    }
  };
  add(!files.types.empty(), types_text(files.types));
  add(files.bytes != 0, fmt::format("at most {}", bytes_text(files.bytes)));
  add(!sides.empty(), fmt::format("sides {} pixels", sides));
  add(files.widest != 0, fmt::format("at most {}:1 either way", files.widest));
  add(!lengths.empty(), fmt::format("{} s", lengths));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string references_text(const ModelInputs& in) {
  if (!in.binds()) {
    return "none";
  }
  std::string text = fmt::format("at most {}", in.references);
  if (in.reference_videos == 0) {
    return text + ", pictures only";
  }
  return in.reference_images < in.references || in.reference_videos < in.references
             ? fmt::format("{} (pictures {}, clips {})", text, in.reference_images,
                           in.reference_videos)
             : text + ", pictures and clips";
}

/// Collects lines of one row.
class Lines {
 public:
  explicit Lines(const Model& model) : model_(model) {}

  void add(std::string figure, std::string value) {
    Evidence evidence = model_.evidence_of(figure);
    all_.push_back({std::move(figure), std::move(value), std::move(evidence)});
  }
  void add_known(std::string figure, std::string value) {
    if (!value.empty()) {
      add(std::move(figure), std::move(value));
    }
  }
  void add_flag(std::string figure, bool is) { add(std::move(figure), is ? "yes" : "no"); }
  void add_rule(std::string figure, bool holds, std::string value) {
    if (holds) {
      add(std::move(figure), std::move(value));
    }
  }
  void add_price(std::string figure, std::string value, std::optional<Sure> sure) {
    Evidence evidence = model_.price_evidence;
    evidence.sure = sure ? sure : evidence.sure;
    if (!model_.price_date.empty()) {
      evidence.source +=
          fmt::format("{}read {}", evidence.source.empty() ? "" : "; ", model_.price_date);
    }
    all_.push_back({std::move(figure), std::move(value), std::move(evidence)});
  }
  std::vector<FigureLine> take() { return std::move(all_); }

 private:
  const Model& model_;
  std::vector<FigureLine> all_;
};

void add_inputs(const ModelInputs& in, Lines& lines) {
  lines.add("inputs.references", references_text(in));
  lines.add_rule("inputs.characters", in.characters > 0, fmt::format("at most {}", in.characters));
  lines.add_flag("inputs.first_frame", in.first_frame);
  lines.add_flag("inputs.last_frame", in.last_frame);
  lines.add_flag("inputs.voice_sample", in.voice_sample);
  lines.add_known("inputs.image_files", files_text(in.image_files));
  lines.add_known("inputs.video_files", files_text(in.video_files));
  lines.add_known("inputs.frame_files", files_text(in.frame_files));
  lines.add_known("inputs.voice_files", files_text(in.voice_files));
  lines.add_rule("inputs.needs_references", in.needs_references, "no clip without a reference");
  lines.add_rule("inputs.needs_first_frame", in.needs_first_frame, "no clip without a first frame");
  lines.add_rule("inputs.needs_avatar", in.needs_avatar,
                 "the character's avatar and voice at HeyGen");
  lines.add_rule("inputs.prompt", !in.prompt, "no field takes one: it may only name who is seen");
  lines.add_rule("inputs.frames_exclude_cast", in.frames_exclude_cast,
                 "frames or references, not both");
  lines.add_rule("inputs.cast_needs_16_9", in.cast_needs_16_9, "references only at 16:9");
  if (in.cast_length) {
    lines.add("inputs.cast_length",
              fmt::format("with references only {} s", in.cast_length->text()));
  }
  if (in.longest_with_video) {
    lines.add("inputs.longest_with_video",
              fmt::format("with a reference clip at most {} s", in.longest_with_video->text()));
  }
  lines.add_rule("inputs.first_frame_sets_ratio", in.first_frame_sets_ratio,
                 "with a first frame, the clip has its shape");
}

void add_prices(const Model& model, Lines& lines) {
  if (!model.per_second && model.per_second_at.empty()) {
    lines.add_price("per_second", "unknown", {});
  }
  if (model.per_second) {
    lines.add_price("per_second", model.free() ? "free" : model.per_second->text(), {});
  }
  for (const ResolutionPrice& price : model.per_second_at) {
    lines.add_price("per_second_at", fmt::format("{} at {}p", price.per_second.text(), price.lines),
                    price.sure);
  }
  if (model.billed_video) {
    lines.add("billed_video", fmt::format("seconds of reference clips on top, at most {}",
                                          model.billed_video->text()));
  }
}

}  // namespace

std::vector<FigureLine> model_figures(const Model& model) {
  Lines lines(model);
  lines.add_rule("wire_id", model.sent_as() != model.name, model.sent_as());
  if (model.lengths.empty()) {
    const std::string_view unit = model.whole_seconds ? "s, whole seconds" : "s";
    lines.add("shortest", fmt::format("{} {}", model.shortest.text(), unit));
    lines.add("longest", fmt::format("{} {}", model.longest.text(), unit));
  } else {
    lines.add("lengths", lengths_text(model));
  }
  lines.add("resolutions", resolutions_text(model));
  if (model.takes_ratio) {
    lines.add("ratios", ratios_text(model));
  } else {
    lines.add("takes_ratio", "no: the clip has the shape of its input");
  }
  lines.add("prompt_characters", fmt::format("at most {}", model.prompt_characters));
  lines.add_flag("speaks", model.speaks);
  lines.add_flag("native_audio", model.native_audio);
  lines.add_rule("talking_head", model.talking_head, "shows one character who speaks the lines");
  lines.add_rule("workflow", model.workflow != nullptr,
                 "a graph of your own, part of every clip's key");
  lines.add_rule("takes_language", model.takes_language, "yes");
  lines.add_rule("takes_fps", model.takes_fps, "yes");
  add_inputs(model.inputs, lines);
  add_prices(model, lines);
  lines.add("expected_seconds", duration_text(std::chrono::seconds(model.expected_seconds)));
  return lines.take();
}

std::vector<FigureLine> provider_figures(const ProviderFacts& facts) {
  const AccountLimits& account = facts.account;
  std::vector<FigureLine> lines;
  for (const FigureEvidence& known : facts.evidence) {
    std::string value;
    if (known.figure == "at_once") {
      value = fmt::format("at most {}", account.at_once);
    } else if (known.figure == "per_minute") {
      value = fmt::format("at most {}", account.per_minute);
    } else if (known.figure == "per_hour") {
      value = fmt::format("at most {}", account.per_hour);
    } else if (known.figure == "polls_per_second") {
      value = fmt::format("at most {}", account.polls_per_second);
    } else if (known.figure == "shortest_poll") {
      value = duration_text(account.poll_shortest);
    } else if (known.figure == "idempotency") {
      value = name_of(facts.idempotency);
    } else if (known.figure == "lists_jobs") {
      value = facts.lists_jobs ? "yes" : "no";
    } else if (known.figure == "result_hours") {
      value = fmt::format("{}", facts.result_life.value_or(std::chrono::hours(0)).count());
    } else if (known.figure == "public_uploads") {
      value = facts.public_uploads ? "yes: anybody with its URL can read an input" : "no";
    }
    lines.push_back({known.figure, std::move(value), known.evidence});
  }
  return lines;
}

std::string price_text(const Model& model) {
  if (model.free()) {
    return "free";
  }
  std::vector<std::string> prices;
  if (model.per_second) {
    prices.push_back(fmt::format("{}/s", model.per_second->text()));
  }
  for (const ResolutionPrice& price : model.per_second_at) {
    prices.push_back(fmt::format("{}p {}/s", price.lines, price.per_second.text()));
  }
  return prices.empty() ? "unknown" : fmt::format("{}", fmt::join(prices, ", "));
}

std::optional<Sure> price_sure(const Model& model) {
  if (!model.per_second && model.per_second_at.empty()) {
    return std::nullopt;
  }
  std::optional<Sure> least = model.price_evidence.sure;
  for (const ResolutionPrice& price : model.per_second_at) {
    least = std::max(least, price.sure);
  }
  return least;
}

}  // namespace reshoot
