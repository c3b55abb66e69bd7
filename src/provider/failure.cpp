// SPDX-License-Identifier: Apache-2.0
#include "provider/failure.h"

#include <fmt/core.h>

#include "provider/http_time.h"
#include "provider/words.h"

namespace reshoot {
namespace {

bool speaks_of_expiry(std::string_view words) {
  return lower_case(words).find("expired") != std::string::npos;
}

/// The storage behind an upload: its grants are short, and the walk can begin anew.
ErrorKind kind_of_store(int status, std::string_view words) {
  if (status == 429) {
    return ErrorKind::rate_limited;
  }
  return status >= 500 || speaks_of_expiry(words) ? ErrorKind::transient : ErrorKind::corrupt;
}

ErrorKind kind_of_client_error(int status, std::string_view words, Asked asked) {
  if (status == 429) {
    return ErrorKind::rate_limited;
  }
  if (status == 401 || status == 402 || status == 403) {
    return ErrorKind::refused_auth;
  }
  if (status == 408) {  // some gateways say so although the request went through
    return asked == Asked::submit ? ErrorKind::in_doubt : ErrorKind::transient;
  }
  const std::optional<ErrorKind> said = kind_of_words(words);
  if (said && *said != ErrorKind::campaign) {
    return *said;
  }
  return asked == Asked::submit ? ErrorKind::campaign : ErrorKind::corrupt;
}

ErrorKind kind_of(const NoAnswer& no) {
  const int status = no.reply.status;
  if (no.asked == Asked::store) {
    return kind_of_store(status, no.words);
  }
  if (status >= 400 && status < 500) {
    return kind_of_client_error(status, no.words, no.asked);
  }
  if (status == 301 || status == 307 || status == 308) {
    return ErrorKind::environment;
  }
  if (no.asked == Asked::submit) {
    return ErrorKind::in_doubt;
  }
  return status >= 500 && status < 600 ? ErrorKind::transient : ErrorKind::corrupt;
}

bool is_about_credit(int status, std::string_view words) {
  return status == 402 || kind_of_words(words) == ErrorKind::refused_auth;
}

/// What happened, without the provider's own words.
std::string message_of(ErrorKind kind, const NoAnswer& no, std::string_view name) {
  const int status = no.reply.status;
  switch (kind) {
    case ErrorKind::rate_limited:
      return fmt::format("{} asks to slow down (HTTP {})", name, status);
    case ErrorKind::transient:
      return fmt::format("{} cannot answer just now (HTTP {})", name, status);
    case ErrorKind::refused_auth:
      return is_about_credit(status, no.words)
                 ? fmt::format("the account at {} has no credit left (HTTP {})", name, status)
                 : fmt::format("{} refused the key (HTTP {})", name, status);
    case ErrorKind::refused_content:
      return fmt::format("{} refused the request for its content (HTTP {})", name, status);
    case ErrorKind::campaign:
      return status == 404
                 ? fmt::format("{} does not know the model, or not for this account (HTTP 404)",
                               name)
                 : fmt::format("{} does not take the request (HTTP {})", name, status);
    case ErrorKind::in_doubt:
      return fmt::format(
          "{} gave no clear answer to a submit (HTTP {}): it may have made the job, and bill it",
          name, status);
    case ErrorKind::environment:
      return fmt::format("{} is not at the address that was called: it redirects (HTTP {})", name,
                         status);
    default:
      return status == 404
                 ? fmt::format("{} does not know what was asked for (HTTP 404)", name)
                 : fmt::format("{} gave an answer that makes no sense (HTTP {})", name, status);
  }
}

std::string help_of(ErrorKind kind, const NoAnswer& no, const ProviderFace& face) {
  switch (kind) {
    case ErrorKind::refused_auth:
      return std::string(is_about_credit(no.reply.status, no.words) ? face.credit_help
                                                                    : face.key_help);
    case ErrorKind::refused_content:
      return "change the prompt or the references: unchanged it would be refused again";
    case ErrorKind::in_doubt:
      return "nothing is sent again until it is known: see `reshoot resolve`";
    case ErrorKind::environment:
      return "check the base URL of this provider";
    default:
      return {};
  }
}

std::string with_words(std::string message, std::string_view words) {
  return words.empty() ? message : fmt::format("{}: {}", message, quotable(words));
}

}  // namespace

Refusal refusal_of(const NoAnswer& no, const ProviderFace& face) {
  return refusal_of_kind(kind_of(no), no, face);
}

Refusal refusal_of_kind(ErrorKind kind, const NoAnswer& no, const ProviderFace& face) {
  const bool may_wait = kind == ErrorKind::rate_limited || kind == ErrorKind::transient;
  return {{kind, with_words(message_of(kind, no, face.name), no.words), help_of(kind, no, face)},
          may_wait ? retry_after(no.reply, no.now) : std::nullopt};
}

JobFailed job_failed(std::string_view words, const ProviderFace& face) {
  const ErrorKind kind = kind_of_words(words).value_or(ErrorKind::transient);
  Error error{kind, with_words(fmt::format("{} made no clip", face.name), words), {}};
  if (words.empty()) {
    error.message += " and gave no reason";
  }
  if (kind == ErrorKind::refused_content) {
    error.help = "change the prompt or the references: unchanged it would be refused again";
  } else if (kind == ErrorKind::refused_auth) {
    error.help = face.credit_help;
  }
  return {std::move(error)};
}

JobFailed job_without_clip(const ProviderFace& face) {
  return {{ErrorKind::corrupt,
           fmt::format("{} calls the job a success, but names no video to fetch", face.name),
           "the job may be billed: look for it in the provider's console"}};
}

JobFailed job_cancelled(const ProviderFace& face) {
  return {{ErrorKind::needs_person, fmt::format("the job was cancelled at {}", face.name),
           "somebody stopped it there, and part of it may be billed; build again to ask anew"}};
}

std::string words_of_text(std::string_view body) {
  constexpr std::size_t max_plain = 300;
  const auto inside = [&](std::string_view open, std::string_view close) {
    const std::size_t from = body.find(open);
    const std::size_t to = from == std::string_view::npos ? from : body.find(close, from);
    return to == std::string_view::npos ? std::string_view{}
                                        : body.substr(from + open.size(), to - from - open.size());
  };
  const std::size_t first = body.find_first_not_of(" \r\n\t\xef\xbb\xbf");
  if (first != std::string_view::npos && body[first] == '<') {
    // A storage's XML has both; a page in HTML has neither and says nothing to people.
    return joined_words(inside("<Code>", "</Code>"), inside("<Message>", "</Message>"));
  }
  return std::string(body.size() <= max_plain ? body : std::string_view{});
}

std::string joined_words(std::string_view code, std::string_view message) {
  if (code.empty() || message.empty() || message.find(code) != std::string_view::npos) {
    return std::string(message.empty() ? code : message);
  }
  return fmt::format("{}: {}", code, message);
}

}  // namespace reshoot
