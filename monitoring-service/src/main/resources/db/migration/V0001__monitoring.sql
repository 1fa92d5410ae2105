-- What this service knows of a machine: whose it is, what it is called, which generation is the current one.
CREATE TABLE machines (
    instance_id uuid PRIMARY KEY,
    user_id     uuid        NOT NULL,
    name        text        NOT NULL,
    epoch       bigint      NOT NULL DEFAULT 0,
    updated_at  timestamptz NOT NULL DEFAULT now()
);

-- An enrolled agent. last_seq only rises; that is what makes a recorded beat worthless to whoever recorded it.
CREATE TABLE agents (
    placement_id   uuid PRIMARY KEY,
    instance_id    uuid        NOT NULL,
    user_id        uuid        NOT NULL,
    epoch          bigint      NOT NULL,
    public_key     bytea       NOT NULL,
    agent_version  text        NOT NULL,
    vendor         text        NOT NULL,
    zone           text        NOT NULL,
    gpu_model      text        NOT NULL,
    enrolled_at    timestamptz NOT NULL,
    last_seq       bigint      NOT NULL DEFAULT 0,
    last_beat_at   timestamptz,
    beat_mean_ms   double precision NOT NULL DEFAULT 0,
    beat_var_ms2   double precision NOT NULL DEFAULT 0,
    boot_id        text        NOT NULL DEFAULT '',
    last_command   bigint      NOT NULL DEFAULT 0,
    confirmed_at   timestamptz,
    fenced_at      timestamptz,
    goodbye_at     timestamptz,
    goodbye_reason text,
    ended_at       timestamptz
);
CREATE INDEX agents_live_of_user ON agents (user_id) WHERE ended_at IS NULL;
CREATE INDEX agents_unconfirmed ON agents (last_beat_at) WHERE ended_at IS NULL AND fenced_at IS NULL;

-- Nonces are computed, not stored; only those that bought a token are remembered until they could no longer buy one.
CREATE TABLE spent_nonces (
    nonce      text PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX spent_nonces_expiry ON spent_nonces (expires_at);

CREATE TABLE commands (
    placement_id uuid        NOT NULL,
    id           bigint      NOT NULL,
    kind         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    acked_at     timestamptz,
    outcome      text,
    detail       text,
    PRIMARY KEY (placement_id, id)
);

-- One row per placement that serves or has served; seq is the stretch of service that the row speaks of.
CREATE TABLE health (
    placement_id uuid PRIMARY KEY,
    instance_id  uuid        NOT NULL,
    user_id      uuid        NOT NULL,
    epoch        bigint      NOT NULL,
    zone         text        NOT NULL,
    seq          int         NOT NULL,
    expected     boolean     NOT NULL,
    phase        text        NOT NULL CHECK (phase IN ('healthy', 'suspect')),
    since        timestamptz NOT NULL,
    grace_until  timestamptz NOT NULL,
    last_seen_at timestamptz,
    evidence     jsonb       NOT NULL DEFAULT '[]',
    version      bigint      NOT NULL DEFAULT 0
);
CREATE INDEX health_expected ON health (placement_id) WHERE expected;

-- When the watch last looked. A gap means that nobody listened, and silence then proves nothing.
CREATE TABLE sweeps (
    name text PRIMARY KEY,
    at   timestamptz NOT NULL
);

CREATE TABLE events (
    id          uuid        NOT NULL,
    at          timestamptz NOT NULL,
    user_id     uuid,
    type        text        NOT NULL,
    subject     text        NOT NULL,
    instance_id uuid,
    severity    text        NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
    actor       jsonb       NOT NULL,
    message     text        NOT NULL,
    data        jsonb       NOT NULL,
    key_version bigint      NOT NULL,
    cause       text,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX events_of_user ON events (user_id, id);
CREATE INDEX events_of_instance ON events (instance_id, id) WHERE instance_id IS NOT NULL;

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
