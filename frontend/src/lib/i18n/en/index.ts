import { auth } from "./auth.ts";
import { backup } from "./backup.ts";
import { billing } from "./billing.ts";
import { common } from "./common.ts";
import { errors } from "./errors.ts";
import { failover } from "./failover.ts";
import { keys } from "./keys.ts";
import { machine } from "./machine.ts";
import { market } from "./market.ts";
import { rent } from "./rent.ts";

export const en = { auth, backup, billing, common, errors, failover, keys, machine, market, rent } as const;

type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> };

/** What every language must have: the same keys, other words. */
export type Texts = Worded<typeof en>;
