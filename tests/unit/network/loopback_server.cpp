// SPDX-License-Identifier: Apache-2.0
#include "loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace reshoot::test {
namespace {

std::size_t length_of(const std::string& head) {
  const std::size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::strtoull(head.c_str() + at + 16, nullptr, 10);
}

}  // namespace

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Connection::read_more() {
  std::array<char, 65536> block{};
  const ssize_t got = ::recv(fd_.get(), block.data(), block.size(), 0);
  if (got > 0) {
    buffer_.append(block.data(), static_cast<std::size_t>(got));
  }
  return got > 0;
}

void Connection::wait_for_end() {
  while (read_more()) {
  }
}

void Connection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Connection::close() {
  const std::lock_guard guard(closing_);
  fd_.reset();
}

void Connection::shut_down() {
  const std::lock_guard guard(closing_);
  ::shutdown(fd_.get(), SHUT_RDWR);
}

bool Connection::read_request(SeenRequest& request) {
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) {
      return false;
    }
  }
  request.head = buffer_.substr(0, end + 2);
  const std::size_t length = length_of(request.head);
  while (buffer_.size() < end + 4 + length) {
    if (!read_more()) {
      return false;
    }
  }
  request.body = buffer_.substr(end + 4, length);
  buffer_.erase(0, end + 4 + length);
  return true;
}

LoopbackServer::LoopbackServer(Handler handler)
    : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), SOMAXCONN) != 0 ||
      ::getsockname(listener_.get(), generic, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  accepter_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
  ::shutdown(listener_.get(), SHUT_RDWR);
  accepter_.join();
  for (const auto& connection : *open_.lock()) {
    connection->shut_down();
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void LoopbackServer::accept_all() {
  while (true) {
    UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!fd.is_open()) {
      return;
    }
    auto made = std::make_unique<Connection>(std::move(fd));
    Connection& connection = *made;
    open_.lock()->push_back(std::move(made));
    threads_.emplace_back(
        [this, &connection, number = ++connections_] { serve(connection, number); });
  }
}

void LoopbackServer::serve(Connection& connection, int number) {
  SeenRequest request;
  request.connection = number;
  while (connection.is_open() && connection.read_request(request)) {
    ++request.number;
    requests_.lock()->push_back(request);
    handler_(connection, request);
  }
  connection.shut_down();
}

std::string answer(std::string_view body, std::string_view more_headers, std::string_view status) {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(more_headers) + "\r\n" + std::string(body);
}

}  // namespace reshoot::test
