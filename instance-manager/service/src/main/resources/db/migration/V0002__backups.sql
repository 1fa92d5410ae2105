-- Several things may go on at once as long as only one of them moves the machine.
ALTER TABLE actions ADD COLUMN result jsonb;
DROP INDEX one_running_action;
CREATE UNIQUE INDEX one_running_action ON actions (instance_id)
    WHERE status = 'running' AND type NOT IN ('instance.snapshot', 'instance.restore', 'backup.verify');
CREATE INDEX actions_running ON actions (instance_id) WHERE status = 'running';

-- What one machine saves. One row from the first wish on, until long after the machine.
CREATE TABLE backup_workspaces (
    instance_id       uuid PRIMARY KEY REFERENCES instances DEFERRABLE INITIALLY DEFERRED,
    user_id           uuid        NOT NULL,
    root              text        NOT NULL UNIQUE,
    key_version       int         NOT NULL DEFAULT 0,
    kek_id            text,
    wrapped_dek       bytea,
    ciphertext        bytea,
    policy            jsonb       NOT NULL,
    policy_version    bigint      NOT NULL DEFAULT 1,
    orders_version    bigint      NOT NULL DEFAULT 1,
    limit_bytes       bigint      NOT NULL,
    stored_bytes      bigint      NOT NULL DEFAULT 0,
    restore_from      uuid,
    opened_at         timestamptz,
    late_since        timestamptz,
    head_seq          bigint      NOT NULL DEFAULT 0,
    copied_seq        bigint      NOT NULL DEFAULT 0,
    copied_at         timestamptz,
    verified_at       timestamptz,
    verified_state    text CHECK (verified_state IN ('verified', 'damaged')),
    damaged_files     jsonb       NOT NULL DEFAULT '[]',
    collected_at      timestamptz,
    destroyed_at      timestamptz,
    delete_at         timestamptz,
    erased_at         timestamptz,
    version           bigint      NOT NULL DEFAULT 1,
    created_at        timestamptz NOT NULL,
    CHECK ((ciphertext IS NULL) = (wrapped_dek IS NULL))
);
CREATE INDEX backup_workspaces_user ON backup_workspaces (user_id, created_at DESC);
CREATE INDEX backup_workspaces_doomed ON backup_workspaces (delete_at) WHERE erased_at IS NULL AND delete_at IS NOT NULL;

-- Where each epoch began: what it builds on is settled once, before anything of the epoch counts.
CREATE TABLE backup_epochs (
    instance_id   uuid        NOT NULL REFERENCES backup_workspaces,
    epoch         bigint      NOT NULL,
    placement_id  uuid        NOT NULL,
    sealed_epoch  bigint,
    sealed_seq    bigint,
    sealed_sha256 bytea,
    opened_at     timestamptz NOT NULL,
    written_at    timestamptz,
    PRIMARY KEY (instance_id, epoch)
);

CREATE TABLE backups (
    id              uuid PRIMARY KEY,
    instance_id     uuid        NOT NULL REFERENCES backup_workspaces,
    user_id         uuid        NOT NULL,
    epoch           bigint      NOT NULL,
    seq             bigint      NOT NULL CHECK (seq > 0),
    parent          uuid,
    kind            text        NOT NULL CHECK (kind IN ('continuous', 'manual', 'final', 'rescue')),
    state           text        NOT NULL CHECK (state IN ('committed', 'verifying', 'verified', 'damaged', 'expired')),
    manifest_key    text        NOT NULL,
    manifest_sha256 bytea       NOT NULL CHECK (length(manifest_sha256) = 32),
    manifest_size   bigint      NOT NULL,
    tree            boolean     NOT NULL,
    complete        boolean     NOT NULL,
    files           bigint,
    bytes_new       bigint,
    bytes_total     bigint,
    frozen_at       timestamptz NOT NULL,
    committed_at    timestamptz NOT NULL DEFAULT now(),
    verified_at     timestamptz,
    expires_at      timestamptz,
    expired_at      timestamptz,
    keep_until      timestamptz,
    description     text,
    version         bigint      NOT NULL DEFAULT 1,
    UNIQUE (instance_id, seq)
);
CREATE INDEX backups_trees ON backups (instance_id, seq DESC) WHERE tree;
CREATE INDEX backups_user ON backups (user_id, committed_at DESC, id DESC) WHERE state <> 'expired';

-- Every object that may exist has its row before its URL is given out.
CREATE TABLE backup_objects (
    instance_id   uuid        NOT NULL REFERENCES backup_workspaces,
    name          text        NOT NULL,
    epoch         bigint      NOT NULL,
    size          bigint      NOT NULL CHECK (size > 0),
    crc32c        text        NOT NULL,
    intended_at   timestamptz NOT NULL,
    put_until     timestamptz NOT NULL,
    committed_seq bigint,
    copied_at     timestamptz,
    PRIMARY KEY (instance_id, name)
);
CREATE INDEX backup_objects_open ON backup_objects (instance_id, put_until) WHERE committed_seq IS NULL;
CREATE INDEX backup_objects_uncopied ON backup_objects (instance_id, committed_seq) WHERE committed_seq IS NOT NULL AND copied_at IS NULL;

-- Commits that somebody waits for.
CREATE TABLE backup_orders (
    id           uuid PRIMARY KEY,
    instance_id  uuid        NOT NULL REFERENCES backup_workspaces,
    user_id      uuid        NOT NULL,
    placement_id uuid        NOT NULL,
    epoch        bigint      NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('manual', 'final')),
    state        text        NOT NULL CHECK (state IN ('open', 'done', 'failed', 'cancelled')),
    description  text,
    action_id    uuid,
    created_at   timestamptz NOT NULL,
    deadline_at  timestamptz NOT NULL,
    ended_at     timestamptz,
    backup_id    uuid,
    error_code   text,
    error_detail text,
    unsaved_bytes bigint
);
CREATE UNIQUE INDEX one_final_order ON backup_orders (instance_id) WHERE state = 'open' AND kind = 'final';
CREATE INDEX backup_orders_open ON backup_orders (instance_id) WHERE state = 'open';

CREATE TABLE restores (
    id               uuid PRIMARY KEY,
    instance_id      uuid        NOT NULL REFERENCES backup_workspaces,
    user_id          uuid        NOT NULL,
    action_id        uuid,
    backup_id        uuid        NOT NULL,
    source_id        uuid        NOT NULL,
    epoch            bigint      NOT NULL,
    placement_id     uuid        NOT NULL,
    paths            jsonb       NOT NULL DEFAULT '[]',
    into_directory   text        NOT NULL DEFAULT '',
    newest           boolean     NOT NULL DEFAULT false,
    start            boolean     NOT NULL DEFAULT false,
    state            text        NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    phase            text        NOT NULL DEFAULT 'planning',
    files_done       bigint      NOT NULL DEFAULT 0,
    files_total      bigint      NOT NULL DEFAULT 0,
    bytes_done       bigint      NOT NULL DEFAULT 0,
    bytes_total      bigint      NOT NULL DEFAULT 0,
    bytes_per_second bigint      NOT NULL DEFAULT 0,
    damaged_files    bigint      NOT NULL DEFAULT 0,
    damaged          jsonb       NOT NULL DEFAULT '[]',
    problem          text,
    created_at       timestamptz NOT NULL,
    reported_at      timestamptz,
    ended_at         timestamptz
);
CREATE UNIQUE INDEX one_running_restore ON restores (instance_id) WHERE state IN ('waiting', 'running');
CREATE UNIQUE INDEX one_start_restore ON restores (instance_id, epoch) WHERE start;

-- The newest word of each machine's agent about its backup.
CREATE TABLE backup_readings (
    instance_id  uuid PRIMARY KEY,
    placement_id uuid        NOT NULL,
    epoch        bigint      NOT NULL,
    at           timestamptz NOT NULL,
    reading      jsonb       NOT NULL
);

CREATE TABLE backup_verifications (
    id            uuid PRIMARY KEY,
    instance_id   uuid        NOT NULL REFERENCES backup_workspaces,
    backup_id     uuid        NOT NULL,
    action_id     uuid,
    extent        text        NOT NULL CHECK (extent IN ('sample', 'whole')),
    state         text        NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    created_at    timestamptz NOT NULL,
    ended_at      timestamptz
);
CREATE UNIQUE INDEX one_verification ON backup_verifications (backup_id) WHERE state = 'waiting';
CREATE INDEX backup_verifications_waiting ON backup_verifications (created_at) WHERE state = 'waiting';

-- Tokens are kept as hashes; a token opens one download.
CREATE TABLE backup_downloads (
    token_hash bytea PRIMARY KEY,
    user_id    uuid        NOT NULL,
    backup_id  uuid        NOT NULL,
    paths      jsonb       NOT NULL,
    name       text        NOT NULL,
    expires_at timestamptz NOT NULL
);
