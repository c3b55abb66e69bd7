// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parts of the HTML page, each written into the document in the making.

#include <optional>
#include <string>
#include <string_view>

#include "base/source.h"
#include "report/html_markup.h"
#include "report/identity_report.h"

namespace reshoot {

/// `v-pass` and the like: the class that gives an element the colours of a verdict.
std::string verdict_class(const std::optional<Verdict>& verdict);
/// The sign of a verdict; it says nothing to screen readers, so a word stands beside it.
void put_sign(Markup& page, const std::optional<Verdict>& verdict);
/// Sign and word in the verdict's colours.
void put_badge(Markup& page, const std::optional<Verdict>& verdict);
/// Shapes that the signs refer to; once per page.
void put_sign_shapes(Markup& page);

/// `clip-3`: where a clip's part of the page begins.
std::string anchor_of(std::size_t clip);
/// A link to a clip's part of the page.
void put_clip_link(Markup& page, const IdentityReport& report, std::size_t clip);
/// Links to clips, the first few of many.
void put_clip_links(Markup& page, const IdentityReport& report,
                    const std::vector<std::size_t>& clips);
/// A section with a heading and an id for the table of contents; whoever opens closes it.
void open_section(Markup& page, std::string_view id, std::string_view title);

void put_summary(Markup& page, const IdentityReport& report);
void put_heat_map(Markup& page, const IdentityReport& report);
void put_clips(Markup& page, const IdentityReport& report, const SourceMap& sources);
/// One cast member of a clip: thresholds are those of its level; nullptr: there are none.
void put_timeline(Markup& page, const Comparison& comparison, const Presence& presence,
                  std::string_view name, const SimilarityThresholds* thresholds);
void put_across(Markup& page, const IdentityReport& report);
void put_trend(Markup& page, const IdentityReport& report);
void put_thresholds(Markup& page, const IdentityReport& report);
void put_models(Markup& page, const IdentityReport& report);
void put_gaps(Markup& page, const IdentityReport& report);

}  // namespace reshoot
