// SPDX-License-Identifier: Apache-2.0
#pragma once
// A scene's prompt in words for people. It names no scene and no character. Pure.

#include <string>

#include "graph/request.h"

namespace reshoot {

/// The prompt with its cast by the first words of their description, else, and from the second
/// mention on, by their kind: `the person`, `the second mascot`.
std::string prompt_text(const GenerateRequest& request);

}  // namespace reshoot
