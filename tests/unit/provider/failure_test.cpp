// SPDX-License-Identifier: Apache-2.0
#include "provider/failure.h"

#include <doctest/doctest.h>

#include "support.h"

namespace reshoot {
namespace {

constexpr ProviderFace face{"Acme", "check ACME_KEY", "pay Acme"};

Refusal refused(int status, std::string_view words, Asked asked,
                std::vector<HttpHeader> headers = {}) {
  const HttpReply reply = test::answer(status, "", std::move(headers));
  return refusal_of({reply, words, asked, test::noon}, face);
}

}  // namespace

TEST_CASE("refusal_of: what a status means for a submit and for a question") {
  struct Row {
    int status;
    const char* words;
    ErrorKind submit;
    ErrorKind question;
  };
  using K = ErrorKind;
  const Row rows[] = {
      {200, "", K::in_doubt, K::corrupt},
      {204, "", K::in_doubt, K::corrupt},
      {0, "", K::in_doubt, K::corrupt},
      {302, "", K::in_doubt, K::corrupt},
      {303, "", K::in_doubt, K::corrupt},
      {301, "", K::environment, K::environment},
      {307, "", K::environment, K::environment},
      {308, "", K::environment, K::environment},
      {400, "duration is wrong", K::campaign, K::corrupt},
      {400, "InvalidParameter: duration", K::campaign, K::corrupt},
      {400, "content policy violation", K::refused_content, K::refused_content},
      {400, "DataInspectionFailed: no", K::refused_content, K::refused_content},
      {400, "Arrearage: overdue", K::refused_auth, K::refused_auth},
      {400, "Throttling: slow", K::rate_limited, K::rate_limited},
      {401, "", K::refused_auth, K::refused_auth},
      {402, "", K::refused_auth, K::refused_auth},
      {403, "content policy", K::refused_auth, K::refused_auth},
      {404, "", K::campaign, K::corrupt},
      {408, "", K::in_doubt, K::transient},
      {413, "", K::campaign, K::corrupt},
      {429, "", K::rate_limited, K::rate_limited},
      {429, "Insufficient credits", K::rate_limited, K::rate_limited},
      {500, "", K::in_doubt, K::transient},
      {500, "Throttling", K::in_doubt, K::transient},
      {502, "", K::in_doubt, K::transient},
      {503, "content policy", K::in_doubt, K::transient},
      {504, "", K::in_doubt, K::transient},
      {600, "", K::in_doubt, K::corrupt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.words);
    CHECK(refused(row.status, row.words, Asked::submit).error.kind == row.submit);
    CHECK(refused(row.status, row.words, Asked::question).error.kind == row.question);
  }
}

TEST_CASE("refusal_of: the storage of an upload knows a signature, not our key") {
  struct Row {
    int status;
    const char* words;
    ErrorKind kind;
  };
  const Row rows[] = {
      {400, "MalformedSecurityHeader", ErrorKind::corrupt},
      {403, "SignatureDoesNotMatch", ErrorKind::corrupt},
      {403, "AccessDenied: Policy expired.", ErrorKind::transient},
      {400, "ExpiredToken: The provided token has expired.", ErrorKind::transient},
      {429, "", ErrorKind::rate_limited},
      {503, "", ErrorKind::transient},
      {302, "", ErrorKind::corrupt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CHECK(refused(row.status, row.words, Asked::store).error.kind == row.kind);
  }
}

TEST_CASE("refusal_of: what it says") {
  CHECK(refused(401, "bad key", Asked::submit).error.message ==
        "Acme refused the key (HTTP 401): bad key");
  CHECK(refused(401, "bad key", Asked::submit).error.help == "check ACME_KEY");
  CHECK(refused(402, "", Asked::submit).error.message ==
        "the account at Acme has no credit left (HTTP 402)");
  CHECK(refused(400, "Arrearage", Asked::submit).error.help == "pay Acme");
  CHECK(refused(502, "", Asked::submit).error.help.find("reshoot resolve") != std::string::npos);
  CHECK(refused(400, "see https://a.example/b?sig=secret", Asked::submit).error.message ==
        "Acme does not take the request (HTTP 400): see https://a.example/b");
}

TEST_CASE("refusal_of: waits are passed on where a later try makes sense") {
  const std::vector<HttpHeader> wait{{"retry-after", "20"}};
  CHECK(refused(429, "", Asked::submit, wait).retry_after == Millis{20'000});
  CHECK(refused(503, "", Asked::question, wait).retry_after == Millis{20'000});
  CHECK_FALSE(refused(503, "", Asked::submit, wait).retry_after);
  CHECK_FALSE(refused(400, "", Asked::submit, wait).retry_after);
}

TEST_CASE("job_failed: the words decide, and without any another try may pass") {
  CHECK(job_failed("rate limit exceeded(RPM)", face).error.kind == ErrorKind::rate_limited);
  CHECK(job_failed("Generation rejected", face).error.kind == ErrorKind::refused_content);
  CHECK(job_failed("InvalidParameter: x", face).error.kind == ErrorKind::campaign);
  CHECK(job_failed("Insufficient credits", face).error.kind == ErrorKind::refused_auth);
  CHECK(job_failed("worker died", face).error.kind == ErrorKind::transient);
  CHECK(job_failed("worker died", face).error.message == "Acme made no clip: worker died");
  CHECK(job_failed("", face).error.message == "Acme made no clip and gave no reason");
  CHECK(job_without_clip(face).error.kind == ErrorKind::corrupt);
  CHECK(job_cancelled(face).error.kind == ErrorKind::needs_person);
}

TEST_CASE("words_of_text: bodies that are no JSON") {
  struct Row {
    std::string body;
    const char* words;
  };
  const Row rows[] = {
      {"<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code><Message>Wrong.</Message>"
       "</Error>",
       "SignatureDoesNotMatch: Wrong."},
      {"\n <Error><Code>Expired", ""},
      {"<Error><Code>Expired</Code></Error>", "Expired"},
      {"</Code><Code>", ""},
      {"<html><h1>502 Bad Gateway</h1></html>", ""},
      {"upstream connect error", "upstream connect error"},
      {std::string(301, 'x'), ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CHECK(words_of_text(row.body) == row.words);
  }
}

TEST_CASE("joined_words: code and message, not the same twice") {
  CHECK(joined_words("A", "b") == "A: b");
  CHECK(joined_words("A", "") == "A");
  CHECK(joined_words("", "b") == "b");
  CHECK(joined_words("A", "A: b") == "A: b");
}

}  // namespace reshoot
