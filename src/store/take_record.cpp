// SPDX-License-Identifier: Apache-2.0
// Strict: a record comes from a place that others write to. Fields that are not known here are left
// alone, so that a later version may add some.

#include "store/take_record.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t record_version = 1;
constexpr std::size_t max_name_bytes = 1000;  // of a model or campaign
constexpr std::int64_t max_cost_micros =
    10'000'000'000'000;  // far above any clip, far below overflow
constexpr std::int64_t max_integer = std::numeric_limits<std::int64_t>::max();

tl::unexpected<Error> no_record(std::string_view why) {
  return fail(ErrorKind::corrupt, fmt::format("the shared record of a take is damaged: {}", why),
              "it was not used; whoever has the take writes it again with `reshoot cache push`");
}

/// 36 characters: lower-case hex digits in groups of 8, 4, 4, 4 and 12.
bool is_uuid(std::string_view text) {
  if (text.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      return false;
    }
  }
  return true;
}

/// Fields of one object. The first that is missing or impossible is kept as the reason; later ones
/// answer with nothing.
class FieldReader {
 public:
  explicit FieldReader(const Json& object) : object_(object) {}

  std::int64_t integer(const char* name, std::int64_t low, std::int64_t high) {
    const Json* const value = find(name);
    if (value == nullptr || !value->is_number_integer()) {
      return wrong(name), low;
    }
    const bool too_large = value->is_number_unsigned() &&
                           value->get<std::uint64_t>() > static_cast<std::uint64_t>(max_integer);
    const std::int64_t number = too_large ? 0 : value->get<std::int64_t>();
    if (too_large || number < low || number > high) {
      return wrong(name), low;
    }
    return number;
  }

  bool flag(const char* name) {
    const Json* const value = find(name);
    if (value == nullptr || !value->is_boolean()) {
      return wrong(name), false;
    }
    return value->get<bool>();
  }

  /// False where it is left out.
  bool optional_flag(const char* name) { return find(name) != nullptr && flag(name); }

  std::string text(const char* name, std::size_t cap) {
    const Json* const value = find(name);
    if (value == nullptr || !value->is_string() ||
        value->get_ref<const std::string&>().size() > cap) {
      return wrong(name), std::string();
    }
    return value->get<std::string>();
  }

  /// Not empty, and nothing in it that could steer a terminal.
  std::string name(const char* name) {
    std::string value = text(name, max_name_bytes);
    if (value.empty() || printable(value) != value) {
      wrong(name);
    }
    return value;
  }

  Digest digest(const char* name) {
    const std::string written = text(name, max_name_bytes);
    const std::optional<Digest> digest = Digest::parse(written);
    if (!digest || digest->text() != written) {
      return wrong(name), Digest{};
    }
    return *digest;
  }

  std::string uuid(const char* name) {
    std::string value = text(name, max_name_bytes);
    if (!is_uuid(value)) {
      wrong(name);
    }
    return value;
  }

  [[nodiscard]] const std::string& mistake() const { return mistake_; }

 private:
  [[nodiscard]] const Json* find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  void wrong(const char* name) {
    if (mistake_.empty()) {
      mistake_ = fmt::format("field `{}` is missing or impossible", name);
    }
  }

  const Json& object_;
  std::string mistake_;
};

std::string text_of(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

TakeRecord record_of(const Take& take, std::string key_text) {
  return {.uuid = take.uuid,
          .clip_key = take.clip_key,
          .key_text = std::move(key_text),
          .model = take.model,
          .seed = take.seed,
          .campaign = take.campaign,
          .cost = std::max(take.cost, take.cost_elsewhere),
          .created = take.created,
          .blob = take.blob.value_or(Digest{}),
          .bytes = take.bytes,
          .frames = take.frames,
          .has_sound = take.has_sound,
          .note = take.note,
          .rejected = take.rejected};
}

std::string record_json(const TakeRecord& record) {
  Json json{{"schema_version", record_version},
            {"uuid", record.uuid},
            {"clip_key", record.clip_key.text()},
            {"blob", record.blob.text()},
            {"bytes", record.bytes},
            {"frames", record.frames},
            {"has_sound", record.has_sound},
            {"model", record.model},
            {"seed", record.seed},
            {"campaign", record.campaign},
            {"cost_micros", record.cost.micros},
            {"created_ns", record.created.ns},
            {"note", record.note},
            {"key_text", record.key_text}};
  if (record.rejected) {
    json["rejected"] = true;
  }
  for (const char* const optional : {"key_text", "note"}) {
    if (std::string text = text_of(json); text.size() <= max_record_bytes) {
      return text;
    }
    json[optional] = "";
  }
  return text_of(json);
}

Result<TakeRecord> parse_record(std::string_view json) {
  if (json.size() > max_record_bytes) {
    return no_record(fmt::format("it is larger than {} bytes", max_record_bytes));
  }
  const Json object = Json::parse(json, nullptr, false);
  if (!object.is_object()) {
    return no_record("it is no JSON object");
  }
  FieldReader fields(object);
  const std::int64_t version = fields.integer("schema_version", 1, max_integer);
  if (fields.mistake().empty() && version > record_version) {
    return fail(ErrorKind::environment,
                fmt::format("the shared record of a take has version {}, and this reshoot knows "
                            "version {}",
                            version, record_version),
                "use the newer reshoot that wrote it");
  }
  TakeRecord record;
  record.uuid = fields.uuid("uuid");
  record.clip_key = fields.digest("clip_key");
  record.blob = fields.digest("blob");
  record.bytes = static_cast<std::uint64_t>(fields.integer("bytes", 0, max_integer));
  record.frames = fields.integer("frames", 0, max_integer);
  record.has_sound = fields.flag("has_sound");
  record.model = fields.name("model");
  record.seed = static_cast<std::uint32_t>(
      fields.integer("seed", 0, std::numeric_limits<std::uint32_t>::max()));
  record.campaign = fields.name("campaign");
  record.cost.micros = fields.integer("cost_micros", 0, max_cost_micros);
  record.created.ns = fields.integer("created_ns", 0, max_integer);
  record.note = printable(fields.text("note", max_record_bytes));
  record.key_text = fields.text("key_text", max_record_bytes);
  record.rejected = fields.optional_flag("rejected");
  if (!fields.mistake().empty()) {
    return no_record(fields.mistake());
  }
  if (!record.key_text.empty() && sha256(record.key_text) != record.clip_key) {
    return no_record("its key text is not that of its clip key");
  }
  return record;
}

}  // namespace reshoot
