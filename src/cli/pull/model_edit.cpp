// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/model_edit.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "cli/pull/stored_entry.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes bspatch_time{1};
/// bspatch holds both files in memory, beside what bzip2 needs.
constexpr std::uint64_t bspatch_memory = 256U << 20U;
constexpr std::uint64_t bspatch_words = 64U << 10U;

Result<std::string> patched(const IdentityFile& file, const fs::path& source,
                            const Cancel& cancel) {
  TRY_ASSIGN(const TempDirectory scratch, TempDirectory::create(source.parent_path(), "edit-"));
  const fs::path delta = scratch.path() / "delta";
  const fs::path result = scratch.path() / "result";
  TRY(write_file_atomically(delta, file.delta));
  ProcessSpec spec;
  spec.argv = {"bspatch", fs::absolute(source).string(), fs::absolute(result).string(),
               fs::absolute(delta).string()};
  spec.timeout = bspatch_time;
  spec.output_cap = bspatch_words;
  spec.memory_cap = bspatch_memory + 2 * (file.bytes + file.result_bytes);
  spec.file_cap = file.result_bytes;
  TRY_ASSIGN(const ProcessResult ended, run_process(spec, cancel));
  if (ended.exit_code != 0) {
    return fail(ErrorKind::corrupt,
                fmt::format("bspatch ended with {}: {}", ended.exit_code,
                            printable(ellipsize(ended.errors, 200))),
                "the row's delta does not fit its file");
  }
  return read_file(result, file.result_bytes);
}

Result<std::string> taken_out(const IdentityFile& file, const fs::path& source) {
  TRY_ASSIGN(const std::string archive, read_file(source, file.bytes));
  TRY_ASSIGN(const std::string_view entry, stored_entry(archive, file.entry));
  return std::string(entry);
}

Result<std::string> unchecked(const IdentityFile& file, const fs::path& source,
                              const Cancel& cancel) {
  switch (file.edit) {
    case IdentityEdit::bsdiff:
      return patched(file, source, cancel);
    case IdentityEdit::torch_zip:
      return taken_out(file, source);
    case IdentityEdit::none:
      break;
  }
  CHECK(false);
  return std::string();
}

}  // namespace

Result<std::string> edited(const IdentityFile& file, const fs::path& source, const Cancel& cancel) {
  TRY_ASSIGN(std::string bytes, unchecked(file, source, cancel));
  if (const Digest found = sha256(bytes); found != file.result) {
    return fail(ErrorKind::corrupt,
                fmt::format("the edit made another file: {} instead of {}", found.text(),
                            file.result.text()),
                "the row's edit, sha256 and bytes do not go together");
  }
  return bytes;
}

}  // namespace reshoot
