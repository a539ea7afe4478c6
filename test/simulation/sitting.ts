import { MskctlError } from "../../src/core/errors.ts";
import type { Chance } from "./chance.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import type { World } from "./world.ts";

/** Where a process dies: at its n-th effect, before it, after it without hearing of it, or right after it. */
export interface CrashPoint {
  readonly effect: number;
  readonly how: "before" | "unheard" | "after";
}

class Crash extends Error {}

/** One process: counts its effects, and dies at one of them. */
export class Sitting {
  isDead = false;
  effects = 0;
  readonly #world: World;
  readonly #chance: Chance;
  readonly #crash: CrashPoint | undefined;

  constructor(world: World, chance: Chance, crash: CrashPoint | undefined) {
    this.#world = world;
    this.#chance = chance;
    this.#crash = crash;
  }

  /** An effect that takes time. */
  async effect<Result>(apply: () => Result): Promise<Result> {
    if (this.isDead) return never();
    const how = this.#next();
    if (how === "before") return this.#die();
    await this.#world.clock.sleep(this.#chance.between(1, 200));
    if (this.isDead) {
      // What was under way reaches the other side or does not.
      if (this.#chance.is(0.5)) apply();
      return never();
    }
    const result = apply();
    if (how === "unheard") return this.#die();
    if (how === "after") queueMicrotask(() => void this.#die());
    return result;
  }

  /** An effect that is done when the call returns. */
  now<Result>(apply: () => Result): Result {
    if (this.isDead) throw new Crash();
    const how = this.#next();
    if (how === "before") this.#kill();
    const result = apply();
    if (how === "unheard") this.#kill();
    if (how === "after") queueMicrotask(() => void this.#die());
    return result;
  }

  read(part: Parameters<World["read"]>[0]): ReturnType<World["read"]> {
    const { faults } = this.#world;
    if (this.#chance.is(faults.stolen)) this.#world.steal();
    if (this.#chance.is(faults.retention)) this.#world.expire();
    if (this.#chance.is(faults.unreadable)) throw new MskctlError("unavailable", "cannot read now");
    return this.#world.read(part);
  }

  async *pages(limit: number): AsyncGenerator<ReturnType<World["list"]>> {
    let left = limit;
    while (left > 0) {
      const page = await this.effect(() => this.#world.list(Math.min(left, 5)));
      if (page.length === 0) return;
      left -= page.length;
      yield page;
    }
  }

  #next(): CrashPoint["how"] | undefined {
    this.effects += 1;
    return this.#crash?.effect === this.effects ? this.#crash.how : undefined;
  }

  #kill(): never {
    void this.#die();
    throw new Crash();
  }

  #die(): Promise<never> {
    this.isDead = true;
    return never();
  }
}

/** Lets time pass until the process ends by itself or dies. Throws what it throws. `stuck`: it waits for nothing. */
export async function sittingEnd<End>(process: Sitting, ended: Promise<End>, clock: VirtualClock): Promise<End | "crashed" | "stuck"> {
  let outcome: { readonly end: End } | { readonly thrown: unknown } | undefined;
  ended.then(
    (end) => {
      outcome = { end };
    },
    (thrown: unknown) => {
      outcome = { thrown };
    },
  );
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (process.isDead) return "crashed";
    if (outcome !== undefined && "thrown" in outcome) throw outcome.thrown;
    if (outcome !== undefined) return outcome.end;
    if (!clock.advance()) return "stuck";
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
