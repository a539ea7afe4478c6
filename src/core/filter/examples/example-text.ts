import type { EventValue } from "../event-values.ts";
import { type ExampleValue, jsonOf } from "./example-value.ts";

interface Node {
  readonly values: EventValue[];
  readonly members: Map<string, Node>;
}

/** A deeper path keeps its last steps in one name, joined by dots, which is the same path. */
const mostLevels = 100;

/** The JSON text of a record's value that has these values at these paths, which all are `value` or below it. */
export function exampleText(values: ReadonlyMap<string, ExampleValue>): string {
  const root: Node = { values: [], members: new Map() };
  for (const [path, value] of values) {
    if (value === undefined) continue;
    let node = root;
    for (const step of stepsBelow(path)) {
      const inner = node.members.get(step) ?? { values: [], members: new Map() };
      node.members.set(step, inner);
      node = inner;
    }
    node.values.push(value);
  }
  return root.values.length === 0 && root.members.size === 0 ? "{}" : textOf(root);
}

/** The first step is `value`, which stands for the record's value itself. */
function stepsBelow(path: string): readonly string[] {
  const steps = path.split(".").slice(1);
  return steps.length <= mostLevels ? steps : [...steps.slice(0, mostLevels), steps.slice(mostLevels).join(".")];
}

/** Where there is both a value and something below it, a list has room for both. */
function textOf({ values, members }: Node): string {
  const parts = values.map(jsonOf);
  if (members.size > 0) parts.push(`{${[...members].map(([name, inner]) => `${JSON.stringify(name)}:${textOf(inner)}`).join(",")}}`);
  return parts.length === 1 ? parts.join() : `[${parts.join(",")}]`;
}
