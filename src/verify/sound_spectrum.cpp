// SPDX-License-Identifier: Apache-2.0
// Even numbers as real, odd ones as imaginary parts of half as many complex numbers; the two
// spectra are taken apart at the end.

#include "verify/sound_spectrum.h"

#include <bit>
#include <cmath>
#include <numbers>

#include "base/check.h"

namespace reshoot {

RealFourier::RealFourier(std::size_t size) : size_(size), reversed_(size / 2) {
  CHECK(size >= 4 && std::has_single_bit(size));
  const std::size_t half = size / 2;
  for (std::size_t k = 0; k <= half; ++k) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size);
    cosines_.push_back(std::cos(angle));
    sines_.push_back(std::sin(angle));
  }
  for (std::size_t i = 1; i < half; ++i) {
    reversed_[i] = reversed_[i / 2] / 2 + static_cast<std::uint32_t>(i % 2 * half / 2);
  }
}

void RealFourier::transform_half(std::vector<double>& real, std::vector<double>& imaginary) const {
  const std::size_t count = size_ / 2;
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

void RealFourier::transform(std::span<const double> frame, Spectrum& spectrum) const {
  CHECK(frame.size() == size_);
  auto& real = spectrum.real;
  auto& imaginary = spectrum.imaginary;
  real.resize(bins());
  imaginary.resize(bins());
  const std::size_t half = size_ / 2;
  for (std::size_t i = 0; i < half; ++i) {
    real[reversed_[i]] = frame[2 * i];
    imaginary[reversed_[i]] = frame[2 * i + 1];
  }
  transform_half(real, imaginary);
  real[half] = real[0];
  imaginary[half] = imaginary[0];
  for (std::size_t k = 0; k <= half / 2; ++k) {
    // The halves of the spectrum mirror each other: bins k and half - k come of the same numbers.
    const std::size_t mirror = half - k;
    const double even_re = (real[k] + real[mirror]) / 2;
    const double even_im = (imaginary[k] - imaginary[mirror]) / 2;
    const double odd_re = (imaginary[k] + imaginary[mirror]) / 2;
    const double odd_im = (real[mirror] - real[k]) / 2;
    const double turned_re = odd_re * cosines_[k] - odd_im * sines_[k];
    const double turned_im = odd_re * sines_[k] + odd_im * cosines_[k];
    real[k] = even_re + turned_re;
    imaginary[k] = even_im + turned_im;
    real[mirror] = even_re - turned_re;
    imaginary[mirror] = turned_im - even_im;
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
