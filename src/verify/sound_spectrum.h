// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fourier transforms of real sound. Knows no windows, bands or rates.
//
// Own code: a radix-2 transform of half the length is shorter than the CMake lines and wrappers
// that a library takes, and what is transformed here is a few hundred frames per clip. (FFTW's
// licence is not ours; KissFFT would be one more package for 40 lines.)

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace reshoot {

/// Transforms of one length. Immutable: several threads may use one.
class RealFourier {
 public:
  /// `size` is a power of two, at least 4.
  explicit RealFourier(std::size_t size);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Frequencies 0 to half the sampling rate.
  [[nodiscard]] std::size_t bins() const { return size_ / 2 + 1; }

  /// Room for one transform, for callers that do many.
  struct Scratch {
    std::vector<double> real, imaginary;
  };

  /// `power[k] = |X[k]|^2` for bins() bins. `frame` has size() values, `power` bins().
  void power_spectrum(std::span<const double> frame, std::span<double> power,
                      Scratch& scratch) const;

 private:
  void transform(std::vector<double>& real, std::vector<double>& imaginary) const;

  std::size_t size_;
  std::vector<double> cosines_, sines_;  ///< of -2 pi k / size, k below size / 2
  std::vector<std::uint32_t> reversed_;  ///< bit-reversed places of half the size
};

/// A periodic Hann window, as spectral analysis wants it.
std::vector<double> hann_window(std::size_t size);

}  // namespace reshoot
