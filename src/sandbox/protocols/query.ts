import type { Shape } from "./shape.ts";

/** Parameters of the query protocol as a tree: `MetricData.member.1.Value` has four levels. */
interface Branch {
  text: string | undefined;
  readonly children: Map<string, Branch>;
}

/** Reads the flat form of the query protocol into what `readValue` takes; absent members stay undefined. */
export function readQuery(shape: Shape, form: URLSearchParams): unknown {
  const root: Branch = { text: undefined, children: new Map() };
  for (const [name, text] of form) place(root, name.split("."), text);
  return pick(shape, root);
}

function place(root: Branch, path: readonly string[], text: string): void {
  let branch = root;
  for (const step of path) {
    const next = branch.children.get(step) ?? { text: undefined, children: new Map() };
    branch.children.set(step, next);
    branch = next;
  }
  branch.text = text;
}

function pick(shape: Shape, branch: Branch): unknown {
  switch (shape.kind) {
    case "list":
      return numbered(branch.children.get("member")).map((item) => pick(shape.member, item));
    case "map":
      return new Map(
        numbered(branch.children.get("entry")).map((entry) => [
          entry.children.get("key")?.text ?? "",
          pick(shape.value, entry.children.get("value") ?? { text: "", children: new Map() }),
        ]),
      );
    case "structure": {
      const members = new Map<string, unknown>();
      for (const [name, member] of Object.entries(shape.members)) {
        const child = branch.children.get(name);
        if (child !== undefined) members.set(name, pick(member, child));
      }
      return members;
    }
    default:
      return branch.text ?? "";
  }
}

/** Items in the order of their numbers; numbers may have gaps. */
function numbered(branch: Branch | undefined): Branch[] {
  const items = [...(branch?.children ?? [])].map(([name, item]) => ({ position: Number(name), item }));
  return items.toSorted((a, b) => a.position - b.position).map(({ item }) => item);
}
