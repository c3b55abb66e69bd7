// SPDX-License-Identifier: Apache-2.0
// Even samples as real, odd samples as imaginary parts of half as many complex numbers; the two
// spectra are taken apart at the end.

#include "verify/sound_spectrum.h"

#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/check.h"

namespace reshoot {

RealFourier::RealFourier(std::size_t size) : size_(size) {
  CHECK(size >= 4 && std::has_single_bit(size));
  const std::size_t half = size / 2;
  for (std::size_t k = 0; k < half; ++k) {
    const double angle =
        -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size);
    cosines_.push_back(std::cos(angle));
    sines_.push_back(std::sin(angle));
  }
  reversed_.resize(half);
  for (std::size_t i = 1; i < half; ++i) {
    reversed_[i] = reversed_[i / 2] / 2 + static_cast<std::uint32_t>(i % 2 * half / 2);
  }
}

void RealFourier::transform(std::vector<double>& real, std::vector<double>& imaginary) const {
  const std::size_t count = real.size();
  for (std::size_t length = 2; length <= count; length *= 2) {
    const std::size_t half = length / 2;
    const std::size_t stride = size_ / length;
    for (std::size_t begin = 0; begin < count; begin += length) {
      for (std::size_t k = 0; k < half; ++k) {
        const std::size_t low = begin + k;
        const std::size_t high = low + half;
        const double cosine = cosines_[k * stride];
        const double sine = sines_[k * stride];
        const double re = real[high] * cosine - imaginary[high] * sine;
        const double im = real[high] * sine + imaginary[high] * cosine;
        real[high] = real[low] - re;
        imaginary[high] = imaginary[low] - im;
        real[low] += re;
        imaginary[low] += im;
      }
    }
  }
}

void RealFourier::power_spectrum(std::span<const double> frame, std::span<double> power,
                                 Scratch& scratch) const {
  CHECK(frame.size() == size_ && power.size() == bins());
  const std::size_t half = size_ / 2;
  scratch.real.resize(half);
  scratch.imaginary.resize(half);
  for (std::size_t i = 0; i < half; ++i) {
    scratch.real[reversed_[i]] = frame[2 * i];
    scratch.imaginary[reversed_[i]] = frame[2 * i + 1];
  }
  transform(scratch.real, scratch.imaginary);
  for (std::size_t k = 0; k <= half; ++k) {
    const std::size_t here = k % half;
    const std::size_t mirrored = (half - k) % half;
    const double even_re = (scratch.real[here] + scratch.real[mirrored]) / 2;
    const double even_im = (scratch.imaginary[here] - scratch.imaginary[mirrored]) / 2;
    const double odd_re = (scratch.imaginary[here] + scratch.imaginary[mirrored]) / 2;
    const double odd_im = (scratch.real[mirrored] - scratch.real[here]) / 2;
    const double cosine = k == half ? -1 : cosines_[k];
    const double sine = k == half ? 0 : sines_[k];
    const double re = even_re + odd_re * cosine - odd_im * sine;
    const double im = even_im + odd_re * sine + odd_im * cosine;
    power[k] = re * re + im * im;
  }
}

std::vector<double> hann_window(std::size_t size) {
  std::vector<double> window(size);
  for (std::size_t i = 0; i < size; ++i) {
    window[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                     static_cast<double>(size));
  }
  return window;
}

}  // namespace reshoot
