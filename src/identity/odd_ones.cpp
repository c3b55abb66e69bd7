// SPDX-License-Identifier: Apache-2.0
#include "identity/odd_ones.h"

#include <limits>

namespace reshoot {

namespace {

/// One of them against all that stay.
struct Standing {
  bool stays = true;
  std::size_t unlike = 0;
  double sum = 0;  ///< of its similarities
};

bool is_worse(const Standing& a, const Standing& b) {
  return a.unlike != b.unlike ? a.unlike > b.unlike : a.sum <= b.sum;
}

OddOne odd_one(std::size_t index, const std::vector<Standing>& all, const Alike& alike) {
  OddOne odd{index, index, std::numeric_limits<float>::max(), all[index].unlike};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == index || !all[i].stays) {
      continue;
    }
    if (const float similarity = alike(index, i); similarity < odd.similarity) {
      odd.other = i;
      odd.similarity = similarity;
    }
  }
  return odd;
}

}  // namespace

std::vector<OddOne> odd_ones(std::size_t count, float least, const Alike& alike) {
  std::vector<Standing> all(count);
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const float similarity = alike(a, b);
      for (Standing* one : {&all[a], &all[b]}) {
        one->unlike += similarity < least ? 1 : 0;
        one->sum += double{similarity};
      }
    }
  }
  std::vector<OddOne> odd;
  while (true) {
    std::size_t worst = count;
    for (std::size_t i = 0; i < count; ++i) {
      if (all[i].stays && (worst == count || is_worse(all[i], all[worst]))) {
        worst = i;
      }
    }
    if (worst == count || all[worst].unlike == 0) {
      return odd;
    }
    odd.push_back(odd_one(worst, all, alike));
    all[worst].stays = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (i != worst && all[i].stays) {
        const float similarity = alike(worst, i);
        all[i].unlike -= similarity < least ? 1 : 0;
        all[i].sum -= double{similarity};
      }
    }
  }
}

}  // namespace reshoot
