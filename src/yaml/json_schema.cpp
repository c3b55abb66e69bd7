// SPDX-License-Identifier: Apache-2.0
// Mappings become definitions, so that each stands once.

#include "yaml/json_schema.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace reshoot {

namespace {

using Json = nlohmann::ordered_json;

class SchemaWriter {
 public:
  Json write(const Shape& shape) {
    switch (shape.kind) {
      case Shape::Kind::text:
        return text(shape);
      case Shape::Kind::integer:
      case Shape::Kind::number:
        return number(shape);
      case Shape::Kind::boolean:
        return {{"type", "boolean"}};
      case Shape::Kind::list:
        return list(shape);
      case Shape::Kind::mapping:
        return mapping(shape);
      case Shape::Kind::names:
        return names(shape);
      case Shape::Kind::one_name:
        return {{"type", "object"},
                {"minProperties", 1},
                {"maxProperties", 1},
                {"additionalProperties", write(*shape.item)}};
      case Shape::Kind::any_of:
        break;
    }
    Json any{{"anyOf", Json::array()}};
    for (const Shape* alternative : shape.alternatives) {
      any["anyOf"].push_back(write(*alternative));
    }
    return any;
  }

  Json definitions = Json::object();

 private:
  static Json text(const Shape& shape) {
    Json json{{"type", "string"}};
    if (!shape.pattern.empty()) {
      json["pattern"] = shape.pattern;
    }
    for (const std::string_view choice : shape.choices) {
      json["enum"].push_back(choice);
    }
    return json;
  }

  static Json number(const Shape& shape) {
    const auto bound = [](double value) {
      return std::floor(value) == value ? Json(static_cast<std::int64_t>(value)) : Json(value);
    };
    Json json{{"type", shape.kind == Shape::Kind::integer ? "integer" : "number"}};
    if (std::isfinite(shape.minimum)) {
      json[shape.above_minimum ? "exclusiveMinimum" : "minimum"] = bound(shape.minimum);
    }
    if (std::isfinite(shape.maximum)) {
      json["maximum"] = bound(shape.maximum);
    }
    return json;
  }

  Json list(const Shape& shape) {
    Json json{{"type", "array"}, {"items", write(*shape.item)}};
    if (shape.least_items > 0) {
      json["minItems"] = shape.least_items;
    }
    return json;
  }

  Json names(const Shape& shape) {
    Json json{{"type", "object"}, {"propertyNames", {{"pattern", shape.pattern}}}};
    json["additionalProperties"] = write(*shape.item);
    if (shape.least_items > 0) {
      json["minProperties"] = shape.least_items;
    }
    return json;
  }

  Json mapping(const Shape& shape) {
    const std::string name(shape.name);
    if (!definitions.contains(name)) {
      definitions[name] = nullptr;  // holds the place: a mapping may hold itself
      definitions[name] = mapping_body(shape);
    }
    return {{"$ref", "#/definitions/" + name}};
  }

  Json mapping_body(const Shape& shape) {
    Json properties = Json::object();
    Json required = Json::array();
    Json dependencies = Json::object();
    for (const FieldInfo& info : shape.fields()) {
      properties[std::string(info.key)] = property(info);
      if (info.required) {
        required.push_back(info.key);
      }
      if (!info.needs.empty()) {
        dependencies[std::string(info.key)] = Json::array({info.needs});
      }
      if (!info.excludes.empty()) {
        dependencies[std::string(info.key)] = {
            {"not", {{"required", Json::array({info.excludes})}}}};
      }
    }
    Json json{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) {
      json["required"] = std::move(required);
    }
    json["additionalProperties"] = false;
    if (!dependencies.empty()) {
      json["dependencies"] = std::move(dependencies);
    }
    for (const std::string_view one : shape.exactly_one_of) {
      json["oneOf"].push_back({{"required", Json::array({one})}});
    }
    return json;
  }

  /// In draft-07 nothing beside a `$ref` counts, so a reference is wrapped to keep its description.
  Json property(const FieldInfo& info) {
    Json value = write(*info.shape);
    if (value.contains("$ref")) {
      return {{"description", info.doc}, {"allOf", Json::array({std::move(value)})}};
    }
    Json json{{"description", info.doc}};
    json.update(value);
    return json;
  }
};

}  // namespace

std::string json_schema(const Shape& root, std::string_view title) {
  SchemaWriter writer;
  Json top{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  top.update(writer.write(root));
  // Beside a `$ref` nothing counts in draft-07; the document itself is the root's definition.
  const std::string name(root.name);
  top.erase("$ref");
  top.update(writer.definitions[name]);
  writer.definitions.erase(name);
  top["definitions"] = std::move(writer.definitions);
  return top.dump(2) + "\n";
}

}  // namespace reshoot
