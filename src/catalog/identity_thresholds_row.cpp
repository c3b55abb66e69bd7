// SPDX-License-Identifier: Apache-2.0
// What thresholds must agree on: with their role, with each other, and from level to level.

#include "catalog/identity_thresholds_row.h"

#include <fmt/core.h>

#include "catalog/identity_figures.h"

namespace reshoot {
namespace {

using Row = ThresholdsRow;

/// In the order of `identity_figures`.
constexpr std::array<Row::Number Row::*, identity_figures.size()> members{
    &Row::match,       &Row::mismatch,      &Row::pass_median, &Row::pass_p10,   &Row::pass_share,
    &Row::fail_median, &Row::fail_coverage, &Row::margin,      &Row::agree,      &Row::drift,
    &Row::flicker,     &Row::across,        &Row::voice_pass,  &Row::voice_warn, &Row::voice_fail};

constexpr bool fields_are_figures() {
  for (std::size_t i = 0; i < identity_figures.size(); ++i) {
    if (Table<Row>::fields[i].info.key != identity_figures[i].key) {
      return false;
    }
  }
  return Table<Row>::fields.size() == identity_figures.size();
}
static_assert(fields_are_figures());

/// Within one level the first is not above the second.
struct Order {
  Row::Number Row::*low;
  Row::Number Row::*high;
  std::string_view message;
};
constexpr std::array orders{
    Order{&Row::mismatch, &Row::match, "'mismatch' is above 'match'"},
    Order{&Row::fail_median, &Row::pass_median, "'fail_median' is above 'pass_median'"},
    Order{&Row::pass_p10, &Row::pass_median, "'pass_p10' is above 'pass_median'"},
    Order{&Row::voice_fail, &Row::voice_warn, "'voice_fail' is above 'voice_warn'"},
    Order{&Row::voice_warn, &Row::voice_pass, "'voice_warn' is above 'voice_pass'"},
};

void check_order(const Row& row, Diagnostics& diags) {
  for (const Order& order : orders) {
    const Row::Number& low = row.*order.low;
    const Row::Number& high = row.*order.high;
    if (low && high && low->value.value > high->value.value) {
      diags.report(Code::bad_catalog, std::string(order.message)).at(low->at).at(high->at);
    }
  }
}

/// Takes over one level.
void read_level(const Spanned<Row>& level, IdentityRole role, IdentityThresholds& into,
                Diagnostics& diags) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const IdentityFigure& figure = identity_figures[i];
    const Row::Number& number = level.value.*members[i];
    const bool wanted = has_figure(role, figure);
    if (number && !wanted) {
      diags
          .report(Code::bad_catalog,
                  fmt::format("a {} has no use for '{}'", name_of(role), figure.key))
          .at(number->at);
    } else if (!number && wanted) {
      diags
          .report(Code::missing_key,
                  fmt::format("the thresholds of a {} need '{}'", name_of(role), figure.key))
          .at(level.at);
    } else if (number && figure.is_share && number->value.value < 0) {
      diags.report(Code::bad_catalog, fmt::format("'{}' is a share, from 0 to 1", figure.key))
          .at(number->at);
    } else if (number) {
      figure.in(into) = number->value.value;
    }
  }
  check_order(level.value, diags);
}

/// `strict` must not ask for less than `loose`.
void check_levels(const Row& strict, std::string_view strict_name, const Row& loose,
                  std::string_view loose_name, Diagnostics& diags) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Row::Number& more = strict.*members[i];
    const Row::Number& less = loose.*members[i];
    if (!more || !less) {
      continue;
    }
    const float gap = more->value.value - less->value.value;
    if (identity_figures[i].less_is_stricter ? gap > 0 : gap < 0) {
      diags
          .report(Code::bad_catalog, fmt::format("'{}' asks for more under '{}' than under '{}'",
                                                 identity_figures[i].key, loose_name, strict_name))
          .at(less->at)
          .at(more->at);
    }
  }
}

}  // namespace

bool read_levels(const LevelsRow& row, IdentityModel& model, Diagnostics& diags) {
  const std::size_t errors = diags.errors();
  read_level(row.strict, model.role, model.thresholds[0], diags);
  read_level(row.normal, model.role, model.thresholds[1], diags);
  read_level(row.loose, model.role, model.thresholds[2], diags);
  check_levels(row.strict.value, "strict", row.normal.value, "normal", diags);
  check_levels(row.normal.value, "normal", row.loose.value, "loose", diags);
  return diags.errors() == errors;
}

}  // namespace reshoot
