/**
 * Everything that can end a verb, by who must act. The shell maps each code to an exit code
 * (`src/shell/exit-codes.ts`), so a new code without an exit does not compile.
 */
export const errorCodes = [
  "usage", // wrong flags, or an answer that was needed and not given
  "malformed-file", // a file that does not parse or does not fit its shape
  "not-found",
  "ambiguous",
  "refused", // AWS refuses and trying again will not help, or a preflight check refuses
  "conflict", // it exists already
  "stale-plan", // the mapping changed since its plan was shown
  "storage", // a journal, state file or archive cannot be read or written
  "throttled",
  "unavailable", // endpoint down, connection cut, 5xx
  "timed-out", // a deadline of ours
  "credentials", // none, expired, or not accepted
  "not-permitted", // IAM says no; `details.action` names the action
  "interrupted",
  "terminated",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorExtras {
  /** Commands or sentences that lead on; a command can be pasted as it stands. */
  readonly suggestions?: readonly string[];
  /** Machine-readable facts, e.g. `{ action, uuid, candidates }`. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one error that mskctl throws on purpose; anything else that reaches the top is a bug (exit 1). */
export class MskctlError extends Error {
  readonly code: ErrorCode;
  readonly suggestions: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = "MskctlError";
    this.code = code;
    this.suggestions = extras.suggestions ?? [];
    this.details = extras.details ?? {};
  }
}

/** True when `error` is ours and has one of `codes`. */
export function isError(error: unknown, ...codes: readonly ErrorCode[]): error is MskctlError {
  return error instanceof MskctlError && (codes.length === 0 || codes.includes(error.code));
}
