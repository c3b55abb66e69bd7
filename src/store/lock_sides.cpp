// SPDX-License-Identifier: Apache-2.0
// Git's marks: `<<<<<<< ours`, with some settings `||||||| base`, `=======`, `>>>>>>> theirs`.

#include "store/lock_sides.h"

#include <fmt/core.h>

namespace reshoot {
namespace {

constexpr std::size_t mark_length = 7;  // git's default; longer ones are of merges inside a base

/// `<`, `|`, `=` or `>` where the line is a mark; else 0.
char mark_of(std::string_view line) {
  if (line.size() < mark_length) {
    return 0;
  }
  const char mark = line[0];
  if (mark != '<' && mark != '|' && mark != '=' && mark != '>') {
    return 0;
  }
  if (line.find_first_not_of(mark) < mark_length ||
      (line.size() > mark_length && line[mark_length] != ' ')) {
    return 0;
  }
  return mark;
}

std::string_view name_behind(std::string_view mark) {
  return mark.size() > mark_length ? mark.substr(mark_length + 1) : std::string_view();
}

class MarkReader {
 public:
  MarkReader(const LockSource& source, Diagnostics& diags) : source_(source), diags_(diags) {}

  std::optional<LockSides> read() {
    const std::string_view text = source_.text;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = text.find('\n', from);
      const bool whole = end != std::string_view::npos;
      const std::string_view line = text.substr(from, whole ? end - from : end);
      if (!take({line, whole})) {
        return std::nullopt;
      }
      from += line.size() + 1;
    }
    if (part_ != Part::common) {
      wrong_mark(sides_.marks.back(), "this conflict is not closed by '>>>>>>>'");
      return std::nullopt;
    }
    return std::move(sides_);
  }

 private:
  enum class Part : std::uint8_t { common, ours, base, theirs };

  /// False: a mark that does not belong there.
  bool take(LockLine line) {
    if (const char mark = mark_of(line.text); mark != 0) {
      return take_mark(mark, line.text);
    }
    if (part_ == Part::common) {
      sides_.ours.push_back(line);
      if (!sides_.marks.empty()) {
        sides_.theirs.push_back(line);
        sides_.base.push_back(line);
      }
      return true;
    }
    line.conflict = static_cast<std::uint32_t>(sides_.marks.size() - 1);
    (part_ == Part::ours   ? sides_.ours
     : part_ == Part::base ? sides_.base
                           : sides_.theirs)
        .push_back(line);
    return true;
  }

  bool take_mark(char mark, std::string_view line) {
    switch (mark) {
      case '<':
        return follows(part_ == Part::common, line, "is inside of another conflict") && open(line);
      case '|':
        return follows(part_ == Part::ours, line, "has no '<<<<<<<' before it") &&
               enter(Part::base);
      case '=':
        return follows(part_ == Part::ours || part_ == Part::base, line,
                       "has no '<<<<<<<' before it") &&
               enter(Part::theirs);
      default:
        return follows(part_ == Part::theirs, line, "has no '=======' before it") && close(line);
    }
  }

  bool open(std::string_view line) {
    if (sides_.marks.empty()) {
      sides_.theirs = sides_.base = sides_.ours;
      sides_.ours_name = name_behind(line);
      sides_.has_base = true;
    }
    sides_.marks.push_back(line);
    has_base_ = false;
    return enter(Part::ours);
  }

  bool enter(Part part) {
    part_ = part;
    has_base_ = has_base_ || part == Part::base;
    return true;
  }

  bool close(std::string_view line) {
    if (sides_.marks.size() == 1) {
      sides_.theirs_name = name_behind(line);
    }
    sides_.has_base = sides_.has_base && has_base_;
    return enter(Part::common);
  }

  bool follows(bool fits, std::string_view mark, std::string_view what_is_wrong) {
    if (!fits) {
      wrong_mark(mark, fmt::format("this mark {}", what_is_wrong));
    }
    return fits;
  }

  void wrong_mark(std::string_view mark, std::string what_is_wrong) {
    Diagnostic& d =
        diags_.report(Code::lock_bad_marks, "the conflict marks in the lock do not fit together");
    d.at(source_.span_of(mark), std::move(what_is_wrong));
    help_merge_again(d, source_.name);
  }

  const LockSource& source_;
  Diagnostics& diags_;
  LockSides sides_;
  Part part_ = Part::common;
  bool has_base_ = false;  ///< the conflict that is open shows its base
};

}  // namespace

std::optional<LockSides> split_sides(const LockSource& source, Diagnostics& diags) {
  return MarkReader(source, diags).read();
}

}  // namespace reshoot
