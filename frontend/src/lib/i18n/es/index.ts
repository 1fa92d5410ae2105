import type { Texts } from "../en/index.ts";
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

export const es: Texts = { auth, backup, billing, common, errors, failover, keys, machine, market, rent };
