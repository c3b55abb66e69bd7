// SPDX-License-Identifier: Apache-2.0
#pragma once
// One request as curl carries it out: its options, its callbacks, and what became of it. Part of
// CurlTransport.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "network/curl_transport.h"
#include "network/network_rules.h"
#include "network/reply_reader.h"
#include "network/request_body.h"
#include "network/transfer_clock.h"

namespace reshoot {

class CurlTransfer {
 public:
  /// `options` and `hastened` outlive this. Adds itself to `hastened` where due() has come to lie
  /// before `queued_for`.
  CurlTransfer(RequestId id, Call call, const TransportOptions& options,
               std::vector<RequestId>& hastened);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// Makes it ready to go. Errors: `environment` (a forbidden URL, a file that cannot be read).
  Result<void> prepare();
  /// curl's easy handle, a CURL*.
  [[nodiscard]] void* handle() const { return easy_.get(); }
  [[nodiscard]] RequestId id() const { return id_; }
  [[nodiscard]] Steady due() const { return clock_.due(); }

  /// What became of it, given curl's code (a CURLcode). nullopt: it is to be carried out once more,
  /// to where it was redirected.
  std::optional<NetworkEvent> finish(int code);
  [[nodiscard]] Broken overdue() const;
  [[nodiscard]] Broken cancelled() const;
  [[nodiscard]] Broken broken(Error error) const;

  /// The place in the deadline queue that counts for this transfer.
  Steady queued_for = Steady::max();

 private:
  struct Callbacks;
  friend struct Callbacks;
  struct FreeEasy {
    void operator()(void* easy) const noexcept;
  };
  struct FreeList {
    void operator()(void* list) const noexcept;
  };
  struct FreeForm {
    void operator()(void* form) const noexcept;
  };

  template <class Value>
  void set(int option, Value value);
  void set_safety();
  Result<void> set_url(const std::string& url);
  Result<void> set_headers(bool with_key);
  Result<void> add_header(const std::string& name, const std::string& value);
  Result<void> set_body();
  Result<void> set_form(const FormBody& form);
  Result<bool> follow();
  [[nodiscard]] bool repeats_harmlessly() const;
  /// Whether this address may be spoken to. Not asked of a proxy's.
  [[nodiscard]] Result<void> check(const IpAddress& address) const;
  [[nodiscard]] Error error_of(int code) const;
  [[nodiscard]] Error connect_error() const;
  void moved(Phase phase);
  /// A failure that happened inside a callback; curl is told to stop.
  bool note(const Result<void>& result);

  RequestId id_;
  Call call_;
  const TransportOptions* options_;
  std::vector<RequestId>* hastened_;
  TransferClock clock_;
  std::unique_ptr<void, FreeEasy> easy_;
  std::unique_ptr<void, FreeList> headers_;
  std::unique_ptr<void, FreeForm> form_;
  std::optional<RequestBody> body_;
  ReplyReader reader_;
  Url url_;
  bool proxied_ = false;
  bool sent_ = false;  ///< some of the request may have left
  int redirects_ = 0;
  std::optional<Error> refused_;  ///< why an address was not connected to
  std::optional<Error> failure_;
};

}  // namespace reshoot
