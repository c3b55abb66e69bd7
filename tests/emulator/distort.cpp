// SPDX-License-Identifier: Apache-2.0
#include "emulator/distort.h"

#include <algorithm>
#include <array>

namespace reshoot::emulator {
namespace {

struct Cut {
  FaultKind kind;
  Ending ending;
};
constexpr std::array<Cut, 3> cuts{{{FaultKind::reset, Ending::reset},
                                   {FaultKind::stall, Ending::hang},
                                   {FaultKind::truncate, Ending::close}}};

/// Other bytes at the beginning, where a container says what it is, and in the middle.
void corrupt(std::string& body) {
  for (const std::size_t from : {std::size_t{0}, body.size() / 2}) {
    const std::size_t until = std::min(body.size(), from + 16);
    for (std::size_t i = from; i < until; ++i) {
      body[i] = static_cast<char>(body[i] ^ 0x5a);
    }
  }
}

void keep_silent(Delivery& delivery, Ending ending) {
  delivery.answers = false;
  delivery.ending = ending;
}

}  // namespace

void distort(Delivery& delivery, const FaultDraw& faults) {
  if (faults.has(FaultKind::no_answer_after)) {
    keep_silent(delivery, Ending::close);
  }
  if (faults.has(FaultKind::hang)) {
    keep_silent(delivery, Ending::hang);
  }
  if (faults.has(FaultKind::garbage)) {
    delivery.body = "<html>Bad gateway";
  }
  if (faults.has(FaultKind::corrupt)) {
    corrupt(delivery.body);
  }
  if (faults.has(FaultKind::shorten)) {
    delivery.body.resize(delivery.body.size() / 2);
  }
  if (const FaultRule* rule = faults.find(FaultKind::wrong_length)) {
    delivery.said_length = delivery.body.size() + rule->bytes.value_or(1);
    delivery.ending = Ending::close;
  }
  if (const FaultRule* rule = faults.find(FaultKind::drip)) {
    delivery.bytes_per_second = rule->bytes.value_or(100);
  }
  if (const FaultRule* rule = faults.find(FaultKind::slow_start)) {
    delivery.delay = rule->duration;
  }
  for (const Cut& cut : cuts) {
    if (const FaultRule* rule = faults.find(cut.kind); rule != nullptr && delivery.answers) {
      delivery.cut_after = std::min<std::uint64_t>(rule->bytes.value_or(delivery.body.size() / 2),
                                                   delivery.body.size());
      delivery.ending = cut.ending;
    }
  }
}

}  // namespace reshoot::emulator
