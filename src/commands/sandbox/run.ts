import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { Args } from "@oclif/core";
import { isError, MskctlError } from "../../core/errors.ts";
import type { SandboxEnvironment } from "../../sandbox/environment.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { portFlag, sandboxBaseFlags, sandboxFlags } from "../../shell/sandbox-flags.ts";
import { openSandbox } from "./open-sandbox.ts";

export default class SandboxRun extends BaseCommand<typeof SandboxRun> {
  static override summary = "Run one command against a local AWS of its own.";
  static override description =
    "The command has the terminal and an environment that takes the sandbox for AWS. When it ends, the sandbox ends, with the command's exit code, or 128 + n after signal n. Ctrl-C is the command's: what it makes of it counts.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> -- aws lambda list-event-source-mappings",
    "<%= config.bin %> <%= command.id %> --speed 60 -- bash",
  ];
  static override enableJsonFlag = false;
  static override baseFlags = sandboxBaseFlags;
  static override flags = { port: portFlag("Port to listen on; 0, the default, takes a free one.", 0), ...sandboxFlags };
  static override args = {
    command: Args.string({ description: "The command and its arguments, after --.", required: true, multiple: true }),
  };

  async run(): Promise<void> {
    const sandbox = await openSandbox(this.flags, this.terminal, this.signal);
    try {
      process.exitCode = await this.runCommand(sandbox.environment);
    } finally {
      await sandbox.close();
    }
  }

  private async runCommand(environment: SandboxEnvironment): Promise<number> {
    // Ctrl-C came before there was a command that could have had it.
    this.signal.throwIfAborted();
    const [file = "", ...argv] = this.args.command;
    const child = spawn(file, argv, { stdio: "inherit", env: environmentOf(environment) });
    const release = this.passSignals(child);
    try {
      const code = await exitOf(child, file);
      if (isError(this.signal.reason, "timed-out")) throw this.signal.reason;
      return code;
    } finally {
      release();
    }
  }

  /** A terminal sends Ctrl-C to the command as well, so here it is only kept from ending the sandbox first. */
  private passSignals(child: ChildProcess): () => void {
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    const keep = () => undefined;
    const endInTime = () => {
      if (isError(this.signal.reason, "timed-out")) child.kill("SIGTERM");
    };
    process.on("SIGINT", keep).on("SIGTERM", pass).on("SIGHUP", pass);
    this.signal.addEventListener("abort", endInTime, { once: true });
    return () => {
      process.off("SIGINT", keep).off("SIGTERM", pass).off("SIGHUP", pass);
      this.signal.removeEventListener("abort", endInTime);
    };
  }
}

function environmentOf({ set, unset }: SandboxEnvironment): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !unset.includes(name));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
}

function exitOf(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "ENOENT" ? "there is no such command" : error.message;
      reject(new MskctlError("usage", `cannot run ${file}: ${reason}`, { details: { command: file }, cause: error }));
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}
