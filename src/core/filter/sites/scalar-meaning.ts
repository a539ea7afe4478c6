import type { ScalarNode } from "./document-node.ts";

/** Which words of YAML are numbers and booleans: CloudFormation reads YAML 1.1, everybody else here 1.2. JSON is the same in both. */
export type YamlVersion = "1.1" | "1.2";

/** A scalar as JSON has it. */
export type ScalarMeaning =
  | { readonly kind: "text" }
  | { readonly kind: "literal"; readonly json: string }
  /** A value of YAML that JSON has no word for: `.inf`, `.nan`. */
  | { readonly kind: "not-json" };

/** What a scalar is. A number that JSON could hold keeps its spelling: AWS compares numbers beyond a double's precision by their text. */
export function meaningOf(scalar: ScalarNode, version: YamlVersion): ScalarMeaning {
  const asText = scalar.tag === "tag:yaml.org,2002:str";
  const typed = scalar.tag?.startsWith("tag:yaml.org,2002:") ?? false;
  if (asText || (!scalar.plain && !typed)) return { kind: "text" };
  const { text } = scalar;
  if (infinite.test(text)) return { kind: "not-json" };
  const json = constants.get(text) ?? (version === "1.1" ? constantsOf11.get(text) : undefined) ?? numberIn(text, version);
  return json === undefined ? { kind: "text" } : { kind: "literal", json };
}

/** Null, however it is written; an empty value of YAML is null, too. */
export function isNull(scalar: ScalarNode): boolean {
  const meaning = meaningOf(scalar, "1.2");
  return meaning.kind === "literal" && meaning.json === "null";
}

// YAML 1.2.2, 10.3.2 (core schema).
const constants = new Map([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, "null"] as const),
  ...["true", "True", "TRUE"].map((word) => [word, "true"] as const),
  ...["false", "False", "FALSE"].map((word) => [word, "false"] as const),
]);
// https://yaml.org/type/bool.html, without y and n, which no reader in use takes for booleans.
const constantsOf11 = new Map([
  ...["yes", "Yes", "YES", "on", "On", "ON"].map((word) => [word, "true"] as const),
  ...["no", "No", "NO", "off", "Off", "OFF"].map((word) => [word, "false"] as const),
]);
const infinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;
/** A literal longer than this is no number that anybody means. */
const longestNumber = 400;

function numberIn(text: string, version: YamlVersion): string | undefined {
  if (text.length > longestNumber) return undefined;
  if (jsonNumber.test(text)) return text;
  return version === "1.2" ? numberOf12(text) : numberOf11(text);
}

function numberOf12(text: string): string | undefined {
  if (/^0o[0-7]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) return BigInt(text).toString();
  return decimalAsJson(text);
}

/** https://yaml.org/type/int.html and float.html, without base 60. */
function numberOf11(text: string): string | undefined {
  const integer = /^([-+]?)(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+)$/.exec(text);
  if (integer === null) return /^[-+]?(?:[1-9]|0?\.)/.test(text) ? decimalAsJson(text.replaceAll("_", "")) : undefined;
  const [, sign, digits = ""] = integer;
  const plain = digits.replaceAll("_", "").replace(/^0(?=[0-7])/, "0o");
  if (/^0[box]?$/.test(plain)) return plain === "0" ? "0" : undefined;
  return `${sign === "-" ? "-" : ""}${BigInt(plain)}`;
}

/** `+1`, `007`, `.5`, `5.` and the like, as JSON spells them. */
function decimalAsJson(text: string): string | undefined {
  const parts = /^([-+]?)([0-9]*)(?:(\.)([0-9]*))?([eE][-+]?[0-9]+)?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = "", , fraction = "", exponent = ""] = parts;
  if (whole === "" && fraction === "") return undefined;
  const integer = whole.replace(/^0+(?=[0-9])/, "") || "0";
  return `${sign === "-" ? "-" : ""}${integer}${fraction === "" ? "" : `.${fraction}`}${exponent}`;
}
