// SPDX-License-Identifier: Apache-2.0
#include "verify/sound_spectrum.h"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>

namespace reshoot {
namespace {

/// By the definition.
std::complex<double> plain(const std::vector<double>& frame, std::size_t bin) {
  std::complex<double> sum;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    const double turn = static_cast<double>(bin * i) / static_cast<double>(frame.size());
    sum += frame[i] * std::polar(1.0, -2 * std::numbers::pi * turn);
  }
  return sum;
}

}  // namespace

TEST_CASE("RealFourier: the same numbers as the definition gives") {
  std::mt19937 random(3);
  for (const std::size_t size : {4U, 8U, 16U, 64U, 256U}) {
    CAPTURE(size);
    std::vector<double> frame(size);
    for (double& value : frame) {
      value = static_cast<double>(random() % 2001) / 1000 - 1;
    }
    const RealFourier fourier(size);
    Spectrum spectrum;
    fourier.transform(frame, spectrum);
    REQUIRE(fourier.bins() == size / 2 + 1);
    for (std::size_t bin = 0; bin < fourier.bins(); ++bin) {
      CAPTURE(bin);
      const std::complex<double> wanted = plain(frame, bin);
      CHECK(std::abs(spectrum.real[bin] - wanted.real()) < 1e-12 * static_cast<double>(size));
      CHECK(std::abs(spectrum.imaginary[bin] - wanted.imag()) < 1e-12 * static_cast<double>(size));
      CHECK(spectrum.power(bin) == doctest::Approx(std::norm(wanted)));
    }
  }
}

TEST_CASE("hann_window: periodic: two of them, half overlapping, add up to one") {
  const auto window = hann_window(8);
  CHECK(window[0] == 0);
  CHECK(window[4] == doctest::Approx(1));
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(window[i] + window[i + 4] == doctest::Approx(1));
  }
}

}  // namespace reshoot
