CREATE TABLE instances (
    id                uuid PRIMARY KEY,
    user_id           uuid        NOT NULL,
    name              text        NOT NULL,
    status            text        NOT NULL,
    desired           text        NOT NULL CHECK (desired IN ('running', 'stopped', 'destroyed')),
    epoch             bigint      NOT NULL DEFAULT 0,
    serving_placement uuid,
    spec              jsonb       NOT NULL,
    state             jsonb       NOT NULL,
    labels            jsonb       NOT NULL DEFAULT '{}',
    max_price_nanos_h bigint      NOT NULL,
    host_key_public   text        NOT NULL,
    version           bigint      NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    destroyed_at      timestamptz
);
CREATE INDEX idx_instances_user ON instances (user_id);
CREATE INDEX idx_instances_status ON instances (status);
CREATE UNIQUE INDEX instances_name ON instances (user_id, lower(name)) WHERE destroyed_at IS NULL;

CREATE TABLE placements (
    id                   uuid PRIMARY KEY,
    instance_id          uuid        NOT NULL REFERENCES instances,
    user_id              uuid        NOT NULL,
    epoch                bigint      NOT NULL,
    kind                 text        NOT NULL CHECK (kind IN ('gpu', 'standby')),
    vendor               text        NOT NULL,
    vendor_account       text        NOT NULL,
    label                text        NOT NULL UNIQUE CHECK (length(label) <= 60),
    vendor_ref           text,
    state                text        NOT NULL CHECK (state IN ('intended', 'launching', 'booting', 'ready', 'serving', 'draining', 'fenced', 'destroying', 'unconfirmed', 'gone')),
    user_price_nanos_h   bigint      NOT NULL,
    cost_nanos_h         bigint      NOT NULL,
    zone                 text        NOT NULL,
    host_ref             text,
    sold                 jsonb       NOT NULL,
    bootstrap_hash       bytea,
    bootstrap_expires_at timestamptz,
    enrolled_at          timestamptz,
    agent_public_key     text,
    agent_version        text,
    ssh_user             text,
    ssh_host             text,
    ssh_port             int,
    ports                jsonb       NOT NULL DEFAULT '{}',
    rented_at            timestamptz,
    vendor_running_at    timestamptz,
    ssh_seen_at          timestamptz,
    ready_at             timestamptz,
    serving_from         timestamptz,
    serving_until        timestamptz,
    last_confirmed_at    timestamptz,
    vendor_misses        int         NOT NULL DEFAULT 0,
    ended_at             timestamptz,
    end_reason           text,
    end_detail           text,
    version              bigint      NOT NULL DEFAULT 0,
    created_at           timestamptz NOT NULL,
    UNIQUE (instance_id, epoch)
);
CREATE UNIQUE INDEX one_serving ON placements (instance_id) WHERE state = 'serving';
CREATE UNIQUE INDEX placements_vendor_ref ON placements (vendor, vendor_account, vendor_ref) WHERE vendor_ref IS NOT NULL;
CREATE UNIQUE INDEX placements_bootstrap ON placements (bootstrap_hash) WHERE bootstrap_hash IS NOT NULL;
CREATE INDEX placements_serving_from ON placements (serving_from DESC, id DESC) WHERE serving_from IS NOT NULL;

CREATE TABLE launch_attempts (
    id                  uuid PRIMARY KEY,
    placement_id        uuid        NOT NULL REFERENCES placements,
    n                   int         NOT NULL,
    offer_id            uuid        NOT NULL,
    offer_ref           text        NOT NULL,
    vendor              text        NOT NULL,
    gpu_id              text        NOT NULL,
    host_ref            text        NOT NULL,
    label               text        NOT NULL UNIQUE,
    quoted_cost_nanos_h bigint      NOT NULL,
    state               text        NOT NULL CHECK (state IN ('sent', 'accepted', 'rejected', 'unknown', 'adopted', 'absent')),
    vendor_ref          text,
    error_code          text,
    error_detail        text,
    listings            int         NOT NULL DEFAULT 0,
    sent_at             timestamptz NOT NULL,
    settled_at          timestamptz,
    settle_deadline     timestamptz NOT NULL,
    UNIQUE (placement_id, n)
);

CREATE TABLE reclaims (
    vendor         text        NOT NULL,
    vendor_account text        NOT NULL,
    vendor_ref     text        NOT NULL,
    label          text,
    reason         text        NOT NULL,
    approved_at    timestamptz,
    sightings      int         NOT NULL DEFAULT 1,
    first_seen_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    kill_sent_at   timestamptz,
    attempts       int         NOT NULL DEFAULT 0,
    last_error     text,
    misses         int         NOT NULL DEFAULT 0,
    gone_at        timestamptz,
    cost_nanos_h   bigint,
    PRIMARY KEY (vendor, vendor_account, vendor_ref)
);
CREATE INDEX reclaims_open ON reclaims (vendor) WHERE gone_at IS NULL;

CREATE TABLE actions (
    id           uuid PRIMARY KEY,
    user_id      uuid        NOT NULL,
    instance_id  uuid        NOT NULL REFERENCES instances DEFERRABLE INITIALLY DEFERRED,
    type         text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('running', 'succeeded', 'failed', 'cancelled')),
    progress     smallint    NOT NULL,
    step         text,
    error_code   text,
    error_detail text,
    started_at   timestamptz NOT NULL,
    finished_at  timestamptz
);
CREATE UNIQUE INDEX one_running_action ON actions (instance_id) WHERE status = 'running';

CREATE TABLE idempotency (
    user_id      uuid        NOT NULL,
    key          text        NOT NULL CHECK (length(key) BETWEEN 8 AND 255),
    fingerprint  bytea       NOT NULL,
    state        text        NOT NULL CHECK (state IN ('running', 'done')),
    resource_id  uuid        NOT NULL,
    locked_until timestamptz,
    status       smallint,
    headers      jsonb,
    body         jsonb,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE host_keys (
    instance_id uuid PRIMARY KEY,
    kek_id      text        NOT NULL,
    nonce       bytea       NOT NULL CHECK (length(nonce) = 12),
    ciphertext  bytea       NOT NULL,
    created_at  timestamptz NOT NULL
);

CREATE TABLE offers_snapshot (
    id                uuid PRIMARY KEY,
    vendor            text        NOT NULL,
    offer_ref         text        NOT NULL,
    host_ref          text        NOT NULL,
    gpu_id            text        NOT NULL,
    gpu_name          text        NOT NULL,
    vram_gb           int         NOT NULL,
    gpu_count         int         NOT NULL,
    kind              text        NOT NULL CHECK (kind IN ('on_demand', 'spot')),
    region            text        NOT NULL,
    gpu_cost_nanos_h  bigint      NOT NULL,
    disk_cost_nanos_h bigint      NOT NULL,
    price_nanos_h     bigint      NOT NULL,
    traffic_usd_gb    numeric     NOT NULL,
    reliability       double precision,
    disk_gb_max       int         NOT NULL,
    vram_mb           int         NOT NULL,
    down_mbps         double precision,
    isolation         text        NOT NULL,
    seen_at           timestamptz NOT NULL,
    gone_at           timestamptz,
    UNIQUE (vendor, offer_ref)
);
CREATE INDEX offers_live ON offers_snapshot (price_nanos_h, id) WHERE gone_at IS NULL;

CREATE TABLE collections (
    vendor       text PRIMARY KEY,
    collected_at timestamptz NOT NULL,
    offers       int         NOT NULL
);

CREATE TABLE spot_prices (
    gpu_id        text        NOT NULL,
    at            timestamptz NOT NULL,
    p10_nanos_h    bigint      NOT NULL,
    median_nanos_h bigint      NOT NULL,
    p90_nanos_h    bigint      NOT NULL,
    offers        int         NOT NULL,
    PRIMARY KEY (gpu_id, at)
);

CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
