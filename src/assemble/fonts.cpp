// SPDX-License-Identifier: Apache-2.0
// Open Sans, where Debian, Ubuntu and others put it.

#include "assemble/fonts.h"

#include <algorithm>
#include <array>

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::array folders{"/usr/share/fonts/truetype/open-sans", "/usr/share/fonts/open-sans",
                             "/usr/local/share/fonts/open-sans"};
constexpr std::array files{"OpenSans-Light.ttf", "OpenSans-Regular.ttf", "OpenSans-Semibold.ttf"};

bool holds_fonts(const fs::path& folder) {
  return std::all_of(files.begin(), files.end(), [&](const char* file) {
    std::error_code ignored;
    return fs::is_regular_file(folder / file, ignored);
  });
}

}  // namespace

Result<fs::path> find_fonts() {
  for (const char* const folder : folders) {
    if (holds_fonts(folder)) {
      return fs::path(folder);
    }
  }
  return fail(ErrorKind::environment, "the font Open Sans is not installed",
              "install the package 'fonts-open-sans'; previews are lettered with it");
}

std::vector<fs::path> font_files(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const char* const file : files) {
    paths.push_back(folder / file);
  }
  return paths;
}

}  // namespace reshoot
