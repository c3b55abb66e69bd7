// SPDX-License-Identifier: Apache-2.0
#pragma once
// Random campaigns as values, their YAML in random clothes, and random edits. What a clip asks for
// is said here a second time, in the simplest form, so that it can judge the real keys.

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace reshoot::test {

struct SketchCharacter {
  std::string name, kind, description;
  std::vector<std::string> references;  ///< paths
};

struct SketchScene {
  std::string name;
  std::vector<std::size_t> cast;  ///< indices into Sketch::characters
  std::string action;
  std::string line;  ///< spoken by the first of the cast; empty: nothing is said
  int seconds = 4;
  bool tall = false;
};

struct SketchVideo {
  std::string name;
  std::vector<std::size_t> scenes;
  bool small = false;
};

struct Sketch {
  std::vector<SketchCharacter> characters;
  std::vector<SketchScene> scenes;
  std::vector<SketchVideo> videos;
  std::map<std::string, std::string> files;  ///< path to content
  std::string language = "en";
  unsigned clothes = 0;  ///< seed of order, quoting, comments and policies in the YAML

  /// Scenes that some video shows.
  [[nodiscard]] std::set<std::size_t> shown() const;
  /// Everything that the clip of a scene depends on, and nothing else.
  [[nodiscard]] std::string asks(const SketchScene& scene) const;
  [[nodiscard]] std::string yaml() const;
};

Sketch random_sketch(std::mt19937& random);

/// Changes something that people may change; answers with its name. Names, places, order, comments
/// and quotes only.
std::string edit_cosmetically(Sketch& sketch, std::mt19937& random);
/// Changes anything, content too.
std::string edit(Sketch& sketch, std::mt19937& random);

}  // namespace reshoot::test
