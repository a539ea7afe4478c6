import { MskctlError } from "../../core/errors.ts";
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
  readonly "bootstrap-servers": string | undefined;
  readonly function: readonly string[] | undefined;
}

/** Starts the sandbox that a verb's flags describe; what it has to say goes to the person. */
export async function openSandbox(
  { port, host, scenario, speed, seed, ...flags }: SandboxFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Sandbox> {
  if (!isLoopback(host)) terminal.err(`warning: ${host} can be reached by others, and the sandbox lets everybody do everything`);
  const { startSandbox } = await import("../../sandbox/start-sandbox.ts");
  // A line may quote what a client sent.
  const note = (line: string) => terminal.err(`sandbox: ${safeText(line)}`);
  const real = { bootstrapServers: bootstrapServersOf(flags["bootstrap-servers"]), functions: flags.function ?? [] };
  return startSandbox({ port, host, scenario, real, speed, seed, note, signal, inherited: process.env });
}

function bootstrapServersOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const servers = text.split(",").map((server) => server.trim());
  const wrong = servers.find((server) => !/^[^\s:,]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/.test(server));
  if (wrong === undefined) return servers;
  throw new MskctlError("usage", `"${safeText(wrong)}" is no bootstrap server; write HOST:PORT, several with commas`);
}
