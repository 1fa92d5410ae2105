CREATE TABLE plans (
    id                  text PRIMARY KEY,
    max_instances       int  NOT NULL DEFAULT 50,
    requests_per_minute int  NOT NULL DEFAULT 300
);
INSERT INTO plans (id) VALUES ('standard');

CREATE TABLE users (
    id                uuid PRIMARY KEY,
    email             text        NOT NULL,
    handle            text        NOT NULL UNIQUE CHECK (handle ~ '^[a-z0-9]([a-z0-9-]{1,30})[a-z0-9]$'),
    email_verified_at timestamptz,
    password_hash     text,
    display_name      text,
    locale            text        NOT NULL DEFAULT 'pt-BR',
    plan_id           text        NOT NULL REFERENCES plans DEFAULT 'standard',
    status            text        NOT NULL CHECK (status IN ('active', 'suspended', 'closing', 'closed')),
    role              text        NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'operator', 'admin')),
    security_epoch    int         NOT NULL DEFAULT 0,
    version           bigint      NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (lower(email));

-- Each link brings the password that was chosen together with it.
CREATE TABLE email_verifications (
    id            uuid PRIMARY KEY,
    user_id       uuid        NOT NULL REFERENCES users,
    token_hash    bytea       NOT NULL UNIQUE,
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX email_verifications_user ON email_verifications (user_id);

-- The intent to send; the row of a verification mail has the id of its verification.
CREATE TABLE mails (
    id         uuid PRIMARY KEY,
    user_id    uuid        NOT NULL REFERENCES users,
    kind       text        NOT NULL CHECK (kind IN ('verify', 'already_registered', 'session_reuse')),
    created_at timestamptz NOT NULL,
    sent_at    timestamptz
);
CREATE INDEX mails_user ON mails (user_id, created_at);

CREATE TABLE sessions (
    id               uuid PRIMARY KEY,
    user_id          uuid        NOT NULL REFERENCES users,
    generation       int         NOT NULL DEFAULT 1,
    current_hash     bytea       NOT NULL UNIQUE,
    previous_hash    bytea,
    replay_until     timestamptz,
    sealed_successor bytea,
    security_epoch   int         NOT NULL,
    ip               inet,
    user_agent       text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    used_at          timestamptz,
    idle_expires_at  timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    revoked_at       timestamptz,
    revoke_reason    text
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_previous ON sessions (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE spent_refresh_tokens (
    hash       bytea PRIMARY KEY,
    session_id uuid        NOT NULL REFERENCES sessions ON DELETE CASCADE,
    spent_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
    id            uuid PRIMARY KEY,
    user_id       uuid        NOT NULL REFERENCES users,
    name          text        NOT NULL,
    hint          text        NOT NULL,
    hash          bytea       NOT NULL UNIQUE,
    scopes        text[]      NOT NULL,
    expires_at    timestamptz NOT NULL,
    last_used_at  timestamptz,
    last_used_ip  inet,
    revoked_at    timestamptz,
    revoke_reason text,
    version       bigint      NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX api_keys_user ON api_keys (user_id);
CREATE INDEX api_keys_revoked ON api_keys (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE ssh_keys (
    id           uuid PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES users,
    name         text        NOT NULL,
    public_key   text        NOT NULL,
    fingerprint  text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at   timestamptz,
    version      bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX ssh_keys_fingerprint ON ssh_keys (user_id, fingerprint) WHERE revoked_at IS NULL;

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
