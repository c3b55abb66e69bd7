// SPDX-License-Identifier: Apache-2.0
#pragma once
// One visitor out of several lambdas.

namespace reshoot {

/// For std::visit: each alternative of a variant finds its own lambda.
template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

}  // namespace reshoot
