import { safeText } from "../../core/record/safe-text.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { isLoopback } from "../../shell/sandbox-flags.ts";
import type { Terminal } from "../../shell/terminal.ts";

interface SandboxFlags {
  readonly port: number;
  readonly host: string;
  readonly scenario: string | undefined;
  readonly speed: number;
  readonly seed: number;
}

/** Starts the sandbox that a verb's flags describe; what it has to say goes to the person. */
export async function openSandbox(
  { port, host, scenario, speed, seed }: SandboxFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Sandbox> {
  if (!isLoopback(host)) terminal.err(`warning: ${host} can be reached by others, and the sandbox lets everybody do everything`);
  const { startSandbox } = await import("../../sandbox/start-sandbox.ts");
  // A line may quote what a client sent.
  const note = (line: string) => terminal.err(`sandbox: ${safeText(line)}`);
  return startSandbox({ port, host, scenario, speed, seed, note, signal, inherited: process.env });
}
