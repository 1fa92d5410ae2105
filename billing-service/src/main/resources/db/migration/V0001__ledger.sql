-- One interval of one payer at a time is an exclusion constraint over uuid and time, which needs btree_gist. A role that
-- may not create extensions finds it made beforehand, in whatever schema.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS btree_gist;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the extension btree_gist is missing and % may not create it: have it created once in this database', current_user;
END $$;

CREATE TABLE accounts (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code           text    NOT NULL UNIQUE,
    kind           text    NOT NULL CHECK (kind IN ('asset', 'liability', 'revenue', 'expense')),
    user_id        uuid,
    currency       char(3) NOT NULL DEFAULT 'USD',
    strict         boolean NOT NULL,
    balance_micros bigint  NOT NULL DEFAULT 0,
    held_micros    bigint  NOT NULL DEFAULT 0 CHECK (held_micros >= 0),
    version        bigint  NOT NULL DEFAULT 0,
    frozen_reason  text,
    CONSTRAINT covered CHECK (NOT strict OR balance_micros >= held_micros)
) WITH (fillfactor = 70);

CREATE TABLE transactions (
    id                   uuid PRIMARY KEY,
    user_id              uuid,
    kind                 text        NOT NULL,
    idempotency_key      text        NOT NULL UNIQUE,
    amount_micros        bigint      NOT NULL,
    balance_after_micros bigint,
    instance_id          uuid,
    reverses             uuid REFERENCES transactions (id),
    description          text        NOT NULL,
    metadata             jsonb       NOT NULL DEFAULT '{}',
    occurred_at          timestamptz NOT NULL,
    created_at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_transactions_date ON transactions (created_at);
CREATE INDEX transactions_user ON transactions (user_id, created_at DESC, id DESC) WHERE user_id IS NOT NULL;

CREATE TABLE entries (
    transaction_id  uuid        NOT NULL REFERENCES transactions (id),
    line            smallint    NOT NULL,
    account_id      bigint      NOT NULL REFERENCES accounts (id),
    amount_micros   bigint      NOT NULL CHECK (amount_micros <> 0),
    currency        char(3)     NOT NULL DEFAULT 'USD',
    account_version bigint,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (transaction_id, line)
);
CREATE UNIQUE INDEX entries_strict_chain ON entries (account_id, account_version) WHERE account_version IS NOT NULL;

-- A user's two purses, and what belongs to both: whoever changes either locks this row first.
CREATE TABLE wallets (
    user_id        uuid PRIMARY KEY,
    wallet_account bigint NOT NULL UNIQUE REFERENCES accounts (id),
    promo_account  bigint NOT NULL UNIQUE REFERENCES accounts (id),
    revision       bigint NOT NULL DEFAULT 0,
    runs_out_at    timestamptz
);
CREATE INDEX wallets_run_out ON wallets (runs_out_at) WHERE runs_out_at IS NOT NULL;

-- History is append-only, for the owner of the tables too.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transactions_append_only BEFORE UPDATE OR DELETE ON transactions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transactions_no_truncate BEFORE TRUNCATE ON transactions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accounts_no_truncate BEFORE TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wallets_no_delete BEFORE DELETE ON wallets FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wallets_no_truncate BEFORE TRUNCATE ON wallets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE, TRUNCATE ON transactions, entries, accounts, wallets FROM CURRENT_USER;

-- An account starts empty; a balance moves only together with the version that its entry carries.
CREATE FUNCTION guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.balance_micros <> 0 OR NEW.held_micros <> 0 OR NEW.version <> 0 THEN
            RAISE EXCEPTION 'account % must start empty', NEW.code USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.code, NEW.kind, NEW.currency, NEW."strict") IS DISTINCT FROM (OLD.id, OLD.code, OLD.kind, OLD.currency, OLD."strict")
        OR NEW.user_id IS DISTINCT FROM OLD.user_id THEN
        RAISE EXCEPTION 'what account % is cannot change', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version <> OLD.version + (CASE WHEN NEW.balance_micros = OLD.balance_micros THEN 0 ELSE 1 END) THEN
        RAISE EXCEPTION 'the balance of % moves one version at a time', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_guard BEFORE INSERT OR UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION guard_account();

-- At commit: every move of a stored balance has its entry, of exactly that amount.
CREATE FUNCTION moved_by_entry() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM entries e
         WHERE e.account_id = NEW.id AND e.account_version = NEW.version
           AND e.amount_micros = (NEW.balance_micros - OLD.balance_micros)
                                 * CASE WHEN NEW.kind IN ('liability', 'revenue') THEN -1 ELSE 1 END) THEN
        RAISE EXCEPTION 'the balance of % moved without an entry', NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER accounts_moved_by_entry AFTER UPDATE OF balance_micros ON accounts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.balance_micros <> NEW.balance_micros) EXECUTE FUNCTION moved_by_entry();

-- All lines of a transaction come in one statement and sum to zero; lines of stored balances carry the account's version.
CREATE FUNCTION check_entries() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    wrong uuid;
BEGIN
    SELECT transaction_id INTO wrong FROM added GROUP BY transaction_id, currency HAVING sum(amount_micros) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'transaction % does not balance', wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.transaction_id INTO wrong
      FROM (SELECT transaction_id, count(*) AS lines FROM added GROUP BY transaction_id) a
     WHERE a.lines <> (SELECT count(*) FROM entries e WHERE e.transaction_id = a.transaction_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'transaction % already has its lines', wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.transaction_id INTO wrong
      FROM added a JOIN accounts c ON c.id = a.account_id
     WHERE a.currency <> c.currency OR c.strict <> (a.account_version IS NOT NULL) OR a.account_version > c.version LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'transaction % does not fit its accounts', wrong USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_check AFTER INSERT ON entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION check_entries();

-- At commit: no header without lines.
CREATE FUNCTION has_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM entries WHERE transaction_id = NEW.id) THEN
        RAISE EXCEPTION 'transaction % has no lines', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transactions_have_lines AFTER INSERT ON transactions DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION has_lines();

-- Posts one transaction in one round trip. Amounts: + debit, - credit. p_unheld: how much of what is held on that account
-- this very posting spends. Returns false, and moves nothing, when the key was posted before.
CREATE FUNCTION post_transaction(p_id uuid, p_user uuid, p_kind text, p_key text, p_amount bigint, p_instance uuid,
    p_description text, p_metadata jsonb, p_occurred_at timestamptz, p_now timestamptz,
    p_codes text[], p_amounts bigint[], p_unheld bigint[]) RETURNS boolean LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    known int;
    after bigint;
BEGIN
    PERFORM 1 FROM accounts WHERE code = ANY (p_codes) AND strict ORDER BY id FOR NO KEY UPDATE;
    SELECT count(*) INTO known FROM accounts WHERE code = ANY (p_codes);
    IF known <> cardinality(p_codes) THEN
        RAISE EXCEPTION 'transaction % names an account that does not exist, or one twice', p_key USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM accounts WHERE code = ANY (p_codes) AND user_id IS NOT NULL AND user_id IS DISTINCT FROM p_user) THEN
        RAISE EXCEPTION 'transaction % touches the money of somebody else', p_key USING ERRCODE = 'check_violation';
    END IF;
    IF p_user IS NOT NULL THEN
        IF p_amount <> (SELECT COALESCE(-sum(l.amount), 0) FROM unnest(p_codes, p_amounts) AS l(code, amount)
                          JOIN accounts a ON a.code = l.code WHERE a.user_id = p_user AND a.strict) THEN
            RAISE EXCEPTION 'transaction % tells the user another amount than it moves', p_key USING ERRCODE = 'check_violation';
        END IF;
        SELECT sum(balance_micros) + p_amount INTO after FROM accounts WHERE user_id = p_user AND strict AND kind = 'liability';
    END IF;
    INSERT INTO transactions (id, user_id, kind, idempotency_key, amount_micros, balance_after_micros, instance_id, description,
                              metadata, occurred_at, created_at)
    VALUES (p_id, p_user, p_kind, p_key, p_amount, after, p_instance, p_description, p_metadata, p_occurred_at, p_now)
    ON CONFLICT (idempotency_key) DO NOTHING;
    IF NOT FOUND THEN
        IF EXISTS (SELECT 1 FROM transactions WHERE idempotency_key = p_key
                    AND (kind, amount_micros) IS DISTINCT FROM (p_kind, p_amount)) THEN
            RAISE EXCEPTION 'key % was posted before, as something else', p_key USING ERRCODE = 'unique_violation';
        END IF;
        RETURN false;
    END IF;
    UPDATE accounts a
       SET balance_micros = a.balance_micros + CASE WHEN a.kind IN ('liability', 'revenue') THEN -l.amount ELSE l.amount END,
           held_micros = a.held_micros - l.unheld, version = a.version + 1
      FROM unnest(p_codes, p_amounts, p_unheld) AS l(code, amount, unheld)
     WHERE a.code = l.code AND a.strict;
    INSERT INTO entries (transaction_id, line, account_id, amount_micros, currency, account_version, created_at)
    SELECT p_id, l.line, a.id, l.amount, a.currency, CASE WHEN a.strict THEN a.version END, p_now
      FROM unnest(p_codes, p_amounts) WITH ORDINALITY AS l(code, amount, line) JOIN accounts a ON a.code = l.code;
    RETURN true;
END $$;

-- Opens a user's two purses, once.
CREATE FUNCTION open_wallet(p_user uuid, p_name text) RETURNS void LANGUAGE sql SET search_path FROM CURRENT AS $$
    INSERT INTO accounts (code, kind, user_id, strict)
    VALUES ('wallet:' || p_name, 'liability', p_user, true), ('promo:' || p_name, 'liability', p_user, true)
    ON CONFLICT (code) DO NOTHING;
    INSERT INTO wallets (user_id, wallet_account, promo_account)
    SELECT p_user, w.id, p.id FROM accounts w, accounts p WHERE w.code = 'wallet:' || p_name AND p.code = 'promo:' || p_name
    ON CONFLICT (user_id) DO NOTHING;
$$;

INSERT INTO accounts (code, kind, strict)
VALUES ('revenue:gpu', 'revenue', false), ('revenue:standby', 'revenue', false), ('contra:goodwill', 'revenue', false),
       ('expense:overrun', 'expense', false);
