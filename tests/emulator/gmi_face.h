// SPDX-License-Identifier: Apache-2.0
#pragma once
// GMI Cloud's request queue below `/api/v1/ie/requestqueue/apikey`: requests, their list, models,
// and presigned uploads. The files themselves are the storage face's.

#include "emulator/face.h"

namespace reshoot::emulator {

constexpr std::string_view gmi_base_path = "/api/v1/ie/requestqueue/apikey";

class GmiFace final : public Face {
 public:
  explicit GmiFace(Ground ground) : ground_(ground) {}
  [[nodiscard]] std::optional<Operation> operation(const EmulatedRequest& request,
                                                   const Target& target) const override;
  Delivery answer(const FaceCall& call) override;
  [[nodiscard]] Delivery refuse(No why, int status) const override;

 private:
  [[nodiscard]] const ProviderSettings& provider() const { return ground_.settings.gmi; }
  Delivery submit(const FaceCall& call, const AccountSettings& account);
  Delivery create(const FaceCall& call, const AccountSettings& account, const nlohmann::json& body);
  Delivery poll(const FaceCall& call, const AccountSettings& account);
  Delivery list(const FaceCall& call, const AccountSettings& account);
  Delivery models(const FaceCall& call);
  Delivery upload_url(const FaceCall& call, const AccountSettings& account);
  [[nodiscard]] Delivery throttled() const;
  [[nodiscard]] nlohmann::json request_json(const Job& job, Wall now) const;

  Ground ground_;
};

}  // namespace reshoot::emulator
