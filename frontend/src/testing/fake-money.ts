import type { Balance, Instance, Transaction } from "@/api/types.ts";
import { cost, decimal, nanos } from "@/lib/money.ts";
import { iso, usd } from "./samples.ts";

/** A ledger of its own kind: posted money, one hold per billed machine, usage booked at the stop. */
export class FakeMoney {
  posted = 25_000_000_000n;
  private readonly started = new Map<string, { at: number; perHour: bigint }>();
  readonly transactions: Transaction[] = [];
  private booked = 0;

  constructor(private readonly now: () => number) {
    this.book("promo", this.posted, null, "Welcome credit", true);
  }

  start(machine: Instance): void {
    const price = machine.serving?.kind === "standby" ? machine.standby?.price_per_hour : machine.price_per_hour;
    if (price && !this.started.has(machine.id)) this.started.set(machine.id, { at: this.now(), perHour: nanos(price) });
  }

  stop(machine: Instance): void {
    const run = this.started.get(machine.id);
    if (!run) return;
    this.started.delete(machine.id);
    const used = (cost(run.perHour, Math.ceil((this.now() - run.at) / 1_000) * 1_000) / 1_000n) * 1_000n;
    this.posted -= used;
    this.book("usage", -used, machine.id, `${machine.gpu.name}, ${machine.name}`, false);
  }

  balance(): Balance {
    const now = this.now();
    const runs = [...this.started.values()];
    const accrued = runs.reduce((sum, run) => sum + cost(run.perHour, now - run.at), 0n);
    const held = runs.reduce((sum, run) => sum + run.perHour / 4n, 0n);
    const burn = runs.reduce((sum, run) => sum + run.perHour, 0n);
    const available = this.posted - held - accrued;
    const runsOut = burn > 0n ? iso(now + Number((available * 3_600_000n) / burn)) : null;
    const six = (value: bigint) => usd(decimal(value, 6));
    return { available: six(available), posted: six(this.posted), held: six(held), accrued: six(accrued), burn_per_hour: usd(decimal(burn, 9)), runs_out_at: runsOut, as_of: iso(now) };
  }

  private book(kind: string, amount: bigint, instance: string | null, description: string, first: boolean): void {
    this.booked += 1;
    this.transactions.unshift({
      id: `txn_${this.booked.toString().padStart(26, "0")}`,
      kind,
      amount: usd(decimal(amount, 6)),
      balance_after: usd(decimal(this.posted, 6)),
      instance,
      description,
      occurred_at: iso(this.now() - (first ? 86_400_000 : 0)),
      created_at: iso(this.now()),
    });
  }
}
