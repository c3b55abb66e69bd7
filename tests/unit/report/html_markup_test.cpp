// SPDX-License-Identifier: Apache-2.0
#include "report/html_markup.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("markup_escape: nothing that is put in can become markup, control or a broken document") {
  struct Row {
    std::string_view text, escaped;
  };
  for (const Row& row : {
           Row{"<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
           Row{"a \"b\" & c", "a &quot;b&quot; &amp; c"}, Row{"größe 日本", "größe 日本"},
           Row{"line\nbreak", "line\nbreak"},
           Row{std::string_view("nul \0 bell \a", 12), "nul \\x00 bell \\x07"},
           Row{"cut \xC3", "cut \\xc3"},
           Row{"\xEF\xBF\xBE and \xEF\xBF\xBF", "\xEF\xBF\xBD and \xEF\xBF\xBD"},
           Row{"\xEF\xBC\x81", "\xEF\xBC\x81"},  // a full-width `!` begins with the same byte
       }) {
    CAPTURE(row.text);
    CHECK(markup_escape(row.text) == row.escaped);
  }
}

TEST_CASE("base64: as RFC 4648 shows it, and any byte") {
  struct Row {
    std::string_view bytes, text;
  };
  for (const Row& row :
       {Row{"", ""}, Row{"f", "Zg=="}, Row{"fo", "Zm8="}, Row{"foo", "Zm9v"},
        Row{"foob", "Zm9vYg=="}, Row{"fooba", "Zm9vYmE="}, Row{"\xFF\xFE\xFD", "//79"}}) {
    CHECK(base64(row.bytes) == row.text);
  }
  CHECK(data_uri("image/png", "f") == "data:image/png;base64,Zg==");
}

TEST_CASE("Markup: what is opened is closed, attributes hold any text") {
  Markup page("<!doctype html>\n");
  page.open("p", {{"class", "a"}, {"title", "\"><script>"}}).text("1 < 2 ").leaf("b", "&").close();
  page.single("img", {{"alt", "x"}});
  CHECK(page.finish() ==
        "<!doctype html>\n"
        "<p class=\"a\" title=\"&quot;&gt;&lt;script&gt;\">1 &lt; 2 <b>&amp;</b></p>\n"
        "<img alt=\"x\"/>\n");
}

}  // namespace reshoot
