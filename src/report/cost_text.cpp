// SPDX-License-Identifier: Apache-2.0
// Money as a table with its footnotes, and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "report/cost_report.h"
#include "report/figures.h"
#include "report/json_text.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

std::string title_of(CostBy by) {
  std::string title(name_of(by));
  std::transform(title.begin(), title.end(), title.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return title;
}

StyledText name_text(const CostRow& row) {
  switch (row.kind) {
    case CostRowKind::named:
      return row.name;
    case CostRowKind::nobody:
      return {"no character", Paint::dim};
    case CostRowKind::earlier:
      return {"earlier versions", Paint::dim};
  }
  return {};
}

/// Nothing where there is nothing: a column without any amount is left out.
std::string amount_text(Money amount) {
  return amount.micros == 0 ? "" : amount.text();
}

void add_row(Table& table, const StyledText& name, const CostSums& sums) {
  const std::string mark = sums.estimated.micros > 0 ? "~" : "";
  table.add({name, sums.paid > 0 ? count_text(sums.paid) : "", mark + sums.spent.text(),
             amount_text(sums.set_aside), amount_text(sums.in_doubt), amount_text(sums.came_back),
             amount_text(sums.elsewhere)});
}

/// `1 take was`, `2 takes were`
std::string takes_were(int count) {
  return counted(count, "take") + (count == 1 ? " was" : " were");
}

std::string notes_text(const CostReport& report) {
  const CostSums& total = report.total;
  std::string text;
  const auto note = [&](const std::string& line) { text += line + "\n"; };
  if (total.estimated.micros > 0) {
    note(fmt::format(
        "~ {} of it is estimated: the provider reported no figure, the catalog's counts",
        total.estimated.text()));
  }
  if (total.unpriced > 0) {
    note(takes_were(total.unpriced) + " paid for at a price that nobody knows: counted as $0.00");
  }
  if (total.doubtful > 0) {
    note(counted(total.doubtful, "take") +
         " in doubt: 'reshoot resolve' says what to look for, and settles them");
  }
  if (total.refused > 0) {
    note(takes_were(total.refused) + " refused by the provider, and not billed");
  }
  if (total.failed > 0) {
    note(counted(total.failed, "take") + " failed, and cost nothing");
  }
  if (total.elsewhere.micros > 0) {
    note("paid elsewhere: from the ledger that shot the take; not in any sum here");
  }
  if (report.by == CostBy::character) {
    note("the price of a take with several characters is split evenly among them");
  }
  if (report.by == CostBy::month) {
    note("months are those in which a take was asked for, in UTC");
  }
  if (report.max_cost) {
    note(fmt::format("budget: {} of {} spent, set aside or in doubt",
                     (total.spent + total.set_aside + total.in_doubt).text(),
                     report.max_cost->text()));
  }
  return text;
}

Json to_json(const CostSums& sums) {
  return {{"spent_micros", sums.spent.micros},
          {"estimated_micros", sums.estimated.micros},
          {"reserved_micros", sums.set_aside.micros},
          {"in_doubt_micros", sums.in_doubt.micros},
          {"returned_micros", sums.came_back.micros},
          {"elsewhere_micros", sums.elsewhere.micros},
          {"takes",
           {{"paid", sums.paid},
            {"unknown_price", sums.unpriced},
            {"in_doubt", sums.doubtful},
            {"refused", sums.refused},
            {"failed", sums.failed}}}};
}

Json to_json(const CostRow& row) {
  const char* const kind = row.kind == CostRowKind::named    ? "named"
                           : row.kind == CostRowKind::nobody ? "nobody"
                                                             : "earlier";
  Json json{{"kind", kind}, {"name", row.kind == CostRowKind::named ? Json(row.name) : Json()}};
  json.update(to_json(row.sums));
  return json;
}

}  // namespace

std::string cost_text(const CostReport& report, const TextStyle& style) {
  if (report.rows.empty()) {
    return "nothing was paid for\n";
  }
  Table table({{title_of(report.by), false, true},
               {"PAID", true},
               {"SPENT", true},
               {"SET ASIDE", true},
               {"IN DOUBT", true},
               {"CAME BACK", true},
               {"PAID ELSEWHERE", true}});
  for (const CostRow& row : report.rows) {
    add_row(table, name_text(row), row.sums);
  }
  if (report.rows.size() > 1) {
    add_row(table, {"total", Paint::bold}, report.total);
  }
  const std::string notes = notes_text(report);
  return table.text(style) + (notes.empty() ? "" : "\n" + notes);
}

std::string cost_json(const CostReport& report) {
  Json rows = Json::array();
  for (const CostRow& row : report.rows) {
    rows.push_back(to_json(row));
  }
  return json_text({{"schema_version", json_schema_version},
                    {"by", name_of(report.by)},
                    {"rows", std::move(rows)},
                    {"total", to_json(report.total)},
                    {"max_cost_micros", report.max_cost ? Json(report.max_cost->micros) : Json()}});
}

}  // namespace reshoot
