// SPDX-License-Identifier: Apache-2.0
#include "store/take_record.h"

#include <doctest/doctest.h>

#include <string>

#include "support.h"

namespace reshoot {
namespace {

using test::digest_of;
using test::must;
using test::must_fail;

TakeRecord sample() {
  return {.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab",
          .clip_key = sha256("generate\nprompt 4 wave\n"),
          .key_text = "generate\nprompt 4 wave\n",
          .model = "gmi/wan2.7-r2v",
          .seed = 0xffffffffU,
          .campaign = "acme-spring",
          .cost = Money{600'000},
          .created = Wall{1'700'000'000'123'456'789},
          .blob = digest_of("bytes"),
          .bytes = 5,
          .frames = 150,
          .has_sound = true,
          .note = "Grüße; the last line was cut"};
}

/// The sample's JSON with one piece of text replaced.
std::string with(std::string_view old, std::string_view now) {
  std::string json = record_json(sample());
  const std::size_t at = json.find(old);
  if (at == std::string::npos) {
    throw std::runtime_error("the sample has no " + std::string(old));
  }
  return json.replace(at, old.size(), now);
}

}  // namespace

TEST_CASE("take record: there and back") {
  TakeRecord record = sample();
  CHECK(must(parse_record(record_json(record))) == record);
  record.key_text.clear();
  record.has_sound = false;
  record.note.clear();
  record.cost = {};
  CHECK(record_json(record).find("rejected") == std::string::npos);
  record.rejected = true;
  CHECK(must(parse_record(record_json(record))) == record);
  CHECK(record_json(record).back() == '\n');
}

TEST_CASE("record_of: all that a take knows, and what was paid for it elsewhere") {
  Take take;
  take.uuid = sample().uuid;
  take.clip_key = sample().clip_key;
  take.model = "gmi/wan2.7-r2v";
  take.seed = 7;
  take.campaign = "acme";
  take.cost_elsewhere = Money{10};
  take.blob = digest_of("bytes");
  take.bytes = 5;
  take.frames = 30;
  take.has_sound = true;
  take.note = "fine";
  take.rejected = true;
  take.created = Wall{12};
  const TakeRecord record = record_of(take, sample().key_text);
  CHECK(must(parse_record(record_json(record))) == record);
  CHECK(record.cost == Money{10});
  CHECK(record.blob == digest_of("bytes"));
  CHECK(record.seed == 7);
  CHECK(record.rejected);
  take.cost = Money{20};
  CHECK(record_of(take, "").cost == Money{20});
}

TEST_CASE("record_json: what would be too large goes without its long texts") {
  TakeRecord record = sample();
  record.key_text = std::string(max_record_bytes, 'k');
  record.clip_key = sha256(record.key_text);
  TakeRecord shorter = record;
  shorter.key_text.clear();
  CHECK(must(parse_record(record_json(record))) == shorter);
  record.note = std::string(max_record_bytes, 'n');
  shorter.note.clear();
  CHECK(must(parse_record(record_json(record))) == shorter);
}

TEST_CASE("parse_record: what a later version adds is left alone") {
  CHECK(must(parse_record(with("{", "{\"judged\": {\"by\": [1, 2]}, "))) == sample());
}

TEST_CASE("parse_record: a record of a later version is refused as such") {
  const Error error =
      must_fail(parse_record(with("\"schema_version\": 1", "\"schema_version\": 2")));
  CHECK(error.kind == ErrorKind::environment);
  CHECK(error.message.find("version 2") != std::string::npos);
}

TEST_CASE("parse_record: whatever is no record is corrupt") {
  struct Row {
    std::string_view old, now;
  };
  for (const Row& row : {Row{"\"schema_version\": 1", "\"schema_version\": 0"},
                         Row{"\"schema_version\": 1", "\"schema_version\": \"1\""},
                         Row{"\"schema_version\": 1,", ""},
                         Row{"6f1c2a7e-", "6F1C2A7E-"},
                         Row{"6f1c2a7e-", "6f1c2a7e0"},
                         Row{"6f1c2a7e-0b1d", "../../etc/pwd"},
                         Row{"890ab\"", "890abc\""},
                         Row{"\"clip_key\": \"sha256:", "\"clip_key\": \""},
                         Row{"\"clip_key\": \"sha256:", "\"clip_key\": \"sha256:0"},
                         Row{"\"blob\": \"sha256:", "\"blob\": \"md5:"},
                         Row{"\"bytes\": 5", "\"bytes\": -5"},
                         Row{"\"bytes\": 5", "\"bytes\": 5.0"},
                         Row{"\"bytes\": 5", "\"bytes\": 18446744073709551615"},
                         Row{"\"bytes\": 5", "\"bytes\": 1e400"},
                         Row{"\"frames\": 150", "\"frames\": null"},
                         Row{"\"has_sound\": true", "\"has_sound\": 1"},
                         Row{"gmi/wan2.7-r2v", ""},
                         Row{"gmi/wan2.7-r2v", "gmi\\u001b[2J"},
                         Row{"4294967295", "4294967296"},
                         Row{"\"campaign\": ", "\"Campaign\": "},
                         Row{"600000", "-1"},
                         Row{"600000", "9223372036854775807"},
                         Row{"1700000000123456789", "-1"},
                         Row{"prompt 4 wave", "prompt 4 wink"},
                         Row{"\"note\": \"", "\"note\": \"\xff"},
                         Row{"}", ""},
                         Row{"}", "} {"}}) {
    CAPTURE(row.old);
    CAPTURE(row.now);
    CHECK(must_fail(parse_record(with(row.old, row.now))).kind == ErrorKind::corrupt);
  }
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("[1]"), std::string(3, '\0'),
        std::string(100'000, '['), std::string(5'000'000, ' ') + record_json(sample())}) {
    CHECK(must_fail(parse_record(text)).kind == ErrorKind::corrupt);
  }
}

TEST_CASE("parse_record: any cut of a record is answered") {
  const std::string json = record_json(sample());
  for (std::size_t size = 0; size + 2 < json.size(); ++size) {
    CHECK_FALSE(parse_record(std::string_view(json).substr(0, size)).has_value());
  }
}

TEST_CASE("parse_record: a note cannot steer a terminal") {
  const TakeRecord record = must(parse_record(with("Grüße", "\\u001b[2J")));
  CHECK(record.note.find('\x1b') == std::string::npos);
}

}  // namespace reshoot
