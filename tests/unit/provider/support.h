// SPDX-License-Identifier: Apache-2.0
#pragma once
// Orders, accounts and replies for the tests of this room.

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "provider/adapter.h"

namespace reshoot::test {

inline constexpr Wall noon{1'790'000'000'000'000'000};

inline HttpReply answer(int status, std::string body, std::vector<HttpHeader> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

inline Account account(std::string provider, std::string base_url) {
  return {std::move(provider), std::move(base_url), Secret("planted-secret"), ""};
}

inline OrderedCharacter character(OrderedKind kind, std::vector<OrderedReference> references,
                                  std::string description = "") {
  return {kind, std::move(description), std::move(references), ""};
}

inline PromptPiece text(std::string words) {
  return {std::move(words), std::nullopt};
}
inline PromptPiece mention(std::uint32_t character) {
  return {"", character};
}

/// `[0] waves`, a person with two images, 5 seconds at 720p and 16:9, seed 42.
inline Order order(std::string model) {
  Order order;
  order.model = std::move(model);
  order.prompt = {mention(0), text(" waves")};
  order.cast = {character(OrderedKind::person,
                          {{false, "https://s.example/a.png"}, {false, "https://s.example/b.png"}},
                          "a woman in a navy blazer")};
  order.seconds = Length{5000};
  order.ratio = Ratio{16, 9};
  order.seed = 42;
  order.take = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  return order;
}

/// The same without references.
inline Order plain_order(std::string model) {
  Order plain = order(std::move(model));
  plain.cast[0].references.clear();
  return plain;
}

template <class T>
T must(const Result<T>& result) {
  if (!result) {
    throw std::runtime_error(result.error().message);
  }
  return *result;
}
template <class T>
T must(const Reply<T>& reply) {
  if (!reply) {
    throw std::runtime_error(reply.error().error.message);
  }
  return *reply;
}
template <class T>
Error must_fail(const Result<T>& result) {
  if (result) {
    throw std::runtime_error("it did not fail");
  }
  return result.error();
}
template <class T>
Refusal must_fail(const Reply<T>& reply) {
  if (reply) {
    throw std::runtime_error("it did not fail");
  }
  return reply.error();
}

inline const std::string& body_text(const HttpRequest& request) {
  return std::get<std::string>(request.body);
}

}  // namespace reshoot::test
