import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/index.ts";
import { fieldRules } from "../../src/core/mapping/rules.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const flagsOf = ({ flags = {} }: { readonly flags?: object }) => Object.keys(flags).map((name) => `--${name}`);
const existing = new Set(Object.values(COMMANDS).flatMap((verb) => [...flagsOf(verb), ...flagsOf({ flags: verb.baseFlags })]));
/** AWS CLI's, Kafka's, npm's and Avro's, in commands to paste; oclif's own. */
const ofOthers = [
  "--function-name",
  "--memory-size",
  "--service-code",
  "--quota-code",
  "--reset-offsets",
  "--reserved-concurrent-executions",
  "--since",
  "--attributes",
  "--queue-url",
  "--topic-arn",
  "--execution-arn",
  "--state-machine-arn",
  "--codec",
  "--json",
  // AWS CLI's and SAM CLI's, to deploy and operate what an export has written.
  "--recursive",
  "--template-file",
  "--stack-name",
  "--capabilities",
  "--use-json",
  "--output-template-file",
  "--state-machine-arn",
  "--execution-arn",
  "--name",
  "--query",
  "--output",
];

describe("flags", () => {
  it.each(globSync("src/{core,platform}/**/*.ts", { cwd: root }))("named in %s exist", (file) => {
    const named = [...readFileSync(`${root}${file}`, "utf8").matchAll(/(?<![\w-])--(?:no-)?([a-z][a-z-]*[a-z])/g)].map(
      ([, name]) => `--${name}`,
    );
    expect(named.filter((flag) => !existing.has(flag) && !ofOthers.includes(flag))).toEqual([]);
  });

  it("of the table of fields are those of create or update", () => {
    const settable = new Set([...flagsOf(COMMANDS.create), ...flagsOf(COMMANDS.update)]);
    expect(fieldRules.flatMap(({ flags }) => flags).filter((flag) => !settable.has(flag))).toEqual([]);
  });
});
