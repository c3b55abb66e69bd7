// SPDX-License-Identifier: Apache-2.0
#pragma once
// What live and plain progress both say of a build: lines of text that end with a line break. Pure.

#include <string>
#include <string_view>

#include "cli/progress/tally.h"
#include "execute/observer.h"
#include "report/styled_text.h"

namespace reshoot {

/// The whole error, line by line, with its help. Control characters are shown as escapes.
std::string failure_message(std::string_view step, const Error& error, bool colour);
/// The same of the step that failed last; what has been told of another step is not told again.
std::string failure_message(const BuildTally& tally, const StepFailed& failed, bool colour);
std::string warning_message(std::string_view step, std::string_view warning, bool colour);
/// `finished: out/acme/launch.mp4  3.2 MB`
/// What came of a take that no clip of this build waits for.
std::string stray_message(const StrayTake& stray, bool colour);
/// What a take fell short of, and what follows.
std::string short_message(const BuildTally& tally, const TakeFellShort& news, bool colour);
std::string account_message(const AccountStopped& stopped, bool colour);
std::string published_message(const VideoPublished& video, bool colour);

/// The end of a build: counts, time, money, the finished videos, and what to do where all is not
/// well.
std::string summary(const BuildTally& tally, const BuildFinished& end, bool colour);

}  // namespace reshoot
