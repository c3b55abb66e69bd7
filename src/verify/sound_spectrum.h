// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fourier transforms of real numbers. Knows no windows, bands or rates.
//
// Own code: a radix-2 transform of half the length is shorter than what a library takes in wrappers
// and build files, and a few hundred frames per clip are transformed here. (FFTW is under the GPL;
// KissFFT would be one more package for 40 lines.)

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace reshoot {

/// Complex numbers of frequencies 0 to half the sampling rate.
struct Spectrum {
  std::vector<double> real, imaginary;
  [[nodiscard]] double power(std::size_t bin) const {
    return real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
  }
};

/// Transforms of one length. Immutable: several threads may use one.
class RealFourier {
 public:
  /// `size` is a power of two, at least 4.
  explicit RealFourier(std::size_t size);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bins() const { return size_ / 2 + 1; }

  /// `frame` has size() numbers; `spectrum` gets bins(), and may be used again and again.
  void transform(std::span<const double> frame, Spectrum& spectrum) const;

 private:
  void transform_half(std::vector<double>& real, std::vector<double>& imaginary) const;

  std::size_t size_;
  std::vector<double> cosines_, sines_;  ///< of -2 pi k / size, k up to size / 2
  std::vector<std::uint32_t> reversed_;  ///< places of half the size with their bits reversed
};

/// A periodic Hann window, as spectral analysis wants it.
std::vector<double> hann_window(std::size_t size);

}  // namespace reshoot
