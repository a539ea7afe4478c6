import type { Shape } from "./shape.ts";

/** Content of an element in the query protocol's answers: lists are `member`s, times ISO 8601 to the second. */
export function writeXml(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "timestamp":
      return new Date(value as number).toISOString().replace(".000Z", "Z");
    case "list":
      return (value as unknown[]).map((item) => `<member>${writeXml(shape.member, item)}</member>`).join("");
    case "map":
      return [...(value as Map<string, unknown>)]
        .map(([key, item]) => `<entry><key>${escapeXml(key)}</key><value>${writeXml(shape.value, item)}</value></entry>`)
        .join("");
    case "structure": {
      const given = value as Readonly<Record<string, unknown>>;
      return Object.entries(shape.members)
        .filter(([name]) => given[name] !== undefined)
        .map(([name, member]) => `<${name}>${writeXml(member, given[name])}</${name}>`)
        .join("");
    }
    default:
      return escapeXml(String(value));
  }
}

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
]);

/** Control characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities.get(character) ?? character)
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}");
}
