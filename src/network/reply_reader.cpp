// SPDX-License-Identifier: Apache-2.0
#include "network/reply_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "provider/words.h"

namespace reshoot {
namespace {

// Heads of real answers are a few KB; interim answers count, so that they cannot come for ever.
constexpr std::uint64_t head_cap = 256U << 10U;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

void ReplyReader::begin_head(std::string_view status_line) {
  reply_.headers.clear();
  const std::size_t space = std::min(status_line.find(' '), status_line.size());
  const std::string_view rest = trimmed(status_line.substr(space));
  reply_.status = static_cast<int>(number_of(rest.substr(0, rest.find(' '))).value_or(0));
}

void ReplyReader::begin_again() {
  reply_ = {};
  head_bytes_ = 0;
  body_bytes_ = 0;
}

Result<void> ReplyReader::take_line(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > head_cap) {
    return fail(ErrorKind::corrupt, "the head of the answer has no end",
                "the server is broken, or it is not the one that it claims to be");
  }
  if (body_bytes_ > 0) {
    return {};
  }
  if (line.starts_with("HTTP/")) {
    begin_head(line);
    return {};
  }
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && colon != 0) {
    reply_.headers.push_back(
        {lower_case(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
  }
  return {};
}

Result<void> ReplyReader::open_file() {
  if (!file_) {
    TRY_ASSIGN(DownloadFile file, DownloadFile::create(*call_->download, call_->download_cap));
    file_.emplace(std::move(file));
  }
  return {};
}

Result<void> ReplyReader::take_body(std::string_view bytes) {
  body_bytes_ += bytes.size();
  if (goes_to_file()) {
    TRY(open_file());
    return file_->write(bytes);
  }
  if (body_bytes_ > call_->reply_cap) {
    return fail(ErrorKind::corrupt,
                fmt::format("the answer is larger than {} bytes", call_->reply_cap),
                "no answer of this kind is that large; it was not kept");
  }
  reply_.body.append(bytes);
  return {};
}

Result<void> ReplyReader::end() {
  const auto announced = number_of(reply_.header("content-length"));
  const bool has_body = reply_.status != 304;  // which announces what it does not send
  if (announced && has_body && *announced != body_bytes_) {
    return fail(ErrorKind::corrupt,
                fmt::format("{} bytes were announced and {} came", *announced, body_bytes_),
                "it may come whole the next time");
  }
  if (goes_to_file()) {
    TRY(open_file());
    downloaded_ = file_->keep();
  }
  return {};
}

}  // namespace reshoot
