import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false });
const compiled = new Map<string, ReturnType<Ajv2020["compile"]>>();

/** What in `document` breaks docs/schema/NAME.schema.json; nothing when it holds. */
export function schemaErrors(name: string, document: unknown): readonly string[] {
  const known = compiled.get(name);
  const validate =
    known ?? ajv.compile(JSON.parse(readFileSync(new URL(`../../docs/schema/${name}.schema.json`, import.meta.url), "utf8")) as object);
  compiled.set(name, validate);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
