// SPDX-License-Identifier: Apache-2.0
// Voicing is the highest peak of the autocorrelation, corrected for the window's own (Boersma,
// "Accurate short-term analysis of the fundamental frequency", 1993); the autocorrelation is the
// transform of the power spectrum, cut to the band of voices.

#include "verify/speech_frames.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "verify/sound_reader.h"
#include "verify/sound_spectrum.h"

namespace reshoot {
namespace {

// The longest lag and a frame fit in: nothing wraps around.
constexpr std::size_t transform_size = 1024;
constexpr std::size_t shortest_lag = 40;  // 400 Hz
constexpr std::size_t longest_lag = 256;  // 62.5 Hz
static_assert(speech_frame_samples + longest_lag <= transform_size);

constexpr double hertz_per_bin = static_cast<double>(sound_rate) / transform_size;
constexpr auto first_bin = static_cast<std::size_t>(100 / hertz_per_bin);
constexpr auto end_bin = static_cast<std::size_t>(4000 / hertz_per_bin);

constexpr double smallest_power = 1e-12;  // of full scale: -120 dB

/// Edges of 16 bands, even in pitch but for the lowest, which are one bin wide at least.
constexpr std::size_t band_count = 16;
using Bands = std::array<double, band_count>;

std::array<std::size_t, band_count + 1> band_edges() {
  std::array<std::size_t, band_count + 1> edges{};
  for (std::size_t i = 0; i <= band_count; ++i) {
    const double octave = static_cast<double>(i) / band_count;
    const auto edge = static_cast<std::size_t>(std::lround(
        static_cast<double>(first_bin) *
        std::pow(static_cast<double>(end_bin) / static_cast<double>(first_bin), octave)));
    edges[i] = i == 0 ? edge : std::max(edge, edges[i - 1] + 1);
  }
  return edges;
}

/// Two bands' shapes compared, whatever their loudness: root mean square of differences in dB.
double distance(const Bands& a, const Bands& b) {
  double sum = 0;
  double square = 0;
  for (std::size_t i = 0; i < band_count; ++i) {
    const double difference = a[i] - b[i];
    sum += difference;
    square += difference * difference;
  }
  constexpr double count = band_count;
  return std::sqrt(std::max(square / count - sum / count * (sum / count), 0.0));
}

class FrameMeter {
 public:
  FrameMeter()
      : fourier_(transform_size), window_(hann_window(speech_frame_samples)), edges_(band_edges()) {
    for (const double value : window_) {
      window_power_ += value * value;
    }
    std::copy(window_.begin(), window_.end(), frame_.begin());
    fourier_.transform(frame_, spectrum_);
    correlate(0, fourier_.bins());
    window_correlation_ = correlation_;
  }

  /// `sound` has one frame. The shape of its spectrum goes to `bands`.
  SpeechFrame measure(std::span<const float> sound, Bands& bands) {
    std::fill(frame_.begin(), frame_.end(), 0.0);
    for (std::size_t i = 0; i < speech_frame_samples; ++i) {
      frame_[i] = window_[i] * static_cast<double>(sound[i]);
    }
    fourier_.transform(frame_, spectrum_);
    double power = 0;
    for (std::size_t band = 0; band < band_count; ++band) {
      double sum = 0;
      for (std::size_t bin = edges_[band]; bin < edges_[band + 1]; ++bin) {
        sum += spectrum_.power(bin);
      }
      power += sum;
      const auto width = static_cast<double>(edges_[band + 1] - edges_[band]);
      bands[band] = 10 * std::log10(std::max(scaled(sum / width), smallest_power));
    }
    SpeechFrame result;
    result.level = 10 * std::log10(std::max(scaled(power), smallest_power));
    if (scaled(power) > smallest_power) {
      correlate(first_bin, end_bin);
      find_period(result);
    }
    return result;
  }

 private:
  /// Power of one-sided bins as mean square of the sound.
  [[nodiscard]] double scaled(double power) const {
    return 2 * power / (transform_size * window_power_);
  }

  /// The autocorrelation of what spectrum_ holds from bin `begin` to before `end`, 1 at lag 0.
  void correlate(std::size_t begin, std::size_t end) {
    std::fill(frame_.begin(), frame_.end(), 0.0);
    for (std::size_t bin = begin; bin < end; ++bin) {
      frame_[bin] = spectrum_.power(bin);
      frame_[(transform_size - bin) % transform_size] = frame_[bin];
    }
    fourier_.transform(frame_, spectrum_);
    for (std::size_t lag = 0; lag < correlation_.size(); ++lag) {
      correlation_[lag] = spectrum_.real[lag] / spectrum_.real[0];
    }
  }

  [[nodiscard]] double at(std::size_t lag) const {
    return correlation_[lag] / window_correlation_[lag];
  }

  [[nodiscard]] bool is_peak(std::size_t lag) const {
    return at(lag) >= at(lag - 1) && at(lag) > at(lag + 1);
  }

  /// The shortest lag whose peak is nearly the highest: multiples of a period are as good as it.
  void find_period(SpeechFrame& result) const {
    constexpr double nearly = 0.05;
    double best = 0;
    for (std::size_t lag = shortest_lag; lag <= longest_lag; ++lag) {
      best = is_peak(lag) ? std::max(best, at(lag)) : best;
    }
    for (std::size_t lag = shortest_lag; best > 0 && lag <= longest_lag; ++lag) {
      if (is_peak(lag) && at(lag) >= best - nearly) {
        result.voicing = std::min(at(lag), 1.0);
        result.pitch = static_cast<double>(sound_rate) / summit(lag);
        return;
      }
    }
  }

  /// The top of the parabola through a peak and its neighbours.
  [[nodiscard]] double summit(std::size_t lag) const {
    const double before = at(lag - 1);
    const double after = at(lag + 1);
    const double bend = before - 2 * at(lag) + after;
    return static_cast<double>(lag) + (bend < 0 ? (before - after) / 2 / bend : 0);
  }

  RealFourier fourier_;
  std::vector<double> window_;
  std::array<std::size_t, band_count + 1> edges_;
  double window_power_ = 0;
  std::array<double, transform_size> frame_{};
  Spectrum spectrum_;
  std::array<double, longest_lag + 2> correlation_{}, window_correlation_{};
};

}  // namespace

std::vector<SpeechFrame> speech_frames(std::span<const float> sound) {
  if (sound.size() < speech_frame_samples) {
    return {};
  }
  const std::size_t count = 1 + (sound.size() - speech_frame_samples) / speech_frame_hop;
  FrameMeter meter;
  std::vector<SpeechFrame> frames(count);
  std::vector<Bands> bands(count);
  for (std::size_t i = 0; i < count; ++i) {
    frames[i] = meter.measure(sound.subspan(i * speech_frame_hop, speech_frame_samples), bands[i]);
  }
  constexpr std::size_t reach = 2;  // frames to both sides: 64 ms
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t before = i - std::min(i, reach);
    const std::size_t after = std::min(i + reach, count - 1);
    frames[i].movement = distance(bands[before], bands[after]);
  }
  return frames;
}

}  // namespace reshoot
