// SPDX-License-Identifier: Apache-2.0
#pragma once
// HeyGen's API below `/v3`: videos, and assets. A call with an Idempotency-Key is known again for
// 24 hours. Results are the storage face's.

#include <map>

#include "emulator/face.h"

namespace reshoot::emulator {

class HeygenFace final : public Face {
 public:
  explicit HeygenFace(Ground ground) : ground_(ground) {}
  [[nodiscard]] std::optional<Operation> operation(const EmulatedRequest& request,
                                                   const Target& target) const override;
  Delivery answer(const FaceCall& call) override;
  [[nodiscard]] Delivery refuse(No why, int status) const override;

 private:
  /// A call that was answered with a job.
  struct KnownCall {
    Delivery answer;
    Wall answered;  ///< until then it is in progress
    Wall until;     ///< until then it is known
  };

  [[nodiscard]] const ProviderSettings& provider() const { return ground_.settings.heygen; }
  Delivery submit(const FaceCall& call, const AccountSettings& account);
  Delivery create(const FaceCall& call, const AccountSettings& account);
  Delivery poll(const FaceCall& call, const AccountSettings& account);
  Delivery upload(const FaceCall& call, const AccountSettings& account);
  [[nodiscard]] Delivery throttled() const;
  [[nodiscard]] UrlCheck asset_check(const AccountSettings& account) const;

  Ground ground_;
  std::map<std::string, KnownCall> known_;  ///< by account and key
};

}  // namespace reshoot::emulator
