// SPDX-License-Identifier: Apache-2.0
#include "report/html_markup.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/check.h"
#include "base/text.h"

namespace reshoot {
namespace {

// U+FFFE and U+FFFF in UTF-8 differ in their last byte only; XML 1.0 holds neither.
constexpr std::string_view noncharacter = "\xEF\xBF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// A line break behind these would be seen as a space; behind others it keeps lines short.
constexpr std::array<std::string_view, 7> within_lines{"a",     "b",    "code", "em",
                                                       "small", "span", "time"};

std::string_view end_of(std::string_view name) {
  const bool within =
      std::find(within_lines.begin(), within_lines.end(), name) != within_lines.end();
  return within ? "" : "\n";
}

/// Control characters as escapes; line breaks stay.
std::string shown_lines(std::string_view text) {
  std::string shown;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    shown += printable(text.substr(0, end)) + "\n";
    text.remove_prefix(end + 1);
  }
  return shown + printable(text);
}

}  // namespace

std::string markup_escape(std::string_view text) {
  const std::string shown = shown_lines(text);
  std::string out;
  out.reserve(shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    switch (shown[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\xEF':
        if (shown.compare(i, 2, noncharacter) == 0 && i + 2 < shown.size() &&
            static_cast<unsigned char>(shown[i + 2]) >= 0xBEU) {
          out += replacement;
          i += 2;
          break;
        }
        [[fallthrough]];
      default:
        out += shown[i];
    }
  }
  return out;
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k > bytes.size() ? '=' : digits[group >> (18U - 6U * k) & 63U];
    }
  }
  return out;
}

std::string data_uri(std::string_view mime_type, std::string_view bytes) {
  return "data:" + std::string(mime_type) + ";base64," + base64(bytes);
}

void Markup::begin(std::string_view name, std::initializer_list<Attribute> attributes) {
  out_.append("<").append(name);
  for (const Attribute& attribute : attributes) {
    out_.append(" ").append(attribute.name).append("=\"");
    out_.append(markup_escape(attribute.value)).append("\"");
  }
}

Markup& Markup::open(std::string_view name, std::initializer_list<Attribute> attributes) {
  begin(name, attributes);
  out_ += '>';
  open_.emplace_back(name);
  return *this;
}

Markup& Markup::close() {
  CHECK(!open_.empty());
  out_.append("</").append(open_.back()).append(">").append(end_of(open_.back()));
  open_.pop_back();
  return *this;
}

Markup& Markup::leaf(std::string_view name, std::string_view text,
                     std::initializer_list<Attribute> attributes) {
  begin(name, attributes);
  out_.append(">").append(markup_escape(text)).append("</").append(name).append(">");
  out_ += end_of(name);
  return *this;
}

Markup& Markup::single(std::string_view name, std::initializer_list<Attribute> attributes) {
  begin(name, attributes);
  out_ += "/>\n";
  return *this;
}

Markup& Markup::text(std::string_view text) {
  out_ += markup_escape(text);
  return *this;
}

Markup& Markup::raw(std::string_view name, std::string_view text) {
  out_.append("<").append(name).append(">").append(text).append("</").append(name).append(">\n");
  return *this;
}

std::string Markup::finish() {
  CHECK(open_.empty());
  return std::move(out_);
}

}  // namespace reshoot
