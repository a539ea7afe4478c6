import type { ErrorCode } from "../core/errors.ts";
import { MskctlError } from "../core/errors.ts";

/** The same everywhere; `docs/exit-codes.md` explains each to users. */
export const exitCodes = {
  done: 0,
  bug: 1,
  gate: 2,
  partial: 3,
  usage: 64,
  notFound: 69,
  refused: 70,
  storage: 74,
  tryAgain: 75,
  notPermitted: 77,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const exitByError: Readonly<Record<ErrorCode, ExitCode>> = {
  usage: exitCodes.usage,
  "malformed-file": exitCodes.usage,
  "not-found": exitCodes.notFound,
  ambiguous: exitCodes.notFound,
  refused: exitCodes.refused,
  conflict: exitCodes.refused,
  "stale-plan": exitCodes.refused,
  storage: exitCodes.storage,
  throttled: exitCodes.tryAgain,
  unavailable: exitCodes.tryAgain,
  "timed-out": exitCodes.tryAgain,
  credentials: exitCodes.notPermitted,
  "not-permitted": exitCodes.notPermitted,
  interrupted: exitCodes.interrupted,
  terminated: exitCodes.terminated,
};

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof MskctlError ? exitByError[error.code] : exitCodes.bug;
}
