// SPDX-License-Identifier: Apache-2.0
#include "report/html_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/identity_facts.h"

namespace reshoot {
namespace {

std::string_view class_word(const std::optional<Verdict>& verdict) {
  return verdict ? name_of(*verdict) : "none";
}

/// A shape for each verdict, so that colour is never alone: tick, question mark, cross, bar, ring.
void put_shape(Markup& page, std::string_view id, std::string_view path) {
  page.open("symbol", {{"id", id}, {"viewBox", "0 0 16 16"}});
  page.single("path", {{"d", path}}).close();
}

}  // namespace

std::string verdict_class(const std::optional<Verdict>& verdict) {
  return "v-" + std::string(class_word(verdict));
}

void put_sign(Markup& page, const std::optional<Verdict>& verdict) {
  page.open("svg", {{"class", "sign"}, {"aria-hidden", "true"}});
  page.single("use", {{"href", "#s-" + std::string(class_word(verdict))}}).close();
}

void put_badge(Markup& page, const std::optional<Verdict>& verdict) {
  page.open("span", {{"class", "badge " + verdict_class(verdict)}});
  put_sign(page, verdict);
  page.text(verdict_word(verdict)).close();
}

void put_sign_shapes(Markup& page) {
  page.open("svg", {{"class", "shapes"}, {"aria-hidden", "true"}});
  put_shape(page, "s-pass", "M3 8.5l3.5 3.5L13 4.5");
  put_shape(page, "s-unsure", "M8 2.5L13.5 8L8 13.5L2.5 8z");
  put_shape(page, "s-fail", "M4 4l8 8M12 4l-8 8");
  put_shape(page, "s-na", "M4 8h8");
  put_shape(page, "s-none", "M8 4.5a3.5 3.5 0 1 0 .01 0z");
  page.close();
}

std::string anchor_of(std::size_t clip) {
  return fmt::format("clip-{}", clip + 1);
}

void put_clip_link(Markup& page, const IdentityReport& report, std::size_t clip) {
  page.leaf("a", report.clips[clip].clip, {{"href", "#" + anchor_of(clip)}});
}

void put_clip_links(Markup& page, const IdentityReport& report,
                    const std::vector<std::size_t>& clips) {
  constexpr std::size_t most_linked = 12;
  for (std::size_t i = 0; i < std::min(clips.size(), most_linked); ++i) {
    page.text(i > 0 ? ", " : "");
    put_clip_link(page, report, clips[i]);
  }
  if (clips.size() > most_linked) {
    page.text(fmt::format(" and {} more", clips.size() - most_linked));
  }
}

void open_section(Markup& page, std::string_view id, std::string_view title) {
  page.open("section", {{"id", id}}).leaf("h2", title);
}

}  // namespace reshoot
