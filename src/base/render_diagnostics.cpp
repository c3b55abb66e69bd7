// SPDX-License-Identifier: Apache-2.0
// Diagnostics for eyes (text) and for machines (JSON, SARIF, GitHub).

#include "base/render_diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "base/ci_notation.h"
#include "base/text.h"

namespace reshoot {

namespace {

using Json = nlohmann::ordered_json;

// A window of a long line: cells before the mark, cells in all.
constexpr std::size_t cells_before = 60;
constexpr std::size_t cells_in_all = 100;
// Bytes looked at on either side, so that a line of many megabytes costs nothing.
constexpr std::size_t bytes_around = 1024;

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

/// Escape codes, or nothing at all.
struct Colours {
  std::string_view bold, gutter, error, warning, off;
  explicit Colours(bool on) {
    if (on) {
      bold = "\x1b[1m";
      gutter = "\x1b[1;34m";
      error = "\x1b[1;31m";
      warning = "\x1b[1;33m";
      off = "\x1b[0m";
    }
  }
  [[nodiscard]] std::string_view of(Severity severity) const {
    return severity == Severity::error ? error : warning;
  }
};

/// Of the place that it is about; none where there is no such place.
Span place_of(const Diagnostic& d) {
  return d.labels.empty() ? Span{} : d.labels.front().span;
}

/// In the order of the text, whichever stage found them; those without a place come first.
std::vector<const Diagnostic*> by_place(const Diagnostics& diags) {
  std::vector<const Diagnostic*> list;
  for (const Diagnostic& d : diags.all()) {
    list.push_back(&d);
  }
  std::stable_sort(list.begin(), list.end(), [](const Diagnostic* a, const Diagnostic* b) {
    const auto place = [](const Diagnostic* d) {
      const Span span = place_of(*d);
      return std::tuple(!span.is_none(), span.source, span.begin);
    };
    return place(a) < place(b);
  });
  return list;
}

bool continues_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Text as it is shown: tabs as four spaces, control characters as escapes.
std::string shown(std::string_view text) {
  std::string result;
  std::size_t from = 0;
  for (std::size_t tab = text.find('\t'); tab != std::string_view::npos;
       tab = text.find('\t', from)) {
    result += printable(text.substr(from, tab - from));
    result += "    ";
    from = tab + 1;
  }
  return result += printable(text.substr(from));
}

/// The last `cells` cells of `text`, with `…` where it was cut.
std::string keep_end(std::string_view text, std::size_t cells) {
  if (display_width(text) <= cells) {
    return std::string(text);
  }
  std::size_t from = text.size();
  std::size_t used = 1;
  while (from > 0) {
    std::size_t next = from - 1;
    while (next > 0 && continues_code_point(text[next])) {
      --next;
    }
    const std::size_t width = display_width(text.substr(next, from - next));
    if (used + width > cells) {
      break;
    }
    used += width;
    from = next;
  }
  return "…" + std::string(text.substr(from));
}

/// A line cut to a window around a mark, ready to print.
struct Window {
  std::string text;
  std::size_t mark_at = 0;     ///< cells
  std::size_t mark_width = 1;  ///< cells
};

Window window_of(const Source& source, Span span) {
  const std::string_view line = source.line_at(span.begin);
  const auto line_start = static_cast<std::size_t>(line.data() - source.text().data());
  const std::size_t begin = std::min<std::size_t>(span.begin - line_start, line.size());
  const std::size_t end = std::clamp<std::size_t>(span.end - line_start, begin, line.size());

  std::size_t from = begin > bytes_around ? begin - bytes_around : 0;
  while (from < begin && from > 0 && continues_code_point(line[from])) {
    ++from;
  }
  std::size_t to = std::min(line.size(), end + bytes_around);
  to = std::min(to, begin + 2 * bytes_around);
  while (to < line.size() && to > begin && continues_code_point(line[to])) {
    --to;
  }
  const std::size_t mark_end = std::min(end, to);

  std::string before = shown(line.substr(from, begin - from));
  std::string mark = shown(line.substr(begin, mark_end - begin));
  std::string after = shown(line.substr(mark_end, to - mark_end));
  if (display_width(before) + display_width(mark) + display_width(after) > cells_in_all) {
    before = keep_end(before, cells_before);
    mark = ellipsize(mark, cells_in_all - display_width(before));
    after = ellipsize(after, cells_in_all - display_width(before) - display_width(mark));
  }
  Window window;
  window.mark_at = display_width(before);
  window.mark_width = std::max<std::size_t>(display_width(mark), 1);
  window.text = before + mark + after;
  return window;
}

/// Writes one diagnostic as text.
class TextWriter {
 public:
  TextWriter(const SourceMap& sources, bool colour) : sources_(sources), colours_(colour) {}

  std::string write(const Diagnostic& d) {
    out_.clear();
    const Severity severity = info(d.code).severity;
    put("{}{}[{}]{}{}: {}{}\n", colours_.of(severity), name_of(severity), text_of(d.code),
        colours_.off, colours_.bold, printable(d.message), colours_.off);
    gutter_ = 1;
    for (const Label& label : d.labels) {
      if (!label.span.is_none()) {
        gutter_ = std::max(gutter_, fmt::formatted_size("{}", place(label.span).line));
      }
    }
    if (!d.labels.empty() && !d.labels.front().span.is_none()) {
      write_snippets(d, severity);
    }
    for (const std::string& note : d.notes) {
      write_remark("note", note);
    }
    for (const std::string& help : d.helps) {
      write_remark("help", help);
    }
    return out_;
  }

 private:
  template <class... T>
  void put(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<T>(values)...);
  }

  [[nodiscard]] Place place(Span span) const { return sources_.get(span.source).place(span.begin); }

  /// Labels by source, the first label's source first; within one by line.
  void write_snippets(const Diagnostic& d, Severity severity) {
    std::vector<const Label*> labels;
    for (const Label& label : d.labels) {
      if (!label.span.is_none()) {
        labels.push_back(&label);
      }
    }
    const Label* const primary = labels.front();
    std::stable_sort(labels.begin(), labels.end(), [&](const Label* a, const Label* b) {
      const auto rank = [&](const Label* l) {
        return std::tuple(l->span.source != primary->span.source, l->span.source, l->span.begin);
      };
      return rank(a) < rank(b);
    });
    SourceId source = Span::no_source;
    std::uint32_t line = 0;
    for (const Label* label : labels) {
      const Place at = place(label->span);
      if (label->span.source != source) {
        const bool own = label->span.source == primary->span.source;
        put("{}{:>{}}{}{} {}\n", colours_.gutter, "", gutter_, own ? "-->" : ":::", colours_.off,
            printable(sources_.at(own ? primary->span : label->span)));
        put("{}{:>{}} |{}\n", colours_.gutter, "", gutter_, colours_.off);
      } else if (at.line > line + 1) {
        put("{}{:.>{}}{}\n", colours_.gutter, "", std::max<std::size_t>(gutter_, 3), colours_.off);
      }
      write_snippet(*label, at.line, at.line == line && label->span.source == source,
                    label == primary ? colours_.of(severity) : colours_.gutter,
                    label == primary ? '^' : '-');
      source = label->span.source;
      line = at.line;
    }
  }

  void write_snippet(const Label& label, std::uint32_t line, bool line_is_shown,
                     std::string_view colour, char mark) {
    const Window window = window_of(sources_.get(label.span.source), label.span);
    if (!line_is_shown) {
      put("{}{:>{}} |{} {}\n", colours_.gutter, line, gutter_, colours_.off, window.text);
    }
    put("{}{:>{}} |{} {:>{}}{}{}{}{}{}\n", colours_.gutter, "", gutter_, colours_.off, "",
        window.mark_at, colour, std::string(window.mark_width, mark), label.text.empty() ? "" : " ",
        printable(label.text), colours_.off);
  }

  void write_remark(std::string_view kind, const std::string& text) {
    put("{}{:>{}} = {}{}{}: {}\n", colours_.gutter, "", gutter_, colours_.off, colours_.bold, kind,
        std::string(colours_.off) + printable(text));
  }

  const SourceMap& sources_;
  Colours colours_;
  std::size_t gutter_ = 1;  ///< digits of the largest line number
  std::string out_;
};

Json region_json(const Region& region) {
  return {{"line", region.begin.line},
          {"column", region.begin.column},
          {"end_line", region.end.line},
          {"end_column", region.end.column}};
}

std::string dump(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Message, labels of the first place, notes and help in lines: for formats with one text field.
std::string whole_message(const Diagnostic& d) {
  std::string text = d.message;
  if (!d.labels.empty() && !d.labels.front().text.empty()) {
    text += ": " + d.labels.front().text;
  }
  for (const std::string& note : d.notes) {
    text += "\nnote: " + note;
  }
  for (const std::string& help : d.helps) {
    text += "\nhelp: " + help;
  }
  return text;
}

Json sarif_result(const SourceMap& sources, const Diagnostic& d) {
  Json result{{"ruleId", text_of(d.code)},
              {"level", name_of(info(d.code).severity)},
              {"message", {{"text", whole_message(d)}}},
              {"locations", Json::array()}};
  for (std::size_t i = 0; i < d.labels.size(); ++i) {
    if (d.labels[i].span.is_none()) {
      continue;
    }
    Json location = sarif_location(sources, d.labels[i].span);
    if (i > 0) {
      location["message"] = {{"text", d.labels[i].text}};
      result["relatedLocations"].push_back(std::move(location));
    } else {
      result["locations"].push_back(std::move(location));
    }
  }
  return result;
}

}  // namespace

std::string render_text(const Diagnostics& diags, const SourceMap& sources, bool colour) {
  std::string text;
  TextWriter writer(sources, colour);
  for (const Diagnostic* d : by_place(diags)) {
    text += writer.write(*d);
    text += '\n';
  }
  if (const std::size_t kept = diags.all().size(); diags.errors() + diags.warnings() > kept) {
    text +=
        fmt::format("{} more messages are not shown\n\n", diags.errors() + diags.warnings() - kept);
  }
  return text;
}

std::string render_json(const Diagnostics& diags, const SourceMap& sources) {
  Json list = Json::array();
  for (const Diagnostic* d : by_place(diags)) {
    Json labels = Json::array();
    for (const Label& label : d->labels) {
      Json entry = Json::object();
      if (!label.span.is_none()) {
        entry["file"] = sources.get(label.span.source).name();
        entry.update(region_json(region_of(sources, label.span)));
      }
      entry["text"] = label.text;
      labels.push_back(std::move(entry));
    }
    list.push_back({{"code", text_of(d->code)},
                    {"severity", name_of(info(d->code).severity)},
                    {"message", d->message},
                    {"labels", std::move(labels)},
                    {"notes", d->notes},
                    {"helps", d->helps}});
  }
  return dump({{"schema_version", 1},
               {"errors", diags.errors()},
               {"warnings", diags.warnings()},
               {"diagnostics", std::move(list)}});
}

std::string render_sarif(const Diagnostics& diags, const SourceMap& sources,
                         std::string_view version) {
  Json rules = Json::array();
  for (const CodeInfo& code : all_codes()) {
    rules.push_back(sarif_rule(text_of(code.code), code.title, name_of(code.severity)));
  }
  Json results = Json::array();
  for (const Diagnostic* d : by_place(diags)) {
    results.push_back(sarif_result(sources, *d));
  }
  return sarif_log(version, std::move(rules), std::move(results));
}

std::string render_github(const Diagnostics& diags, const SourceMap& sources) {
  std::string text;
  for (const Diagnostic* d : by_place(diags)) {
    const CodeInfo& code = info(d->code);
    text +=
        github_annotation(sources, place_of(*d), name_of(code.severity),
                          fmt::format("{} {}", text_of(d->code), code.title), whole_message(*d));
  }
  return text;
}

}  // namespace reshoot
