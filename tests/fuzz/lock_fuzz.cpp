// SPDX-License-Identifier: Apache-2.0
// Any bytes as a lock: diagnostics, or a lock that is written again as it was read.

#include <cstdint>

#include "base/check.h"
#include "base/render_diagnostics.h"
#include "store/lock_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  reshoot::SourceMap sources;
  reshoot::Diagnostics diags;
  const auto reading = reshoot::parse_lock(sources.add("fuzz.lock", text), sources, diags);
  CHECK(reading.has_value() != diags.has_errors());
  if (reading) {
    const std::string written = reshoot::lock_text(*reading);
    CHECK(reading->has_marks || written == text);
    const auto again = reshoot::parse_lock(sources.add("again.lock", written), sources, diags);
    CHECK(again && again->lock == reading->lock);
    CHECK(again->disputes.size() == reading->disputes.size());
    reshoot::report_disputes(
        *reading, "fuzz.lock", [](const std::string&) { return std::nullopt; }, diags);
    CHECK(diags.errors() == reading->disputes.size());
  }
  reshoot::render_text(diags, sources, false);
  return 0;
}
