// SPDX-License-Identifier: Apache-2.0

#include "assemble/local_runner.h"

#include "assemble/animatic.h"
#include "assemble/conform.h"
#include "assemble/cut.h"
#include "assemble/voice_video.h"
#include "media/mp4_index.h"
#include "media/probe.h"

namespace reshoot {
namespace {

struct Worker {
  const Toolbox& tools;
  const std::filesystem::path& scratch;
  const Cancel& cancel;

  Result<StepOutput> operator()(const GenerateWork& work) const {
    return shoot_animatic(work, tools, scratch, cancel);
  }
  Result<StepOutput> operator()(const ConformWork& work) const {
    return conform(work, tools, scratch, cancel);
  }
  Result<StepOutput> operator()(const CutWork& work) const {
    return cut(work, tools, scratch, cancel);
  }
  Result<StepOutput> operator()(const PrepareWork& work) const {
    return make_voice_video(work, tools, scratch, cancel);
  }
};

}  // namespace

Result<StepOutput> LocalRunner::run(const StepWork& work, const std::filesystem::path& scratch,
                                    const Cancel& cancel) const {
  return std::visit(Worker{tools, scratch, cancel}, work);
}

Result<StepOutput> LocalRunner::inspect(const std::filesystem::path& file,
                                        const Cancel& cancel) const {
  TRY_ASSIGN(const std::optional<PlainClip> plain, read_plain_clip(file));
  if (plain) {
    return StepOutput{file, plain->frames, plain->has_sound, {}};
  }
  TRY_ASSIGN(const MediaFacts facts, probe(file, MediaType::mp4, tools.tools, cancel));
  if (!facts.picture || facts.picture->frames < 1) {
    return fail(ErrorKind::corrupt, "'" + file.string() + "' has no pictures");
  }
  return StepOutput{file, facts.picture->frames, facts.sound.has_value(), {}};
}

}  // namespace reshoot
