// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starts and reaps child programs. Knows nothing of steps, keys or money.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"

namespace reshoot {

/// A child to run: by argv, never by a shell. It gets a process group of its own, the limits below,
/// no file descriptors but 0-2, and only PATH, HOME, LANG, LC_ALL=C.UTF-8, TMPDIR and fontconfig's
/// variables of our environment: no secrets.
struct ProcessSpec {
  std::vector<std::string> argv;  ///< argv[0] is looked up in PATH
  std::string input;              ///< what it reads on stdin
  /// Where set: called on the waiting thread for more stdin after `input`, until it answers
  /// nothing; an answer stays valid until the next call. For streams that are too large to hold.
  std::function<std::string_view()> more_input;
  std::vector<std::string> environment;  ///< more variables, as `NAME=value`
  std::filesystem::path directory;       ///< where it starts; empty: here
  std::chrono::milliseconds timeout{std::chrono::minutes(10)};
  /// Where set: called on the waiting thread with each block of stdout, which is then not kept.
  std::function<void(std::string_view)> take_output;
  std::uint64_t output_cap = 64U << 20U;  ///< bytes of stdout, kept or taken; more is an error
  std::uint64_t error_cap = 64U << 10U;   ///< last bytes of stderr kept
  std::uint64_t memory_cap = 0;           ///< RLIMIT_AS in bytes; 0: none
  std::uint64_t file_cap = 8ULL << 30U;   ///< RLIMIT_FSIZE in bytes
};

struct ProcessResult {
  int exit_code = 0;  ///< 128 + signal where a signal ended it
  std::string output;
  std::string errors;
  std::chrono::microseconds cpu_time{0};  ///< user and system
};

/// Runs a child to its end and kills its whole group on timeout, cancel or too much output.
/// Blocks the calling thread. A non-zero exit is a result, not an error. Errors: `environment` (not
/// found, cannot start), `transient` (timed out), `cancelled`, `corrupt` (too much output).
/// The child dies with the calling thread (PR_SET_PDEATHSIG), and so with the process.
Result<ProcessResult> run_process(const ProcessSpec& spec, const Cancel& cancel);

/// The full path of a program in PATH, or an `environment` error that names the package it comes
/// in.
Result<std::filesystem::path> find_program(const std::string& name);

}  // namespace reshoot
