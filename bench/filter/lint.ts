import { spawnSync } from "node:child_process";
import { atLeast, medianTimes } from "../measure.ts";
import { eventFile } from "./events.ts";
import { script } from "./timing.ts";

/** Patterns on `reading` events, as they stand for Kafka values. */
const patterns: readonly { readonly name: string; readonly pattern: object; readonly target: number }[] = [
  { name: "selective", pattern: { value: { state: ["alarm"] } }, target: 4 },
  { name: "numeric", pattern: { value: { battery: [{ numeric: ["<", 10] }] } }, target: 2 },
  { name: "nested", pattern: { value: { reading: { quality: { level: [{ numeric: [">=", 90] }] } } } }, target: 2 },
];

/** `lint --samples` of a file, process start included, beside a process that does nothing but `JSON.parse` of each line. */
export function lintSamples(events: number, rounds: number): string {
  if (spawnSync(process.execPath, ["bin/run.js", "lint", "--help"], { stdio: "ignore" }).status !== 0)
    return "lint: not in this build, so that there is nothing to measure";
  const { path, bytes } = eventFile("reading", events);
  const lint = (pattern: object) =>
    [
      process.execPath,
      "bin/run.js",
      "lint",
      "--pattern",
      JSON.stringify(pattern),
      "--samples",
      path,
      "--fail-on",
      "never",
      "--json",
    ] as const;
  const times = medianTimes(
    [
      { name: "parse", command: [process.execPath, script("parse-once.ts"), path] },
      ...patterns.map(({ name, pattern }) => ({ name, command: lint(pattern) })),
    ],
    rounds,
  );
  const timeOf = (name: string) => times.get(name) ?? Number.NaN;
  return [
    `\`lint --samples\` of ${events.toLocaleString("en")} events, ${Math.round(bytes / events)} bytes each, process start included`,
    "",
    "| pattern | lint | a `JSON.parse` loop | ratio | target | |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...patterns.map(({ name, target }) => {
      const [lintMs, parseMs] = [timeOf(name), timeOf("parse")];
      return `| ${name} | ${lintMs.toFixed(0)} ms | ${parseMs.toFixed(0)} ms | ${atLeast(parseMs / lintMs, target)} |`;
    }),
  ].join("\n");
}
