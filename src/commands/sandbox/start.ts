import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { exitCodeOf } from "../../shell/exit-codes.ts";
import { portFlag, sandboxBaseFlags, sandboxFlags } from "../../shell/sandbox-flags.ts";
import { openSandbox } from "./open-sandbox.ts";

/** Beside the ports that other AWS emulators take. */
const defaultPort = 4610;

export default class SandboxStart extends BaseCommand<typeof SandboxStart> {
  static override summary = "Start a local AWS and keep it running until Ctrl-C.";
  // One line: oclif takes the first of several for a summary.
  static override description =
    "Prints the variables that make the AWS CLI, every SDK and mskctl itself talk to it; with --json one line says that it is ready. A signal is the only way to end it, so it ends as the signal says: 130 after Ctrl-C, 143 after SIGTERM.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --speed 60",
    "<%= config.bin %> <%= command.id %> --bootstrap-servers 127.0.0.1:9092 --function orders=./orders.mjs",
    "<%= config.bin %> <%= command.id %> --scenario account.yaml --port 0 --json",
  ];
  static override baseFlags = sandboxBaseFlags;
  static override flags = { port: portFlag("Port to listen on; 0 takes a free one.", defaultPort), ...sandboxFlags };

  async run(): Promise<void> {
    const sandbox = await openSandbox(this.flags, this.terminal, this.signal);
    try {
      this.announce(sandbox);
      await this.interrupted();
    } finally {
      await sandbox.close();
    }
    this.tell("sandbox stopped");
    this.exitWith(exitCodeOf(this.signal.reason));
  }

  private announce({ endpoint, region, accountId, environment }: Sandbox): void {
    if (this.jsonEnabled()) {
      const document = {
        schemaVersion: 1,
        endpoint,
        region,
        accountId,
        env: Object.fromEntries(environment.set),
        unset: environment.unset,
      };
      this.terminal.out(JSON.stringify(document));
      return;
    }
    this.tell(`A local AWS is ready on ${endpoint}`);
    this.tell(`account ${accountId} · ${region} · Ctrl-C stops it\n`);
    this.tell("Paste this into another shell (mskctl sandbox run -- COMMAND does it for one command):\n");
    for (const [name, value] of environment.set) this.print(`export ${name}=${quoted(value)}`);
    if (environment.unset.length > 0) this.print(`unset ${environment.unset.join(" ")}`);
  }

  private interrupted(): Promise<void> {
    const { signal } = this;
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

/** As a POSIX shell reads it back. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
