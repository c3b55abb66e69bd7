// SPDX-License-Identifier: Apache-2.0
// Children of a few lines of /bin/sh stand in for the tools. The shell is named as the program
// here; run_process itself never uses one.
#include "base/process.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/files.h"

namespace reshoot {
namespace {

using std::chrono::milliseconds;

ProcessSpec shell(std::string script) {
  ProcessSpec spec;
  spec.argv = {"sh", "-c", std::move(script)};
  return spec;
}

Result<ProcessResult> run(const ProcessSpec& spec) {
  return run_process(spec, Cancel());
}

/// Whether a process runs: one that was killed may stay as a zombie until init reaps it.
bool is_running(const std::string& pid) {
  const auto stat = read_head("/proc/" + std::to_string(std::stoi(pid)) + "/stat", 4096);
  return stat && stat->find(") Z") == std::string::npos;
}

}  // namespace

TEST_CASE("run_process: output, errors and the exit code come back") {
  const auto result = run(shell("printf out; printf err >&2; exit 3"));
  REQUIRE(result);
  CHECK(result->output == "out");
  CHECK(result->errors == "err");
  CHECK(result->exit_code == 3);
  CHECK(run(shell("kill -TERM $$"))->exit_code == 128 + SIGTERM);
}

TEST_CASE("run_process: arguments arrive as they are") {
  ProcessSpec spec;
  spec.argv = {"printf", "%s|", "a b", "$HOME", "*", "'\"", ""};
  CHECK(run(spec)->output == "a b|$HOME|*|'\"||");
}

TEST_CASE("run_process: variables of its own reach the child") {
  ProcessSpec spec = shell("printf %s \"$RESHOOT_TEST_WORD\"");
  CHECK(run(spec)->output.empty());
  spec.environment = {"RESHOOT_TEST_WORD=a b=c"};
  CHECK(run(spec)->output == "a b=c");
}

TEST_CASE("run_process: large input and output at once do not block each other") {
  ProcessSpec spec;
  spec.argv = {"cat"};
  spec.input = std::string(3'000'000, 'x') + "end";
  const auto result = run(spec);
  REQUIRE(result);
  CHECK(result->output == spec.input);
}

TEST_CASE("run_process: more_input goes on after input, take_output gets all of it") {
  ProcessSpec spec;
  spec.argv = {"cat"};
  spec.input = "first,";
  int calls = 0;
  std::string piece;
  spec.more_input = [&]() -> std::string_view {
    piece = ++calls <= 3 ? std::to_string(calls) + "," : "";
    return piece;
  };
  std::string taken;
  spec.take_output = [&](std::string_view block) { taken += block; };
  const auto result = run(spec);
  REQUIRE(result);
  CHECK(taken == "first,1,2,3,");
  CHECK(result->output.empty());
  CHECK(calls == 4);
}

TEST_CASE("run_process: a child that does not read its input is no error and no SIGPIPE") {
  ProcessSpec spec = shell("exec 0<&-; exit 0");
  spec.input = std::string(1'000'000, 'x');
  const auto result = run(spec);
  REQUIRE(result);
  CHECK(result->exit_code == 0);
}

TEST_CASE("run_process: without input the child reads an empty file") {
  CHECK(run(shell("cat; echo done"))->output == "done\n");
}

TEST_CASE("run_process: a timeout kills the whole group") {
  ProcessSpec spec = shell("sleep 100 & echo $!; wait");
  spec.timeout = milliseconds(200);
  std::string grandchild;
  spec.take_output = [&](std::string_view block) { grandchild += block; };
  const auto result = run(spec);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::transient);
  CHECK(result.error().message == "'sh' did not finish within 0 s and was stopped");
  REQUIRE_FALSE(grandchild.empty());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (is_running(grandchild) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  CHECK_FALSE(is_running(grandchild));
}

TEST_CASE("run_process: a cancel from another thread stops it soon") {
  Cancel cancel;
  ProcessSpec spec = shell("echo ready; sleep 100");
  spec.take_output = [&](std::string_view) { cancel.request(); };
  const auto began = std::chrono::steady_clock::now();
  const auto result = run_process(spec, cancel);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::cancelled);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
}

TEST_CASE("run_process: too much output ends it; of stderr the last bytes are kept") {
  ProcessSpec endless = shell("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyy; done");
  endless.output_cap = 100'000;
  const auto result = run(endless);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::corrupt);

  ProcessSpec noisy = shell("i=0; while [ $i -lt 5000 ]; do echo line $i >&2; i=$((i+1)); done");
  noisy.error_cap = 100;
  const auto kept = run(noisy);
  REQUIRE(kept);
  CHECK(kept->errors.size() == 100);
  CHECK(kept->errors.ends_with("line 4999\n"));
}

TEST_CASE("run_process: a left-behind process that holds the pipes does not hold us") {
  ProcessSpec spec = shell("sleep 100 & echo $!");
  const auto result = run(spec);
  REQUIRE(result);
  CHECK(result->exit_code == 0);
  CHECK_FALSE(result->output.empty());
}

TEST_CASE("run_process: the child sees no descriptor of ours and none of our secrets") {
  ::setenv("RESHOOT_TEST_SECRET", "hidden", 1);
  const int leaky = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as a library might
  REQUIRE(leaky >= 3);
  const auto result = run(shell("env; ls /proc/self/fd"));
  ::close(leaky);
  ::unsetenv("RESHOOT_TEST_SECRET");
  REQUIRE(result);
  CHECK(result->output.find("hidden") == std::string::npos);
  CHECK(result->output.find("LC_ALL=C.UTF-8") != std::string::npos);
  CHECK(result->output.find("PATH=") != std::string::npos);
  CHECK(result->output.ends_with("0\n1\n2\n3\n"));  // 3 is the folder that ls reads
}

TEST_CASE("run_process: starts in the folder it is told") {
  const auto folder =
      TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-process-");
  REQUIRE(folder);
  ProcessSpec spec = shell("pwd");
  spec.directory = folder->path();
  CHECK(run(spec)->output == folder->path().string() + "\n");
  spec.directory = folder->path() / "missing";
  const auto missing = run(spec);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::environment);
}

TEST_CASE("run_process: a program named by a relative path is found before the folder changes") {
  const auto folder =
      TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-process-");
  REQUIRE(folder);
  ProcessSpec spec;
  spec.argv = {std::filesystem::relative("/bin/sh").string(), "-c", "pwd"};
  spec.directory = folder->path();
  const auto result = run(spec);
  REQUIRE(result);
  CHECK(result->output == folder->path().string() + "\n");
}

TEST_CASE("run_process: the file size limit holds") {
  const auto folder =
      TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-process-");
  REQUIRE(folder);
  ProcessSpec spec = shell("head -c 100000 /dev/zero > file");
  spec.directory = folder->path();
  spec.file_cap = 4096;
  const auto result = run(spec);
  REQUIRE(result);
  CHECK(result->exit_code != 0);
  CHECK(std::filesystem::file_size(folder->path() / "file") == 4096);
}

TEST_CASE("run_process: several threads at once") {
  std::vector<std::thread> threads;
  std::vector<std::string> outputs(8);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    threads.emplace_back([&outputs, i] {
      ProcessSpec spec;
      spec.argv = {"cat"};
      spec.input = std::string(200'000, static_cast<char>('a' + i));
      const auto result = run(spec);
      outputs[i] = result ? result->output : result.error().message;
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    CHECK(outputs[i] == std::string(200'000, static_cast<char>('a' + i)));
  }
}

TEST_CASE("run_process: processor time is counted") {
  const auto result = run(shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"));
  REQUIRE(result);
  CHECK(result->cpu_time.count() > 0);
}

TEST_CASE("find_program: the package is named where a tool is missing") {
  CHECK(find_program("sh")->is_absolute());
  CHECK(*find_program("/bin/sh") == "/bin/sh");
  CHECK_FALSE(find_program("/etc/passwd"));
  const auto missing = find_program("reshoot-no-such-tool");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::environment);
  CHECK(missing.error().message == "'reshoot-no-such-tool' is not installed");
  CHECK(missing.error().help.find("apt install reshoot-no-such-tool") != std::string::npos);
}

}  // namespace reshoot
