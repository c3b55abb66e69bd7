// SPDX-License-Identifier: Apache-2.0
#include "provider/words.h"

#include <doctest/doctest.h>

#include "base/text.h"

namespace reshoot {

TEST_CASE("quotable: what people may see of a provider's words") {
  struct Row {
    const char* words;
    const char* shown;
  };
  const Row rows[] = {
      {"bad prompt", "bad prompt"},
      {"cannot read https://s.example/a.png?X-Goog-Signature=abc&b=1 now",
       "cannot read https://s.example/a.png now"},
      {"url \"https://s.example/a?sig=1\", and 'https://s.example/b?sig=2'",
       "url \"https://s.example/a\", and 'https://s.example/b"},
      {"https://h.example?sig=1#x", "https://h.example"},
      {"what? and/or what", "what? and/or what"},
      {"Incorrect API key provided: sk-abc123.", "Incorrect API key provided: ***"},
      {"api_key=sk-abc123 is wrong", "api_key=*** is wrong"},
      {"task-123 eyJhbGciOi.x.y", "task-123 ***"},
      {"Authorization: Bearer abcdef", "Authorization: Bearer ***"},
      {"two\nlines\x1b[31m", "two lines\\x1b[31m"},
      {"bad \xff byte", "bad \\xff byte"},
      {"", ""},
  };
  for (const Row& row : rows) {
    CHECK(quotable(row.words) == row.shown);
  }
  CHECK(display_width(quotable(std::string(100'000, 'x'))) == 300);
}

TEST_CASE("kind_of_words: the first meaning that is found") {
  struct Row {
    const char* words;
    std::optional<ErrorKind> kind;
  };
  const Row rows[] = {
      {"Insufficient credits: top up", ErrorKind::refused_auth},
      {"Arrearage: overdue", ErrorKind::refused_auth},
      {"rate limit exceeded(RPM)", ErrorKind::rate_limited},
      {"Generation rejected: Rate limit exceeded(RPM)", ErrorKind::rate_limited},
      {"Throttling.RateQuota", ErrorKind::rate_limited},
      {"Generation rejected", ErrorKind::refused_content},
      {"DataInspectionFailed: Input data may contain inappropriate content.",
       ErrorKind::refused_content},
      {"your prompt violates our guidelines", ErrorKind::refused_content},
      {"InvalidParameter: duration", ErrorKind::campaign},
      {"InvalidFile.DownloadFailed", std::nullopt},
      {"internal error", std::nullopt},
      {"", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    CHECK(kind_of_words(row.words) == row.kind);
  }
}

}  // namespace reshoot
