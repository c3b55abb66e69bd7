// SPDX-License-Identifier: Apache-2.0
// The walk of each upload is the adapter's; here are its requests, its waiters and its patience.

#include "execute/upload_desk.h"

#include <utility>

#include "network/network_rules.h"

namespace reshoot {
namespace {

/// An upload that does not get through for so many walks is given up.
constexpr int most_walks = 6;

/// A request that was not answered: an upload may always be done again.
Refusal refusal_of(const Broken& broken) {
  return {broken.error, std::nullopt};
}

/// The key goes to the account's own host only; the others are the provider's choice.
bool is_own_host(const Account& account, const std::string& url) {
  const Result<Url> own = parse_url(account.base_url);
  const Result<Url> called = parse_url(url);
  return own && called && own->place() == called->place();
}

bool may_pass_later(const Refusal& refusal) {
  switch (refusal.error.kind) {
    case ErrorKind::transient:
    case ErrorKind::rate_limited:
    case ErrorKind::in_doubt:
      return true;
    default:
      return false;
  }
}

}  // namespace

void UploadDesk::want(std::size_t shot, const Shot& who, const ShotInput& input, Moment at,
                      RequestId& next_id, DeskActions& actions) {
  const UploadScope scope = who.scope();
  const Key key{scope.provider, scope.base_url, scope.model, input.content};
  const auto [found, is_new] = uploads_.try_emplace(key);
  found->second.shots.push_back(shot);
  if (!is_new) {
    return;
  }
  Upload& upload = found->second;
  upload.adapter = who.adapter;
  upload.account = who.account;
  upload.scope = scope;
  upload.input = input;
  upload.again = at.now;
  tick(at, next_id, actions);
}

void UploadDesk::tick(Moment at, RequestId& next_id, DeskActions& actions) {
  for (auto& [key, upload] : uploads_) {
    if (!upload.again || *upload.again > at.now) {
      continue;
    }
    upload.again.reset();
    upload.replies.clear();
    const Reply<UploadStep> first =
        upload.adapter->upload(upload.account, upload.input.file, upload.replies, at.wall);
    // The first step of a walk is always a request, or a refusal of the file that check() gave.
    if (first && std::holds_alternative<HttpRequest>(*first)) {
      send(key, upload, std::get<HttpRequest>(*first), next_id, actions);
    } else if (!first) {
      refused_.emplace_back(key, first.error());
    }
  }
}

void UploadDesk::send(const Key& key, const Upload& upload, HttpRequest request, RequestId& next_id,
                      DeskActions& actions) {
  const RequestId id = next_id++;
  requests_.emplace(id, key);
  Call call;
  const bool elsewhere = !is_own_host(upload.account, request.url);
  call.rule = network_rule(upload.account, elsewhere);
  call.request = std::move(request);
  actions.emplace_back(SendCall{id, std::move(call)});
}

void UploadDesk::on(const NetworkEvent& event, Moment at, RequestId& next_id, Random& random,
                    DeskActions& actions, std::vector<UploadEnd>& ends) {
  const RequestId id = std::visit([](const auto& one) { return one.id; }, event);
  const Key key = requests_.extract(id).mapped();
  Upload& upload = uploads_.at(key);
  const auto* const answered = std::get_if<Answered>(&event);
  Reply<UploadStep> step = tl::unexpected(Refusal{});
  if (answered != nullptr) {
    upload.replies.push_back(answered->reply);
    step = upload.adapter->upload(upload.account, upload.input.file, upload.replies, at.wall);
  } else {
    step = tl::unexpected(refusal_of(std::get<Broken>(event)));
  }
  if (!step) {
    retry(key, upload, step.error(), at, random, ends);
  } else if (auto* const request = std::get_if<HttpRequest>(&*step)) {
    send(key, upload, std::move(*request), next_id, actions);
  } else {
    const auto& place = std::get<Uploaded>(*step);
    actions.emplace_back(RecordUpload{
        upload.scope, {upload.input.content, place.place, place.expires, place.is_public}});
    end(key, place.place, ends);
  }
}

void UploadDesk::retry(const Key& key, Upload& upload, const Refusal& refusal, Moment at,
                       Random& random, std::vector<UploadEnd>& ends) {
  if (!may_pass_later(refusal) || upload.attempt + 1 >= most_walks) {
    end(key, tl::unexpected(refusal), ends);
    return;
  }
  upload.again = at.now + retry_delay(upload.attempt++, refusal.retry_after, random);
}

void UploadDesk::take_refused(std::vector<UploadEnd>& ends) {
  for (auto& [key, refusal] : std::exchange(refused_, {})) {
    end(key, tl::unexpected(refusal), ends);
  }
}

void UploadDesk::end(const Key& key, Reply<std::string> place, std::vector<UploadEnd>& ends) {
  auto node = uploads_.extract(key);
  ends.push_back({std::move(node.mapped().shots), node.mapped().input.content, std::move(place)});
}

void UploadDesk::stop(DeskActions& actions) {
  for (const auto& [id, key] : std::exchange(requests_, {})) {
    actions.emplace_back(CancelCall{id});
  }
  uploads_.clear();
}

std::optional<Steady> UploadDesk::next() const {
  std::optional<Steady> soonest;
  for (const auto& [key, upload] : uploads_) {
    if (upload.again && (!soonest || *upload.again < *soonest)) {
      soonest = upload.again;
    }
  }
  return soonest;
}

}  // namespace reshoot
