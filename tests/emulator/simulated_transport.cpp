// SPDX-License-Identifier: Apache-2.0
#include "emulator/simulated_transport.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "emulator/multipart.h"
#include "network/reply_reader.h"

namespace reshoot::emulator {
namespace {

constexpr std::uint64_t largest_file = 2ULL << 30U;
constexpr std::string_view boundary = "emulator-boundary";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// The bytes of a body, and the type that a form brings with it; nullopt: a file cannot be read.
struct BodyBytes {
  std::string bytes;
  std::string content_type;
};
std::optional<BodyBytes> bytes_of(const HttpRequest& request) {
  if (const auto* text = std::get_if<std::string>(&request.body)) {
    return BodyBytes{*text, {}};
  }
  if (const auto* file = std::get_if<FileBody>(&request.body)) {
    Result<std::string> bytes = read_file(file->file, largest_file);
    return bytes ? std::optional(BodyBytes{*std::move(bytes), {}}) : std::nullopt;
  }
  const auto* form = std::get_if<FormBody>(&request.body);
  if (form == nullptr) {
    return BodyBytes{};
  }
  Result<std::string> bytes = read_file(form->file, largest_file);
  if (!bytes) {
    return std::nullopt;
  }
  std::vector<FormPart> parts;
  for (const HttpHeader& field : form->fields) {
    parts.push_back({field.name, {}, {}, field.value});
  }
  parts.push_back({form->file_field, form->file_name, form->content_type, *std::move(bytes)});
  return BodyBytes{write_form(parts, boundary),
                   fmt::format("multipart/form-data; boundary={}", boundary)};
}

/// Gives the reader what comes through of an answer.
Result<void> read_delivery(ReplyReader& reader, const Delivery& delivery) {
  TRY(reader.take_line(fmt::format("HTTP/1.1 {}\r\n", delivery.status)));
  for (const HttpHeader& header : delivery.headers) {
    TRY(reader.take_line(fmt::format("{}: {}\r\n", header.name, header.value)));
  }
  TRY(reader.take_line(fmt::format("content-length: {}\r\n", delivery.content_length())));
  const std::uint64_t bytes =
      std::min(delivery.content_length(), delivery.cut_after.value_or(delivery.body.size()));
  const std::string_view body = std::string_view(delivery.body).substr(0, bytes);
  if (!body.empty()) {
    TRY(reader.take_body(body));
  }
  return reader.end();
}

}  // namespace

std::optional<EmulatedRequest> SimulatedTransport::request_of(const HttpRequest& request) const {
  std::optional<BodyBytes> body = bytes_of(request);
  if (!body) {
    return std::nullopt;
  }
  EmulatedRequest out;
  out.method = request.method;
  out.target = request.url.substr(cloud_.origin().size());
  for (const HttpHeader& header : request.headers) {
    out.headers.push_back({lower(header.name), header.value});
  }
  if (request.key) {
    out.headers.push_back(
        {lower(request.key->name), request.key->prefix + request.key->key.reveal()});
  }
  if (!body->content_type.empty()) {
    out.headers.push_back({"content-type", body->content_type});
  }
  out.body = std::move(body->bytes);
  return out;
}

std::pair<Millis, SimulatedTransport::End> SimulatedTransport::fate_of(
    const Delivery& delivery, const Deadlines& deadlines) const {
  if (!delivery.connects) {
    return {way, End::refused};
  }
  const Millis first_byte = way + delivery.delay;
  if ((!delivery.answers && delivery.ending == Ending::hang) ||
      delivery.delay > deadlines.first_byte) {
    return {std::min(way + deadlines.first_byte, deadlines.total), End::overdue};
  }
  if (!delivery.answers) {
    return {first_byte, End::reset};
  }
  const std::uint64_t bytes = delivery.cut_after.value_or(delivery.body.size());
  Millis end = first_byte;
  if (delivery.bytes_per_second != 0) {
    end += Millis{static_cast<std::int64_t>(bytes * 1000 / delivery.bytes_per_second)};
  }
  const bool hangs = delivery.ending == Ending::hang;
  if (hangs) {
    end += deadlines.silence;
  }
  if (hangs || end > deadlines.total) {
    return {std::min(end, deadlines.total), End::overdue};
  }
  return {end, delivery.ending == Ending::reset ? End::reset : End::whole};
}

void SimulatedTransport::land(Millis after, Flight flight) {
  flights_.emplace(clock_.now() + after, std::move(flight));
}

void SimulatedTransport::start(RequestId id, Call call) {
  Flight flight{id, std::move(call), {}, End::whole};
  if (!flight.call.request.url.starts_with(cloud_.origin() + "/")) {
    flight.end = End::unknown_host;
    return land(way, std::move(flight));
  }
  const std::optional<EmulatedRequest> request = request_of(flight.call.request);
  if (!request) {
    flight.end = End::unreadable_file;
    return land(Millis{0}, std::move(flight));
  }
  flight.delivery = cloud_.handle(*request, clock_.wall());
  const auto [after, end] = fate_of(flight.delivery, flight.call.deadlines);
  flight.end = end;
  land(after, std::move(flight));
}

void SimulatedTransport::cancel(RequestId id) {
  const auto found = std::find_if(flights_.begin(), flights_.end(),
                                  [&](const auto& flight) { return flight.second.id == id; });
  if (found != flights_.end()) {
    Flight flight = std::move(found->second);
    flights_.erase(found);
    flight.end = End::cancelled;
    land(Millis{0}, std::move(flight));
  }
}

NetworkEvent SimulatedTransport::event_of(const Flight& flight) {
  const auto broken = [&](ErrorKind kind, const char* message, bool sent) -> NetworkEvent {
    return Broken{flight.id, Error{kind, message, "this is a simulation"}, sent};
  };
  switch (flight.end) {
    case End::refused:
      return broken(ErrorKind::transient, "no connection", false);
    case End::unknown_host:
      return broken(ErrorKind::transient, "no address is known for this name", false);
    case End::unreadable_file:
      return broken(ErrorKind::environment, "a file that was to be sent cannot be read", false);
    case End::reset:
      return broken(ErrorKind::transient, "the connection was closed", true);
    case End::overdue:
      return broken(ErrorKind::transient, "no answer in time", true);
    case End::cancelled:
      return broken(ErrorKind::cancelled, "cancelled", true);
    case End::whole:
      break;
  }
  ReplyReader reader(flight.call);
  if (const Result<void> read = read_delivery(reader, flight.delivery); !read) {
    return Broken{flight.id, read.error(), true};
  }
  std::optional<Downloaded> downloaded = reader.downloaded();
  return Answered{flight.id, reader.take_reply(), std::move(downloaded)};
}

std::vector<NetworkEvent> SimulatedTransport::take_due() {
  std::vector<NetworkEvent> events;
  while (!flights_.empty() && flights_.begin()->first <= clock_.now()) {
    const Flight flight = std::move(flights_.extract(flights_.begin()).mapped());
    events.push_back(event_of(flight));
  }
  return events;
}

std::vector<NetworkEvent> SimulatedTransport::wait(Steady deadline) {
  std::unique_lock lock(mutex_);
  const auto next = [&] {
    return flights_.empty() ? deadline : std::min(deadline, flights_.begin()->first);
  };
  if (next() > clock_.now() && (next() == Steady::max() || (busy && busy()))) {
    woken_condition_.wait(lock, [&] { return woken_; });
  }
  if (std::exchange(woken_, false)) {
    return take_due();
  }
  if (next() > clock_.now()) {
    clock_.advance(std::chrono::ceil<Millis>(next() - clock_.now()));
  }
  return take_due();
}

void SimulatedTransport::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  woken_condition_.notify_all();
}

}  // namespace reshoot::emulator
