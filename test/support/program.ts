import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The built program. */
export const programFile = fileURLToPath(new URL("../../bin/run.js", import.meta.url));

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or 128 + n after signal n, as a shell says it. */
  readonly exitCode: number;
}

export type Environment = Readonly<Record<string, string>>;

/** A call without any AWS setting of the machine it runs on. */
export const bareEnvironment: Environment = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", AWS_EC2_METADATA_DISABLED: "true" };

/** Runs the built program as a user would, to its end. */
export async function runProgram(argv: readonly string[], options: { environment?: Environment; input?: string } = {}): Promise<Ended> {
  const child = startProgram(argv, options.environment);
  child.stdin?.end(options.input ?? "");
  return ended(child);
}

export function startProgram(argv: readonly string[], environment: Environment = bareEnvironment): ChildProcess {
  return spawn(process.execPath, [programFile, ...argv], { env: environment, stdio: "pipe" });
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    child.stdout === null ? "" : text(child.stdout),
    child.stderr === null ? "" : text(child.stderr),
    once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  const signals: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGTERM: 15, SIGKILL: 9 };
  return { stdout, stderr, exitCode: code ?? 128 + (signals[signal ?? "SIGKILL"] ?? 0) };
}
