import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { shellWord } from "../../../src/core/mapping/setting-arguments.ts";
import { type Environment, programFile, runProgram } from "../program.ts";

/** Commands, each printed with what it says on both of its outputs. */
export interface ShownProgram {
  /** Throws for another exit code than the expected one. */
  mskctl(argv: readonly string[], expected?: number): Promise<void>;
  /** Prints when `shown` is awaited, since other commands may be typed meanwhile. */
  started(argv: readonly string[]): Started;
  /** Its id; prints nothing. */
  newestRun(): Promise<string>;
  /** Any other command of a shell, in this process' folder. */
  shell(command: string): Promise<void>;
}

interface Started {
  /** Something was printed. */
  readonly begun: Promise<unknown>;
  shown(expected?: number): Promise<void>;
}

/** The built program, whose stdout is a terminal of 80 columns, which `script` of util-linux makes; nothing is drawn anew, since its stderr is none. */
export function shownProgram(environment: Environment, print: (text: string) => void): ShownProgram {
  const onTerminal = { SHELL: "/bin/sh", TERM: "xterm", LANG: "C.UTF-8", NO_COLOR: "1", ...environment };

  function started(argv: readonly string[]): Started {
    const command = `stty cols 80 rows 50; exec ${[process.execPath, programFile, ...argv].map(shellWord).join(" ")} 2>&3`;
    const child = spawn("script", ["--quiet", "--return", "--flush", "--command", command, "/dev/null"], {
      env: onTerminal,
      stdio: ["ignore", "pipe", "inherit", "pipe"],
    });
    const ended = endOf(child);
    return {
      begun: Promise.race([once(child.stdio[3] as Readable, "data"), ended]),
      async shown(expected = 0) {
        const { output, exitCode } = await ended;
        const code = exitCode === 0 ? "" : `\n$ echo $?\n${exitCode}`;
        print(`\n$ mskctl ${argv.map(shellWord).join(" ")}\n${output.trimEnd()}${code}`);
        if (exitCode !== expected) throw new Error(`mskctl ${argv.join(" ")} ends with ${exitCode}, not with ${expected}`);
      },
    };
  }

  return {
    mskctl: (argv, expected) => started(argv).shown(expected),
    started,
    async newestRun() {
      const { stdout } = await runProgram(["redrive", "status", "--json"], { environment });
      return (JSON.parse(stdout) as { readonly run: { readonly id: string } }).run.id;
    },
    async shell(command) {
      const child = spawn("sh", ["-c", command], { env: onTerminal, stdio: ["ignore", "pipe", "inherit"] });
      print(`\n$ ${command}\n${(await endOf(child)).output.trimEnd()}`);
    },
  };
}

async function endOf(child: ChildProcess): Promise<{ readonly output: string; readonly exitCode: number | null }> {
  let output = "";
  const [, stdout, , stderr] = child.stdio;
  for (const stream of [stdout, stderr] as (Readable | null | undefined)[])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text.replaceAll("\r\n", "\n");
    });
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { output, exitCode };
}
