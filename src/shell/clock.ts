import { MskctlError } from "../core/errors.ts";
import type { Clock } from "../core/time.ts";

/** Time that runs `speed` times as fast as the wall's, and was equal to it at `originMs`. */
interface ClockSetting {
  readonly originMs: number;
  readonly speed: number;
}

const wallTime: ClockSetting = { originMs: 0, speed: 1 };

/** The clock of a verb; its sleeps end with the signal's reason. */
export function verbClock(signal: AbortSignal, { originMs, speed } = wallTime): Clock {
  return {
    // Whole milliseconds, as everywhere: a speed may be a fraction.
    now: () => Math.floor(originMs + (Date.now() - originMs) * speed),
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const wake = () => {
          signal.removeEventListener("abort", stop);
          resolve();
        };
        const timer = setTimeout(wake, ms / speed);
        const stop = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        signal.addEventListener("abort", stop, { once: true });
      }),
  };
}

/**
 * Reads MSKCTL_CLOCK=<originMs>,<speed>, by which a fast sandbox takes mskctl along. It counts only while every endpoint
 * in force is on this machine: against AWS a moved clock would read wrong metrics and wait too short. Throws `usage`.
 */
export function clockSetting(environment: Readonly<Record<string, string | undefined>>, endpointUrl?: string): ClockSetting {
  const text = environment["MSKCTL_CLOCK"];
  if (text === undefined || !onlyLoopback(environment, endpointUrl)) return wallTime;
  const [, originMs, speed] = /^(\d+),(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (originMs === undefined || !(Number(speed) > 0)) {
    throw new MskctlError("usage", `MSKCTL_CLOCK=${text} is not <originMs>,<speed>`, { suggestions: ["unset MSKCTL_CLOCK"] });
  }
  return { originMs: Number(originMs), speed: Number(speed) };
}

function onlyLoopback(environment: Readonly<Record<string, string | undefined>>, endpointUrl: string | undefined): boolean {
  if (endpointUrl !== undefined) return isLoopback(endpointUrl);
  if (environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] === "true" || environment["AWS_ENDPOINT_URL"] === undefined) return false;
  return Object.entries(environment).every(([name, url]) => !name.startsWith("AWS_ENDPOINT_URL") || isLoopback(url ?? ""));
}

function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? "";
  return /^127\.\d+\.\d+\.\d+$/.test(host) || host === "localhost" || host === "[::1]";
}
