// SPDX-License-Identifier: Apache-2.0
#pragma once
// Orders, accounts and replies for the tests of this room.

#include <memory>
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
  return {kind, std::move(description), std::move(references), "", "", ""};
}

/// A graph of the emulated ComfyUI's nodes, with a slot for a reference, a size and a length.
inline Workflow workflow() {
  Workflow made;
  made.graph = R"({"1":{"class_type":"UNETLoader","inputs":{"unet_name":"wan"}},)"
               R"("2":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat"}},)"
               R"("3":{"class_type":"WanImageToVideo","inputs":{"height":1,"length":1,)"
               R"("positive":["2",0],"width":1}},)"
               R"("4":{"class_type":"KSampler","inputs":{"latent_image":["3",0],"model":["1",0],)"
               R"("seed":0}},)"
               R"("5":{"class_type":"SaveVideo","inputs":{"filename_prefix":"x","fps":1,)"
               R"("video":["4",0]}},)"
               R"("6":{"class_type":"LoadImage","inputs":{"image":"example.png"}}})";
  made.prompt = {"2", "text"};
  made.seed = {"4", "seed"};
  made.filename_prefix = {"5", "filename_prefix"};
  made.references = {{"6", "image"}};
  made.width = {"3", "width"};
  made.height = {"3", "height"};
  made.frames = {"3", "length"};
  made.fps = {"5", "fps"};
  return made;
}

/// What is kept of a submit.
inline SentOrder sent(std::string model, std::string body = "{}", Millis age = Millis{1000}) {
  return {std::move(model), std::move(body), "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab", age, false};
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

/// Maya waves, in that workflow.
inline Order workflow_order(Workflow made = workflow()) {
  Order asked = order("my-wan");
  asked.cast[0].references = {{false, "reshoot/a.png"}};
  asked.fps = Rate{16, 1};
  asked.workflow = std::make_shared<const Workflow>(std::move(made));
  return asked;
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
