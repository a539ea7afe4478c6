import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Environment } from "./program.ts";

/** A program on a terminal of its own. */
export interface OnTerminal {
  /** All that the terminal was sent so far, control sequences included. */
  readonly output: () => string;
  /** Resolves once `words` come, after those that were waited for before; throws with the output when they do not. */
  readonly shows: (words: string) => Promise<void>;
  readonly type: (keys: string) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The exit code, or 128 + n after signal n. */
  readonly ended: Promise<number>;
}

const program = fileURLToPath(new URL("../../bin/run.js", import.meta.url));
/** A machine under load takes its time; what has not come by then is not coming. */
const patienceMs = 30_000;
/** Says the program's process before it begins. */
const processLine = /process (\d+)\r?\n/;

/**
 * Runs the built program on a pseudo-terminal of 100 × 30. Node has none of its own: `script` of util-linux makes it, which Debian always
 * has (bsdutils, an essential package).
 */
export function onTerminal(argv: readonly string[], environment: Environment): OnTerminal {
  if (!/util-linux/.test(spawnSync("script", ["--version"], { encoding: "utf8" }).stdout ?? "")) {
    throw new Error("there is no `script` of util-linux on this machine to make a terminal with. On Debian: apt-get install bsdutils");
  }
  const command = `stty cols 100 rows 30; echo process $$; exec ${[process.execPath, program, ...argv].map(quoted).join(" ")}`;
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", command, "/dev/null"], {
    env: { SHELL: "/bin/sh", TERM: "xterm-256color", LANG: "C.UTF-8", ...environment },
    stdio: "pipe",
  });
  // Closes the terminal, which ends the program, too; a test that fails leaves it open.
  onTestFinished(() => {
    child.kill();
  });
  return follow(child);
}

function follow(child: ChildProcess): OnTerminal {
  let output = "";
  let seen = 0;
  let wake = () => {};
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    wake();
  });
  const ended = (once(child, "close") as Promise<[number | null]>).then(([code]) => code ?? Number.NaN);
  return {
    output: () => output,
    async shows(words) {
      const late = AbortSignal.timeout(patienceMs);
      while (output.indexOf(words, seen) < 0) {
        const more = new Promise<undefined>((resolve) => {
          wake = () => resolve(undefined);
          late.addEventListener("abort", wake, { once: true });
        });
        const code = await Promise.race([more, ended]);
        if (output.indexOf(words, seen) >= 0) break;
        if (code !== undefined || late.aborted)
          throw new Error(`${code ?? "nothing"} came before ${words}: ${JSON.stringify(output.slice(seen))}`);
      }
      seen = output.indexOf(words, seen) + words.length;
    },
    type: (keys) => child.stdin?.write(keys),
    kill(signal) {
      const [, id] = processLine.exec(output) ?? [];
      if (id === undefined) throw new Error(`the program has not begun: ${output}`);
      process.kill(Number(id), signal);
    },
    ended,
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
