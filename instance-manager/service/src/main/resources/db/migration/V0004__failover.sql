-- How a machine goes on when its box is lost, and what became of it each time.
ALTER TABLE instances ADD COLUMN standby jsonb NOT NULL DEFAULT '{"policy": "COLD", "spot": false}';

-- What the vendor said last of a box that serves; null: that it runs.
ALTER TABLE placements ADD COLUMN vendor_word text, ADD COLUMN vendor_word_at timestamptz;

CREATE TABLE failovers (
    id                uuid PRIMARY KEY,
    instance_id       uuid        NOT NULL REFERENCES instances,
    user_id           uuid        NOT NULL,
    from_epoch        bigint      NOT NULL,
    to_epoch          bigint,
    trigger           text        NOT NULL CHECK (trigger IN ('lost', 'outbid', 'provider_stop', 'manual', 'drill')),
    phase             text        NOT NULL CHECK (phase IN ('choosing', 'activating', 'restoring', 'on_standby', 'returning', 'returned', 'aborted')),
    evidence          jsonb       NOT NULL,
    guard             text        NOT NULL,
    target            jsonb,
    last_seen_at      timestamptz NOT NULL,
    suspected_at      timestamptz,
    decided_at        timestamptz NOT NULL,
    fenced_at         timestamptz NOT NULL,
    standby_ready_at  timestamptz,
    usable_at         timestamptz,
    routed_at         timestamptz,
    restored_at       timestamptz,
    returned_at       timestamptz,
    aborted_at        timestamptz,
    abort_reason      text,
    recovery_point    timestamptz,
    lost_work_seconds int,
    UNIQUE (instance_id, from_epoch)
);
CREATE INDEX failovers_of ON failovers (instance_id, decided_at DESC);
