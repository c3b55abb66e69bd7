// SPDX-License-Identifier: Apache-2.0
// Expansion in two passes: requests of scenes, then the segments and cuts of videos.

#include "graph/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "campaign/voice_video.h"
#include "graph/key.h"
#include "graph/prepare.h"

namespace reshoot {
namespace {

/// Turns scenes into canonical requests: only what the model can express goes in.
class Requests {
 public:
  Requests(const Campaign& campaign, const Catalog& catalog, ContentDigests& digests,
           const ExpandOptions& options, Diagnostics& diags)
      : campaign_(campaign),
        catalog_(catalog),
        digests_(digests),
        options_(options),
        diags_(diags) {}

  std::optional<GenerateStep> generate(std::uint32_t index) {
    const Scene& scene = campaign_.scenes[index];
    GenerateStep step;
    step.scene = index;
    step.model = options_.draft ? &catalog_.animatic() : scene.model.value;
    if (!fill(scene, *step.model, step.request)) {
      return std::nullopt;
    }
    KeyText text(StepKind::generate);
    describe(step.request, text);
    step.key = text.key();
    step.cost = price_of(*step.model, {scene.seconds.value, scene.lines.value,
                                       billed_videos(scene, *step.model, step.request)});
    return step;
  }

  std::optional<InputFile> input(const MediaFile& file) {
    Result<InputFile> found = digests_.digest(file);
    if (!found) {
      report_once(file, found.error());
      return std::nullopt;
    }
    return *std::move(found);
  }

 private:
  /// A broken picture of a character is met in each of its scenes; the place is the same.
  void report_once(const MediaFile& file, const Error& error) {
    if (!reported_.emplace(file.at.source, file.at.begin, file.path.native()).second) {
      return;
    }
    std::string message = error.message;
    const std::string path = printable(file.path.string());
    if (const std::size_t at = message.find(path); at != std::string::npos) {
      message.replace(at, path.size(), printable(file.written));
    }
    diags_.report(Code::unreadable_file, std::move(message)).at(file.at).help(error.help);
  }

  /// The length of all clips that the cast binds, and of those that are made for its voices. One
  /// that is not known counts as long as any may.
  Length billed_videos(const Scene& scene, const Model& model,
                       const GenerateRequest& request) const {
    Length sum;
    if (!model.billed_video) {
      return sum;
    }
    for (const CastMember& member : scene.cast) {
      for (const std::uint32_t index : member.references) {
        const MediaFile& file = campaign_.characters[member.character].references[index].file;
        if (is_video(file.type)) {
          const bool is_known = file.figures && file.figures->length;
          sum.millis += (is_known ? *file.figures->length : *model.billed_video).millis;
        }
      }
    }
    for (const CastRequest& cast : request.cast) {
      sum.millis += cast.voice_video ? cast.voice_video->length.millis : 0;
    }
    return sum;
  }

  bool fill(const Scene& scene, const Model& model, GenerateRequest& request) {
    request.model = model.name;
    request.prompt = scene.prompt.value;
    request.seconds = scene.seconds.value;
    request.lines = scene.lines.value;
    request.seed = scene.seed.value;
    request.at = {scene.model.at, scene.prompt.at, scene.seconds.at,  scene.lines.at,
                  scene.ratio.at, scene.fps.at,    scene.language.at, scene.seed.at};
    if (model.takes_ratio) {
      request.ratio = scene.ratio.value;
    }
    if (model.takes_fps) {
      request.fps = scene.fps.value;
    }
    // Silent scenes sound the same in every language.
    if (model.takes_language && !scene.says.empty()) {
      request.language = scene.language.value;
    }
    if (model.speaks) {
      for (const SpokenLine& line : scene.says) {
        request.says.push_back({line.cast, line.text, line.at});
      }
    }
    if (model.local()) {
      request.shown_model = scene.model.value->id();
      request.tools = options_.tools.shoot;
    }
    if (model.workflow) {
      request.workflow = model.workflow->content;
    }
    return fill_cast(scene, model, request) && fill_frames(scene, model, request);
  }

  bool fill_cast(const Scene& scene, const Model& model, GenerateRequest& request) {
    bool complete = true;
    for (std::uint32_t i = 0; i < scene.cast.size(); ++i) {
      const CastMember& member = scene.cast[i];
      const Character& character = campaign_.characters[member.character];
      CastRequest& cast = request.cast.emplace_back();
      cast.kind = character.kind;
      cast.at = member.at;
      if (model.talking_head) {
        put_heygen(character.heygen, cast);
      }
      const bool is_bound = model.inputs.binds() && cast.avatar_id.empty();
      // A workflow's prompt knows nothing of numbers, and a talking head's of nobody's looks.
      if (model.local() || model.workflow || !(model.inputs.binds() || model.talking_head)) {
        cast.description = character.description.value;
        cast.description_at = character.description.at;
      }
      if (is_bound) {
        for (const std::uint32_t reference : member.references) {
          complete &= put(character.references[reference].file, cast.references.emplace_back());
        }
      }
      if (model.inputs.voice_sample && character.voice) {
        complete &= put(*character.voice, cast.voice.emplace());
      }
      if (const auto video = voice_video_of(scene, i, campaign_.characters, model)) {
        complete &= put(*video, cast.voice_video.emplace());
      }
    }
    return complete;
  }

  bool put(const VoiceVideo& video, VoiceVideoRequest& out) {
    CHECK(video.portrait != nullptr);  // a campaign without one does not pass its checks
    const auto& figures = video.sample->figures;
    out.recipe = voice_video_recipe;
    out.length = voice_video_length(figures ? figures->length : std::nullopt);
    out.at = video.sample->at;
    const bool complete = put(*video.portrait, out.portrait);
    return put(*video.sample, out.sample) && complete;
  }

  static void put_heygen(const HeygenIds& ids, CastRequest& cast) {
    cast.avatar_id = ids.avatar;
    cast.avatar_at = ids.avatar_at;
    cast.voice_id = ids.voice;
    cast.voice_at = ids.voice_at;
  }

  bool fill_frames(const Scene& scene, const Model& model, GenerateRequest& request) {
    bool complete = true;
    if (model.inputs.first_frame && scene.first_frame) {
      complete &= put(*scene.first_frame, request.first_frame.emplace());
    }
    if (model.inputs.last_frame && scene.last_frame) {
      complete &= put(*scene.last_frame, request.last_frame.emplace());
    }
    return complete;
  }

  bool put(const MediaFile& file, InputFile& out) {
    std::optional<InputFile> found = input(file);
    if (!found) {
      return false;
    }
    out = *std::move(found);
    return true;
  }

  const Campaign& campaign_;
  const Catalog& catalog_;
  ContentDigests& digests_;
  const ExpandOptions& options_;
  std::set<std::tuple<SourceId, std::uint32_t, std::string>> reported_;  ///< places of inputs
  Diagnostics& diags_;
};

/// Builds the step list; segments of one scene in one format are shared between videos.
class Expansion {
 public:
  Expansion(const Campaign& campaign, Requests& requests)
      : campaign_(campaign), requests_(requests) {}

  /// False where an input could not be read; all of them have been reported then.
  bool run(Graph& graph) {
    bool complete = true;
    for (std::uint32_t i = 0; i < campaign_.scenes.size(); ++i) {
      complete &= add_scene(graph, i);
    }
    if (complete) {
      for (std::uint32_t i = 0; i < campaign_.videos.size(); ++i) {
        add_video(graph, i);
      }
    }
    return complete;
  }

 private:
  bool add_scene(Graph& graph, std::uint32_t index) {
    const Scene& scene = campaign_.scenes[index];
    clips_.emplace_back();
    footage_.emplace_back();
    if (scene.footage) {
      footage_.back() = requests_.input(*scene.footage);
      return footage_.back().has_value();
    }
    std::optional<GenerateStep> step = requests_.generate(index);
    if (!step) {
      return false;
    }
    clips_.back() = add(graph, {"generate:" + scene.name, scene.at, {}, *std::move(step)});
    return true;
  }

  void add_video(Graph& graph, std::uint32_t index) {
    const Video& video = campaign_.videos[index];
    Step cut{"cut:" + video.name, video.at, {}, {}};
    CutStep what;
    what.video = index;
    what.fps = video.fps.value;
    what.loudness = video.loudness.value;
    what.loudness_at = video.loudness.at;
    what.scenes_at = video.at;
    for (const std::uint32_t scene : video.scenes) {
      what.segments.push_back(segment(graph, video, scene));
    }
    cut.inputs = what.segments;
    for (const std::uint32_t scene : video.scenes) {
      if (clips_[scene]) {
        cut.inputs.push_back(*clips_[scene]);  // for its sound
      }
    }
    cut.what = std::move(what);
    add(graph, std::move(cut));
  }

  StepIndex segment(Graph& graph, const Video& video, std::uint32_t index) {
    const Scene& scene = campaign_.scenes[index];
    const Size size = video.size.value;
    const Rate fps = video.fps.value;
    const auto format = std::tuple(index, size.width, size.height, fps.num, fps.den);
    const auto known = segments_.find(format);
    if (known != segments_.end()) {
      return known->second;
    }
    ConformStep what;
    what.scene = index;
    what.clip = clips_[index];
    what.footage = footage_[index];
    what.size = size;
    what.fps = fps;
    what.fit = scene.fit.value;
    if (scene.seconds.value.millis > 0) {
      what.seconds = scene.seconds.value;
    }
    what.size_at = video.size.at;
    what.fps_at = video.fps.at;
    what.fit_at = scene.fit.at;
    what.seconds_at = scene.seconds.at;
    Step step{fmt::format("conform:{}/{}", video.name, scene.name), scene.at, {}, {}};
    if (what.clip) {
      step.inputs.push_back(*what.clip);
    }
    step.what = std::move(what);
    return segments_[format] = add(graph, std::move(step));
  }

  static StepIndex add(Graph& graph, Step step) {
    const auto index = static_cast<StepIndex>(graph.steps.size());
    graph.users.emplace_back();
    for (const StepIndex input : step.inputs) {
      CHECK(input < index);
      if (graph.users[input].empty() || graph.users[input].back() != index) {
        graph.users[input].push_back(index);
      }
    }
    graph.steps.push_back(std::move(step));
    return index;
  }

  using Format = std::tuple<std::uint32_t, std::int32_t, std::int32_t, std::int32_t, std::int32_t>;
  const Campaign& campaign_;
  Requests& requests_;
  std::vector<std::optional<StepIndex>> clips_;
  std::vector<std::optional<InputFile>> footage_;
  std::map<Format, StepIndex> segments_;
};

/// False where an input could not be read.
bool add_characters(const Campaign& campaign, Requests& requests, Graph& graph) {
  bool complete = true;
  const auto add = [&](const MediaFile& file, auto put) {
    std::optional<InputFile> input = requests.input(file);
    complete = complete && input;
    if (input) {
      put(*std::move(input));
    }
  };
  for (const Character& character : campaign.characters) {
    CharacterInputs& inputs = graph.characters.emplace_back();
    for (const Reference& reference : character.references) {
      add(reference.file, [&](InputFile file) { inputs.references.push_back(std::move(file)); });
    }
    if (character.voice) {
      add(*character.voice, [&](InputFile file) { inputs.voice = std::move(file); });
    }
  }
  return complete;
}

}  // namespace

std::optional<Graph> expand(const Campaign& campaign, const Catalog& catalog,
                            ContentDigests& digests, const ExpandOptions& options,
                            Diagnostics& diags) {
  Graph graph;
  graph.campaign = campaign.name;
  graph.tools = options.tools.render;
  Requests requests(campaign, catalog, digests, options, diags);
  const bool whole = Expansion(campaign, requests).run(graph);
  const bool judged = !options.draft && std::any_of(campaign.scenes.begin(), campaign.scenes.end(),
                                                    [](const Scene& s) { return s.judged(); });
  const bool known = !judged || add_characters(campaign, requests, graph);
  return whole && known ? std::optional(std::move(graph)) : std::nullopt;
}

}  // namespace reshoot
