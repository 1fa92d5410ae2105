import type { Action, Backup, BackupPolicyPatch, BackupWorkspace, FileEntry, Instance, InstanceBackup, PlatformEvent, RestoreRequest } from "@/api/types.ts";
import { ALL_BYTES, ALL_FILES, filesBelow } from "./fake-files.ts";
import type { FakeMachines } from "./fake-machines.ts";
import { aBackup, anEvent, iso, usd } from "./samples.ts";

const DAY_MS = 86_400_000;

interface Job {
  readonly action: Action;
  readonly left: (() => void)[];
}

/** Versions, restores and what is left of gone machines, one step at a time. */
export class FakeBackups {
  /** Newest first. */
  readonly versions: Backup[] = [];
  readonly workspaces = new Map<string, Partial<BackupWorkspace>>();
  readonly erased = new Set<string>();
  /** Readings that stand still, where a test is about one. */
  private readonly pinned = new Map<string, Partial<InstanceBackup>>();
  private jobs: Job[] = [];
  private made = 0;
  private told = 0;

  constructor(
    private readonly now: () => number,
    private readonly machines: FakeMachines,
    private readonly emit: (event: PlatformEvent) => void,
  ) {}

  of(instance: string): Backup[] {
    return this.versions.filter((version) => version.instance === instance);
  }

  find(id: string): Backup | undefined {
    return this.versions.find((version) => version.id === id);
  }

  /** A machine as the API answers it now: with the age of its backup. */
  present(machine: Instance): Instance {
    if (!machine.backup) return machine;
    const own = this.of(machine.id);
    const newest = own[0];
    const pinned = this.pinned.get(machine.id);
    const age = Math.floor(this.now() / 1_000) % 25;
    const moving = (machine.status === "running" || machine.status === "on_standby" || machine.status === "returning") && machine.backup.state === "idle" && newest;
    const live = moving ? { age_s: age, last_at: iso(this.now() - age * 1_000) } : { age_s: newest ? Math.floor((this.now() - Date.parse(newest.frozen_at)) / 1_000) : null, last_at: newest?.frozen_at ?? null };
    const size = newest ? { seq: newest.seq, files: newest.files, bytes: newest.bytes_total, stored_bytes: Math.round(newest.bytes_total * 0.6), verified_at: this.workspaces.get(machine.id)?.verified_at ?? null, verified_state: this.workspaces.get(machine.id)?.verified_state ?? null } : {};
    return { ...machine, backup: { ...machine.backup, ...live, ...size, ...pinned } };
  }

  pin(instance: string, change: Partial<InstanceBackup>): void {
    this.pinned.set(instance, change);
  }

  commit(instance: string, change: Partial<Backup> = {}): Backup {
    this.made += 1;
    for (const version of this.of(instance)) version.latest = false;
    const version = aBackup(this.made, {
      instance,
      seq: this.of(instance).length + 1,
      files: ALL_FILES.length,
      bytes_total: ALL_BYTES,
      bytes_new: this.made === 1 ? ALL_BYTES : 14_233,
      frozen_at: iso(this.now()),
      committed_at: iso(this.now()),
      ...change,
    });
    this.versions.unshift(version);
    this.versions.sort((a, b) => Date.parse(b.frozen_at) - Date.parse(a.frozen_at));
    if (version.kind !== "continuous") this.tell(instance, "backup.committed", version.description ?? "");
    return version;
  }

  snapshot(instance: string, description: string | null): Action {
    return this.begin("instance.snapshot", instance, [
      (action) => (action.step = "reading"),
      (action) => {
        const version = this.commit(instance, { kind: "manual", description });
        action.result = { backup: version.id };
      },
    ]);
  }

  verify(version: Backup, outcome: "verified" | "damaged" = "verified"): Action {
    version.state = "verifying";
    return this.begin("backup.verify", version.instance, [
      (action) => (action.step = "reading"),
      () => {
        version.state = outcome;
        version.verified_at = iso(this.now());
        this.workspaces.set(version.instance, { ...this.workspaces.get(version.instance), verified_at: version.verified_at, verified_state: outcome, damaged_files: outcome === "damaged" ? ["/root/project/train.py"] : [] });
        this.tell(version.instance, `backup.${outcome}`, "");
      },
    ]);
  }

  /** What a restore would bring. */
  affected(request: RestoreRequest): FileEntry[] {
    const paths = request.paths ?? [];
    return paths.length === 0 ? ALL_FILES : [...new Set(paths.flatMap((path) => filesBelow(path)))];
  }

  restore(instance: string, request: RestoreRequest): Action {
    const version = this.find(request.backup_id ?? "") ?? this.of(instance)[0];
    const files = this.affected(request);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const into = request.target === "directory" ? (request.directory ?? null) : null;
    const at = (phase: "planning" | "hot" | "rest", share: number) => {
      const machine = this.machines.find(instance);
      if (!machine) return;
      this.machines.alter(instance, {
        restore: {
          id: "rst_01jd0000000000000000000001", action: null, phase,
          files_done: Math.round(files.length * share), files_total: files.length, bytes_done: Math.round(bytes * share), bytes_total: bytes,
          bytes_per_second: share > 0 ? 212_000_000 : 0, eta_s: share > 0 ? Math.round((bytes * (1 - share)) / 212_000_000) : null,
          from: { backup: version?.id ?? "", frozen_at: version?.frozen_at ?? null }, paths: request.paths ?? [], into, damaged_files: 0,
        },
        ...(machine.backup ? { backup: { ...machine.backup, state: "restoring" } } : {}),
      });
    };
    at("planning", 0);
    this.tell(instance, "restore.started", "");
    return this.begin("instance.restore", instance, [
      () => at("hot", 0.3),
      () => at("rest", 0.7),
      () => {
        const machine = this.machines.find(instance);
        this.machines.alter(instance, { restore: null, ...(machine?.backup ? { backup: { ...machine.backup, state: "idle" } } : {}) });
        this.tell(instance, "restore.completed", "");
      },
    ]);
  }

  policy(machine: Instance, change: BackupPolicyPatch): Instance {
    const before = machine.backup;
    if (!before) return machine;
    const policy = { ...before.policy, ...change };
    return this.machines.alter(machine.id, { backup: { ...before, policy, state: policy.enabled ? (before.state === "off" ? "idle" : before.state) : "off" }, etag: `v${Number(machine.etag.slice(1)) + 1}` });
  }

  workspaceList(): BackupWorkspace[] {
    return this.machines.list.filter((machine) => this.of(machine.id).length > 0 && !this.erased.has(machine.id)).map((machine) => this.workspace(machine));
  }

  workspace(machine: Instance): BackupWorkspace {
    const own = this.of(machine.id);
    const gone = machine.status === "destroyed";
    return {
      instance: machine.id,
      name: machine.name,
      status: machine.status,
      destroyed_at: gone ? machine.status_since : null,
      delete_at: gone ? iso(Date.parse(machine.status_since) + 7 * DAY_MS) : null,
      backups: own.length,
      last_at: own[0]?.frozen_at ?? null,
      stored_bytes: Math.round((own[0]?.bytes_total ?? 0) * 0.6),
      bytes: own[0]?.bytes_total ?? 0,
      verified_at: null,
      verified_state: null,
      damaged_files: [],
      copy_lag_s: 3,
      price_per_hour: usd("0.000900000"),
      ...this.workspaces.get(machine.id),
    };
  }

  /** One step of everything that is under way; false when nothing is. */
  step(): boolean {
    for (const { action, left } of this.jobs) {
      left.shift()?.();
      action.progress = left.length === 0 ? 100 : Math.min(90, action.progress + 30);
      if (left.length > 0) continue;
      action.status = "succeeded";
      action.finished_at = iso(this.now());
    }
    this.jobs = this.jobs.filter(({ left }) => left.length > 0);
    return this.jobs.length > 0;
  }

  private begin(type: string, instance: string, steps: ((action: Action) => void)[]): Action {
    const action = this.machines.newAction(type, instance);
    this.jobs.push({ action, left: steps.map((step) => () => step(action)) });
    return action;
  }

  private tell(instance: string, type: string, message: string): void {
    this.told += 1;
    this.emit(anEvent(900_000 + this.told, { type, instance, message, at: iso(this.now()), severity: type.endsWith("damaged") ? "critical" : "info" }));
  }
}
