// SPDX-License-Identifier: Apache-2.0
#include "identity/voice_findings.h"

#include <fmt/core.h>

#include "identity/finding_text.h"

namespace reshoot {

namespace {

/// Empty where no other character's voice is nearer than the speaker's.
std::string nearer_voice(const HeardLine& line, const std::vector<std::string>& names) {
  if (!line.nearest || line.nearest_similarity <= line.similarity) {
    return {};
  }
  return fmt::format("; it is nearer to {} ({})", names[*line.nearest],
                     number_beside(line.nearest_similarity, line.similarity));
}

std::optional<IdentityFinding> judge_line(std::size_t index, const HeardLine& line,
                                          const JudgedMember& speaker,
                                          const JudgeQuestion& question) {
  IdentityFinding finding{FindingCode::voice_not_measured, Verdict::pass, line.cast, 0, 0, {}};
  const IdentityModel* model = question.models.speaker_embedding;
  if (model == nullptr || !line.compared) {
    finding.text =
        fmt::format("line {}: the voice of {} was not measured: {}", index + 1, speaker.name,
                    model == nullptr ? "there is no model for voices" : line.gap);
    return finding;
  }
  const IdentityThresholds& at = model->at(speaker.policy.level);
  const std::string other = nearer_voice(line, question.names);
  if (line.similarity >= at.voice_pass && other.empty()) {
    return std::nullopt;
  }
  const bool is_gross = line.similarity < at.voice_fail && line.seconds >= least_speech_seconds;
  const bool is_wrong = line.similarity < at.voice_warn || !other.empty();
  finding.code = is_wrong ? FindingCode::wrong_voice : FindingCode::doubtful_voice;
  finding.verdict = is_gross ? Verdict::fail : Verdict::pass;
  finding.value = line.similarity;
  finding.threshold = at.voice_pass;
  finding.text =
      fmt::format("line {}: {}: similarity {} over {} of speech, {} is wanted{}", index + 1,
                  is_wrong ? fmt::format("this does not sound like {}", speaker.name)
                           : fmt::format("it is not sure that {} speaks", speaker.name),
                  number_beside(line.similarity, at.voice_pass), seconds_text(line.seconds),
                  number_beside(at.voice_pass, line.similarity), other);
  return finding;
}

}  // namespace

std::vector<IdentityFinding> judge_voices(const Comparison& comparison,
                                          const JudgeQuestion& question) {
  std::vector<IdentityFinding> findings;
  for (std::size_t i = 0; i < comparison.lines.size(); ++i) {
    const HeardLine& line = comparison.lines[i];
    const JudgedMember& speaker = question.cast[line.cast];
    if (speaker.policy.level == IdentityLevel::off) {
      continue;
    }
    if (auto finding = judge_line(i, line, speaker, question)) {
      findings.push_back(*std::move(finding));
    }
  }
  return findings;
}

}  // namespace reshoot
