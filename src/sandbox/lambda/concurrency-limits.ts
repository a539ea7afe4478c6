import type { SandboxFunction, World } from "../world.ts";

/** What must stay unreserved (Lambda Developer Guide, reserved concurrency). */
export const minimumUnreserved = 100;

/** Concurrency that no function has reserved; `without` leaves one function's reservation out. */
export function unreservedConcurrency(world: World, without?: SandboxFunction): number {
  let reserved = 0;
  for (const fn of world.functions.values()) if (fn !== without) reserved += fn.reservedConcurrency ?? 0;
  return world.accountConcurrency - reserved;
}
