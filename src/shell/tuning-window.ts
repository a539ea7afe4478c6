import { MskctlError } from "../core/errors.ts";
import { parseInstant } from "../core/time.ts";
import type { TuningWindow } from "../core/tuning/read-tuning.ts";
import { firstMinuteMs } from "./lag-flags.ts";

/** As long as CloudWatch keeps minutes, less a day. */
const usualSince = "14d";

/** The minutes that `--since` and `--until` ask for. Throws `usage`. */
export function tuningWindow(
  { since = usualSince, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  nowMs: number,
): TuningWindow {
  const fromMs = firstMinuteMs(since, nowMs);
  const untilMs = until === undefined ? undefined : (parseInstant(until, nowMs) ?? parseInstant(`-${until}`, nowMs));
  if (until !== undefined && untilMs === undefined) {
    throw new MskctlError("usage", `"${until}" is no time; write 1d, 2026-11-23T12:00:00Z or 1763899200`);
  }
  if (untilMs !== undefined && untilMs <= fromMs) throw new MskctlError("usage", `--until ${until} is before --since ${since}`);
  return { fromMs, untilMs };
}
