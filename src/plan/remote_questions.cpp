// SPDX-License-Identifier: Apache-2.0
// Asks only for what is missing: where all is here, nothing beyond this machine is touched.

#include "plan/remote_questions.h"

#include "plan/select.h"

namespace reshoot {
RemoteQuestions questions_of(const Graph& graph, const Campaign& campaign,
                             const std::vector<bool>& wanted, const Facts& facts) {
  std::unordered_set<Digest, DigestHash> asked;
  RemoteQuestions questions;
  const auto ask = [&](std::vector<Digest>& list, const Digest& digest) {
    if (asked.insert(digest).second) {
      list.push_back(digest);
    }
  };
  for (StepIndex i = 0; i < graph.steps.size(); ++i) {
    const auto* clip = std::get_if<GenerateStep>(&graph.steps[i].what);
    if (clip == nullptr || !wanted[i]) {
      continue;
    }
    const bool free = clip->model->free();
    const auto choice = select_take(facts, question_of(campaign, *clip));
    if (choice && !facts.blobs.contains(choice->blob)) {
      ask(questions.blobs, choice->blob);
    } else if (!choice && !free) {
      ask(questions.keys, clip->key);
    }
  }
  return questions;
}

}  // namespace reshoot
