// SPDX-License-Identifier: Apache-2.0
#pragma once
// The hosts of files: presigned PUT, public GET, the OSS form, and results. No key belongs here.

#include <functional>

#include "emulator/face.h"

namespace reshoot::emulator {

/// The bytes of a job's result; they must differ from job to job.
using ResultMaker = std::function<std::string(const Job& job)>;

/// The URL of a result that can be had with a signature only, until then.
std::string signed_result_url(const Settings& settings, const Job& job, Wall until);

class StorageFace final : public Face {
 public:
  StorageFace(Ground ground, ResultMaker make_result)
      : ground_(ground), make_result_(std::move(make_result)) {}
  [[nodiscard]] std::optional<Operation> operation(const EmulatedRequest& request,
                                                   const Target& target) const override;
  Delivery answer(const FaceCall& call) override;
  [[nodiscard]] Delivery refuse(No why, int status) const override;

 private:
  Delivery put(const FaceCall& call);
  Delivery post_form(const FaceCall& call);
  Delivery get_upload(const FaceCall& call);
  Delivery get_result(const FaceCall& call);
  Delivery refuse_call(const FaceCall& call, int status, std::string_view code,
                       const std::string& text) const;
  [[nodiscard]] std::string place_of(const FaceCall& call) const;

  Ground ground_;
  ResultMaker make_result_;
};

}  // namespace reshoot::emulator
