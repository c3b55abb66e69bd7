// SPDX-License-Identifier: Apache-2.0
#include "tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>

namespace reshoot::test {
namespace {

struct FreeSsl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* tls) const { SSL_free(tls); }
};
template <class T>
using Owned = std::unique_ptr<T, FreeSsl>;

void must(bool done, const char* what) {
  if (!done) {
    throw std::runtime_error(what);
  }
}

Owned<X509> self_signed(EVP_PKEY* key, const std::string& name) {
  constexpr long day = 24 * 60 * 60;
  Owned<X509> certificate(X509_new());
  X509* const made = certificate.get();
  X509_set_version(made, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -day);
  X509_gmtime_adj(X509_getm_notAfter(made), day);
  X509_set_pubkey(made, key);
  const std::array<unsigned char, 5> issuer{'t', 'e', 's', 't', '\0'};
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, issuer.data(), -1, -1,
                             0);
  X509_set_issuer_name(made, X509_get_subject_name(made));
  X509_EXTENSION* const names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
  must(names != nullptr && X509_add_ext(made, names, -1) == 1, "cannot name the certificate");
  X509_EXTENSION_free(names);
  must(X509_sign(made, key, EVP_sha256()) > 0, "cannot sign the certificate");
  return certificate;
}

}  // namespace

struct TlsServer::Keys {
  Owned<SSL_CTX> context{SSL_CTX_new(TLS_server_method())};
};

TlsServer::TlsServer(const std::string& name, const std::filesystem::path& certificate,
                     std::string answer)
    : keys_(std::make_unique<Keys>()),
      answer_(std::move(answer)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const Owned<X509> own = self_signed(key.get(), name);
  SSL_CTX_use_certificate(keys_->context.get(), own.get());
  SSL_CTX_use_PrivateKey(keys_->context.get(), key.get());
  std::FILE* const file = std::fopen(certificate.c_str(), "w");
  must(file != nullptr && PEM_write_X509(file, own.get()) == 1, "cannot write the certificate");
  must(std::fclose(file) == 0, "cannot write the certificate");

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  must(::bind(listener_.get(), generic, size) == 0 && ::listen(listener_.get(), SOMAXCONN) == 0 &&
           ::getsockname(listener_.get(), generic, &size) == 0,
       "cannot listen on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve_all(); });
}

TlsServer::~TlsServer() {
  ::shutdown(listener_.get(), SHUT_RDWR);
  thread_.join();
}

void TlsServer::serve_all() {
  while (true) {
    const UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!fd.is_open()) {
      return;
    }
    serve(fd.get());
  }
}

void TlsServer::serve(int fd) {
  const Owned<SSL> tls(SSL_new(keys_->context.get()));
  SSL_set_fd(tls.get(), fd);
  if (SSL_accept(tls.get()) != 1) {
    return;
  }
  std::string request;
  std::array<char, 4096> block{};
  while (!request.ends_with("\r\n\r\n")) {
    const int got = SSL_read(tls.get(), block.data(), static_cast<int>(block.size()));
    if (got <= 0) {
      return;
    }
    request.append(block.data(), static_cast<std::size_t>(got));
  }
  ++requests_;
  SSL_write(tls.get(), answer_.data(), static_cast<int>(answer_.size()));
  SSL_shutdown(tls.get());
}

}  // namespace reshoot::test
