import type { LagCauseId, LagVerdict } from "../../../src/core/lag/report.ts";
import type { SandboxMapping } from "../../../src/sandbox/world.ts";
import { type Account, accountOf } from "../../sandbox/runtime/runtime-fixture.ts";

/** What is to be said of a mapping, known from how its situation was made. */
export interface Truth {
  /** Any of these is right. */
  readonly verdicts: readonly LagVerdict[];
  /** Any of these is right; undefined among them: none needs to be named. */
  readonly causes: readonly (LagCauseId | undefined)[];
}

export interface Step {
  readonly atMinutes: number;
  readonly act: (account: Account, mapping: SandboxMapping) => void;
}

/** What happens to an account: its past comes with the scenario, its present is run. */
export interface Story {
  /** With a mapping of the function `orders`, which the truth is about. */
  readonly scenario: Readonly<Record<string, unknown>>;
  /** After the start of the sandbox, in order. */
  readonly steps?: readonly Step[];
  /** From the start until it is looked at. */
  readonly minutes: number;
  readonly truth: Truth;
  /** Records a second at the time when it is looked at, and how many of them wait at most without being late. */
  readonly perSecond: number;
  readonly inFlightRecords: number;
}

export interface Situation extends Story {
  /** Makes the same situation again. */
  readonly number: number;
  readonly kind: string;
  readonly startMs: number;
}

export interface Played {
  readonly situation: Situation;
  readonly account: Account;
  readonly mapping: SandboxMapping;
}

const minuteMs = 60_000;

export interface Glance {
  readonly atMinutes: number;
  readonly look: (account: Account, mapping: SandboxMapping) => void;
}

/** Runs a situation in a sandbox of its own until it is looked at; `glance` comes before that. */
export function play(situation: Situation, glance?: Glance): Played {
  const { scenario, startMs, number, minutes } = situation;
  const account = accountOf(scenario, { seed: number + 1, startMs });
  const mapping = account.mapping();
  const looks = glance === undefined ? [] : [{ atMinutes: glance.atMinutes, act: glance.look }];
  const steps = [...(situation.steps ?? []), ...looks].toSorted((a, b) => a.atMinutes - b.atMinutes);
  for (const { atMinutes, act } of steps) {
    account.clock.advanceTo(startMs + atMinutes * minuteMs);
    act(account, mapping);
  }
  account.clock.advanceTo(startMs + minutes * minuteMs);
  return { situation, account, mapping };
}

/** How many records wait now, whatever metrics say. */
export function lagRecords({ world }: Account, { document }: SandboxMapping): number {
  const { partitions = [] } = world.runtime.progress(document.UUID) ?? {};
  return partitions.reduce((sum, { committed, end }) => sum + Number(end - committed), 0);
}
