// SPDX-License-Identifier: Apache-2.0
// Writes the sample's page to stdout, for eyes and for the test that opens it in a browser.
//
//     report-page-sample [many] [no-crops]

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "identity_sample.h"
#include "report/html_page.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto asked = [&](const std::string& word) {
    return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
  };
  reshoot::IdentitySample sample;
  sample.add_every_kind();
  if (asked("many")) {
    sample.add_many(200, 5);
  }
  if (asked("no-crops")) {
    sample.report.crops_left_out = true;
  } else {
    sample.add_crops();
  }
  std::cout << reshoot::html_page(sample.report, sample.sources);
  return std::cout.good() ? 0 : 1;
}
