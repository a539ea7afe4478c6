import { type Declared, declaredOf, memberOf, type SnippetSubject } from "./subject.ts";

/** What changes, as properties of CloudFormation and SAM, which are spelled alike. */
export function yamlProperties(subject: SnippetSubject, indent: string): string[] {
  const { own, pollers } = declaredOf(subject);
  return [
    ...own.map((setting) => indent + yamlLine(setting)),
    ...(pollers.length === 0 ? [] : [`${indent}ProvisionedPollerConfig:`, ...pollers.map((setting) => `${indent}  ${yamlLine(setting)}`)]),
  ];
}

export const yamlNames = { pollers: "ProvisionedPollerConfig", group: "PollerGroupName" };

function yamlLine({ field, value, today }: Declared): string {
  const written = typeof value === "number" ? String(value) : quoted(value);
  return `${memberOf(field)}: ${written}${today === undefined ? "" : ` # ${today} today`}`;
}

/** A string of YAML and of HCL, with nothing in it but ASCII. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&").replaceAll(/[^ -~]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}
