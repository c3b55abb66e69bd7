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

void watch(const std::function<void()>& on_signal, const std::atomic<bool>& over) {
  const sigset_t set = watched_signals();
  bool asked = false;
  for (int signal = 0; sigwait(&set, &signal) == 0 && !over;) {
    if (signal == wake_up) {
      continue;  // somebody else's: it means nothing here
    }
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
  std::signal(SIGPIPE, SIG_IGN);  // who reads our output may leave; the work goes on
  thread_ = std::thread([this, call = std::move(on_signal)] { watch(call, over_); });
}

Interrupts::~Interrupts() {
  over_ = true;
  pthread_kill(thread_.native_handle(), wake_up);
  thread_.join();
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace reshoot
