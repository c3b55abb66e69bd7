// SPDX-License-Identifier: Apache-2.0
#pragma once
// DashScope's asynchronous video calls: video-synthesis, tasks, their list and cancel, and the
// policy of its temporary store. The files themselves are the storage face's.

#include "emulator/face.h"

namespace reshoot::emulator {

class DashscopeFace final : public Face {
 public:
  explicit DashscopeFace(Ground ground) : ground_(ground) {}
  [[nodiscard]] std::optional<Operation> operation(const EmulatedRequest& request,
                                                   const Target& target) const override;
  Delivery answer(const FaceCall& call) override;
  [[nodiscard]] Delivery refuse(No why, int status) const override;

 private:
  [[nodiscard]] const ProviderSettings& provider() const { return ground_.settings.dashscope; }
  /// An answer with its request_id.
  Delivery reply(int status, nlohmann::json body) const;
  Delivery error(int status, std::string_view code, const std::string& message) const;
  [[nodiscard]] Delivery throttled() const;
  Delivery submit(const FaceCall& call, const AccountSettings& account);
  Delivery create(const FaceCall& call, const AccountSettings& account, const nlohmann::json& body);
  Delivery task(const FaceCall& call, const AccountSettings& account);
  Delivery list(const FaceCall& call, const AccountSettings& account);
  Delivery cancel(const FaceCall& call, const AccountSettings& account);
  Delivery policy(const FaceCall& call, const AccountSettings& account);
  [[nodiscard]] const Job* own_job(const std::string& id, const AccountSettings& account,
                                   Wall now) const;
  [[nodiscard]] UrlCheck url_check(const FaceCall& call, const AccountSettings& account,
                                   const std::string& model) const;

  Ground ground_;
};

}  // namespace reshoot::emulator
