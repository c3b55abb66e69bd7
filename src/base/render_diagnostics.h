// SPDX-License-Identifier: Apache-2.0
#pragma once
// Diagnostics as text, JSON, SARIF 2.1.0 and GitHub annotations. The one place that renders them.

#include <string>

#include "base/diagnostic.h"

namespace reshoot {

/// Text as in a compiler: code, place, the line, a caret, notes, help. Ends with a line break where
/// there is any. Control characters of the campaign are shown as escapes.
std::string render_text(const Diagnostics& diags, const SourceMap& sources, bool colour);
std::string render_json(const Diagnostics& diags, const SourceMap& sources);
std::string render_sarif(const Diagnostics& diags, const SourceMap& sources,
                         std::string_view version);
std::string render_github(const Diagnostics& diags, const SourceMap& sources);

}  // namespace reshoot
