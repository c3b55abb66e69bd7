// SPDX-License-Identifier: Apache-2.0
#pragma once
// Variables with keys in them: from the process environment and from a `.env` file.

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/cancel.h"
#include "base/result.h"
#include "base/secret.h"

namespace reshoot {

using Variables = std::map<std::string, Secret, std::less<>>;

/// Reads lines `NAME=value`, also with `export ` before them, in quotes of either kind, with
/// comments after `#`. Nothing is expanded or unescaped. Errors: `environment`; they name the line
/// and never repeat what is on it.
Result<Variables> parse_dotenv(std::string_view text);

/// The `.env` at the workspace root; empty where there is none. Errors: `environment`, also where
/// git tracks the file: then the keys in it are in everybody's clone.
Result<Variables> read_dotenv(const std::filesystem::path& workspace, const Cancel& cancel);

/// Those of this process.
Variables process_variables();

}  // namespace reshoot
