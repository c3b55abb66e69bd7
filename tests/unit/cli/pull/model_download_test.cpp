// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/model_download.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"

namespace reshoot {
namespace {

constexpr std::uint64_t kib = 1024;

std::string some_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = static_cast<char>(i * 7 + i / 251);
  }
  return bytes;
}

/// A server in memory. Each request takes `latency` of the clock.
struct FakeNetwork final : Transport {
  ManualClock clock;
  Millis latency{100};
  std::vector<std::string> asked;  ///< the Range of each request
  std::function<NetworkEvent(const Call&, std::size_t from, std::size_t to)> answer;
  std::vector<NetworkEvent> ready;

  void start(RequestId id, Call call) override {
    const std::string& range = call.request.headers.front().value;
    asked.push_back(range);
    const std::size_t dash = range.find('-');
    NetworkEvent event =
        answer(call, std::stoul(range.substr(6, dash)), std::stoul(range.substr(dash + 1)));
    std::visit([&](auto& one) { one.id = id; }, event);
    ready.push_back(std::move(event));
  }
  void cancel(RequestId id) override {
    ready = {Broken{id, {ErrorKind::cancelled, "the request was given up", ""}, true}};
  }
  std::vector<NetworkEvent> wait(Steady /*deadline*/) override {
    clock.advance(latency);
    return std::exchange(ready, {});
  }
  void wake() override {}
};

NetworkEvent reply(int status, std::string body, std::string range = {}) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  if (!range.empty()) {
    reply.headers = {{"content-range", std::move(range)}};
  }
  return Answered{0, std::move(reply), {}};
}

NetworkEvent broken(ErrorKind kind) {
  return Broken{0, {kind, "the connection broke", "later"}, true};
}

struct Case {
  TempDirectory folder = *TempDirectory::create("/tmp", "reshoot-download-test");
  FakeNetwork network;
  Cancel cancel;
  std::string file = some_bytes(1000 * kib);
  std::uint64_t progress = 0;
  PartFile part = *PartFile::open(folder.path(), sha256(file));

  Case() {
    network.answer = [this](const Call&, std::size_t from, std::size_t to) {
      return piece(from, to);
    };
  }
  [[nodiscard]] NetworkEvent piece(std::size_t from, std::size_t to) const {
    return reply(206, file.substr(from, to - from + 1),
                 fmt::format("bytes {}-{}/{}", from, std::min(to, file.size() - 1), file.size()));
  }
  Result<void> run() {
    return download_model(
        "https://example.com/model.onnx", file.size(), part,
        {network, network.clock, cancel, [this](std::uint64_t bytes) { progress += bytes; }});
  }
  [[nodiscard]] std::string kept() const { return *read_file(part.path(), file.size() + 1); }
};

TEST_CASE("download_model: piece by piece, as large as what came in a second") {
  Case one;
  one.network.latency = Millis(500);
  REQUIRE(one.run());
  CHECK(one.kept() == one.file);
  CHECK(one.progress == one.file.size());
  // 256 KiB in half a second: 512 KiB next; then the rest.
  CHECK(one.network.asked ==
        std::vector<std::string>{"bytes=0-262143", "bytes=262144-786431", "bytes=786432-1023999"});
}

TEST_CASE("download_model: pieces have bounds") {
  Case slow;
  slow.network.latency = Millis(60'000);
  REQUIRE(slow.run());
  CHECK(slow.network.asked.size() == 4);
  Case fast;
  fast.file = some_bytes(20 << 20U);
  fast.network.latency = Millis(0);
  REQUIRE(fast.run());
  CHECK(fast.network.asked.size() == 4);  // 256 KiB, twice 8 MiB, the rest
}

TEST_CASE("download_model: goes on from what an earlier run has kept") {
  Case one;
  REQUIRE(one.part.append(one.file.substr(0, 1000)));
  REQUIRE(one.run());
  CHECK(one.network.asked.front().starts_with("bytes=1000-"));
  CHECK(one.kept() == one.file);
  CHECK(one.progress == one.file.size() - 1000);
  const std::size_t calls = one.network.asked.size();
  REQUIRE(one.run());  // it is whole: nothing is asked for
  CHECK(one.network.asked.size() == calls);
}

TEST_CASE("download_model: what is longer than the file is begun anew") {
  Case one;
  REQUIRE(one.part.append(one.file + "x"));
  REQUIRE(one.run());
  CHECK(one.kept() == one.file);
}

TEST_CASE("download_model: a server that knows no ranges sends the whole") {
  Case one;
  REQUIRE(one.part.append("something else"));
  one.network.answer = [&](const Call& call, std::size_t, std::size_t) {
    CHECK(call.reply_cap == one.file.size());
    return reply(200, one.file);
  };
  REQUIRE(one.run());
  CHECK(one.kept() == one.file);
  CHECK(one.network.asked.size() == 1);
}

TEST_CASE("download_model: one break is borne; what came is kept") {
  Case one;
  int breaks = 1;
  one.network.answer = [&](const Call&, std::size_t from, std::size_t to) {
    return from > 0 && breaks-- > 0 ? broken(ErrorKind::transient) : one.piece(from, to);
  };
  REQUIRE(one.run());
  CHECK(one.kept() == one.file);

  Case two;
  two.network.answer = [&](const Call&, std::size_t from, std::size_t to) {
    return from > 0 ? broken(ErrorKind::transient) : two.piece(from, to);
  };
  const Result<void> ended = two.run();
  REQUIRE(!ended);
  CHECK(ended.error().kind == ErrorKind::transient);
  CHECK(two.network.asked.size() == 3);
  CHECK(two.kept() == two.file.substr(0, 256 * kib));
}

TEST_CASE("download_model: answers that bring nothing") {
  struct Row {
    NetworkEvent event;
    ErrorKind kind;
    std::size_t calls;
    const char* told;
  };
  const std::string piece = some_bytes(256 * kib);
  const Row rows[] = {
      {reply(404, "no"), ErrorKind::environment, 1, "the server answers with status 404"},
      {reply(403, "no"), ErrorKind::environment, 1, "the server answers with status 403"},
      {reply(302, ""), ErrorKind::environment, 1, "the server answers with status 302"},
      {reply(503, "busy"), ErrorKind::transient, 2, "the server answers with status 503"},
      {reply(429, "busy"), ErrorKind::transient, 2, "the server answers with status 429"},
      {reply(416, ""), ErrorKind::corrupt, 2, "the server has less of the file than came before"},
      {reply(200, "short"), ErrorKind::environment, 1,
       "the file there has 5 bytes, and the row says 1024000"},
      {reply(206, piece, "bytes 0-262143/99"), ErrorKind::environment, 1,
       "the file there has 99 bytes, and the row says 1024000"},
      {reply(206, piece, "bytes 1-262144/1024000"), ErrorKind::corrupt, 2,
       "the server sent another piece than was asked for"},
      {reply(206, piece, "bytes 0-262142/1024000"), ErrorKind::corrupt, 2,
       "the server sent another piece than was asked for"},
      {reply(206, piece, "bytes 0-18446744073709551615/1024000"), ErrorKind::corrupt, 2,
       "the server sent another piece than was asked for"},
      {reply(206, piece, "bytes 0-262143/*"), ErrorKind::corrupt, 2,
       "the server sent another piece than was asked for"},
      {reply(206, "", "bytes 0--1/1024000"), ErrorKind::corrupt, 2,
       "the server sent another piece than was asked for"},
      {reply(206, piece), ErrorKind::corrupt, 2,
       "the server sent another piece than was asked for"},
      {broken(ErrorKind::environment), ErrorKind::environment, 1, "the connection broke"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.told);
    Case one;
    one.network.answer = [&](const Call&, std::size_t, std::size_t) { return row.event; };
    const Result<void> ended = one.run();
    REQUIRE(!ended);
    CHECK(ended.error().kind == row.kind);
    CHECK(ended.error().message == row.told);
    CHECK(one.network.asked.size() == row.calls);
    CHECK(one.kept().empty());
  }
}

TEST_CASE("download_model: a request to stop keeps what came") {
  Case one;
  one.network.answer = [&](const Call&, std::size_t from, std::size_t to) {
    if (from > 0) {
      one.cancel.request();
    }
    return one.piece(from, to);
  };
  const Result<void> ended = one.run();
  REQUIRE(!ended);
  CHECK(ended.error().kind == ErrorKind::cancelled);
  CHECK(one.kept() == one.file.substr(0, 256 * kib));
}

TEST_CASE("download_rule: https, and plain http to this machine only") {
  struct Row {
    const char* url;
    bool allowed;
    const char* plain_host;
  };
  constexpr Row rows[] = {
      {"https://example.com/a.onnx", true, ""},
      {"https://example.com/a.onnx?download=true", true, ""},
      {"http://example.com/a.onnx", false, ""},
      {"http://10.0.0.1/a.onnx", false, ""},
      {"http://127.0.0.1:8080/a.onnx", true, "127.0.0.1:8080"},
      {"http://localhost/a.onnx", true, "localhost:80"},
      {"https://user:secret@example.com/a.onnx", false, ""},
      {"ftp://example.com/a.onnx", false, ""},
      {"", false, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    const Result<NetworkRule> rule = download_rule(row.url);
    CHECK(rule.has_value() == row.allowed);
    if (rule) {
      CHECK(rule->plain_host == row.plain_host);
      CHECK(rule->chosen_by_provider);
    } else {
      CHECK(rule.error().message.find("secret") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace reshoot
