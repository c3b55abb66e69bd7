// SPDX-License-Identifier: Apache-2.0
#include "cli/identity_desk.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/render_diagnostics.h"
#include "cli/identity_files.h"
#include "identity/references.h"
#include "report/figures.h"
#include "verify/clip_measurer.h"

namespace reshoot {
namespace {

/// The characters that judged scenes show.
std::vector<bool> judged_characters(const Campaign& campaign) {
  std::vector<bool> judged(campaign.characters.size(), false);
  for (const Scene& scene : campaign.scenes) {
    for (const CastMember& member : scene.cast) {
      judged[member.character] = judged[member.character] ||
                                 (scene.judged() && member.identity.level != IdentityLevel::off);
    }
  }
  return judged;
}

Span place_of(const Character& character, const ReferenceMistake& mistake) {
  using Kind = ReferenceMistake::Kind;
  const bool voice = mistake.kind == Kind::voice_short || mistake.kind == Kind::voice_noisy ||
                     mistake.kind == Kind::several_voices;
  if (voice) {
    return character.voice ? character.voice->at : character.at;
  }
  return mistake.reference < character.references.size()
             ? character.references[mistake.reference].file.at
             : character.at;
}

void report(const Character& character, const ReferenceMistake& mistake, Diagnostics& diags) {
  const Code code = mistake.is_error ? Code::unfit_reference : Code::weak_reference;
  Diagnostic& shown = diags.report(code, fmt::format("'{}': {}", character.name, mistake.text));
  shown.at(place_of(character, mistake));
  if (mistake.other && *mistake.other < character.references.size()) {
    shown.note(fmt::format("the other is '{}'", character.references[*mistake.other].file.written));
  }
}

/// Said only where a person would wonder what is going on.
RefreshProgress progress_on_stderr() {
  return [](std::string_view what, std::size_t done, std::size_t all) {
    if (what == "measured" || done >= all) {
      print_err(fmt::format("{} {} of {}\n", what, done,
                            counted(static_cast<std::int64_t>(all), "take")));
    }
  };
}

}  // namespace

bool IdentityDesk::can_judge(const MeasureNeeds& needs) const {
  const auto has = [&](const IdentityModel* model) {
    return model != nullptr &&
           std::find(missing.begin(), missing.end(), model->id) == missing.end();
  };
  const IdentityModels& models = access.models;
  const bool faces = !needs.faces || (has(models.face_detector) && has(models.face_embedding));
  const bool pictures = !needs.pictures || has(models.image_embedding);
  return faces && pictures && (!needs.voices || has(models.speaker_embedding));
}

Result<IdentityDesk> open_identity_desk(const Project& project, const Toolbox& tools) {
  TRY_ASSIGN(const IdentityFiles files, IdentityFiles::of_process());
  IdentityDesk desk;
  desk.access.models = project.identity_models();
  const auto find = [&](const IdentityModel* model) -> std::optional<InstalledModel> {
    const auto file = model == nullptr ? std::nullopt : files.installed(*model);
    if (!file) {
      desk.missing.push_back(model == nullptr ? "" : model->id);
      return std::nullopt;
    }
    return InstalledModel{model, *file};
  };
  MeasuringModels models;
  models.eyes.face_detector = find(desk.access.models.face_detector);
  models.eyes.face_embedding = find(desk.access.models.face_embedding);
  models.eyes.image_embedding = find(desk.access.models.image_embedding);
  models.speaker_embedding = find(desk.access.models.speaker_embedding);
  desk.measurer = std::make_unique<ClipMeasurer>(tools.tools, std::move(models));
  desk.access.measurer = desk.measurer.get();
  return desk;
}

void report_references(const std::vector<std::optional<Likeness>>& likenesses,
                       const Campaign& campaign, const IdentityModels& models, Diagnostics& diags) {
  const std::vector<bool> judged = judged_characters(campaign);
  for (std::size_t i = 0; i < likenesses.size(); ++i) {
    const Character& character = campaign.characters[i];
    if (judged[i] && character.references.empty()) {
      diags
          .report(Code::unfit_reference,
                  fmt::format("'{}' has no reference to be recognised by", character.name))
          .at(character.at)
          .help("give it references, or say 'identity: off' for it");
    } else if (judged[i] && likenesses[i]) {
      for (const ReferenceMistake& mistake : reference_mistakes(*likenesses[i], models)) {
        report(character, mistake, diags);
      }
    }
  }
}

Result<void> judge_what_is_here(IdentityDesk& desk, Project& project, const Graph& graph,
                                const std::vector<bool>& wanted, Store& store, Facts& facts,
                                int jobs, const Console& console, const Cancel& cancel) {
  const Campaign& campaign = *project.campaign;
  if (graph.characters.empty() || !desk.can_judge(needs_of(campaign))) {
    return {};
  }
  const RefreshPlace place{graph, campaign, store, cancel, jobs, progress_on_stderr()};
  TRY(learn_characters(place, desk.access, facts));
  Diagnostics found;
  report_references(desk.access.likenesses, campaign, desk.access.models, found);
  print_err(render_text(found, project.sources, console.err_colour));
  if (found.has_errors()) {
    return fail(ErrorKind::campaign, "references of the campaign are not fit to judge clips by",
                "nothing was shot; change them as said above");
  }
  TRY_ASSIGN(const RefreshCounts counts, check_choices(place, wanted, desk.access, facts));
  for (const Error& error : counts.failures) {
    print_err(fmt::format("note: a take could not be measured: {}\n", error.message));
  }
  return {};
}

Result<void> check_references(Project& project, const Graph& graph, const Toolbox& tools,
                              Store& store, Facts& facts, const Cancel& cancel) {
  TRY_ASSIGN(IdentityDesk desk, open_identity_desk(project, tools));
  if (graph.characters.empty()) {
    return {};
  }
  if (!desk.can_judge(needs_of(*project.campaign))) {
    print_err(
        "note: whether people can be recognised by their references was not looked at: the models "
        "for that are not installed\n  = help: 'reshoot models pull' fetches them once\n");
    return {};
  }
  const RefreshPlace place{graph, *project.campaign, store, cancel, 1, {}, false};
  TRY(learn_characters(place, desk.access, facts));
  report_references(desk.access.likenesses, *project.campaign, desk.access.models, project.diags);
  return {};
}

Result<void> check_can_judge(const IdentityDesk& desk, const Graph& graph, const Campaign& campaign,
                             const Plan& plan) {
  if (graph.characters.empty() || desk.can_judge(needs_of(campaign))) {
    return {};
  }
  for (const Decision& decision : plan.decisions) {
    const auto* clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    const bool ships_or_pays =
        decision.kind == DecisionKind::run || decision.kind == DecisionKind::check;
    if (clip == nullptr || !ships_or_pays || !campaign.scenes[clip->scene].judged()) {
      continue;
    }
    const Scene& scene = campaign.scenes[clip->scene];
    return fail(ErrorKind::environment,
                fmt::format("'{}' shows people who must be recognised, and the models for that are "
                            "not installed ({})",
                            scene.name, fmt::join(desk.missing, ", ")),
                "nothing was sent; 'reshoot models pull' fetches them once; 'identity: off' in the "
                "scene does without");
  }
  return {};
}

}  // namespace reshoot
