// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inputs on their way to providers: each once, however many shots wait for it. Pure.

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "execute/patience.h"
#include "execute/shot.h"

namespace reshoot {

/// Time as the desks see it.
struct Moment {
  Steady now;
  Wall wall;
};

/// Tells who waits what became of an input.
struct UploadEnd {
  std::vector<std::size_t> shots;  ///< as they were given to want()
  Digest content;
  Reply<std::string> place;  ///< or why there is none
};

class UploadDesk {
 public:
  /// Shot `shot` needs this input. Begins the upload, where no other shot has.
  void want(std::size_t shot, const Shot& who, const ShotInput& input, Moment at,
            RequestId& next_id, DeskActions& actions);
  [[nodiscard]] bool owns(RequestId id) const { return requests_.contains(id); }
  /// What came of one of its requests. Ended uploads are added to `ends`.
  void on(const NetworkEvent& event, Moment at, RequestId& next_id, Random& random,
          DeskActions& actions, std::vector<UploadEnd>& ends);
  /// Begins again what is due.
  void tick(Moment at, RequestId& next_id, DeskActions& actions);
  /// Adds the files that their provider does not take at all.
  void take_refused(std::vector<UploadEnd>& ends);
  /// Ends all of them; their requests are cancelled.
  void stop(DeskActions& actions);
  /// When tick() has something to do; nullopt: never, as things stand.
  [[nodiscard]] std::optional<Steady> next() const;

 private:
  using Key = std::tuple<std::string, std::string, std::string, Digest>;
  struct Upload {
    const Adapter* adapter = nullptr;
    Account account;
    UploadScope scope;
    ShotInput input;
    std::vector<HttpReply> replies;
    std::vector<std::size_t> shots;
    int attempt = 0;
    std::optional<Steady> again;  ///< when the walk begins anew
  };
  void send(const Key& key, const Upload& upload, HttpRequest request, RequestId& next_id,
            DeskActions& actions);
  void retry(const Key& key, Upload& upload, const Refusal& refusal, Moment at, Random& random,
             std::vector<UploadEnd>& ends);
  void end(const Key& key, Reply<std::string> place, std::vector<UploadEnd>& ends);

  std::map<Key, Upload> uploads_;
  std::map<RequestId, Key> requests_;
  std::vector<std::pair<Key, Refusal>> refused_;
};

}  // namespace reshoot
