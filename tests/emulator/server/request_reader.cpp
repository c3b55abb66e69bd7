// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/request_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace reshoot::emulator {
namespace {

constexpr std::size_t head_cap = 64U << 10U;
constexpr std::size_t body_cap = 1U << 30U;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const bool whole = !text.empty() && read.ptr == text.data() + text.size();
  return whole && value <= body_cap ? std::optional(value) : std::nullopt;
}

std::optional<HttpMethod> method_of(std::string_view word) {
  if (word == "GET") {
    return HttpMethod::get;
  }
  if (word == "POST") {
    return HttpMethod::post;
  }
  if (word == "PUT") {
    return HttpMethod::put;
  }
  return word == "DELETE" ? std::optional(HttpMethod::del) : std::nullopt;
}

}  // namespace

bool RequestReader::read_head() {
  const std::size_t end = buffer_.find("\r\n\r\n");
  if (end == std::string::npos) {
    malformed_ = buffer_.size() > head_cap;
    return false;
  }
  std::string_view head = std::string_view(buffer_).substr(0, end);
  const std::string_view first = head.substr(0, head.find("\r\n"));
  const std::size_t space = std::min(first.find(' '), first.size());
  const std::size_t second = first.find(' ', space + 1);
  const auto method = method_of(first.substr(0, space));
  if (!method || second == std::string_view::npos ||
      !first.substr(second + 1).starts_with("HTTP/1.")) {
    malformed_ = true;
    return false;
  }
  request_.method = *method;
  request_.target = first.substr(space + 1, second - space - 1);
  keeps_alive_ = first.ends_with("1.1");
  head.remove_prefix(std::min(head.size(), first.size() + 2));
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    const std::size_t colon = std::min(line.find(':'), line.size());
    request_.headers.push_back(
        {lower(line.substr(0, colon)),
         std::string(trimmed(line.substr(std::min(line.size(), colon + 1))))});
  }
  const std::string_view length = request_.header("content-length");
  const auto bytes = length.empty() ? std::optional<std::size_t>(0) : number(length, 10);
  malformed_ = !bytes;
  length_ = bytes.value_or(0);
  chunked_ = lower(request_.header("transfer-encoding")) == "chunked";
  expects_ = lower(request_.header("expect")) == "100-continue";
  keeps_alive_ = keeps_alive_ && lower(request_.header("connection")) != "close";
  buffer_.erase(0, end + 4);
  return !malformed_;
}

/// Moves whole chunks into the body; true: the last one was there.
bool RequestReader::read_chunks() {
  while (true) {
    const std::size_t line = buffer_.find("\r\n");
    if (line == std::string::npos) {
      return false;
    }
    const auto size =
        number(std::string_view(buffer_).substr(0, std::min(line, buffer_.find(';'))), 16);
    if (!size) {
      malformed_ = true;
      return false;
    }
    if (buffer_.size() < line + 2 + *size + 2) {
      return false;
    }
    request_.body.append(buffer_, line + 2, *size);
    buffer_.erase(0, line + 2 + *size + 2);
    if (*size == 0) {
      return true;
    }
  }
}

RequestReader::State RequestReader::read() {
  if (!has_head_) {
    has_head_ = read_head();
  }
  bool whole = false;
  if (has_head_ && chunked_) {
    whole = read_chunks();
  } else if (has_head_ && buffer_.size() >= length_) {
    request_.body = buffer_.substr(0, length_);
    buffer_.erase(0, length_);
    whole = true;
  }
  if (malformed_) {
    return State::malformed;
  }
  return whole ? State::whole : State::incomplete;
}

EmulatedRequest RequestReader::take() {
  has_head_ = false;
  expects_ = false;
  return std::exchange(request_, {});
}

bool RequestReader::take_expectation() {
  return has_head_ && std::exchange(expects_, false);
}

std::string response_head(const Delivery& delivery, bool keeps_alive) {
  std::string head =
      fmt::format("HTTP/1.1 {} Emulated\r\ncontent-length: {}\r\nconnection: {}\r\n",
                  delivery.status, delivery.content_length(), keeps_alive ? "keep-alive" : "close");
  for (const HttpHeader& header : delivery.headers) {
    head += fmt::format("{}: {}\r\n", header.name, header.value);
  }
  return head + "\r\n";
}

}  // namespace reshoot::emulator
