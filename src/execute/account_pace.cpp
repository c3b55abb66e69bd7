// SPDX-License-Identifier: Apache-2.0
// Sliding windows over the times of submits.

#include "execute/account_pace.h"

#include <algorithm>
#include <chrono>

namespace reshoot {
namespace {

using namespace std::chrono_literals;

/// When the oldest of the last `count` submits leaves the window.
Steady window_opens(const std::deque<Steady>& submits, int count, Millis window) {
  const auto limit = static_cast<std::size_t>(count);
  if (count == 0 || submits.size() < limit) {
    return Steady{};
  }
  return submits[submits.size() - limit] + window;
}

}  // namespace

AccountPace::AccountPace(const AccountLimits& limits)
    : limits_(limits), allowed_(std::max(1, limits.at_once)) {}

std::optional<Steady> AccountPace::next_submit(Steady now) const {
  if (out_ >= static_cast<int>(allowed_)) {
    return std::nullopt;
  }
  return std::max({now, paused_until_, window_opens(submits_, limits_.per_minute, 1min),
                   window_opens(submits_, limits_.per_hour, 1h)});
}

void AccountPace::submitted(Steady now) {
  ++out_;
  if (limits_.per_minute == 0 && limits_.per_hour == 0) {
    return;
  }
  submits_.push_back(now);
  while (submits_.front() + 1h <= now) {
    submits_.pop_front();
  }
}

void AccountPace::accepted() {
  allowed_ = std::min<double>(std::max(1, limits_.at_once), allowed_ + 1.0 / allowed_);
}

void AccountPace::throttled(Steady now, Millis pause) {
  // Many answers to one burst are one lesson.
  if (now >= paused_until_) {
    allowed_ = std::max(1.0, allowed_ / 2);
  }
  paused_until_ = std::max(paused_until_, now + pause);
}

void AccountPace::polled(Steady now) {
  if (limits_.polls_per_second > 0) {
    const auto apart = std::chrono::duration_cast<Steady::duration>(1s) / limits_.polls_per_second;
    next_poll_ = std::max(now, next_poll_) + apart;
  }
}

}  // namespace reshoot
