// SPDX-License-Identifier: Apache-2.0
// curl's event interface: curl says which sockets matter and when it wants to be called; the poller
// waits for all of them together.

#include "network/curl_transport.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <deque>
#include <queue>
#include <unordered_map>

#include "base/check.h"
#include "network/curl_transfer.h"
#include "network/poller.h"

namespace reshoot {
namespace {

constexpr std::size_t most_at_once = 1000;

/// A transfer has a socket, often a file, and for a moment two sockets and a resolver's pair.
std::size_t default_at_once() {
  rlimit files{};
  constexpr rlim_t share = 4;
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) {
    return most_at_once;
  }
  return static_cast<std::size_t>(std::clamp<rlim_t>(files.rlim_cur / share, 1, most_at_once));
}

struct FreeMulti {
  void operator()(void* multi) const noexcept { curl_multi_cleanup(multi); }
};

/// A transfer must be looked at by then. Entries that a later one replaced stay in the queue.
struct Due {
  Steady at;
  RequestId id;
  friend bool operator>(const Due& a, const Due& b) { return a.at > b.at; }
};

struct Waiting {
  RequestId id;
  Call call;
};

/// A POST of a text may make a job. It was written down as sent, so it does not stand in line.
bool is_submit(const Call& call) {
  return call.request.method == HttpMethod::post &&
         std::holds_alternative<std::string>(call.request.body);
}

}  // namespace

struct CurlTransport::Impl {
  Impl(TransportOptions transport_options, Poller network_poller);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void begin_waiting();
  void begin(Waiting waiting);
  void end(RequestId id);
  void watch_deadline(CurlTransfer& transfer);
  void watch_hastened();
  void look_once(Steady deadline);
  void drive(int fd, int what);
  void collect();
  void finish(CurlTransfer& transfer, int code);
  void end_overdue(Steady now);
  [[nodiscard]] Steady next_look(Steady deadline) const;

  static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* socket);
  static int on_timer(CURLM* multi, long timeout_ms, void* self);

  TransportOptions options;
  Poller poller;
  std::unique_ptr<void, FreeMulti> multi;
  std::unordered_map<RequestId, std::unique_ptr<CurlTransfer>> active;
  std::deque<Waiting> waiting;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> dues;
  std::vector<RequestId> hastened;  ///< whose deadline has come nearer than its place in `dues`
  Steady curl_timer = Steady::max();
  std::vector<NetworkEvent> events;
};

CurlTransport::Impl::Impl(TransportOptions transport_options, Poller network_poller)
    : options(std::move(transport_options)),
      poller(std::move(network_poller)),
      multi(curl_multi_init()) {
  CHECK(multi != nullptr);
  if (options.at_once == 0) {
    options.at_once = default_at_once();
  }
  curl_multi_setopt(multi.get(), CURLMOPT_SOCKETFUNCTION, &Impl::on_socket);
  curl_multi_setopt(multi.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi.get(), CURLMOPT_TIMERFUNCTION, &Impl::on_timer);
  curl_multi_setopt(multi.get(), CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.at_once));
}

CurlTransport::Impl::~Impl() {
  for (const auto& [id, transfer] : active) {
    curl_multi_remove_handle(multi.get(), transfer->handle());
  }
}

int CurlTransport::Impl::on_socket(CURL* /*easy*/, curl_socket_t fd, int what, void* self,
                                   void* /*socket*/) {
  Poller& poller = static_cast<Impl*>(self)->poller;
  if (what == CURL_POLL_REMOVE) {
    poller.forget(fd);
  } else {
    poller.watch(fd, (what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0);
  }
  return 0;
}

int CurlTransport::Impl::on_timer(CURLM* /*multi*/, long timeout_ms, void* self) {
  static_cast<Impl*>(self)->curl_timer =
      timeout_ms < 0 ? Steady::max() : std::chrono::steady_clock::now() + Millis(timeout_ms);
  return 0;
}

void CurlTransport::Impl::begin_waiting() {
  while (!waiting.empty() && active.size() < options.at_once) {
    Waiting next = std::move(waiting.front());
    waiting.pop_front();
    begin(std::move(next));
  }
}

void CurlTransport::Impl::begin(Waiting next) {
  auto made = std::make_unique<CurlTransfer>(next.id, std::move(next.call), options, hastened);
  if (const Result<void> prepared = made->prepare(); !prepared) {
    events.emplace_back(made->broken(prepared.error()));
    return;
  }
  CurlTransfer& transfer = *made;
  active.emplace(next.id, std::move(made));
  watch_deadline(transfer);
  CHECK(curl_multi_add_handle(multi.get(), transfer.handle()) == CURLM_OK);
}

void CurlTransport::Impl::end(RequestId id) {
  const auto found = active.find(id);
  curl_multi_remove_handle(multi.get(), found->second->handle());
  active.erase(found);
}

void CurlTransport::Impl::watch_deadline(CurlTransfer& transfer) {
  transfer.queued_for = transfer.due();
  dues.push({transfer.queued_for, transfer.id()});
}

void CurlTransport::Impl::watch_hastened() {
  for (const RequestId id : hastened) {
    if (const auto found = active.find(id); found != active.end()) {
      watch_deadline(*found->second);
    }
  }
  hastened.clear();
}

Steady CurlTransport::Impl::next_look(Steady deadline) const {
  const Steady due = dues.empty() ? Steady::max() : dues.top().at;
  return events.empty() ? std::min({deadline, due, curl_timer}) : Steady();
}

void CurlTransport::Impl::drive(int fd, int what) {
  int running = 0;
  CHECK(curl_multi_socket_action(multi.get(), fd, what, &running) == CURLM_OK);
}

void CurlTransport::Impl::look_once(Steady deadline) {
  for (const Ready& ready : poller.wait(next_look(deadline))) {
    drive(ready.fd, (ready.readable ? CURL_CSELECT_IN : 0) |
                        (ready.writable ? CURL_CSELECT_OUT : 0) |
                        (ready.failed ? CURL_CSELECT_ERR : 0));
  }
  const Steady now = std::chrono::steady_clock::now();
  if (curl_timer <= now) {
    curl_timer = Steady::max();
    drive(CURL_SOCKET_TIMEOUT, 0);
  }
  collect();
  watch_hastened();
  end_overdue(now);
  begin_waiting();
}

void CurlTransport::Impl::collect() {
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi.get(), &left)) {
    char* self = nullptr;
    const int code = message->data.result;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
    finish(*reinterpret_cast<CurlTransfer*>(self), code);
  }
}

void CurlTransport::Impl::finish(CurlTransfer& transfer, int code) {
  std::optional<NetworkEvent> event = transfer.finish(code);
  if (event) {
    events.push_back(*std::move(event));
    end(transfer.id());
    return;
  }
  curl_multi_remove_handle(multi.get(), transfer.handle());
  CHECK(curl_multi_add_handle(multi.get(), transfer.handle()) == CURLM_OK);
  watch_deadline(transfer);
}

void CurlTransport::Impl::end_overdue(Steady now) {
  while (!dues.empty() && dues.top().at <= now) {
    const Due due = dues.top();
    dues.pop();
    const auto found = active.find(due.id);
    if (found == active.end() || found->second->queued_for != due.at) {
      continue;  // it has ended, or another entry counts
    }
    CurlTransfer& transfer = *found->second;
    if (transfer.due() > now) {
      watch_deadline(transfer);
      continue;
    }
    events.emplace_back(transfer.overdue());
    end(due.id);
  }
}

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(TransportOptions options) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return fail(ErrorKind::environment, "libcurl cannot be used",
                "check the packages libcurl4 and openssl");
  }
  TRY_ASSIGN(Poller poller, Poller::create());
  return std::unique_ptr<CurlTransport>(
      new CurlTransport(std::make_unique<Impl>(std::move(options), std::move(poller))));
}

CurlTransport::CurlTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlTransport::~CurlTransport() = default;

void CurlTransport::start(RequestId id, Call call) {
  Waiting next{id, std::move(call)};
  if (is_submit(next.call)) {
    impl_->begin(std::move(next));
    return;
  }
  impl_->waiting.push_back(std::move(next));
  impl_->begin_waiting();
}

void CurlTransport::cancel(RequestId id) {
  if (const auto found = impl_->active.find(id); found != impl_->active.end()) {
    impl_->events.emplace_back(found->second->cancelled());
    impl_->end(id);
    impl_->begin_waiting();
    return;
  }
  std::deque<Waiting>& line = impl_->waiting;
  const auto found =
      std::find_if(line.begin(), line.end(), [&](const Waiting& w) { return w.id == id; });
  if (found != line.end()) {
    line.erase(found);
    impl_->events.emplace_back(
        Broken{id, {ErrorKind::cancelled, "the request was given up", ""}, false});
  }
}

std::vector<NetworkEvent> CurlTransport::wait(Steady deadline) {
  bool over = false;
  while (!over) {
    impl_->look_once(deadline);
    const bool woken = impl_->poller.woken();
    over = woken || !impl_->events.empty() || std::chrono::steady_clock::now() >= deadline;
  }
  return std::exchange(impl_->events, {});
}

void CurlTransport::wake() {
  impl_->poller.wake();
}

}  // namespace reshoot
