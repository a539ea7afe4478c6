import type { Clock } from "../time.ts";
import { type GateResult, gateLag, type LagLimits } from "./gate.ts";
import type { LagPicture } from "./report.ts";

export interface GatedPicture {
  readonly picture: LagPicture;
  readonly gate: GateResult;
}

export interface LastingGateOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** It has to be waited until then to see whether what is exceeded lasts. */
  readonly onOpen: (untilMs: number) => void;
}

/**
 * Reads until it is known whether the limits are exceeded: mostly once. Where only readings tell how long something lasts, it
 * is read again until what was exceeded at first is either over or has lasted; one failure ends it.
 */
export async function gateUntilDecided(
  read: () => Promise<LagPicture>,
  limits: LagLimits,
  { clock, intervalMs, onOpen }: LastingGateOptions,
): Promise<GatedPicture> {
  let picture = await read();
  let gate = gateLag(picture.reports, limits, picture.atMs);
  // What is exceeded at first has lasted by then; what is exceeded later is not asked about.
  const endMs = picture.atMs + (limits.forMs ?? 0);
  while (gate.passed && gate.openUntilMs !== undefined && picture.atMs < endMs) {
    onOpen(gate.openUntilMs);
    await clock.sleep(Math.max(1, Math.min(intervalMs, gate.openUntilMs - clock.now())));
    picture = await read();
    gate = gateLag(picture.reports, limits, picture.atMs, gate.exceededSince);
  }
  return { picture, gate };
}
