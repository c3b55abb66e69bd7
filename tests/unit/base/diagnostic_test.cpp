// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

TEST_CASE("Diagnostics: severity is the code's") {
  Diagnostics diags;
  diags.report(Code::unused_character, "a");
  CHECK(!diags.has_errors());
  diags.report(Code::unknown_key, "b");
  CHECK(diags.errors() == 1);
  CHECK(diags.warnings() == 1);
}

TEST_CASE("Diagnostics: beyond the limit messages are counted only") {
  Diagnostics diags;
  for (std::size_t i = 0; i < Diagnostics::limit + 5; ++i) {
    diags.report(Code::unknown_key, "x").note("n");
  }
  CHECK(diags.full());
  CHECK(diags.all().size() == Diagnostics::limit);
  CHECK(diags.errors() == Diagnostics::limit + 5);
  CHECK(diags.all().back().notes.size() == 1);
}

TEST_CASE("Diagnostic: did you mean only where something is near") {
  Diagnostics diags;
  CHECK(diags.report(Code::unknown_key, "").help_did_you_mean("promt", {"says", "prompt"}).helps ==
        std::vector<std::string>{"did you mean 'prompt'?"});
  CHECK(diags.report(Code::unknown_key, "").help_did_you_mean("zebra", {"says"}).helps.empty());
}

TEST_CASE("codes: ascending, with a title, written with four digits") {
  CHECK(text_of(Code::unknown_key) == "C0201");
  for (const CodeInfo& code : all_codes()) {
    CHECK(info(code.code).title == code.title);
    CHECK(!code.title.empty());
  }
}

}  // namespace
}  // namespace reshoot
