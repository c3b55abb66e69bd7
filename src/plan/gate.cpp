// SPDX-License-Identifier: Apache-2.0
// Comparisons are found by their keys, so that nothing is judged by what is out of date.

#include "plan/gate.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/key.h"
#include "plan/facts.h"

namespace reshoot {
namespace {

bool is_on(const IdentityPolicy& policy) {
  return policy.level != IdentityLevel::off;
}

void add(KeyText& key, std::string_view path, const IdentityPolicy& policy) {
  key.field(path,
            fmt::format("{} {} {} {}", name_of(policy.level), name_of(policy.on_fail),
                        policy.allow_unsure, policy.allow_na),
            {});
}

std::vector<std::string> names_of(const Campaign& campaign) {
  std::vector<std::string> names;
  names.reserve(campaign.characters.size());
  for (const Character& character : campaign.characters) {
    names.push_back(character.name);
  }
  return names;
}

/// Judges the takes of one scene after the other.
class Judging {
 public:
  Judging(const Campaign& campaign, const IdentityModels& models, const Ledger& ledger,
          Facts& facts)
      : campaign_(campaign),
        models_(models),
        ledger_(ledger),
        facts_(facts),
        likenesses_(likenesses_digest(facts.gate.likenesses)) {}

  Result<void> add(const GenerateStep& clip) {
    const Scene& scene = campaign_.scenes[clip.scene];
    const auto takes = facts_.takes.find(clip.key);
    if (!likenesses_ || !scene.judged() || takes == facts_.takes.end()) {
      return {};
    }
    const MeasureNeeds needs = needs_of(campaign_, scene);
    const ScenePart part = part_of(scene);
    for (const Take& take : takes->second) {
      if (take.blob) {
        TRY(add(*take.blob, scene, needs, part));
      }
    }
    return {};
  }

 private:
  Result<void> add(const Digest& blob, const Scene& scene, const MeasureNeeds& needs,
                   const ScenePart& part) {
    const auto measured = facts_.gate.biometric(measure_key(blob, needs, models_));
    if (!measured) {
      return {};
    }
    const Digest key = compare_key(*measured, *likenesses_, part);
    TRY_ASSIGN(const std::optional<std::string> body, ledger_.comparison(key));
    const auto comparison = body ? std::optional(comparison_from(*body)) : std::nullopt;
    if (comparison && *comparison) {  // one that cannot be read is made again
      put_judged(**comparison, key, blob, campaign_, scene, models_, facts_.gate);
    }
    return {};
  }

  const Campaign& campaign_;
  const IdentityModels& models_;
  const Ledger& ledger_;
  Facts& facts_;
  std::optional<Digest> likenesses_;
};

}  // namespace

Standing Gate::standing(const Scene& scene, const Digest& blob) const {
  if (!on || !scene.judged()) {
    return Standing::ships;
  }
  const Judgement* const known = judgement(scene, blob);
  if (known == nullptr) {
    return Standing::unjudged;
  }
  return known->ships ? Standing::ships : Standing::falls_short;
}

const Judgement* Gate::judgement(const Scene& scene, const Digest& blob) const {
  const auto found = judged.find({scene.name, blob});
  return found == judged.end() ? nullptr : &found->second.judgement;
}

std::optional<Digest> Gate::biometric(const Digest& key) const {
  const auto found = biometrics.find(key);
  return found == biometrics.end() ? std::nullopt : std::optional(found->second);
}

MeasureNeeds needs_of(const Campaign& campaign, const Scene& scene) {
  MeasureNeeds needs;
  for (const CastMember& member : scene.cast) {
    if (is_on(member.identity)) {
      const bool person = campaign.characters[member.character].kind == CastKind::person;
      needs.faces = needs.faces || person;
      needs.pictures = needs.pictures || !person;
    }
  }
  needs.faces = needs.faces || is_on(scene.strangers);
  needs.voices =
      scene.model.value->speaks &&
      std::any_of(scene.says.begin(), scene.says.end(), [&](const SpokenLine& line) {
        const CastMember& speaker = scene.cast[line.cast];
        return is_on(speaker.identity) && campaign.characters[speaker.character].voice.has_value();
      });
  return needs;
}

MeasureNeeds needs_of(const Campaign& campaign) {
  MeasureNeeds needs;
  for (const Scene& scene : campaign.scenes) {
    if (scene.judged()) {
      const MeasureNeeds more = needs_of(campaign, scene);
      needs.faces = needs.faces || more.faces;
      needs.pictures = needs.pictures || more.pictures;
      needs.voices = needs.voices || more.voices;
    }
  }
  return needs;
}

std::vector<Digest> likeness_keys(const Graph& graph, const Campaign& campaign,
                                  const IdentityModels& models) {
  const MeasureNeeds needs = needs_of(campaign);
  std::vector<Digest> keys;
  keys.reserve(graph.characters.size());
  for (std::size_t i = 0; i < graph.characters.size(); ++i) {
    const CastKind kind = campaign.characters[i].kind;
    keys.push_back(likeness_key(learnt_of(graph.characters[i], kind, needs), kind, models));
  }
  return keys;
}

ScenePart part_of(const Scene& scene) {
  ScenePart part;
  for (const CastMember& member : scene.cast) {
    part.cast.push_back(member.character);
  }
  if (scene.model.value->speaks) {
    for (const SpokenLine& line : scene.says) {
      part.lines.push_back(line.cast);
    }
  }
  return part;
}

Judgement judge_clip(const Comparison& comparison, const Campaign& campaign, const Scene& scene,
                     const IdentityModels& models) {
  const std::vector<std::string> names = names_of(campaign);
  std::vector<JudgedMember> cast;
  for (const CastMember& member : scene.cast) {
    cast.push_back({names[member.character], member.identity});
  }
  return judge(comparison, {std::move(cast), names, scene.strangers, models});
}

Digest policy_key(const Scene& scene, const IdentityModels& models) {
  KeyText key("judge");
  for (std::size_t i = 0; i < scene.cast.size(); ++i) {
    add(key, fmt::format("cast[{}]", i), scene.cast[i].identity);
  }
  add(key, "strangers", scene.strangers);
  for (const IdentityModel* const model :
       {models.face_embedding, models.image_embedding, models.speaker_embedding}) {
    if (model != nullptr) {
      key.field(model->id, model->file.result.text(), {});
    }
  }
  return key.key();
}

std::string reason_of(const Judgement& judgement) {
  return judgement.findings.empty() ? "" : judgement.findings.front().text;
}

Result<void> load_gate(const Graph& graph, const Campaign& campaign, const IdentityModels& models,
                       const Ledger& ledger, Facts& facts) {
  facts.gate = {};
  facts.gate.on = !graph.characters.empty();
  if (!facts.gate.on) {
    return {};
  }
  TRY_ASSIGN(const std::vector<Biometric> biometrics, ledger.biometrics());
  for (const Biometric& row : biometrics) {
    if (facts.blobs.contains(row.blob)) {
      facts.gate.biometrics.emplace(row.key, row.blob);
    }
  }
  for (const Digest& key : likeness_keys(graph, campaign, models)) {
    facts.gate.likenesses.push_back(facts.gate.biometric(key));
  }
  Judging judging(campaign, models, ledger, facts);
  for (const Step& step : graph.steps) {
    if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
      TRY(judging.add(*clip));
    }
  }
  return {};
}

std::vector<Digest> biometric_keys(const Graph& graph, const Campaign& campaign,
                                   const IdentityModels& models, const Facts& facts) {
  std::vector<Digest> keys = likeness_keys(graph, campaign, models);
  for (const Step& step : graph.steps) {
    const auto* clip = std::get_if<GenerateStep>(&step.what);
    const auto takes = clip == nullptr ? facts.takes.end() : facts.takes.find(clip->key);
    if (takes == facts.takes.end() || !campaign.scenes[clip->scene].judged()) {
      continue;
    }
    const MeasureNeeds needs = needs_of(campaign, campaign.scenes[clip->scene]);
    for (const Take& take : takes->second) {
      if (take.blob) {
        keys.push_back(measure_key(*take.blob, needs, models));
      }
    }
  }
  return keys;
}

void put_judged(const Comparison& comparison, const Digest& key, const Digest& blob,
                const Campaign& campaign, const Scene& scene, const IdentityModels& models,
                Gate& gate) {
  gate.judged[{scene.name, blob}] = {key, judge_clip(comparison, campaign, scene, models)};
}

}  // namespace reshoot
