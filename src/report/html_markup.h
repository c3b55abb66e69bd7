// SPDX-License-Identifier: Apache-2.0
#pragma once
// HTML and XML in the making: what is put in is escaped, what is opened is closed. Knows nothing of
// what the elements mean.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

/// Text for the inside of elements and of quoted attributes, of HTML and of XML 1.0. Control
/// characters and bytes that are no UTF-8 are shown as escapes, line breaks stay; code points
/// that XML cannot hold become U+FFFD.
std::string markup_escape(std::string_view text);

/// `data:` URI of a file's bytes.
std::string data_uri(std::string_view mime_type, std::string_view bytes);
std::string base64(std::string_view bytes);

struct Attribute {
  std::string_view name;
  std::string_view value;  ///< any text
};

/// A document. Names of elements and attributes are the program's own and not escaped.
class Markup {
 public:
  /// `head` is written as it is: a document type or an XML declaration.
  explicit Markup(std::string_view head = {}) : out_(head) {}

  Markup& open(std::string_view name, std::initializer_list<Attribute> attributes = {});
  /// Closes the element that was opened last.
  Markup& close();
  /// An element with nothing but text in it.
  Markup& leaf(std::string_view name, std::string_view text,
               std::initializer_list<Attribute> attributes = {});
  /// An element that holds nothing.
  Markup& single(std::string_view name, std::initializer_list<Attribute> attributes = {});
  Markup& text(std::string_view text);
  /// A style sheet or script of the program's own, as it is.
  Markup& raw(std::string_view name, std::string_view text);

  /// All elements must be closed.
  [[nodiscard]] std::string finish();

 private:
  void begin(std::string_view name, std::initializer_list<Attribute> attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace reshoot
