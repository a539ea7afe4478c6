import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import xterm, { type Terminal } from "@xterm/headless";
import { shellWord } from "../../src/core/mapping/setting-arguments.ts";
import type { Row } from "./frame.ts";
import { screenRows } from "./screen-rows.ts";

export interface RecordedProgram {
  /** As if typed; escape sequences for keys without a character. */
  type(keys: string): void;
  /** What is shown once `isReady` says so of its text and nothing is drawn any more. Rejects when that does not come, or the program ends. */
  screenWhen(isReady: (text: string) => boolean): Promise<{ readonly rows: Row[]; readonly text: string }>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
  kill(): void;
}

export interface RecordedProgramOptions {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
}

// A picture is drawn in several writes.
const quietMs = 150;
const patienceMs = 60_000;

/**
 * Runs a program in a pseudo-terminal, which the `script` of util-linux opens, and reads what it draws with a terminal emulator, which also answers
 * what the program asks its terminal.
 */
export function recordProgram({ argv, environment, columns, rows }: RecordedProgramOptions): RecordedProgram {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = startInTerminal(argv, environment, { columns, rows });
  const ended = once(child, "close").then(([code]) => code as number);
  terminal.onData((answer) => child.stdin.write(answer));
  child.stdout.on("data", (bytes: Buffer) => terminal.write(bytes));
  child.stderr.pipe(process.stderr);
  return {
    type: (keys) => child.stdin.write(keys),
    screenWhen: (isReady) => screenWhen(terminal, ended, isReady),
    ended,
    kill: () => child.kill(),
  };
}

function startInTerminal(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): ChildProcessWithoutNullStreams {
  const command = `stty cols ${columns} rows ${rows}; exec ${argv.map(shellWord).join(" ")}`;
  const env = { ...environment, TERM: "xterm-256color", LANG: "C.UTF-8" };
  return spawn("script", ["--quiet", "--flush", "--return", "--command", command, "/dev/null"], { env, stdio: "pipe" });
}

async function screenWhen(terminal: Terminal, ended: Promise<number>, isReady: (text: string) => boolean) {
  const given = Promise.withResolvers<void>();
  const look = () => {
    if (isReady(screenText(terminal))) given.resolve();
  };
  let quiet = setTimeout(look, quietMs);
  const drawn = terminal.onWriteParsed(() => {
    clearTimeout(quiet);
    quiet = setTimeout(look, quietMs);
  });
  const failure = (why: string) => new Error(`${why}:\n${screenText(terminal)}`);
  const patience = setTimeout(() => given.reject(failure("the awaited screen did not come")), patienceMs);
  const endedEarly = ended.then((code) => {
    throw failure(`the program ended with ${code}`);
  });
  try {
    await Promise.race([given.promise, endedEarly]);
    return { rows: screenRows(terminal), text: screenText(terminal) };
  } finally {
    clearTimeout(quiet);
    clearTimeout(patience);
    drawn.dispose();
  }
}

function screenText({ buffer: { active }, rows }: Terminal): string {
  return Array.from({ length: rows }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? "").join("\n");
}
