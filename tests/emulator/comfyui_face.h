// SPDX-License-Identifier: Apache-2.0
#pragma once
// A ComfyUI server: prompts, queue, history, uploads and the files that jobs make. It takes no key,
// bills nothing, and forgets queue and history when it is started anew.

#include <map>

#include "emulator/face.h"
#include "emulator/storage_face.h"

namespace reshoot::emulator {

class ComfyuiFace final : public Face {
 public:
  ComfyuiFace(Ground ground, ResultMaker make_result)
      : ground_(ground), make_result_(std::move(make_result)) {}
  [[nodiscard]] std::optional<Operation> operation(const EmulatedRequest& request,
                                                   const Target& target) const override;
  Delivery answer(const FaceCall& call) override;
  [[nodiscard]] Delivery refuse(No why, int status) const override;

 private:
  [[nodiscard]] const ProviderSettings& provider() const { return ground_.settings.comfyui; }
  Delivery submit(const FaceCall& call);
  Delivery queue(const FaceCall& call);
  Delivery history(const FaceCall& call);
  Delivery view(const FaceCall& call);
  Delivery upload(const FaceCall& call);

  Ground ground_;
  ResultMaker make_result_;
  std::map<std::string, std::string> jobs_of_files_;  ///< ids by names of files
};

}  // namespace reshoot::emulator
