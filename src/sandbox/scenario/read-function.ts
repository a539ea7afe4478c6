import { resolve } from "node:path";
import { dayMs } from "../durations.ts";
import type { FunctionBehaviour } from "../world.ts";
import type { Fields } from "./fields.ts";
import type { ScenarioFunction } from "./scenario.ts";

/** `directory`: relative module files are meant from there. */
export function readFunction(fields: Fields, directory: string): ScenarioFunction {
  const name = fields.text("name");
  if (fields.has("name") && !/^[A-Za-z0-9_-]{1,64}$/.test(name)) fields.problem("name", "must be 1 to 64 letters, digits, - or _");
  return {
    name,
    runtime: fields.text("runtime", "nodejs24.x"),
    memoryMb: fields.number("memoryMb", 512, { minimum: 128, maximum: 10_240, whole: true }),
    timeoutSeconds: fields.number("timeoutSeconds", 30, { minimum: 1, maximum: 900, whole: true }),
    architecture: fields.member("architecture", ["arm64", "x86_64"], "arm64"),
    role: fields.has("role") ? fields.text("role") : undefined,
    changedAgoMs: fields.duration("changedAgo", 2 * dayMs),
    aliases: fields.textMap("aliases"),
    reservedConcurrency: fields.has("reservedConcurrency")
      ? fields.number("reservedConcurrency", 0, { minimum: 0, maximum: 1_000_000, whole: true })
      : undefined,
    provisionedConcurrency: readProvisioned(fields),
    tags: fields.textMap("tags"),
    behaviour: readBehaviour(fields, directory),
  };
}

function readProvisioned(fields: Fields): Map<string, number> {
  const executions = new Map<string, number>();
  for (const [qualifier, text] of fields.textMap("provisionedConcurrency")) {
    const requested = Number(text);
    if (Number.isInteger(requested) && requested > 0) executions.set(qualifier, requested);
    else fields.problem("provisionedConcurrency", `must give a whole number above 0 for ${qualifier}`);
  }
  return executions;
}

function readBehaviour(fields: Fields, directory: string): FunctionBehaviour {
  const [kind, ...others] = ["module", "http", "simulated"].filter((name) => fields.has(name));
  for (const other of others) fields.problem(other, `does not go with ${kind}`);
  if (kind === "module") return { kind, file: resolve(directory, fields.text("module")) };
  if (kind === "http") return { kind, url: readUrl(fields) };
  const simulated = fields.object("simulated");
  const share = { minimum: 0, maximum: 1 };
  const behaviour: FunctionBehaviour = {
    kind: "simulated",
    baseMs: simulated.number("baseMs", 20, { minimum: 0, maximum: 900_000 }),
    perRecordMs: simulated.number("perRecordMs", 0.5, { minimum: 0, maximum: 900_000 }),
    poisonShare: simulated.number("poisonShare", 0, share),
    errorShare: simulated.number("errorShare", 0, share),
    ...(simulated.has("poisonStartedAgo") ? { poisonStartedSecondsAgo: simulated.duration("poisonStartedAgo", 0) / 1_000 } : {}),
  };
  simulated.done();
  return behaviour;
}

function readUrl(fields: Fields): string {
  const text = fields.text("http");
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
  fields.problem("http", "must be an address such as http://127.0.0.1:9000");
  return "http://127.0.0.1";
}
