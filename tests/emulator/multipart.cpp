// SPDX-License-Identifier: Apache-2.0
#include "emulator/multipart.h"

#include <fmt/format.h>

#include <algorithm>

namespace reshoot::emulator {
namespace {

constexpr std::string_view line_end = "\r\n";

/// The value of `name="..."` in a header line; empty: it is not there.
std::string_view parameter(std::string_view line, std::string_view name) {
  const std::string begin = fmt::format("; {}=\"", name);
  const std::size_t at = line.find(begin);
  if (at == std::string_view::npos) {
    return {};
  }
  line.remove_prefix(at + begin.size());
  return line.substr(0, line.find('"'));
}

FormPart part_of(std::string_view head, std::string_view value) {
  FormPart part;
  part.value = value;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find(line_end));
    head.remove_prefix(std::min(head.size(), line.size() + line_end.size()));
    std::string lower(line);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (lower.starts_with("content-disposition:")) {
      part.name = parameter(line, "name");
      part.file_name = parameter(line, "filename");
    } else if (lower.starts_with("content-type:")) {
      part.content_type = line.substr(std::min(line.size(), line.find(':') + 2));
    }
  }
  return part;
}

}  // namespace

std::optional<std::vector<FormPart>> read_form(std::string_view content_type,
                                               std::string_view body) {
  constexpr std::string_view mark = "boundary=";
  const std::size_t at = content_type.find(mark);
  if (!content_type.starts_with("multipart/form-data") || at == std::string_view::npos) {
    return std::nullopt;
  }
  std::string boundary(content_type.substr(at + mark.size()));
  std::erase(boundary, '"');
  const std::string first = "--" + boundary;
  const std::string between = "\r\n--" + boundary;
  std::vector<FormPart> parts;
  if (!body.starts_with(first)) {
    return std::nullopt;
  }
  body.remove_prefix(first.size());
  while (!body.starts_with("--")) {
    const std::size_t head_end = body.find("\r\n\r\n");
    const std::size_t end = body.find(between);
    if (!body.starts_with(line_end) || end == std::string_view::npos || head_end > end) {
      return std::nullopt;
    }
    const std::size_t value = head_end + 4;
    parts.push_back(part_of(body.substr(2, head_end - std::min<std::size_t>(head_end, 2)),
                            body.substr(std::min(value, end), end - std::min(value, end))));
    body.remove_prefix(end + between.size());
  }
  return parts;
}

std::string write_form(const std::vector<FormPart>& parts, std::string_view boundary) {
  std::string out;
  for (const FormPart& part : parts) {
    out += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"", boundary, part.name);
    if (!part.file_name.empty()) {
      out +=
          fmt::format("; filename=\"{}\"\r\nContent-Type: {}", part.file_name, part.content_type);
    }
    out += fmt::format("\r\n\r\n{}\r\n", part.value);
  }
  return out + fmt::format("--{}--\r\n", boundary);
}

}  // namespace reshoot::emulator
