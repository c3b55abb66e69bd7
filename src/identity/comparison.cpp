// SPDX-License-Identifier: Apache-2.0
#include "identity/comparison.h"

#include "identity/byte_form.h"

namespace reshoot {

namespace {

constexpr std::string_view comparison_head = "RSC1";
/// More characters than any campaign has; the comparison does not know how many there are.
constexpr std::uint32_t most_characters = 1'000'000;

template <class Form, class Value>
void visit_sighting(Form& form, Value& sighting) {
  form.choice(sighting.kind, Sighting::Kind::seen);
  if (sighting.kind == Sighting::Kind::absent) {
    return;
  }
  form.choice(sighting.use, FaceUse::doubtful);
  form.real(sighting.similarity);
  form.box(sighting.box);
}

template <class Form, class Value>
void visit_presence(Form& form, Value& presence, std::size_t samples) {
  form.choice(presence.kind, CastKind::product);
  form.flag(presence.compared);
  form.text(presence.gap);
  form.list(presence.sightings, [&](auto& sighting) { visit_sighting(form, sighting); });
  form.expect(presence.sightings.size() == samples);
  form.number(presence.usable, 0, static_cast<std::int64_t>(samples));
  form.index(presence.nearest, most_characters);
  form.real(presence.median);
  form.real(presence.p10);
  form.real(presence.min);
  form.real(presence.coverage);
  form.real(presence.margin);
  form.real(presence.drift);
  form.real(presence.end);
  form.real(presence.flicker);
  form.number(presence.flicker_at, 0, static_cast<std::int64_t>(samples));
  form.real(presence.own);
  form.steps(presence.mean);
}

template <class Form, class Value>
void visit_stranger(Form& form, Value& stranger, std::size_t samples) {
  std::int64_t last = 0;
  form.time(stranger.from_ms, last);
  form.time(stranger.to_ms, last);
  form.number(stranger.usable, 0, static_cast<std::int64_t>(samples));
  form.box(stranger.box);
  form.index(stranger.sample, samples);
  form.index(stranger.nearest, most_characters);
  form.real(stranger.similarity);
  form.real(stranger.width);
  form.real(stranger.focus);
}

template <class Form, class Value>
void visit_line(Form& form, Value& line, std::size_t cast) {
  form.index(line.cast, cast);
  form.flag(line.compared);
  form.text(line.gap);
  std::int64_t last = 0;
  form.time(line.from_ms, last);
  form.time(line.to_ms, last);
  form.real(line.seconds);
  form.real(line.similarity);
  form.index(line.nearest, most_characters);
  form.real(line.nearest_similarity);
}

/// One visit for both ways: `Form` is ByteWriter with a const value, or ByteReader.
template <class Form, class Value>
void visit(Form& form, Value& comparison) {
  for (auto* times : {&comparison.times_ms, &comparison.cuts_ms}) {
    std::int64_t last = 0;
    form.list(*times, [&](auto& time) { form.time(time, last); });
  }
  const std::size_t samples = comparison.times_ms.size();
  form.list(comparison.cast, [&](auto& presence) { visit_presence(form, presence, samples); });
  form.flag(comparison.people_sought);
  form.list(comparison.strangers, [&](auto& stranger) { visit_stranger(form, stranger, samples); });
  form.list(comparison.lines, [&](auto& line) { visit_line(form, line, comparison.cast.size()); });
  form.technical(comparison.technical);
}

}  // namespace

std::string to_bytes(const Comparison& comparison) {
  ByteWriter form(comparison_head);
  visit(form, comparison);
  return form.take();
}

Result<Comparison> comparison_from(std::string_view bytes) {
  ByteReader form(bytes, comparison_head);
  Comparison comparison;
  visit(form, comparison);
  TRY(form.end("a comparison"));
  return comparison;
}

}  // namespace reshoot
