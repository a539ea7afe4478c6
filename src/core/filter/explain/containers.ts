import { type JsonTokenKind, JsonTokens } from "../json-tokens.ts";

/** What can stand at a path without being a value there. */
export type Container = "object" | "list";

interface Place {
  readonly kind: "{" | "[";
  readonly path: string | undefined;
}

/** The containers at some paths of a JSON text, all below `base` when there is one: an object rather than a list. The text has to be JSON. */
export function containersAt(text: string, paths: ReadonlySet<string>, base?: string): ReadonlyMap<string, Container> {
  const tokens = new JsonTokens(text);
  const onTheWay = new Set([...paths].flatMap(startsOf));
  const found = new Map<string, Container>();
  const open: Place[] = [];
  const take = (kind: JsonTokenKind, path: string | undefined) => {
    if (kind !== "{" && kind !== "[") return;
    if (path !== undefined && paths.has(path) && found.get(path) !== "object") found.set(path, kind === "{" ? "object" : "list");
    if (path === undefined || onTheWay.has(path)) open.push({ kind, path });
    else skip(tokens);
  };
  take(tokens.next(), base);
  for (let place = open.at(-1); place !== undefined; place = open.at(-1)) {
    const kind = tokens.next();
    if (kind === "}" || kind === "]") open.pop();
    else if (place.kind === "[") take(kind, place.path);
    else {
      const name = tokens.string();
      take(tokens.next(), place.path === undefined ? name : `${place.path}.${name}`);
    }
  }
  return found;
}

/** The path, and all that it can be reached through. */
function startsOf(path: string): string[] {
  const starts = [path];
  for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) starts.push(path.slice(0, dot));
  return starts;
}

function skip(tokens: JsonTokens): void {
  const outside = tokens.depth - 1;
  while (tokens.depth > outside) tokens.next();
}
