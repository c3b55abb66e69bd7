// SPDX-License-Identifier: Apache-2.0
// Signals are blocked everywhere and taken with sigwait; SIGUSR2 to the own thread ends the wait.

#include "execute/interrupts.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

namespace reshoot {
namespace {

constexpr int exit_interrupted = 130;
constexpr int wake_up = SIGUSR2;

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, wake_up}) {
    sigaddset(&set, signal);
  }
  return set;
}

void watch(const std::function<void()>& on_signal) {
  const sigset_t set = watched_signals();
  bool asked = false;
  for (int signal = 0; sigwait(&set, &signal) == 0 && signal != wake_up;) {
    if (asked) {
      _exit(exit_interrupted);
    }
    asked = true;
    on_signal();
  }
}

}  // namespace

Interrupts::Interrupts(std::function<void()> on_signal) {
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([call = std::move(on_signal)] { watch(call); });
}

Interrupts::~Interrupts() {
  pthread_kill(thread_.native_handle(), wake_up);
  thread_.join();
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace reshoot
