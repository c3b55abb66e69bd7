// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the transport's tests share: calls to a loopback server, and what became of them.

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "loopback_server.h"
#include "network/curl_transport.h"

namespace reshoot::test {

constexpr Millis long_time{20'000};
inline const std::string planted = "sk-planted-0123456789";

inline Steady in(Millis time) {
  return std::chrono::steady_clock::now() + time;
}

inline std::unique_ptr<CurlTransport> make_transport(std::size_t at_once = 0) {
  return *CurlTransport::create({"reshoot/1.2.3", {}, {}, at_once});
}

/// A call of the account whose base URL is the server's.
inline Call call_of(const LoopbackServer& server, const std::string& path,
                    HttpMethod method = HttpMethod::get) {
  Call call;
  call.request.method = method;
  call.request.url = server.url(path);
  call.request.key = KeyHeader{"Authorization", "Bearer ", Secret(planted)};
  call.rule.plain_host = server.place();
  return call;
}

inline Call post_of(const LoopbackServer& server, const std::string& body) {
  Call call = call_of(server, "/jobs", HttpMethod::post);
  call.request.headers = {{"Content-Type", "application/json"}};
  call.request.body = body;
  return call;
}

inline Call chosen(Call call) {
  call.rule.chosen_by_provider = true;
  return call;
}

inline NetworkEvent one(CurlTransport& transport, Call call) {
  transport.start(7, std::move(call));
  const std::vector<NetworkEvent> events = transport.wait(in(long_time));
  REQUIRE(events.size() == 1);
  return events.front();
}

inline NetworkEvent one(Call call) {
  return one(*make_transport(), std::move(call));
}

inline Answered answered(const NetworkEvent& event) {
  if (const auto* const broken = std::get_if<Broken>(&event)) {
    FAIL(broken->error.message);
  }
  return std::get<Answered>(event);
}

inline Broken broken(const NetworkEvent& event) {
  REQUIRE(std::holds_alternative<Broken>(event));
  const Broken& found = std::get<Broken>(event);
  CHECK_FALSE(found.error.message.empty());
  CHECK((found.error.message + found.error.help).find(planted) == std::string::npos);
  return found;
}

inline bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline TempDirectory folder() {
  return *TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-net-");
}

/// Answers each request with the same bytes.
inline LoopbackServer::Handler always(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection, const SeenRequest&) {
    connection.send(bytes);
  };
}

inline const std::string half_answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";

}  // namespace reshoot::test
