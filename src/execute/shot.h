// SPDX-License-Identifier: Apache-2.0
#pragma once
// A paid take on its way: what is asked of a provider for it, and what the desk wants done.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "graph/step.h"
#include "network/transport.h"
#include "provider/adapter.h"
#include "provider/order.h"
#include "store/job.h"

namespace reshoot {

/// Where in an order an input stands.
enum class InputRole { reference, voice, first_frame, last_frame };

/// A file that an order names. Its place is known once it is uploaded.
struct ShotInput {
  InputRole role = InputRole::reference;
  std::uint32_t character = 0;  ///< reference and voice: index into Order::cast
  std::uint32_t reference = 0;  ///< reference: index within the character
  UploadFile file;
  Digest content;     ///< the content digest
  std::string place;  ///< empty: it has to be uploaded
};

struct Shot {
  std::optional<StepIndex> step;  ///< nullopt: no clip of this build wants it; it is paid for
  Take take;
  const Adapter* adapter = nullptr;
  Account account;
  Order order;  ///< its places are filled from `inputs`
  std::vector<ShotInput> inputs;
  Millis expected{0};  ///< typical time from submit to result
  // Of a take that an earlier run has sent:
  std::string job;      ///< the provider's id; empty: not known
  std::string request;  ///< the body that was sent; empty: nothing was sent yet
  Wall sent;
  std::optional<Wall> expires;  ///< of its result, as that run was told
  bool is_wanted = true;  ///< a clip waits for it; else it is not sent again, also where it may be

  [[nodiscard]] UploadScope scope() const {
    return {account.provider, account.base_url, order.model};
  }
};

/// Durable before the call that follows it among the actions.
struct RecordIntent {
  Take take;
  Sending sending;
};
/// It was surely not accepted: the take is as if it had never been sent.
struct RecordNotAccepted {
  TakeId take = 0;
};
struct RecordSubmitted {
  TakeId take = 0;
  std::string job;
};
struct RecordSucceeded {
  TakeId take = 0;
  std::optional<Wall> expires;
};
struct RecordDoubt {
  TakeId take = 0;
  std::string why;
};
struct RecordRefused {
  TakeId take = 0;
  std::string why;
};
struct RecordFailed {
  TakeId take = 0;
  std::string why;
};
/// The provider had a result, and nobody can have it any more.
struct RecordLost {
  TakeId take = 0;
  std::string why;
};
struct RecordUpload {
  UploadScope scope;
  KnownUpload upload;
};
struct SendCall {
  RequestId id = 0;
  Call call;
};
struct CancelCall {
  RequestId id = 0;
};
/// The bytes are in a file of the desk's folder: they are looked into, then kept.
struct ShotArrived {
  Shot shot;
  std::filesystem::path file;
  Downloaded downloaded;
  std::optional<Money> cost;  ///< as the provider reports it; nullopt: the estimate settles
};
/// The shot is over without bytes. The ledger has been told by an action before this one.
struct ShotEnded {
  Shot shot;  ///< its take is `failed` or `refused` where it is over without a bill
  Error error;
  bool may_try_again = false;  ///< with a new take: surely not billed
};
/// Key or credit were refused, or nobody answers there: nothing more may be sent in this run.
struct AccountRefused {
  std::string provider;
  Error error;
};

/// What the desk wants done, in this order.
using DeskAction = std::variant<RecordIntent, RecordNotAccepted, RecordSubmitted, RecordSucceeded,
                                RecordDoubt, RecordRefused, RecordFailed, RecordLost, RecordUpload,
                                SendCall, CancelCall, ShotArrived, ShotEnded, AccountRefused>;
using DeskActions = std::vector<DeskAction>;

}  // namespace reshoot
