// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/result_files.h"

#include <fmt/format.h>

#include <map>
#include <memory>

#include "base/files.h"
#include "base/units.h"
#include "emulator/cloud.h"

namespace reshoot::emulator {
namespace {

constexpr Millis any_length{-1};

/// An MP4 box that players pass over.
std::string free_box(const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size() + 8);
  std::string box;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    box.push_back(static_cast<char>((size >> shift) & 0xffU));
  }
  return box + "free" + text;
}

}  // namespace

std::string marked(const std::string& file, const Job& job) {
  return file + free_box(job.id);
}

Result<ResultMaker> result_maker(const std::vector<std::string>& specs) {
  // Shared, since a std::function is copied and the files need not be.
  const auto files = std::make_shared<std::map<Millis, std::string>>();
  for (const std::string& spec : specs) {
    const std::size_t equals = spec.find('=');
    Millis length = any_length;
    if (equals != std::string::npos) {
      const auto seconds = Length::parse(spec.substr(0, equals));
      if (!seconds) {
        return fail(ErrorKind::usage, fmt::format("not SECONDS=FILE: {}", spec));
      }
      length = Millis{seconds->millis};
    }
    TRY_ASSIGN(
        (*files)[length],
        read_file(spec.substr(equals == std::string::npos ? 0 : equals + 1), largest_result));
  }
  return ResultMaker([files](const Job& job) {
    auto file = files->find(job.billed);
    if (file == files->end()) {
      file = files->find(any_length);
    }
    return file == files->end() ? fake_result(job) : marked(file->second, job);
  });
}

}  // namespace reshoot::emulator
