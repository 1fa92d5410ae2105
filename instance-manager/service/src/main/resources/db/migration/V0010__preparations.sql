-- Boxes that may read a machine's files though another one serves it, and what they brought into place. The row is the permission;
-- it ends with the placement's wait.
CREATE TABLE preparations (
    placement_id    uuid PRIMARY KEY REFERENCES placements,
    instance_id     uuid        NOT NULL REFERENCES instances,
    epoch           bigint      NOT NULL,
    proof           boolean     NOT NULL,
    allowed_at      timestamptz NOT NULL,
    rounds          int         NOT NULL DEFAULT 0,
    state           text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    backup_id       uuid REFERENCES backups,
    seq             bigint,
    phase           text        NOT NULL DEFAULT 'planning',
    files_done      bigint      NOT NULL DEFAULT 0,
    files_total     bigint      NOT NULL DEFAULT 0,
    bytes_done      bigint      NOT NULL DEFAULT 0,
    bytes_total     bigint      NOT NULL DEFAULT 0,
    fetched         bigint      NOT NULL DEFAULT 0,
    damaged_files   bigint      NOT NULL DEFAULT 0,
    problem         text,
    asked_at        timestamptz,
    round_began_at  timestamptz,
    round_ended_at  timestamptz,
    hot_at          timestamptz,
    proof_entries   bigint,
    proof_bytes     bigint,
    proof_digest    text,
    proof_differing jsonb
);
CREATE INDEX preparations_running ON preparations (backup_id) WHERE state = 'running';
