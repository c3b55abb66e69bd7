// SPDX-License-Identifier: Apache-2.0
#include "report/html_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/digest.h"
#include "base/embedded_file.h"
#include "report/figures.h"
#include "report/html_parts.h"
#include "report/identity_facts.h"

namespace reshoot {

std::span<const EmbeddedFile> html_page_files();  // html_page.css and html_page.js

namespace {

std::string_view embedded(std::string_view name) {
  const std::span<const EmbeddedFile> files = html_page_files();
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const EmbeddedFile& file) { return file.name == name; });
  CHECK(found != files.end());
  return found->text;
}

/// Nothing may be loaded, and of scripts only ours may run, whatever got into the page.
std::string content_policy(std::string_view script) {
  const Digest digest = sha256(script);
  const std::string_view bytes(reinterpret_cast<const char*>(digest.bytes.data()),
                               digest.bytes.size());
  return fmt::format(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{}'; "
      "base-uri 'none'; form-action 'none'",
      base64(bytes));
}

void put_head(Markup& page, const IdentityReport& report, std::string_view script) {
  page.open("head").single("meta", {{"charset", "utf-8"}});
  page.single("meta",
              {{"http-equiv", "Content-Security-Policy"}, {"content", content_policy(script)}});
  page.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  page.single("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  page.leaf("title", "Identity report: " + report.campaign);
  page.raw("style", embedded("html_page.css")).close();
}

void put_contents(Markup& page, const IdentityReport& report) {
  page.open("nav", {{"aria-label", "Contents"}});
  const auto link = [&](std::string_view id, std::string_view title) {
    page.leaf("a", title, {{"href", id}});
  };
  link("#matrix", "Matrix");
  link("#clips", "Clips");
  link("#across", "Across clips");
  if (!report.trend.empty()) {
    link("#trend", "Trend");
  }
  if (!levels_in_force(report).empty()) {
    link("#thresholds", "Thresholds");
  }
  link("#models", "Models");
  link("#gaps", "Not measured");
  page.close();
}

std::string privacy_note(const IdentityReport& report) {
  if (!report.crops.empty()) {
    return "This file holds pictures of people's faces and numbers measured from them. Treat it "
           "as personal data: pass it on only to those who may see them.";
  }
  return std::string(report.crops_left_out ? "Pictures were left out as asked."
                                           : "There are no pictures in this file.") +
         " The numbers were still measured from people's faces and voices.";
}

void put_body(Markup& page, const IdentityReport& report, const SourceMap& sources) {
  page.open("header");
  page.open("p", {{"class", "kind"}}).text("Identity report").close();
  page.leaf("h1", report.campaign);
  page.open("p", {{"class", "hint"}}).text(wall_text(report.when)).close();
  put_contents(page, report);
  page.close().open("main");
  put_summary(page, report);
  page.leaf("p", privacy_note(report), {{"class", "privacy"}, {"id", "privacy"}});
  put_heat_map(page, report);
  put_clips(page, report, sources);
  put_across(page, report);
  put_trend(page, report);
  put_thresholds(page, report);
  put_models(page, report);
  put_gaps(page, report);
  page.close();
  page.leaf("footer",
            "Made by reshoot. Only a pass ships by itself; what was not measured never "
            "counts as a pass.");
}

}  // namespace

std::string html_page(const IdentityReport& report, const SourceMap& sources) {
  const std::string_view script = embedded("html_page.js");
  Markup page("<!doctype html>\n");
  page.open("html", {{"lang", "en"}});
  put_head(page, report, script);
  page.open("body");
  put_sign_shapes(page);
  put_body(page, report, sources);
  page.raw("script", script);
  return page.close().close().finish();
}

}  // namespace reshoot
