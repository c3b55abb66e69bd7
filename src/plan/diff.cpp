// SPDX-License-Identifier: Apache-2.0
// A scene is known by what it shows: the key of its clip, or the content of its footage.

#include "plan/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "graph/key.h"
#include "plan/reasons.h"

namespace reshoot {
namespace {

/// What a scene shows.
struct Shown {
  std::string_view scene;
  Digest content;                 ///< clip key, or content of the footage
  std::optional<StepIndex> step;  ///< the generate step; nullopt: footage
};

/// In the order of the graph; footage that no video uses is not there.
std::vector<Shown> shown_by(const CampaignState& state) {
  std::vector<Shown> all;
  std::unordered_set<std::uint32_t> seen;
  const auto add = [&](std::uint32_t scene, const Digest& content, std::optional<StepIndex> step) {
    if (seen.insert(scene).second) {
      all.push_back({state.campaign.scenes[scene].name, content, step});
    }
  };
  for (StepIndex i = 0; i < state.graph.steps.size(); ++i) {
    const Step& step = state.graph.steps[i];
    if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
      add(clip->scene, clip->key, i);
    } else if (const auto* segment = std::get_if<ConformStep>(&step.what);
               segment != nullptr && segment->footage) {
      add(segment->scene, segment->footage->content, std::nullopt);
    }
  }
  return all;
}

/// Which scene then is which scene now.
class Matching {
 public:
  Matching(const std::vector<Shown>& was, const std::vector<Shown>& now)
      : was_(was), of_now_(now.size()), taken_(was.size()) {
    match(now, [](const Shown& s) { return fmt::format("{} {}", s.content.hex(), s.scene); });
    match(now, [](const Shown& s) { return s.content.hex(); });
    match(now, [](const Shown& s) { return std::string(s.scene); });
  }

  /// What a scene of `now` was; nullptr: it is new.
  [[nodiscard]] const Shown* was(std::size_t now) const {
    return of_now_[now] ? &was_[*of_now_[now]] : nullptr;
  }
  [[nodiscard]] bool is_gone(std::size_t was) const { return !taken_[was]; }

 private:
  /// Pairs those of equal word that have no partner yet, in their order. Footage is no clip.
  void match(const std::vector<Shown>& now, std::string (*word_of)(const Shown&)) {
    std::unordered_map<std::string, std::vector<std::size_t>> free;
    const auto word = [&](const Shown& s) { return (s.step ? "clip " : "footage ") + word_of(s); };
    for (std::size_t i = was_.size(); i-- > 0;) {
      if (!taken_[i]) {
        free[word(was_[i])].push_back(i);
      }
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
      const auto found = of_now_[i] ? free.end() : free.find(word(now[i]));
      if (found != free.end() && !found->second.empty()) {
        of_now_[i] = found->second.back();
        taken_[found->second.back()] = true;
        found->second.pop_back();
      }
    }
  }

  const std::vector<Shown>& was_;
  std::vector<std::optional<std::size_t>> of_now_;
  std::vector<bool> taken_;
};

std::unordered_set<std::string_view> common(const std::vector<std::string_view>& a,
                                            const std::vector<std::string_view>& b) {
  const std::unordered_set<std::string_view> of_b(b.begin(), b.end());
  std::unordered_set<std::string_view> both;
  std::copy_if(a.begin(), a.end(), std::inserter(both, both.end()),
               [&](std::string_view name) { return of_b.contains(name); });
  return both;
}

class Differ {
 public:
  Differ(const CampaignState& was, const CampaignState& now)
      : was_(was),
        now_(now),
        shown_was_(shown_by(was)),
        shown_now_(shown_by(now)),
        matching_(shown_was_, shown_now_) {}

  CampaignDiff run() {
    compare_clips();
    compare_videos();
    return std::move(diff_);
  }

 private:
  void compare_clips() {
    for (std::size_t i = 0; i < shown_now_.size(); ++i) {
      const Shown& now = shown_now_[i];
      const Shown* const was = matching_.was(i);
      if (was != nullptr) {
        name_now_[was->scene] = now.scene;
      }
      if (now.step) {
        compare_clip(was, now);
      }
    }
    for (std::size_t i = 0; i < shown_was_.size(); ++i) {
      if (matching_.is_gone(i) && shown_was_[i].step) {
        diff_.clips.push_back({ChangeKind::gone,
                               std::string(shown_was_[i].scene),
                               {},
                               {},
                               shown_was_[i].content,
                               {}});
      }
    }
  }

  void compare_clip(const Shown* was, const Shown& now) {
    ClipChange change;
    change.scene = now.scene;
    change.step = now.step;
    if (was == nullptr) {
      change.kind = ChangeKind::added;
    } else {
      change.was_key = was->content;
      if (was->content != now.content) {
        change.kind = ChangeKind::changed;
        change.reasons = clip_reasons(*was->step, *now.step);
      } else if (was->scene != now.scene) {
        change.kind = ChangeKind::renamed;
        change.was_scene = was->scene;
      } else {
        ++diff_.same_clips;
        return;
      }
    }
    if (change.kind != ChangeKind::renamed) {
      remade_.insert(now.scene);
    }
    diff_.clips.push_back(std::move(change));
  }

  /// As for a step whose last build was of the other state.
  [[nodiscard]] std::vector<Reason> clip_reasons(StepIndex was, StepIndex now) const {
    KeyText text(StepKind::generate);
    describe(std::get<GenerateStep>(was_.graph.steps[was].what).request, text);
    Decision decision;
    decision.step = now;
    const std::vector<std::optional<Made>> none(now_.graph.steps.size());
    return reasons_of(now_.graph, now_.campaign, decision, none, text.text());
  }

  void compare_videos() {
    std::unordered_map<std::string_view, const Step*> cuts_was = cuts_of(was_);
    for (const Step& step : now_.graph.steps) {
      if (const auto* cut = std::get_if<CutStep>(&step.what)) {
        const Video& video = now_.campaign.videos[cut->video];
        const auto was = cuts_was.find(video.name);
        compare_video(was == cuts_was.end() ? nullptr : was->second, step, video);
        if (was != cuts_was.end()) {
          cuts_was.erase(was);
        }
      }
    }
    for (const Video& video : was_.campaign.videos) {
      if (cuts_was.contains(video.name)) {
        diff_.videos.push_back({ChangeKind::gone, video.name, {}, {}, {}});
      }
    }
  }

  static std::unordered_map<std::string_view, const Step*> cuts_of(const CampaignState& state) {
    std::unordered_map<std::string_view, const Step*> cuts;
    for (const Step& step : state.graph.steps) {
      if (const auto* cut = std::get_if<CutStep>(&step.what)) {
        cuts.emplace(state.campaign.videos[cut->video].name, &step);
      }
    }
    return cuts;
  }

  void compare_video(const Step* was, const Step& now, const Video& video) {
    VideoChange change{ChangeKind::added, video.name, video.at, {}, {}};
    if (was != nullptr) {
      change.kind = ChangeKind::changed;
      const auto both = common(scenes_of(was_, *was, true), scenes_of(now_, now, false));
      change.reasons =
          differences(fields_of(was_, *was, true, both), fields_of(now_, now, false, both));
      for (Reason& reason : change.reasons) {
        reason.at = reason.at.is_none() ? video.at : reason.at;
      }
      change.clips = remade_clips(video);
      if (change.reasons.empty() && change.clips.empty()) {
        ++diff_.same_videos;
        return;
      }
    }
    diff_.videos.push_back(std::move(change));
  }

  [[nodiscard]] std::vector<std::string> remade_clips(const Video& video) const {
    std::vector<std::string> names;
    for (const std::uint32_t scene : video.scenes) {
      const std::string& name = now_.campaign.scenes[scene].name;
      if (remade_.contains(name) && std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
    return names;
  }

  /// A scene's name as it is now.
  [[nodiscard]] std::string_view name_of_scene(std::string_view name, bool then) const {
    const auto renamed = then ? name_now_.find(name) : name_now_.end();
    return renamed == name_now_.end() ? name : renamed->second;
  }

  /// Names as they are now.
  [[nodiscard]] std::vector<std::string_view> scenes_of(const CampaignState& state,
                                                        const Step& step, bool then) const {
    std::vector<std::string_view> names;
    for (const std::uint32_t scene :
         state.campaign.videos[std::get<CutStep>(step.what).video].scenes) {
      names.push_back(name_of_scene(state.campaign.scenes[scene].name, then));
    }
    return names;
  }

  /// What a video is made of, in words of the campaign; the clips themselves are not in it. Of its
  /// segments those of the scenes in `both`.
  [[nodiscard]] std::vector<KeyField> fields_of(const CampaignState& state, const Step& step,
                                                bool then,
                                                std::unordered_set<std::string_view> both) const {
    const auto& cut = std::get<CutStep>(step.what);
    const Video& video = state.campaign.videos[cut.video];
    KeyFields fields;
    fields.field("scenes", fmt::format("{}", fmt::join(scenes_of(state, step, then), ", ")),
                 cut.scenes_at);
    fields.field("size", video.size.value.text(), video.size.at);
    fields.field("fps", video.fps.value.text(), video.fps.at);
    fields.field("loudness", video.loudness.value.text(), video.loudness.at);
    for (const StepIndex index : cut.segments) {
      const auto& segment = std::get<ConformStep>(state.graph.steps[index].what);
      const std::string_view scene = name_of_scene(state.campaign.scenes[segment.scene].name, then);
      if (both.erase(scene) > 0) {  // a scene may stand there twice
        describe_segment(segment, scene, fields);
      }
    }
    return fields.fields();
  }

  static void describe_segment(const ConformStep& segment, std::string_view scene,
                               KeyFields& fields) {
    fields.field(fmt::format("{}.fit", scene), name_of(segment.fit), segment.fit_at);
    if (segment.footage) {  // a clip's content and length are in its key
      fields.field(fmt::format("{}.footage", scene), segment.footage->content.text(),
                   segment.footage->at);
      if (segment.seconds) {
        fields.field(fmt::format("{}.seconds", scene), segment.seconds->text(), segment.seconds_at);
      }
    }
  }

  const CampaignState& was_;
  const CampaignState& now_;
  std::vector<Shown> shown_was_;
  std::vector<Shown> shown_now_;
  Matching matching_;
  std::unordered_map<std::string_view, std::string_view> name_now_;  ///< by name then
  std::unordered_set<std::string_view> remade_;  ///< scenes whose clip is added or changed
  CampaignDiff diff_;
};

}  // namespace

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::changed:
      return "changed";
    case ChangeKind::renamed:
      return "renamed";
    case ChangeKind::gone:
      return "gone";
  }
  return "unknown";
}

CampaignDiff diff_campaigns(const CampaignState& was, const CampaignState& now) {
  return Differ(was, now).run();
}

}  // namespace reshoot
