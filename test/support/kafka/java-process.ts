import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface JavaProcess {
  /** The last lines that it wrote. */
  output(): string;
  isRunning(): boolean;
  /** As a crash would end it. */
  kill(): Promise<void>;
}

/**
 * The child outlives nobody: when this process ends, however it does, the shell's standard input closes, and the shell ends
 * Java and removes its folder. It lets go of standard output, which then closes with Java. A
 * signal to the whole process group is heard by its other members.
 */
const leash = `
trap '' TERM INT HUP
java "$@" 2>&1 & pid=$!
echo $pid
exec >/dev/null
read -r word
kill -9 $pid 2>/dev/null
[ "$word" = keep ] || rm -rf "$JAVA_FOLDER"`;

const keptLines = 60;

/** `folder` has its data. */
export async function startJava(args: readonly string[], folder: string): Promise<JavaProcess> {
  const env = { ...process.env, JAVA_FOLDER: folder };
  const shell = spawn("sh", ["-c", leash, "sh", ...args], { stdio: ["pipe", "pipe", "inherit"], env });
  const lines: string[] = [];
  const reader = createInterface({ input: shell.stdout });
  const [firstLine] = (await once(reader, "line")) as [string];
  const pid = Number(firstLine);
  reader.on("line", (line) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
  });
  // Standard output stays open for as long as Java runs.
  let running = true;
  const ended = once(reader, "close").then(() => {
    running = false;
  });
  return {
    output: () => lines.join("\n"),
    isRunning: () => running,
    kill: async () => {
      if (running) process.kill(pid, "SIGKILL");
      shell.stdin.end("keep\n");
      await ended;
    },
  };
}
