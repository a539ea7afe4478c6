import { MskctlError } from "../../core/errors.ts";

/** What to call a source in a message. */
export function shownSource(name: string): string {
  return name === "-" ? "standard input" : name;
}

export function unreadable(name: string, cause: unknown): MskctlError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new MskctlError("usage", `cannot read ${shownSource(name)}: ${reasons.get(code ?? "") ?? message}`, {
    details: { file: name },
    cause,
  });
}

const reasons = new Map([
  ["ENOENT", "no such file or folder"],
  ["ENOTDIR", "a part of the path is not a folder"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ELOOP", "its links lead in a circle"],
]);

/** The source is not what it should be; `problem` goes on where its name ends. */
export function malformed(name: string, problem: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown): MskctlError {
  return new MskctlError("malformed-file", `${shownSource(name)} ${problem}`, {
    details: { file: name, ...details },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** `what` is the format that has no end where the source ends. */
export function cutOff(name: string, what: string, afterBytes: number): MskctlError {
  return malformed(name, `ends in the middle of its ${what} data, after ${afterBytes} bytes`, { afterBytes });
}

export function damaged(name: string, what: string, afterBytes: number, cause?: unknown): MskctlError {
  return malformed(name, `is damaged: its ${what} data cannot be read on after ${afterBytes} bytes`, { afterBytes }, cause);
}
