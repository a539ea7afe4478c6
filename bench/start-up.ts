import { medianTimes, type Row } from "./measure.ts";

const node = process.execPath;

/** What every call costs before it does anything: beside an empty Node, in one run. */
export function startUp(rounds: number): Row[] {
  const times = medianTimes(
    [
      { name: "empty", command: [node, "-e", "0"] },
      { name: "--version", command: [node, "bin/run.js", "--version"] },
      { name: "--help", command: [node, "bin/run.js", "--help"] },
      { name: "list --help", command: [node, "bin/run.js", "list", "--help"] },
      { name: "create --help", command: [node, "bin/run.js", "create", "--help"] },
    ],
    rounds,
  );
  const emptyMs = times.get("empty") ?? Number.NaN;
  const row = (name: string, target: number): Row => ({
    what: `\`mskctl ${name}\``,
    medianMs: times.get(name) ?? Number.NaN,
    peer: "`node -e 0`",
    peerMs: emptyMs,
    target,
  });
  return [row("--version", 3), row("--help", 3), row("list --help", 5), row("create --help", 5)];
}
