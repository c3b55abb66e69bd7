// SPDX-License-Identifier: Apache-2.0
// Redirects are followed here and not by curl, so that each hop passes the network rules and none
// carries a key. curl's own repetition of a request is stopped for all that may cost money.

#include "network/curl_transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

#include "base/check.h"
#include "provider/words.h"

namespace reshoot {
namespace {

constexpr int most_redirects = 5;
// Servers close idle connections after 5 s and more. A request that meets such an end on its way
// may or may not have been read, so what may cost money does not go where it could.
constexpr long oldest_for_posts = 3;   // seconds without use
constexpr long oldest_for_gets = 100;  // seconds without use

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; });
}

std::optional<IpAddress> address_of(const sockaddr& peer, std::size_t size) {
  std::array<std::uint8_t, 16> bytes{};
  if (peer.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, 4);
    return IpAddress::from_bytes(std::span(bytes).first(4));
  }
  if (peer.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, 16);
    return IpAddress::from_bytes(bytes);
  }
  return std::nullopt;
}

Result<void> no_address() {
  return fail(ErrorKind::environment, "a connection leads to no IP address");
}

ErrorKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_URL_MALFORMAT:
      return ErrorKind::environment;
    case CURLE_PARTIAL_FILE:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9
    case CURLE_BAD_CONTENT_ENCODING:
      return ErrorKind::corrupt;
    default:
      return ErrorKind::transient;
  }
}

}  // namespace

/// What curl calls. `self` is the transfer.
struct CurlTransfer::Callbacks {
  static CurlTransfer& of(void* self) { return *static_cast<CurlTransfer*>(self); }

  static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
    CurlTransfer& transfer = of(self);
    const Result<std::size_t> got = transfer.body_->read({into, size * count});
    if (!got) {
      transfer.note(tl::unexpected<Error>(got.error()));
      return CURL_READFUNC_ABORT;
    }
    transfer.moved(transfer.body_->left() == 0 ? Phase::waiting : Phase::sending);
    return *got;
  }

  static std::size_t write(char* bytes, std::size_t size, std::size_t count, void* self) {
    CurlTransfer& transfer = of(self);
    transfer.moved(Phase::receiving);
    return transfer.note(transfer.reader_.take_body({bytes, size * count})) ? size * count : 0;
  }

  static std::size_t header(char* line, std::size_t size, std::size_t count, void* self) {
    CurlTransfer& transfer = of(self);
    transfer.moved(Phase::receiving);
    return transfer.note(transfer.reader_.take_line({line, size * count})) ? size * count : 0;
  }

  /// Before a new connection: no byte goes to an address that is not allowed.
  static curl_socket_t open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* peer) {
    CurlTransfer& transfer = of(self);
    const std::optional<IpAddress> address = address_of(peer->addr, peer->addrlen);
    const Result<void> allowed = address ? transfer.check(*address) : no_address();
    if (!allowed) {
      transfer.refused_ = allowed.error();  // the name may have other addresses
      return CURL_SOCKET_BAD;
    }
    return ::socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
  }

  /// Before each request that goes out, also on a connection that is used again.
  static int before_request(void* self, char* peer, char* /*local*/, int /*peer_port*/,
                            int /*local_port*/) {
    CurlTransfer& transfer = of(self);
    if (transfer.sent_ && !transfer.repeats_harmlessly()) {
      return CURL_PREREQFUNC_ABORT;  // curl would send it again after the connection broke
    }
    const std::optional<IpAddress> address = IpAddress::parse(peer);
    if (!transfer.note(address ? transfer.check(*address) : no_address())) {
      return CURL_PREREQFUNC_ABORT;
    }
    transfer.sent_ = true;
    transfer.moved(transfer.body_ && transfer.body_->left() > 0 ? Phase::sending : Phase::waiting);
    return CURL_PREREQFUNC_OK;
  }
};

void CurlTransfer::FreeEasy::operator()(void* easy) const noexcept {
  curl_easy_cleanup(easy);
}

void CurlTransfer::FreeList::operator()(void* list) const noexcept {
  curl_slist_free_all(static_cast<curl_slist*>(list));
}

void CurlTransfer::FreeForm::operator()(void* form) const noexcept {
  curl_mime_free(static_cast<curl_mime*>(form));
}

CurlTransfer::CurlTransfer(RequestId id, Call call, const TransportOptions& options,
                           std::vector<RequestId>& hastened)
    : id_(id),
      call_(std::move(call)),
      options_(&options),
      hastened_(&hastened),
      clock_(call_.deadlines, std::chrono::steady_clock::now()),
      easy_(curl_easy_init()),
      reader_(call_) {
  CHECK(easy_ != nullptr);
}

CurlTransfer::~CurlTransfer() = default;

template <class Value>
void CurlTransfer::set(int option, Value value) {
  const CURLcode code = curl_easy_setopt(easy_.get(), static_cast<CURLoption>(option), value);
  CHECK(code == CURLE_OK);
}

Result<void> CurlTransfer::prepare() {
  set_safety();
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_READFUNCTION, &Callbacks::read);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Callbacks::write);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Callbacks::header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &Callbacks::open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_PREREQFUNCTION, &Callbacks::before_request);
  set(CURLOPT_PREREQDATA, this);
  // Shared between a name's addresses; the deadline itself is ours.
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call_.deadlines.connect.count()));
  set(CURLOPT_MAXAGE_CONN, repeats_harmlessly() ? oldest_for_gets : oldest_for_posts);
  set(CURLOPT_USERAGENT, options_->user_agent.c_str());
  TRY(set_body());
  TRY(set_headers(true));
  return set_url(call_.request.url);
}

void CurlTransfer::set_safety() {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // giving up does not wait for a resolver that hangs
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's answer is not the answer
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // In HTTP/2 one broken connection takes a hundred requests with it, and a server that turns a
  // stream away leaves a POST in doubt.
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);  // none is asked for, and a bomb stays packed
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  if (!options_->authorities.empty()) {
    set(CURLOPT_CAINFO, options_->authorities.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

Result<void> CurlTransfer::set_url(const std::string& url) {
  TRY_ASSIGN(url_, parse_url(url));
  TRY(check_url(url_, call_.rule));
  set(CURLOPT_URL, url.c_str());
  proxied_ = goes_through(options_->proxy, url_);
  set(CURLOPT_PROXY, proxied_ ? options_->proxy.url.reveal().c_str() : "");
  set(CURLOPT_NOPROXY, "");
  return {};
}

Result<void> CurlTransfer::add_header(const std::string& name, const std::string& value) {
  if (!is_one_line(name) || !is_one_line(value) || name.find(':') != std::string::npos) {
    return fail(ErrorKind::environment,
                fmt::format("a header of the request to '{}' has control "
                            "characters in it",
                            url_.host),
                "check the key and the organization for line breaks");
  }
  const std::string line = value.empty() ? name + ";" : name + ": " + value;
  curl_slist* const longer =
      curl_slist_append(static_cast<curl_slist*>(headers_.get()), line.c_str());
  CHECK(longer != nullptr);
  static_cast<void>(headers_.release());  // it is the head of the longer list
  headers_.reset(longer);
  return {};
}

Result<void> CurlTransfer::set_headers(bool with_key) {
  headers_.reset(curl_slist_append(nullptr, "Expect:"));  // a body is never held back
  const bool is_form = std::holds_alternative<FormBody>(call_.request.body);
  const bool names_type =
      std::any_of(call_.request.headers.begin(), call_.request.headers.end(),
                  [](const HttpHeader& h) { return lower_case(h.name) == "content-type"; });
  if (!is_form && !names_type) {
    curl_slist_append(static_cast<curl_slist*>(headers_.get()), "Content-Type:");
  }
  for (const HttpHeader& header : call_.request.headers) {
    TRY(add_header(header.name, header.value));
  }
  if (const auto& key = call_.request.key; key && with_key) {
    TRY(add_header(key->name, key->prefix + key->key.reveal()));
  }
  set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(headers_.get()));
  return {};
}

Result<void> CurlTransfer::set_form(const FormBody& form) {
  form_.reset(curl_mime_init(easy_.get()));
  auto* const mime = static_cast<curl_mime*>(form_.get());
  for (const HttpHeader& field : form.fields) {
    curl_mimepart* const part = curl_mime_addpart(mime);
    curl_mime_name(part, field.name.c_str());
    curl_mime_data(part, field.value.data(), field.value.size());
  }
  TRY_ASSIGN(body_, RequestBody::of_file(form.file));
  curl_mimepart* const part = curl_mime_addpart(mime);
  curl_mime_name(part, form.file_field.c_str());
  curl_mime_filename(part, form.file_name.c_str());
  curl_mime_type(part, form.content_type.c_str());
  curl_mime_data_cb(part, static_cast<curl_off_t>(body_->left()), &Callbacks::read, nullptr,
                    nullptr, this);
  set(CURLOPT_MIMEPOST, mime);
  return {};
}

Result<void> CurlTransfer::set_body() {
  const HttpRequest& request = call_.request;
  if (const auto* const form = std::get_if<FormBody>(&request.body)) {
    return set_form(*form);
  }
  if (const auto* const file = std::get_if<FileBody>(&request.body)) {
    TRY_ASSIGN(body_, RequestBody::of_file(file->file));
  } else if (const auto* const text = std::get_if<std::string>(&request.body)) {
    body_.emplace(*text);
  } else if (request.method == HttpMethod::post || request.method == HttpMethod::put) {
    body_.emplace(std::string());
  }
  const auto size = static_cast<curl_off_t>(body_ ? body_->left() : 0);
  switch (request.method) {
    case HttpMethod::get:
      CHECK(!body_);
      set(CURLOPT_HTTPGET, 1L);
      break;
    case HttpMethod::del:
      CHECK(!body_);
      set(CURLOPT_CUSTOMREQUEST, "DELETE");
      break;
    case HttpMethod::post:
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE_LARGE, size);
      break;
    case HttpMethod::put:
      set(CURLOPT_UPLOAD, 1L);
      set(CURLOPT_INFILESIZE_LARGE, size);
      break;
  }
  return {};
}

bool CurlTransfer::repeats_harmlessly() const {
  return call_.request.method == HttpMethod::get;
}

Result<void> CurlTransfer::check(const IpAddress& address) const {
  return proxied_ ? Result<void>() : check_address(url_, address, call_.rule);
}

void CurlTransfer::moved(Phase phase) {
  clock_.moved(phase, std::chrono::steady_clock::now());
  if (due() < queued_for) {
    queued_for = due();
    hastened_->push_back(id_);
  }
}

bool CurlTransfer::note(const Result<void>& result) {
  if (!result) {
    failure_ = result.error();
  }
  return result.has_value();
}

Result<bool> CurlTransfer::follow() {
  const bool wanted =
      call_.rule.chosen_by_provider && repeats_harmlessly() && is_redirect(reader_.reply().status);
  char* target = nullptr;
  if (!wanted || curl_easy_getinfo(easy_.get(), CURLINFO_REDIRECT_URL, &target) != CURLE_OK ||
      target == nullptr) {
    return false;
  }
  if (++redirects_ > most_redirects) {
    return fail(ErrorKind::corrupt, fmt::format("it redirects more than {} times", most_redirects),
                "the link leads nowhere; the provider may give another one");
  }
  const std::string next = target;
  TRY(set_url(next));
  TRY(set_headers(false));
  sent_ = false;
  reader_.begin_again();
  moved(Phase::connecting);
  return true;
}

std::optional<NetworkEvent> CurlTransfer::finish(int code) {
  if (failure_) {
    return broken(*failure_);
  }
  if (code != CURLE_OK) {
    return broken(error_of(code));
  }
  const Result<bool> followed = follow();
  if (!followed) {
    return broken(followed.error());
  }
  if (*followed) {
    return std::nullopt;
  }
  if (const Result<void> ended = reader_.end(); !ended) {
    return broken(ended.error());
  }
  return Answered{id_, reader_.take_reply(), reader_.downloaded()};
}

Error CurlTransfer::connect_error() const {
  long number = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &number);
  const std::string why =
      number == 0 ? "nobody answers there"
                  : std::error_code(static_cast<int>(number), std::generic_category()).message();
  return {ErrorKind::transient, fmt::format("no connection: {}", why),
          "check the network, and the port if it is a server of your own"};
}

Error CurlTransfer::error_of(int code) const {
  const auto curl_code = static_cast<CURLcode>(code);
  const char* const words = curl_easy_strerror(curl_code);
  switch (curl_code) {
    case CURLE_COULDNT_CONNECT:
      return refused_ ? *refused_ : connect_error();
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::transient, clock_.overdue(), "check the network, or try again later"};
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorKind::transient, "no address is known for this name",
              "check the network, and the spelling of the base URL if you set one"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorKind::transient, "no address is known for the proxy",
              "check HTTPS_PROXY in the environment"};
    case CURLE_PEER_FAILED_VERIFICATION:
      return {ErrorKind::environment, "its certificate does not prove that it is this host",
              "nothing was sent; check the clock, the package ca-certificates, and who else is "
              "on this network"};
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
      return {ErrorKind::transient, "the connection broke before the answer was whole",
              "check the network, or try again later"};
    case CURLE_PARTIAL_FILE:
      return {ErrorKind::corrupt, "the answer ended before it was whole",
              "it may come whole the next time"};
    default:
      return {kind_of(curl_code), words, "check the network, or try again later"};
  }
}

Broken CurlTransfer::broken(Error error) const {
  const std::string where = url_.host.empty() ? std::string() : fmt::format("'{}': ", url_.place());
  error.message = where + error.message;
  return {id_, std::move(error), sent_};
}

Broken CurlTransfer::overdue() const {
  return broken({ErrorKind::transient, clock_.overdue(), "check the network, or try again later"});
}

Broken CurlTransfer::cancelled() const {
  return broken({ErrorKind::cancelled, "the request was given up", ""});
}

}  // namespace reshoot
