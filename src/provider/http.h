// SPDX-License-Identifier: Apache-2.0
#pragma once
// Requests and replies as values. Nothing here sends anything.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.h"

namespace reshoot {

enum class HttpMethod { get, post, put, del };
std::string_view name_of(HttpMethod method);

struct HttpHeader {
  std::string name;
  std::string value;
  friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};

/// A header whose value is a key: `Authorization: Bearer ***`. Sent to the request's own host only.
struct KeyHeader {
  std::string name;
  std::string prefix;  ///< `Bearer `; may be empty
  Secret key;
};

/// A file that is the whole body.
struct FileBody {
  std::filesystem::path file;
};

/// multipart/form-data: fields, then one file.
struct FormBody {
  std::vector<HttpHeader> fields;  ///< names and values
  std::string file_field;
  std::filesystem::path file;
  std::string file_name;  ///< as the other side is told; ASCII
  std::string content_type;
};

struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string url;
  std::vector<HttpHeader> headers;  ///< no secrets
  std::optional<KeyHeader> key;     ///< nullopt: the call is made without one
  /// None, a text (JSON), a file, or a form.
  std::variant<std::monostate, std::string, FileBody, FormBody> body;
};

/// What came back, up to a cap that the transport holds.
struct HttpReply {
  int status = 0;
  std::vector<HttpHeader> headers;  ///< names in lower case
  std::string body;

  /// The first header of that (lower-case) name; empty: there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

}  // namespace reshoot
