// SPDX-License-Identifier: Apache-2.0
#include "emulator/fault.h"

#include <algorithm>

#include "emulator/random.h"

namespace reshoot::emulator {
namespace {

constexpr std::array<std::string_view, operation_count> operation_names{
    "submit", "poll", "list", "cancel", "models", "ticket", "upload", "download"};

/// A kind's name, and the operation that it belongs to unless its rule names another.
struct KindRow {
  FaultKind kind;
  std::string_view name;
  Operation usual;
};
constexpr std::array<KindRow, 29> kinds{{
    {FaultKind::no_connection, "no_connection", Operation::submit},
    {FaultKind::throttle, "throttle", Operation::submit},
    {FaultKind::server_error_before, "server_error_before", Operation::submit},
    {FaultKind::server_error_after, "server_error_after", Operation::submit},
    {FaultKind::upstream_refusal, "upstream_refusal", Operation::submit},
    {FaultKind::no_answer_before, "no_answer_before", Operation::submit},
    {FaultKind::no_answer_after, "no_answer_after", Operation::submit},
    {FaultKind::hang, "hang", Operation::submit},
    {FaultKind::slow_start, "slow_start", Operation::poll},
    {FaultKind::drip, "drip", Operation::download},
    {FaultKind::reset, "reset", Operation::download},
    {FaultKind::stall, "stall", Operation::download},
    {FaultKind::truncate, "truncate", Operation::download},
    {FaultKind::shorten, "shorten", Operation::download},
    {FaultKind::corrupt, "corrupt", Operation::download},
    {FaultKind::wrong_length, "wrong_length", Operation::download},
    {FaultKind::garbage, "garbage", Operation::submit},
    {FaultKind::refuse_content, "refuse_content", Operation::submit},
    {FaultKind::refuse_later, "refuse_later", Operation::submit},
    {FaultKind::rate_limit_later, "rate_limit_later", Operation::submit},
    {FaultKind::fail_later, "fail_later", Operation::submit},
    {FaultKind::no_result, "no_result", Operation::submit},
    {FaultKind::unknown_status, "unknown_status", Operation::poll},
    {FaultKind::outage, "outage", Operation::poll},
    {FaultKind::list_repeats, "list_repeats", Operation::list},
    {FaultKind::list_lags, "list_lags", Operation::submit},
    {FaultKind::clock_skew, "clock_skew", Operation::submit},
    {FaultKind::expired_url, "expired_url", Operation::download},
    {FaultKind::restart, "restart", Operation::poll},
}};

const KindRow& row_of(FaultKind kind) {
  return kinds.at(static_cast<std::size_t>(kind));
}

}  // namespace

std::string_view name_of(Operation operation) {
  return operation_names.at(static_cast<std::size_t>(operation));
}

std::optional<Operation> find_operation(std::string_view name) {
  const auto found = std::find(operation_names.begin(), operation_names.end(), name);
  if (found == operation_names.end()) {
    return std::nullopt;
  }
  return static_cast<Operation>(found - operation_names.begin());
}

std::string_view name_of(FaultKind kind) {
  return row_of(kind).name;
}

std::optional<FaultKind> find_fault(std::string_view name) {
  for (const KindRow& row : kinds) {
    if (row.name == name) {
      return row.kind;
    }
  }
  return std::nullopt;
}

const FaultRule* FaultDraw::find(FaultKind kind) const {
  for (const FaultRule& rule : rules_) {
    if (rule.kind == kind) {
      return &rule;
    }
  }
  return nullptr;
}

FaultDice::FaultDice(FaultPlan plan) : plan_(std::move(plan)), used_(plan_.rules.size(), 0) {}

FaultDraw FaultDice::draw(Operation operation) {
  const std::uint64_t call = ++calls_.at(static_cast<std::size_t>(operation));
  FaultDraw drawn;
  for (std::size_t i = 0; i < plan_.rules.size(); ++i) {
    const FaultRule& rule = plan_.rules[i];
    if (rule.at.value_or(row_of(rule.kind).usual) != operation || used_[i] >= rule.most) {
      continue;
    }
    const bool named = std::find(rule.calls.begin(), rule.calls.end(), call) != rule.calls.end();
    const std::uint64_t bits =
        mixed(mixed(plan_.seed, i), mixed(static_cast<std::uint64_t>(operation), call));
    if (named || chance(bits) < rule.probability) {
      ++used_[i];
      drawn.add(rule);
    }
  }
  return drawn;
}

std::uint64_t FaultDice::calls(Operation operation) const {
  return calls_.at(static_cast<std::size_t>(operation));
}

}  // namespace reshoot::emulator
