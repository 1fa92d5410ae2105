import type { Account, ApiKey, Attempt, Backup, Drill, Failover, Instance, InstanceBackup, InstanceStandby, Metrics, Offer, PlatformEvent, SpotPrice, SshKey, StandbyQuote } from "@/api/types.ts";

/** One of each, as the API would give it; a test changes what it is about. */
export const T0 = Date.parse("2026-11-23T16:00:00Z");

export const iso = (ms: number): string => new Date(ms).toISOString();
export const usd = (amount: string) => ({ amount, currency: "USD" as const });

export function anAccount(change: Partial<Account> = {}): Account {
  return {
    id: "usr_01jd0000000000000000000001",
    handle: "ana",
    email: "ana@example.test",
    email_verified: true,
    display_name: null,
    locale: "en",
    role: "user",
    plan: { id: "standard", max_instances: 50, requests_per_minute: 300 },
    created_at: iso(T0 - 86_400_000),
    ...change,
  };
}

export function anOffer(n: number, change: Partial<Offer> = {}): Offer {
  return {
    id: `off_01jd00000000000000000000${n.toString().padStart(2, "0")}`,
    vendor: "vastai",
    gpu: { id: "rtx_4090", name: "RTX 4090", count: 1, vram_gb: 24 },
    kind: "on_demand",
    region: "CA",
    price_per_hour: usd("0.413500000"),
    components: { gpu: usd("0.380000000"), disk: usd("0.009500000"), traffic: usd("0.004000000"), fee: usd("0.020000000") },
    reliability: 0.997,
    interruption_rate: null,
    boot_s: { p50: 41, p95: 120 },
    isolation: "container",
    disk_gb_max: 812,
    down_mbps: 910,
    seen_at: iso(T0 - 4_000),
    ...change,
  };
}

export function anInstance(change: Partial<Instance> = {}): Instance {
  const name = change.name ?? "trainer-1";
  const jump = "ana@127.0.0.1:2222";
  return {
    id: "ins_01jd0000000000000000000001",
    name,
    status: "running",
    reason: { code: "preflight_passed", params: {}, detail: "GPU and disk are as offered.", since: iso(T0 - 90_000), actor: { type: "system", id: null }, evidence_id: null },
    allowed_commands: ["stop", "reboot", "failover", "drill", "destroy"],
    ssh_sessions: 0,
    status_since: iso(T0 - 90_000),
    desired: "running",
    epoch: 1,
    gpu: { id: "rtx_4090", name: "RTX 4090", count: 1, vram_gb: 24 },
    image: "nvidia/cuda:12.6.3-devel-ubuntu24.04",
    disk_gb: 40,
    labels: {},
    ports: [],
    price_per_hour: usd("0.413500000"),
    billed_now: true,
    max_price_per_hour: null,
    isolation: "container",
    serving: { placement: "plc_01jd0000000000000000000001", kind: "gpu", vendor: "vastai", region: "CA", started_at: iso(T0 - 90_000) },
    ssh: {
      command: `ssh -J ${jump} root@${name}`,
      host: name,
      user: "root",
      jump,
      config: `Host ${name}\n  User root\n  ProxyJump ${jump}\n`,
      host_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEhd0Qm1sYmFyZGVyLXRyYWluZXItMQ",
    },
    backup: aBackupReading(),
    restore: null,
    standby: aStandby(),
    health: { phase: "healthy", last_seen_at: iso(T0 - 12_000) },
    current_action: null,
    created_at: iso(T0 - 300_000),
    etag: "v3",
    ...change,
  };
}

export function aBackupReading(change: Partial<InstanceBackup> = {}): InstanceBackup {
  return {
    state: "idle",
    last_at: iso(T0 - 12_000),
    age_s: 12,
    unprotected_age_s: 0,
    backlog_bytes: 0,
    seq: 812,
    files: 1_201,
    bytes: 5_200_000_000,
    stored_bytes: 3_100_000_000,
    limit_bytes: 1_000_000_000_000,
    verified_at: iso(T0 - 3 * 3_600_000),
    verified_state: "verified",
    copy_lag_s: 3,
    watched: true,
    problem: null,
    policy: { enabled: true, interval_s: 30, include: ["/root", "/home"], exclude: [], retention: { all_hours: 1, five_minutes_hours: 24, hourly_days: 7, daily_days: 30 } },
    ...change,
  };
}

export function aStandby(change: Partial<InstanceStandby> = {}): InstanceStandby {
  return { policy: "cold", zone: null, machine_type: "e2-standard-4", spot: false, drill_days: null, price_per_hour: usd("0.134023000"), ...change };
}

/** A lost box, 51 seconds until the standby could be used, and an hour on it. `at` is its last sign of life. */
export function aFailover(n: number, at = T0 - 7_200_000, change: Partial<Failover> = {}): Failover {
  const after = (seconds: number) => iso(at + seconds * 1_000);
  return {
    id: `fov_01jd${n.toString().padStart(22, "0")}`,
    instance: "ins_01jd0000000000000000000001",
    from_epoch: 1,
    to_epoch: 2,
    trigger: "lost",
    phase: "returned",
    evidence: [
      { kind: "beats_missing", at: after(12), detail: "The command stream ended." },
      { kind: "ssh_probe", at: after(17), detail: "SSH did not answer 3 times, from 2 places." },
      { kind: "vendor_word", at: after(18), detail: "The vendor says: gone." },
    ],
    last_seen_at: after(0),
    suspected_at: after(12),
    decided_at: after(18.4),
    fenced_at: after(18.9),
    standby_ready_at: after(41),
    usable_at: after(51),
    routed_at: after(53),
    restored_at: after(212),
    returned_at: after(3_640),
    aborted_at: null,
    abort_reason: null,
    recovery_point: after(-13),
    lost_work_seconds: 13,
    kept_until: null,
    target: { kind: "standby", vendor: "gce", zone: "us-east1-b" },
    ...change,
  };
}

export const A_DIGEST = "9f2c4e7a1b3d5f60718293a4b5c6d7e8f9000112233445566778899aabbccdde";
export const ANOTHER_DIGEST = "01bd93c5aa44ee7788990011223344556677889900aabbccddeeff0011223344";

/** A test that passed: a standby after 23 seconds, all files after 60, two more to read them back. `at` is the request. */
export function aDrill(n: number, at = T0 - 3_600_000, change: Partial<Drill> = {}): Drill {
  return {
    id: `drl_01jd${n.toString().padStart(22, "0")}`,
    instance: "ins_01jd0000000000000000000001",
    action: `act_01jd9${n.toString().padStart(21, "0")}`,
    trigger: "user",
    state: "passed",
    zone: "us-east1-b",
    machine_type: "e2-standard-4",
    requested_at: iso(at),
    ended_at: iso(at + 62_000),
    seconds: { boot: 23, usable: 31.5, whole: 60 },
    version: { seq: 812, frozen_at: iso(at - 9_000) },
    files: { entries: 1_201, bytes: 5_200_000_000, same: true, digest_saved: A_DIGEST, digest_found: A_DIGEST, differing: [] },
    detail: null,
    ...change,
  };
}

/** What a dry run says of each policy. */
export function someQuotes(): StandbyQuote[] {
  return [
    { policy: "off", waiting_per_hour: null, active_per_hour: null, recovery: null },
    { policy: "cold", waiting_per_hour: usd("0.000000000"), active_per_hour: usd("0.134023000"), recovery: { p50_s: 48, p95_s: 92, n: 214 } },
  ];
}

export function aBackup(n: number, change: Partial<Backup> = {}): Backup {
  return {
    id: `bak_01jd${n.toString().padStart(22, "0")}`,
    instance: "ins_01jd0000000000000000000001",
    seq: n,
    epoch: 1,
    kind: "continuous",
    state: "committed",
    files: 1_201,
    bytes_total: 5_200_000_000,
    bytes_new: 14_233,
    frozen_at: iso(T0 - 12_000),
    committed_at: iso(T0 - 11_000),
    verified_at: null,
    expires_at: null,
    keep_until: null,
    description: null,
    complete: true,
    latest: true,
    ...change,
  };
}

export function aReason(code: string, detail: string | null, sinceMs: number, params: Record<string, unknown> = {}): Instance["reason"] {
  return { code, params, detail, since: iso(sinceMs), actor: { type: "system", id: null }, evidence_id: null };
}

export function anEvent(n: number, change: Partial<PlatformEvent> = {}): PlatformEvent {
  return {
    id: `evt_01jd0000000000000000${n.toString().padStart(6, "0")}`,
    type: "instance.running",
    at: iso(T0),
    actor: { type: "system", id: null },
    instance: "ins_01jd0000000000000000000001",
    severity: "info",
    message: "Running on RTX 4090",
    data: {},
    ...change,
  };
}

export function anSshKey(n: number, change: Partial<SshKey> = {}): SshKey {
  return {
    id: `key_01jd00000000000000000000${n.toString().padStart(2, "0")}`,
    name: "laptop",
    public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhcHRvcC1rZXktZm9yLXRlc3RzLW9ubHkt ana@laptop",
    fingerprint: "SHA256:Vn2i7rD9j3vN0cX1m8Jp5u6yQwEkTzL4aGhBfSdRo0I",
    created_at: iso(T0 - 86_400_000),
    last_used_at: null,
    ...change,
  };
}

export function anApiKey(n: number, change: Partial<ApiKey> = {}): ApiKey {
  return {
    id: `ak_01jd00000000000000000000${n.toString().padStart(2, "0")}`,
    name: "ci",
    hint: "dck_4fTq…9xQa",
    scopes: ["instances:read", "market:read"],
    expires_at: iso(T0 + 90 * 86_400_000),
    last_used_at: null,
    created_at: iso(T0),
    revoked_at: null,
    ...change,
  };
}

export function anAttempt(n: number, change: Partial<Attempt> = {}): Attempt {
  return {
    n,
    offer: { id: "off_01jd0000000000000000000001", vendor: "vastai", gpu: "RTX 4090" },
    outcome: "launched",
    code: null,
    detail: "Contract 30000001 is up.",
    started_at: iso(T0 - 120_000),
    ms: 1_240,
    ...change,
  };
}

export function someMetrics(change: Partial<Metrics> = {}): Metrics {
  return {
    at: iso(T0 - 8_000),
    gpus: [{ index: 0, name: "NVIDIA GeForce RTX 4090", utilization_pct: 87, memory_used_mb: 18_432, memory_total_mb: 24_564, temperature_c: 64, power_w: 312.4 }],
    cpu_pct: 23,
    memory_used_bytes: 9_800_000_000,
    memory_total_bytes: 64_000_000_000,
    disk_used_bytes: 12_400_000_000,
    disk_total_bytes: 40_000_000_000,
    load1: 1.42,
    ...change,
  };
}

export function aPriceHistory(points: number): SpotPrice[] {
  return Array.from({ length: points }, (_, n) => {
    const median = 0.42 + 0.03 * Math.sin(n / 3) + 0.01 * Math.sin(n * 1.7);
    const money = (value: number) => usd(value.toFixed(9));
    return { at: iso(T0 - (points - n) * 1_800_000), p10: money(median - 0.06), median: money(median), p90: money(median + 0.11), offers: 11 + (n % 4) };
  });
}
