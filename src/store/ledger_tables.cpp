// SPDX-License-Identifier: Apache-2.0
// The ledger's plain tables: made things, choices of people, step texts, what remotes have,
// finished videos, builds.

#include <fmt/core.h>

#include "store/ledger_impl.h"

namespace reshoot {

LedgerStatements::LedgerStatements(Db& db)
    : put_artifact(
          db,
          "INSERT INTO artifacts (key, blob, bytes, frames, has_sound) "
          "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET blob = excluded.blob, "
          "bytes = excluded.bytes, frames = excluded.frames, has_sound = excluded.has_sound"),
      all_artifacts(db, "SELECT key, blob, bytes, frames, has_sound FROM artifacts"),
      forget_artifacts(db, "DELETE FROM artifacts WHERE blob = ?1"),
      put_selection(
          db,
          "INSERT INTO selections (campaign, clip, clip_key, take_uuid, at_ns) "
          "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "
          "clip_key = excluded.clip_key, take_uuid = excluded.take_uuid, at_ns = excluded.at_ns"),
      put_pin(db,
              "INSERT INTO pins (campaign, clip, clip_key, take_uuid, reason, at_ns, accepted) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
              "take_uuid = excluded.take_uuid, reason = excluded.reason, at_ns = excluded.at_ns, "
              "accepted = excluded.accepted, by_retake = 0, before_take = NULL, "
              "before_reason = '', before_accepted = 0"),
      pin_of(db,
             "SELECT clip, clip_key, take_uuid, 1, reason, at_ns, accepted FROM pins "
             "WHERE campaign = ?1 AND clip = ?2 AND clip_key = ?3"),
      selections_of(
          db,
          "SELECT clip, clip_key, take_uuid, 0, '', at_ns, 0 FROM selections "
          "WHERE campaign = ?1 "
          "UNION ALL SELECT clip, clip_key, take_uuid, 1, reason, at_ns, accepted FROM pins "
          "WHERE campaign = ?1"),
      every_selection(db,
                      "SELECT clip, clip_key, take_uuid, 0, '', at_ns, 0 FROM selections "
                      "UNION ALL SELECT clip, clip_key, take_uuid, 1, reason, at_ns, accepted "
                      "FROM pins"),
      put_retake_pin(
          db,
          "INSERT INTO pins (campaign, clip, clip_key, take_uuid, reason, at_ns, by_retake) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1) ON CONFLICT DO UPDATE SET "
          "before_take = take_uuid, before_reason = reason, before_accepted = accepted, "
          "take_uuid = excluded.take_uuid, reason = excluded.reason, at_ns = excluded.at_ns, "
          "accepted = 0, by_retake = 1 WHERE take_uuid IS NOT excluded.take_uuid"),
      restore_pin(db,
                  "UPDATE pins SET take_uuid = before_take, reason = before_reason, "
                  "accepted = before_accepted, by_retake = 0, before_take = NULL, "
                  "before_reason = '', before_accepted = 0 WHERE campaign = ?1 AND clip = ?2 "
                  "AND clip_key = ?3 AND by_retake = 1 AND before_take IS NOT NULL"),
      drop_retake_pin(db,
                      "DELETE FROM pins WHERE campaign = ?1 AND clip = ?2 AND clip_key = ?3 "
                      "AND by_retake = 1"),
      ask_retake(db,
                 "INSERT INTO retakes (campaign, clip, clip_key, reason, asked_ns) "
                 "VALUES (?1, ?2, ?3, ?4, ?5)"),
      drop_retakes(db, drop_retakes_sql),
      close_retake(db,
                   "UPDATE retakes SET open = 0, take_uuid = nullif(?2, '') "
                   "WHERE id = ?1 AND open = 1"),
      open_retakes(db,
                   "SELECT id, clip, clip_key, reason, asked_ns FROM retakes "
                   "WHERE campaign = ?1 AND open = 1 ORDER BY id"),
      put_step_key(db,
                   "INSERT INTO step_keys (campaign, step, key) VALUES (?1, ?2, ?3) "
                   "ON CONFLICT DO UPDATE SET key = excluded.key WHERE key IS NOT excluded.key"),
      put_step_text(
          db,
          "INSERT INTO step_texts (campaign, step, text) VALUES (?1, ?2, ?3) "
          "ON CONFLICT DO UPDATE SET text = excluded.text WHERE text IS NOT excluded.text"),
      step_keys(db, "SELECT step, key FROM step_keys WHERE campaign = ?1"),
      step_text(db, "SELECT text FROM step_texts WHERE campaign = ?1 AND step = ?2"),
      put_pushed(db, "INSERT INTO pushed (remote, blob) VALUES (?1, ?2) ON CONFLICT DO NOTHING"),
      drop_pushed(db, "DELETE FROM pushed WHERE remote = ?1 AND blob = ?2"),
      all_pushed(db, "SELECT blob FROM pushed WHERE remote = ?1"),
      put_published(
          db,
          "INSERT INTO published (workspace, path, blob, dev, inode, size, mtime_ns, ctime_ns) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET "
          "blob = excluded.blob, dev = excluded.dev, inode = excluded.inode, "
          "size = excluded.size, mtime_ns = excluded.mtime_ns, ctime_ns = excluded.ctime_ns"),
      all_published(db,
                    "SELECT path, blob, dev, inode, size, mtime_ns, ctime_ns FROM published "
                    "WHERE workspace = ?1 ORDER BY path"),
      begin_build(db, "INSERT INTO builds (campaign, draft, started_ns) VALUES (?1, ?2, ?3)"),
      end_build(db,
                "UPDATE builds SET ended_ns = ?2, outcome = ?3 WHERE id = ?1 AND ended_ns IS NULL"),
      last_build(
          db,
          "SELECT id, started_ns, ended_ns, outcome FROM builds WHERE campaign = ?1 AND draft = 0 "
          "ORDER BY id DESC LIMIT 1"),
      data_version(db, "PRAGMA data_version") {}

Result<void> Ledger::record_artifact(const Artifact& artifact) {
  return impl_->st.put_artifact.run(artifact.key, artifact.blob, artifact.bytes, artifact.frames,
                                    artifact.has_sound);
}

Result<std::vector<Artifact>> Ledger::artifacts() const {
  std::vector<Artifact> out;
  TRY(impl_->st.all_artifacts.each([&](const Row& row) {
    out.push_back({row.digest(0), row.digest(1), static_cast<std::uint64_t>(row.integer(2)),
                   row.integer(3), row.flag(4)});
  }));
  return out;
}

Result<void> Ledger::forget_blob(const Digest& blob) {
  TRY_ASSIGN(Db::Transaction transaction, impl_->db.begin());
  TRY(impl_->st.forget_artifacts.run(blob));
  TRY(impl_->identity.forget(blob));
  TRY(impl_->takes.mark_collected(blob));
  return transaction.commit();
}

Result<void> Ledger::select(std::string_view campaign, const Selection& selection) {
  if (selection.pinned) {
    return impl_->st.put_pin.run(campaign, selection.clip, selection.clip_key, selection.take_uuid,
                                 selection.reason, selection.when, selection.accepted);
  }
  return impl_->st.put_selection.run(campaign, selection.clip, selection.clip_key,
                                     selection.take_uuid, selection.when);
}

namespace {

Selection read_selection(const Row& row) {
  return {row.string(0), row.digest(1), row.string(2), row.flag(3),
          row.string(4), row.wall(5),   row.flag(6)};
}

}  // namespace

Result<void> Ledger::pin_retake(std::string_view campaign, const Selection& retake) {
  return impl_->st.put_retake_pin.run(campaign, retake.clip, retake.clip_key, retake.take_uuid,
                                      retake.reason, retake.when);
}

Result<std::optional<Selection>> Ledger::drop_retake_pin(std::string_view campaign,
                                                         std::string_view clip,
                                                         const Digest& clip_key) {
  TRY_ASSIGN(Db::Transaction transaction, impl_->db.begin());
  TRY(impl_->st.restore_pin.run(campaign, clip, clip_key));
  TRY(impl_->st.drop_retake_pin.run(campaign, clip, clip_key));
  TRY_ASSIGN(std::optional<Selection> now,
             impl_->st.pin_of.first(read_selection, campaign, clip, clip_key));
  TRY(transaction.commit());
  return now;
}

Result<std::vector<Selection>> Ledger::selections(std::string_view campaign) const {
  std::vector<Selection> out;
  TRY(impl_->st.selections_of.each([&](const Row& row) { out.push_back(read_selection(row)); },
                                   campaign));
  return out;
}

Result<std::vector<Selection>> Ledger::all_selections() const {
  std::vector<Selection> out;
  TRY(impl_->st.every_selection.each([&](const Row& row) { out.push_back(read_selection(row)); }));
  return out;
}

Result<void> Ledger::request_retake(std::string_view campaign, const RetakeRequest& request) {
  TRY_ASSIGN(Db::Transaction transaction, impl_->db.begin());
  TRY(impl_->st.drop_retakes.run(campaign, request.clip, request.clip_key));
  TRY(impl_->st.ask_retake.run(campaign, request.clip, request.clip_key, request.reason,
                               impl_->clock->wall()));
  return transaction.commit();
}

Result<void> Ledger::close_retake(std::int64_t request, std::string_view take_uuid) {
  return impl_->st.close_retake.run(request, take_uuid);
}

Result<std::vector<RetakeRequest>> Ledger::open_retakes(std::string_view campaign) const {
  std::vector<RetakeRequest> out;
  TRY(impl_->st.open_retakes.each(
      [&](const Row& row) {
        out.push_back({row.integer(0), row.string(1), row.digest(2), row.string(3), row.wall(4)});
      },
      campaign));
  return out;
}

Result<void> Ledger::record_step_text(std::string_view campaign, std::string_view step,
                                      const Digest& key, std::string_view text) {
  TRY_ASSIGN(Db::Transaction transaction, impl_->db.begin());
  TRY(impl_->st.put_step_key.run(campaign, step, key));
  TRY(impl_->st.put_step_text.run(campaign, step, text));
  return transaction.commit();
}

Result<std::unordered_map<std::string, Digest>> Ledger::step_keys(std::string_view campaign) const {
  std::unordered_map<std::string, Digest> out;
  TRY(impl_->st.step_keys.each([&](const Row& row) { out.emplace(row.text(0), row.digest(1)); },
                               campaign));
  return out;
}

Result<std::optional<std::string>> Ledger::step_text(std::string_view campaign,
                                                     std::string_view step) const {
  return impl_->st.step_text.first([](const Row& row) { return row.string(0); }, campaign, step);
}

Result<void> Ledger::record_pushed(std::string_view remote, const Digest& blob) {
  return impl_->st.put_pushed.run(remote, blob);
}

Result<void> Ledger::forget_pushed(std::string_view remote, const Digest& blob) {
  return impl_->st.drop_pushed.run(remote, blob);
}

Result<std::unordered_set<Digest, DigestHash>> Ledger::pushed(std::string_view remote) const {
  std::unordered_set<Digest, DigestHash> out;
  TRY(impl_->st.all_pushed.each([&](const Row& row) { out.insert(row.digest(0)); }, remote));
  return out;
}

Result<void> Ledger::record_published(std::string_view workspace, const Published& published) {
  const FileStat& stat = published.stat;
  return impl_->st.put_published.run(workspace, published.path, published.blob, stat.dev,
                                     stat.inode, stat.size, stat.mtime_ns, stat.ctime_ns);
}

Result<std::vector<Published>> Ledger::published(std::string_view workspace) const {
  std::vector<Published> out;
  TRY(impl_->st.all_published.each(
      [&](const Row& row) {
        Published one{row.string(0), row.digest(1), {}};
        one.stat.dev = static_cast<std::uint64_t>(row.integer(2));
        one.stat.inode = static_cast<std::uint64_t>(row.integer(3));
        one.stat.size = static_cast<std::uint64_t>(row.integer(4));
        one.stat.mtime_ns = row.integer(5);
        one.stat.ctime_ns = row.integer(6);
        one.stat.is_file = true;
        out.push_back(std::move(one));
      },
      workspace));
  return out;
}

Result<std::int64_t> Ledger::begin_build(std::string_view campaign, bool draft) {
  TRY(impl_->st.begin_build.run(campaign, draft, impl_->clock->wall()));
  return impl_->db.last_id();
}

Result<void> Ledger::end_build(std::int64_t build, std::string_view outcome) {
  return impl_->st.end_build.run(build, impl_->clock->wall(), outcome);
}

Result<std::optional<BuildRow>> Ledger::last_build(std::string_view campaign) const {
  return impl_->st.last_build.first(
      [](const Row& row) {
        return BuildRow{row.integer(0), row.wall(1),
                        row.is_null(2) ? std::nullopt : std::optional(row.wall(2)), row.string(3)};
      },
      campaign);
}

}  // namespace reshoot
