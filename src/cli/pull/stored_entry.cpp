// SPDX-License-Identifier: Apache-2.0
// Field offsets are those of PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. The directory
// at the end counts; of an entry's own head only its length is needed.

#include "cli/pull/stored_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/text.h"

namespace reshoot {
namespace {

constexpr std::string_view end_mark = "PK\x05\x06";
constexpr std::size_t end_size = 22;
constexpr std::size_t longest_comment = 0xffff;
constexpr std::string_view row_mark = "PK\x01\x02";
constexpr std::size_t row_size = 46;
constexpr std::string_view head_mark = "PK\x03\x04";
constexpr std::size_t head_size = 30;
constexpr std::uint32_t encrypted_flag = 1;
constexpr std::uint32_t stored_method = 0;

tl::unexpected<Error> broken(std::string_view why) {
  return fail(ErrorKind::corrupt, fmt::format("the zip archive cannot be read: {}", why),
              "the file is not the one that the model's row means");
}

/// Bytes of `from`, where they all are there.
std::optional<std::string_view> part(std::string_view from, std::size_t at, std::size_t size) {
  if (at > from.size() || size > from.size() - at) {
    return std::nullopt;
  }
  return from.substr(at, size);
}

/// The list of entries at the end of an archive.
struct Directory {
  std::string_view rows;
  std::size_t begin = 0;  ///< where it stands: all entries lie before it
};

Result<Directory> directory_of(std::string_view zip) {
  const std::size_t reach = std::min(zip.size(), end_size + longest_comment);
  const std::string_view tail = zip.substr(zip.size() - reach);
  const std::size_t at = tail.rfind(end_mark);
  const auto end = at == std::string_view::npos ? std::nullopt : part(tail, at, end_size);
  if (!end) {
    return broken("it has no directory at its end");
  }
  const std::uint32_t size = little32(*end, 12);
  const std::uint32_t begin = little32(*end, 16);
  const std::size_t end_at = zip.size() - reach + at;
  const auto rows = part(zip.substr(0, end_at), begin, size);
  if (!rows) {
    return broken("its directory lies beyond its end");
  }
  return Directory{*rows, begin};
}

/// One row of the directory.
struct Row {
  std::string_view fixed;
  std::string_view name;
};

/// Cuts the first row off.
std::optional<Row> take_row(std::string_view& rows) {
  const auto fixed = part(rows, 0, row_size);
  if (!fixed || !fixed->starts_with(row_mark)) {
    return std::nullopt;
  }
  const std::size_t name_size = little16(*fixed, 28);
  const std::size_t whole = row_size + name_size + little16(*fixed, 30) + little16(*fixed, 32);
  const auto row = part(rows, 0, whole);
  if (!row) {
    return std::nullopt;
  }
  rows.remove_prefix(whole);
  return Row{*fixed, row->substr(row_size, name_size)};
}

Result<Row> find_row(std::string_view rows, std::string_view name) {
  std::optional<Row> found;
  while (!rows.empty()) {
    const std::optional<Row> row = take_row(rows);
    if (!row) {
      return broken("its directory is cut off");
    }
    if (row->name == name) {
      if (found) {
        return broken(fmt::format("it has '{}' twice", printable(name)));
      }
      found = row;
    }
  }
  if (!found) {
    return broken(fmt::format("it has no '{}'", printable(name)));
  }
  return *found;
}

}  // namespace

Result<std::string_view> stored_entry(std::string_view zip, std::string_view name) {
  TRY_ASSIGN(const Directory directory, directory_of(zip));
  TRY_ASSIGN(const Row row, find_row(directory.rows, name));
  const std::uint32_t size = little32(row.fixed, 24);
  if ((little16(row.fixed, 8) & encrypted_flag) != 0 || little16(row.fixed, 10) != stored_method ||
      little32(row.fixed, 20) != size) {
    return broken(fmt::format("'{}' is compressed or encrypted", printable(name)));
  }
  const std::string_view entries = zip.substr(0, directory.begin);
  const std::size_t at = little32(row.fixed, 42);
  const auto head = part(entries, at, head_size);
  if (!head || !head->starts_with(head_mark)) {
    return broken(fmt::format("'{}' is not where its directory says", printable(name)));
  }
  const std::size_t names = std::size_t{little16(*head, 26)} + little16(*head, 28);
  const auto bytes = part(entries, at + head_size + names, size);
  if (!bytes) {
    return broken(fmt::format("'{}' is longer than the archive", printable(name)));
  }
  return *bytes;
}

}  // namespace reshoot
