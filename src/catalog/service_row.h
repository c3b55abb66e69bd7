// SPDX-License-Identifier: Apache-2.0
#pragma once
// The field table of `service` in a catalog file: facts about a provider, each with its evidence.

#include <array>
#include <optional>
#include <string_view>

#include "catalog/evidence_row.h"
#include "catalog/provider_facts.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

/// `{is: 4, sure: guess, source: ...}`
template <class V>
struct FactRow {
  V is{};
  std::optional<Sure> sure;
  std::string_view source;
};

template <class V>
struct Table<FactRow<V>> {
  using T = FactRow<V>;
  static constexpr std::string_view name = "fact";
  static constexpr std::string_view noun = "a fact";
  static constexpr std::array fields{
      field<&T::is>("is", "The figure.", {.required = true}),
      field<&T::sure>("sure", "How sure it is."),
      field<&T::source>("source", "Where it is from."),
  };
};

template <>
struct Choices<Idempotency> {
  static constexpr std::string_view wanted = "none, key or look-up";
  static constexpr std::array<std::string_view, 3> texts{"none", "key", "look-up"};
  static constexpr std::array values{Idempotency::none, Idempotency::key, Idempotency::look_up};
};

struct ServiceRow {
  std::optional<FactRow<Whole<1, 100'000>>> at_once;
  std::optional<FactRow<Whole<1, 1'000'000>>> per_minute;
  std::optional<FactRow<Whole<1, 1'000'000>>> per_hour;
  std::optional<FactRow<Whole<1, 100'000>>> polls_per_second;
  std::optional<FactRow<Length>> shortest_poll;
  std::optional<FactRow<Idempotency>> idempotency;
  std::optional<FactRow<bool>> lists_jobs;
  std::optional<FactRow<Whole<1, 87'600>>> result_hours;
  std::optional<FactRow<bool>> public_uploads;
};

template <>
struct Table<ServiceRow> {
  using T = ServiceRow;
  static constexpr std::string_view name = "service";
  static constexpr std::string_view noun = "'service'";
  static constexpr std::array fields{
      field<&T::at_once>("at_once", "Most jobs out at a time."),
      field<&T::per_minute>("per_minute", "Most submits in a minute."),
      field<&T::per_hour>("per_hour", "Most submits in an hour."),
      field<&T::polls_per_second>("polls_per_second", "Most questions about jobs in a second."),
      field<&T::shortest_poll>("shortest_poll", "Seconds between two questions about one job."),
      field<&T::idempotency>("idempotency", "Whether a submit without an answer can be settled."),
      field<&T::lists_jobs>("lists_jobs", "Whether it lists its jobs."),
      field<&T::result_hours>("result_hours", "How long a result can be fetched."),
      field<&T::public_uploads>("public_uploads", "Whether anybody with its URL reads an input."),
  };
};

/// Takes over what the row says; the rest of `facts` stays.
void apply(const ServiceRow& row, ProviderFacts& facts);

}  // namespace reshoot
