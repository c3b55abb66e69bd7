// SPDX-License-Identifier: Apache-2.0
// Reads the wished crash once; the count of calls is shared by all threads.

#include "store/crash_point.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>

#include "base/check.h"

namespace reshoot {
namespace {

struct WishedCrash {
  std::string name;
  int nth = 1;
  void (*crash)() = nullptr;
};

std::atomic<int> calls{0};

WishedCrash parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  WishedCrash wish{std::string(text.substr(0, colon)), 1, nullptr};
  if (colon != std::string_view::npos) {
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), wish.nth);
  }
  return wish;
}

WishedCrash& wish() {
  static WishedCrash wished = [] {
    const char* const text = std::getenv("RESHOOT_CRASH_AT");
    return parse(text == nullptr ? "" : text);
  }();
  return wished;
}

}  // namespace

void crash_point(std::string_view name) {
  const WishedCrash& wished = wish();
  if (wished.name.empty()) {
    return;
  }
  CHECK(std::find(crash_points.begin(), crash_points.end(), name) != crash_points.end());
  if (name != wished.name || ++calls != wished.nth) {
    return;
  }
  if (wished.crash != nullptr) {
    wished.crash();
  } else {
    static_cast<void>(std::raise(SIGKILL));
  }
}

void set_crash_point(std::string_view text, void (*crash)()) {
  wish() = parse(text);
  wish().crash = crash;
  calls = 0;
}

}  // namespace reshoot
