// SPDX-License-Identifier: Apache-2.0
// The command line over CLI11. What is wrong in one is said in option_mistakes.cpp.

#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <utility>

#include "cli/option_mistakes.h"
#include "cli/version.h"

namespace reshoot {
namespace {

constexpr int exit_usage = 2;

/// Options that commands share; a command's row names those that it takes.
enum Takes : unsigned {
  t_campaign = 1U << 0U,  ///< -f, --store
  t_json = 1U << 1U,
  t_targets = 1U << 2U,
  t_draft = 1U << 3U,
  t_jobs = 1U << 4U,
  t_offline = 1U << 5U,
};

struct Row {
  std::vector<const char*> path;  ///< `take`, `use`
  Command command;
  const char* does;
  const char* example;
  unsigned takes;
  void (*more)(CLI::App&, Options&);  ///< options of its own; may be nullptr
};

void add_take_choice(CLI::App& app, Options& o) {
  app.add_option("SCENE", o.clip, "the scene whose clip it is")->required();
  app.add_option("TAKE", o.take, "its number, uuid or sha256 as 'take list' shows them")
      ->required();
  app.add_option("--reason", o.reason, "why, for whoever asks later");
}

void add_format(CLI::App& app, Options& o, const std::vector<std::string>& formats) {
  o.format = formats.front();
  app.add_option("--format", o.format, fmt::format("{}", fmt::join(formats, ", ")))
      ->check(CLI::IsMember(formats))
      ->type_name("NAME");
}

void add_locked(CLI::App& app, Options& o) {
  CLI::Option* const locked =
      app.add_flag("--locked", o.locked,
                   "cut just the takes that campaign.lock has; shoot nothing, choose nothing");
  app.add_flag("--allow-other-ffmpeg", o.allow_other_ffmpeg,
               "with --locked: also where another ffmpeg made the last cut")
      ->needs(locked);
}

void add_max_cost(CLI::App& app, Options& o) {
  app.add_option_function<std::string>(
         "--max-cost",
         [&o](const std::string& text) {
           o.max_cost = Money::parse(text.find(' ') == std::string::npos ? text + " USD" : text);
           if (!o.max_cost) {
             throw CLI::ValidationError("--max-cost", "takes an amount such as 5 or '2.50 USD'");
           }
         },
         "refuse to set aside more than this in this run")
      ->type_name("AMOUNT");
}

void add_spending(CLI::App& app, Options& o) {
  add_max_cost(app, o);
  app.add_flag("-y,--yes", o.yes, "spend what 'reshoot plan' says without asking");
  app.add_flag("--accept-unknown-price", o.accept_unknown_price,
               "shoot clips too whose price the catalog does not know: no cap counts them");
}

void add_answers(CLI::App& app, Options& o) {
  app.add_option("TAKE", o.targets,
                 "the first digits of its uuid, or its scene and number; default: list all");
  const auto say = [&o](DoubtAnswer answer) {
    return [&o, answer](std::int64_t) {
      if (o.answer) {
        throw CLI::ValidationError("resolve", "takes one answer: they exclude each other");
      }
      o.answer = answer;
    };
  };
  app.add_flag_function("--billed", say(DoubtAnswer::billed),
                        "it was paid for, and its result cannot be had: the clip is lost");
  app.add_flag_function("--not-billed", say(DoubtAnswer::not_billed),
                        "the provider never had it: its money comes back, the next build shoots");
  app.add_option_function<std::string>(
         "--adopt",
         [&o, adopt = say(DoubtAnswer::adopted)](const std::string& job) {
           adopt(1);
           o.job = job;
         },
         "the provider has it under this id: the next build fetches it")
      ->type_name("JOB");
  app.add_option("--reason", o.reason, "where you saw it, for whoever asks later");
}

const std::vector<Row>& rows() {
  static const std::vector<Row> table{
      {{"init"},
       Command::init,
       "Write a small campaign that builds at once, without any key",
       "reshoot init spring && reshoot build -f spring",
       0,
       [](CLI::App& app, Options& o) {
         app.add_option("DIR", o.targets, "where; default: here")->expected(0, 1);
       }},
      {{"check"},
       Command::check,
       "Report every mistake in a campaign; run nothing",
       "reshoot check -f campaigns/acme --format sarif",
       t_campaign | t_json,
       [](CLI::App& app, Options& o) {
         add_format(app, o, {"text", "json", "sarif", "github"});
       }},
      {{"plan"},
       Command::plan,
       "Show what a build would do, why, and what it would cost",
       "reshoot plan launch --exit-code",
       t_campaign | t_json | t_targets | t_draft | t_offline,
       [](CLI::App& app, Options& o) {
         app.add_flag("--exit-code", o.exit_code, "leave with 6 where there is work");
       }},
      {{"build"},
       Command::build,
       "Shoot what changed, cut the finished videos",
       "reshoot build launch -j 4",
       t_campaign | t_json | t_targets | t_draft | t_jobs | t_offline,
       [](CLI::App& app, Options& o) {
         app.add_flag("-n,--dry-run", o.dry_run, "only plan");
         app.add_flag("-k,--keep-going", o.keep_going,
                      "after a failure, go on with what does not need it");
         app.add_flag("--no-wait", o.no_wait, "do not wait for another build of this store");
         add_locked(app, o);
         app.add_flag("--store-in-tree", o.store_in_tree,
                      "under CI: keep paid takes in the work tree, which the runner throws away");
         app.add_flag("--regenerate", o.regenerate,
                      "shoot clips of TARGET anew, and pay for them, whose bytes are lost");
         add_spending(app, o);
       }},
      {{"status"},
       Command::status,
       "Show each video: fresh, stale, held or lost; and the money",
       "reshoot status -q || reshoot build",
       t_campaign | t_json | t_draft | t_offline,
       [](CLI::App& app, Options& o) {
         app.add_flag("-q,--quiet", o.quiet, "print nothing; leave with 0 if all is fresh, else 1");
       }},
      {{"why"},
       Command::why,
       "Show what differs from a step's last build, by field, file and line",
       "reshoot why welcome",
       t_campaign | t_json | t_targets | t_draft | t_offline,
       nullptr},
      {{"diff"},
       Command::diff,
       "Show clips and videos that differ from a git revision, and the price of building them",
       "reshoot diff main",
       t_campaign | t_json | t_offline,
       [](CLI::App& app, Options& o) {
         app.add_option("REV", o.revision, "a commit, branch or tag; default: HEAD");
       }},
      {{"graph"},
       Command::graph,
       "Print the steps and what needs what",
       "reshoot graph --format mermaid",
       t_campaign | t_json | t_targets | t_draft,
       [](CLI::App& app, Options& o) {
         add_format(app, o, {"dot", "mermaid", "json"});
       }},
      {{"verify"},
       Command::verify,
       "Measure who is seen and heard in the takes that are here; list what may not ship",
       "reshoot verify --format junit > identity.xml",
       t_campaign | t_json | t_targets | t_jobs | t_offline,
       [](CLI::App& app, Options& o) {
         add_format(app, o, {"text", "json", "junit", "sarif", "github"});
       }},
      {{"report"},
       Command::report,
       "Write a page that shows how clips compare with their characters",
       "reshoot report && xdg-open out/spring/report.html",
       t_campaign | t_json | t_targets | t_offline,
       [](CLI::App& app, Options& o) {
         add_format(app, o, {"html", "text", "json", "junit", "sarif", "github"});
         app.add_option("-o,--output", o.output,
                        "the file to write, readable by you alone; default: a page under out/")
             ->type_name("FILE");
         app.add_flag("--no-crops", o.no_crops, "leave pictures of people out of the page");
       }},
      {{"take", "list"},
       Command::take_list,
       "List the takes of clips",
       "reshoot take list welcome",
       t_campaign | t_json | t_targets,
       nullptr},
      {{"take", "use"},
       Command::take_use,
       "Choose a take for a scene, whatever comes later",
       "reshoot take use welcome 2 --reason 'better smile'",
       t_campaign | t_json,
       add_take_choice},
      {{"take", "reject"},
       Command::take_reject,
       "Never use a take again",
       "reshoot take reject welcome 1 --reason 'logo is wrong'",
       t_campaign | t_json,
       add_take_choice},
      {{"take", "compare"},
       Command::take_compare,
       "Show the numbers of two takes of a scene side by side",
       "reshoot take compare welcome 1 2",
       t_campaign | t_json,
       [](CLI::App& app, Options& o) {
         app.add_option("SCENE", o.clip, "the scene")->required();
         app.add_option("TAKE", o.take, "number, uuid or sha256")->required();
         app.add_option("OTHER", o.other_take, "the take to compare it with")->required();
       }},
      {{"retake"},
       Command::retake,
       "Ask for one more take of scenes; the next build shoots it",
       "reshoot retake welcome --reason 'too dark' && reshoot build",
       t_campaign | t_json | t_targets,
       [](CLI::App& app, Options& o) {
         app.add_option("--reason", o.reason, "why, for whoever asks later");
       }},
      {{"resolve"},
       Command::resolve,
       "List takes of which nobody knows whether they were billed, or settle one",
       "reshoot resolve welcome 2 --not-billed --reason 'not in the console'",
       t_campaign | t_json,
       add_answers},
      {{"cost"},
       Command::cost,
       "Show what was spent, is set aside or in doubt, and what came back",
       "reshoot cost --by scene",
       t_campaign | t_json,
       [](CLI::App& app, Options& o) {
         app.add_option("--by", o.by, "scene, character, model or month")
             ->check(CLI::IsMember({"scene", "character", "model", "month"}))
             ->type_name("NAME");
         app.add_flag("--all", o.all, "of all campaigns that use this store");
       }},
      {{"cache", "stats"},
       Command::cache_stats,
       "Show what the store holds",
       "reshoot cache stats",
       t_campaign | t_json,
       nullptr},
      {{"cache", "verify"},
       Command::cache_verify,
       "Read every blob again; report damaged and missing ones",
       "reshoot cache verify",
       t_campaign | t_json,
       nullptr},
      {{"cache", "gc"},
       Command::cache_gc,
       "Delete what no branch, work tree or campaign needs; paid takes only if you say so",
       "reshoot cache gc --dry-run",
       t_campaign | t_json,
       [](CLI::App& app, Options& o) {
         app.add_flag("-n,--dry-run", o.dry_run,
                      "only list what would go and what stays, with the reason");
         app.add_flag("--include-paid", o.include_paid,
                      "also takes that were paid for and that nothing needs, once you confirm");
         app.add_flag("--biometrics", o.biometrics,
                      "only what was measured of faces and voices, all of it");
       }},
      {{"cache", "push"},
       Command::cache_push,
       "Copy takes to the team's remote that it lacks",
       "reshoot cache push",
       t_campaign | t_json,
       nullptr},
      {{"cache", "pull"},
       Command::cache_pull,
       "Bring takes here that locks pin or the ledger knows, from the team's remote",
       "reshoot cache pull",
       t_campaign | t_json,
       nullptr},
      {{"models", "list"},
       Command::models_list,
       "List the models that scenes may name, with prices and typical waits, and those that "
       "measure faces and voices",
       "reshoot models list",
       t_campaign | t_json,
       nullptr},
      {{"models", "show"},
       Command::models_show,
       "Show every figure of models: limits, prices, where each is from and how sure it is",
       "reshoot models show dashscope/wan2.7-r2v",
       t_campaign | t_json,
       [](CLI::App& app, Options& o) {
         app.add_option("MODEL", o.targets, "its id or name, a provider, or a role; default: all");
       }},
      {{"models", "pull"},
       Command::models_pull,
       "Bring the models that measure faces and voices here, checked by their digests",
       "reshoot models pull",
       t_campaign | t_json,
       [](CLI::App& app, Options& o) {
         app.add_option("MODEL", o.targets, "its id; default: those that the workspace uses");
         app.add_option("--from", o.from,
                        "take files out of this folder by their digests, without network")
             ->type_name("DIR");
       }},
      {{"doctor"},
       Command::doctor,
       "Check the tools, the store and the workspace",
       "reshoot doctor",
       t_campaign | t_json,
       nullptr},
      {{"schema"},
       Command::schema,
       "Print the JSON Schema of the campaign language",
       "reshoot schema > campaign.schema.json",
       0,
       nullptr},
      {{"completion"},
       Command::completion,
       "Print a completion script",
       "source <(reshoot completion bash)",
       0,
       [](CLI::App& app, Options& o) {
         app.add_option("SHELL", o.targets, "bash, zsh or fish")->required()->expected(1);
       }},
  };
  return table;
}

void add_shared(CLI::App& app, Options& o, unsigned takes) {
  if ((takes & t_campaign) != 0) {
    app.add_option("-f,--file", o.file,
                   "the campaign: its file or folder, or a workspace with one campaign")
        ->type_name("FILE|DIR");
    app.add_option("--store", o.store,
                   "where ledger and blobs are; default: cache/ in the workspace")
        ->type_name("DIR");
  }
  if ((takes & t_json) != 0) {
    app.add_flag("--json", o.json, "print JSON on stdout");
  }
  if ((takes & t_draft) != 0) {
    app.add_flag("--draft", o.draft,
                 "shoot every scene with the free model animatic, under out/NAME/draft");
  }
  if ((takes & t_offline) != 0) {
    app.add_flag("--offline", o.offline, "use nothing beyond this machine: not the remote either");
  }
  if ((takes & t_jobs) != 0) {
    app.add_option("-j,--jobs", o.jobs, "steps at a time; default: one per processor")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
  }
  if ((takes & t_targets) != 0) {
    app.add_option("TARGET", o.targets, "videos or scenes, also as globs; default: all videos");
  }
}

/// The command line as CLI11 objects; `o` is filled while it parses.
class CommandLine {
 public:
  explicit CommandLine(Options& o) : app_("make for video campaigns", "reshoot") {
    app_.set_version_flag("--version", std::string("reshoot ") + version);
    app_.require_subcommand(1);
    app_.get_formatter()->column_width(26);
    app_.footer("Run 'reshoot COMMAND --help' for its options and an example.");
    for (const Row& row : rows()) {
      add(row, o);
    }
  }

  CLI::App& app() { return app_; }

 private:
  void add(const Row& row, Options& o) {
    CLI::App* parent = &app_;
    if (row.path.size() == 2) {
      parent = group(row.path[0]);
    }
    CLI::App* sub = parent->add_subcommand(row.path.back(), row.does);
    sub->footer(fmt::format("Example:\n  {}", row.example));
    if (row.more != nullptr) {
      row.more(*sub, o);
    }
    add_shared(*sub, o, row.takes);
    // add_format leaves its default in `o`; the command that is meant sets it again.
    const std::string format = std::exchange(o.format, {});
    sub->preparse_callback([&o, format, command = row.command](std::size_t) {
      o.command = command;
      o.format = format;
    });
  }

  CLI::App* group(const std::string& name) {
    for (CLI::App* known : app_.get_subcommands([](const CLI::App*) { return true; })) {
      if (known->get_name() == name) {
        return known;
      }
    }
    CLI::App* made = app_.add_subcommand(name, name == "take" ? "List takes, choose or reject one"
                                               : name == "models"
                                                   ? "Show what clips can be shot and measured with"
                                                   : "Look after the store");
    made->require_subcommand(1);
    made->footer(
        fmt::format("Run 'reshoot {} COMMAND --help' for its options and an example.", name));
    return made;
  }

  CLI::App app_;
};

}  // namespace

std::variant<Options, Leave> parse_options(int argc, const char* const* argv) {
  Options options;
  CommandLine line(options);
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    line.app().parse(argc, argv);
    return options;
  } catch (const CLI::Success& asked) {  // --help, --version
    std::ostringstream out;
    std::ostringstream err;
    line.app().exit(asked, out, err);
    return Leave{0, out.str(), err.str()};
  } catch (const CLI::ParseError& mistake) {
    return Leave{exit_usage, "", explain_mistake(line.app(), words, mistake)};
  }
}

std::optional<std::string> completion_script(const std::string& shell) {
  Options unused;
  CommandLine line(unused);
  const std::vector<std::string> commands = commands_of(line.app());
  std::string cases;
  for (const CLI::App* sub : line.app().get_subcommands([](const CLI::App*) { return true; })) {
    std::vector<std::string> words = commands_of(*sub);
    const std::vector<std::string> flags = flags_of(*sub);
    words.insert(words.end(), flags.begin(), flags.end());
    cases += shell == "fish"
                 ? fmt::format("complete -c reshoot -n '__fish_seen_subcommand_from {}' -a '{}'\n",
                               sub->get_name(), fmt::join(words, " "))
                 : fmt::format("    {}) words=\"{}\" ;;\n", sub->get_name(), fmt::join(words, " "));
  }
  const std::string all = fmt::format("{}", fmt::join(commands, " "));
  if (shell == "fish") {
    return fmt::format("complete -c reshoot -n __fish_use_subcommand -f -a '{}'\n{}", all, cases);
  }
  if (shell != "bash" && shell != "zsh") {
    return std::nullopt;
  }
  const std::string start = shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
  return start + fmt::format(R"(_reshoot() {{
  local words
  case "${{COMP_WORDS[1]}}" in
{}    *) words="{}" ;;
  esac
  [ "$COMP_CWORD" -le 1 ] && words="{}"
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _reshoot reshoot
)",
                             cases, all, all);
}

}  // namespace reshoot
