// SPDX-License-Identifier: Apache-2.0
#include "identity/measurement.h"

#include "identity/byte_form.h"

namespace reshoot {

namespace {

constexpr std::string_view measurement_head = "RSM1";

/// One visit for both ways: `Form` is ByteWriter with a const value, or ByteReader.
template <class Form, class Value>
void visit_face(Form& form, Value& face, std::size_t samples, std::size_t vectors,
                std::uint32_t& last) {
  form.index(face.sample, samples);
  form.expect(face.sample >= last);
  last = face.sample;
  form.number(face.track, 0, std::numeric_limits<std::uint32_t>::max());
  form.box(face.box);
  form.real(face.score);
  form.real(face.turn);
  form.real(face.sharpness);
  form.choice(face.use, FaceUse::doubtful);
  form.index(face.vector, vectors);
}

template <class Form, class Value>
void visit(Form& form, Value& clip) {
  form.flag(clip.needs.faces);
  form.flag(clip.needs.pictures);
  form.flag(clip.needs.voices);
  form.technical(clip.technical);
  std::int64_t last = 0;
  form.list(clip.shots, [&](auto& shot) {
    form.time(shot.from_ms, last);
    form.time(shot.to_ms, last);
  });
  last = 0;
  form.list(clip.samples, [&](auto& sample) {
    form.time(sample.time_ms, last);
    form.index(sample.shot, clip.shots.size());
  });
  const std::size_t samples = clip.samples.size();
  form.vectors(clip.face_vectors);
  std::uint32_t last_sample = 0;
  form.list(clip.faces, [&](auto& face) {
    visit_face(form, face, samples, clip.face_vectors.count(), last_sample);
  });
  form.vectors(clip.picture_vectors);
  last_sample = 0;
  form.list(clip.pictures, [&](auto& picture) {
    form.index(picture.sample, samples);
    form.expect(picture.sample >= last_sample);
    last_sample = picture.sample;
    form.box(picture.crop);
    form.index(picture.vector, clip.picture_vectors.count());
  });
  form.vectors(clip.voice_vectors);
  last = 0;
  form.list(clip.speech, [&](auto& span) {
    form.time(span.from_ms, last);
    form.time(span.to_ms, last);
    form.index(span.vector, clip.voice_vectors.count());
  });
  form.list(clip.gaps, [&](auto& gap) { form.text(gap); });
}

}  // namespace

std::string_view name_of(FaceUse use) {
  switch (use) {
    case FaceUse::usable:
      return "usable";
    case FaceUse::small:
      return "small";
    case FaceUse::blurred:
      return "blurred";
    case FaceUse::turned:
      return "turned";
    case FaceUse::cut_off:
      return "cut off";
    case FaceUse::doubtful:
      return "doubtful";
  }
  return "";
}

std::string to_bytes(const Measurement& measurement) {
  ByteWriter form(measurement_head);
  visit(form, measurement);
  return form.take();
}

Result<Measurement> measurement_from(std::string_view bytes) {
  ByteReader form(bytes, measurement_head);
  Measurement measurement;
  visit(form, measurement);
  TRY(form.end("a measurement"));
  return measurement;
}

}  // namespace reshoot
