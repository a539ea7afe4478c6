/**
 * `npm run conformance -- [DIR…]`: expected answers of the pattern language, a line a file and each disagreement.
 * `-- --stdin`: answers `{id,pattern,event}` lines with `{id,match}` or `{id,error}`.
 */
import { createReadStream, globSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { compilePattern } from "../src/core/filter/compiled-pattern.ts";
import { eventValues } from "../src/core/filter/event-values.ts";
import { matches } from "../src/core/filter/match.ts";
import { parsePattern } from "../src/core/filter/parse-pattern.ts";

/** A line of a corpus. A pattern or an event that is a string is raw JSON text. */
interface Case {
  readonly id: string;
  readonly pattern: unknown;
  readonly event: unknown;
  readonly expect: boolean | "error" | "valid";
  /** What the strict compiler says, where it says something else. */
  readonly strict?: "error";
  readonly enginesDiffer?: boolean;
}

type Answer = { readonly match: boolean | null } | { readonly error: string };

const ownCases = fileURLToPath(new URL("../test/conformance/cases/", import.meta.url));

function answer(pattern: unknown, event: unknown): Answer {
  const { pattern: parsed, errors } = parsePattern(rawText(pattern));
  if (parsed === undefined) return { error: errors[0]?.message ?? "no pattern" };
  const { compiled, error } = compilePattern(parsed);
  if (compiled === undefined) return { error: error.message };
  if (event === null) return { match: null };
  try {
    const { values, top } = eventValues(rawText(event), compiled.steps);
    return top === "object" ? { match: matches(compiled, values) } : { error: "Event must be a JSON object" };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function rawText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function agrees({ expect, strict }: Case, given: Answer): boolean {
  const expected = strict ?? expect;
  if (expected === "error") return "error" in given;
  return "match" in given && (expected === "valid" || given.match === expected);
}

function checkFile(file: string): { readonly cases: number; readonly disagreements: number } {
  const cases = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Case)
    .filter(({ enginesDiffer }) => enginesDiffer !== true);
  const wrong = cases.flatMap((each) => {
    const given = answer(each.pattern, each.event);
    return agrees(each, given) ? [] : [{ each, given }];
  });
  console.log(`${wrong.length === 0 ? "✔" : "✖"} ${file}  ${cases.length - wrong.length} of ${cases.length}`);
  for (const { each, given } of wrong) {
    console.log(`  ${each.id}: expected ${JSON.stringify(each.strict ?? each.expect)}, got ${JSON.stringify(given)}`);
    console.log(`    pattern ${rawText(each.pattern)}`);
    console.log(`    event   ${rawText(each.event)}`);
  }
  return { cases: cases.length, disagreements: wrong.length };
}

function checkFolders(folders: readonly string[]): void {
  const files = folders.flatMap((folder) => globSync(`${folder.replace(/\/$/, "")}/**/*.jsonl`).toSorted());
  const results = files.map(checkFile);
  const cases = results.reduce((sum, each) => sum + each.cases, 0);
  const disagreements = results.reduce((sum, each) => sum + each.disagreements, 0);
  console.log(`${cases - disagreements} passed, ${disagreements} failed`);
  process.exitCode = cases > 0 && disagreements === 0 ? 0 : 1;
}

async function answerLines(): Promise<void> {
  for await (const line of createInterface({ input: createReadStream("", { fd: 0 }) })) {
    if (line.trim() === "") continue;
    const { id, pattern, event } = JSON.parse(line) as Case;
    console.log(JSON.stringify({ id, ...answer(pattern, event) }));
  }
}

const given = process.argv.slice(2);
if (given.includes("--stdin")) await answerLines();
else checkFolders([ownCases, ...given]);
