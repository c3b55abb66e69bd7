// SPDX-License-Identifier: Apache-2.0
#include "identity/likeness.h"

#include "identity/byte_form.h"

namespace reshoot {

namespace {

constexpr std::string_view likeness_head = "RSL1";
/// More references and faces in a picture than anybody has; they are counted, not stored.
constexpr std::uint32_t most_references = 1'000'000;

template <class Form, class Value>
void visit_view(Form& form, Value& view, std::size_t looks) {
  form.index(view.reference, most_references);
  form.number(view.faces, 0, most_references);
  form.box(view.box);
  form.real(view.score);
  form.real(view.turn);
  form.real(view.sharpness);
  form.choice(view.use, FaceUse::doubtful);
  form.index(view.vector, looks);
  form.number(view.rivals, 0, most_references);
}

/// One visit for both ways: `Form` is ByteWriter with a const value, or ByteReader.
template <class Form, class Value>
void visit(Form& form, Value& likeness) {
  form.choice(likeness.kind, CastKind::product);
  form.vectors(likeness.looks);
  form.list(likeness.views, [&](auto& view) { visit_view(form, view, likeness.looks.count()); });
  form.maybe(likeness.voice, [&](auto& voice) {
    form.real(voice.speech_seconds);
    form.real(voice.noise_db);
    form.real(voice.agreement);
  });
  form.vectors(likeness.voices);
  form.list(likeness.gaps, [&](auto& gap) { form.text(gap); });
}

}  // namespace

std::string to_bytes(const Likeness& likeness) {
  ByteWriter form(likeness_head);
  visit(form, likeness);
  return form.take();
}

Result<Likeness> likeness_from(std::string_view bytes) {
  ByteReader form(bytes, likeness_head);
  Likeness likeness;
  visit(form, likeness);
  TRY(form.end("a likeness"));
  return likeness;
}

}  // namespace reshoot
