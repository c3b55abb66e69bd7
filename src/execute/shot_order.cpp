// SPDX-License-Identifier: Apache-2.0
// A request of the graph has digests where an order has places: both keep one order of inputs.

#include "execute/shot_order.h"

#include "base/check.h"

namespace reshoot {
namespace {

/// Collects inputs of one order.
class Inputs {
 public:
  explicit Inputs(const std::string& model) : model_(model) {}

  void add(InputRole role, const InputFile& file, std::uint32_t character = 0,
           std::uint32_t reference = 0) {
    UploadFile upload{file.path, file.type, file.stat.size, name_of(file.content), model_};
    all_.push_back({role, character, reference, std::move(upload), file.content, {}});
  }
  /// The key of its step stands for its content.
  void add(const PreparedFile& file, std::uint32_t character, std::uint32_t reference) {
    UploadFile upload{file.path, MediaType::mp4, file.bytes, name_of(file.key), model_};
    all_.push_back({InputRole::reference, character, reference, std::move(upload), file.key, {}});
  }
  std::vector<ShotInput> take() { return std::move(all_); }

 private:
  static std::string name_of(const Digest& content) {
    constexpr std::size_t length = 32;
    return content.hex().substr(0, length);
  }

  const std::string& model_;
  std::vector<ShotInput> all_;
};

OrderedCharacter ordered(const CastRequest& cast) {
  OrderedCharacter character;
  character.kind = cast.kind;
  character.description = cast.description;
  character.avatar_id = cast.avatar_id;
  character.voice_id = cast.voice_id;
  for (const InputFile& reference : cast.references) {
    character.references.push_back({is_video(reference.type), {}});
  }
  if (cast.voice_video) {
    character.references.push_back({true, {}});
  }
  return character;
}

Order order_of(const GenerateStep& step, const Take& take) {
  const GenerateRequest& request = step.request;
  Order order;
  order.model = step.model->sent_as();
  for (const PromptPart& part : request.prompt) {
    order.prompt.push_back({part.text, part.cast});
  }
  for (const CastRequest& cast : request.cast) {
    order.cast.push_back(ordered(cast));
  }
  for (const LineRequest& line : request.says) {
    order.says.push_back({line.cast, line.text});
  }
  order.seconds = request.seconds;
  order.lines = request.lines;
  order.ratio = request.ratio;
  order.fps = request.fps;
  order.workflow = step.model->workflow;
  order.seed = take.seed;
  order.take = take.uuid;
  return order;
}

}  // namespace

std::vector<InputFile> inputs_of(const GenerateRequest& request) {
  std::vector<InputFile> inputs;
  for (const CastRequest& cast : request.cast) {
    inputs.insert(inputs.end(), cast.references.begin(), cast.references.end());
    if (cast.voice) {
      inputs.push_back(*cast.voice);
    }
    if (cast.voice_video) {
      inputs.push_back(cast.voice_video->portrait);
      inputs.push_back(cast.voice_video->sample);
    }
  }
  for (const std::optional<InputFile>& frame : {request.first_frame, request.last_frame}) {
    if (frame) {
      inputs.push_back(*frame);
    }
  }
  return inputs;
}

Shot shot_of(StepIndex index, const GenerateStep& step, const Take& take, const Adapter& adapter,
             const Account& account, const std::vector<PreparedFile>& prepared) {
  Shot shot;
  shot.step = index;
  shot.take = take;
  shot.adapter = &adapter;
  shot.account = account;
  shot.order = order_of(step, take);
  shot.expected = std::chrono::seconds(step.model->expected_seconds);
  Inputs inputs(shot.order.model);
  const GenerateRequest& request = step.request;
  auto next_prepared = prepared.begin();
  for (std::uint32_t i = 0; i < request.cast.size(); ++i) {
    const auto count = static_cast<std::uint32_t>(request.cast[i].references.size());
    for (std::uint32_t k = 0; k < count; ++k) {
      inputs.add(InputRole::reference, request.cast[i].references[k], i, k);
    }
    if (request.cast[i].voice_video) {
      CHECK(next_prepared != prepared.end());
      inputs.add(*next_prepared++, i, count);
    }
    if (request.cast[i].voice) {
      inputs.add(InputRole::voice, *request.cast[i].voice, i);
    }
  }
  if (request.first_frame) {
    inputs.add(InputRole::first_frame, *request.first_frame);
  }
  if (request.last_frame) {
    inputs.add(InputRole::last_frame, *request.last_frame);
  }
  shot.inputs = inputs.take();
  return shot;
}

Shot resumed_shot(std::optional<StepIndex> step, const OpenJob& job, std::string request,
                  Millis expected, const Adapter& adapter, const Account& account) {
  Shot shot;
  shot.step = step;
  shot.take = job.take;
  shot.adapter = &adapter;
  shot.account = account;
  shot.order.model = job.model;
  shot.order.seed = job.take.seed;
  shot.order.take = job.take.uuid;
  shot.expected = expected;
  shot.job = job.job;
  shot.request = std::move(request);
  shot.sent = job.sent;
  shot.expires = job.expires;
  shot.is_wanted = step.has_value();
  return shot;
}

}  // namespace reshoot
