import { Undecodable } from "./undecodable.ts";
import { UnusableSchema, type ValueFormat } from "./value-format.ts";

/** Values behind a JSON Schema are JSON already. Throws UnusableSchema when the schema is no JSON itself. */
export function jsonFormat({ text }: { readonly text: string }): ValueFormat {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new UnusableSchema(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  return {
    name: "JSON",
    notes: ["values of a JSON Schema are checked to be JSON, not against the schema: Lambda may refuse more of them"],
    toJson(payload) {
      try {
        JSON.parse(utf8.decode(payload));
      } catch (cause) {
        throw new Undecodable(cause instanceof SyntaxError ? "it does not parse" : "a text that is not UTF-8", { cause });
      }
      return payload;
    },
  };
}
