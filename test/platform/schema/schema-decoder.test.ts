import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import nock from "nock";
import { afterEach, describe, expect, it } from "vitest";
import { textInput } from "../../../src/platform/disk/text-input.ts";
import { type SchemaChoice, type SchemaDecoderOptions, schemaDecoder } from "../../../src/platform/schema/schema-decoder.ts";
import { errorOf } from "../../support/aws.ts";

afterEach(() => nock.cleanAll());

const { signal } = new AbortController();

function decoder(choice: SchemaChoice, options: Partial<SchemaDecoderOptions> = {}) {
  return schemaDecoder(choice, {
    readText: textInput({ stdin: () => process.stdin, signal }).read,
    secrets: { read: () => expect.unreachable("no secret is wanted") },
    glue: { framing: "glue", schema: () => expect.unreachable("Glue is not asked") },
    signal,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    random: () => 0.5,
    ...options,
  });
}

function fileWith(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "mskctl-")), name);
  writeFileSync(path, text);
  return path;
}

describe("a decoder", () => {
  it("by a file", async () => {
    const path = fileWith("order.proto", 'syntax = "proto3"; message Order { int32 id = 1; } message Other { int32 no = 1; }');
    const found = await decoder({ kind: "file", path, message: "Other" });
    expect(found.decode(Uint8Array.from([8, 7]))).toEqual({ json: '{"no":7}' });
  });

  it("by a Confluent registry, with the mapping's own secret", async () => {
    nock("https://registry.example", { reqheaders: { authorization: "Basic ZXZlOmh1bnRlcjI=" } })
      .get("/schemas/ids/42")
      .reply(200, { schema: '"int"' });
    const arn = "arn:aws:secretsmanager:eu-central-1:1:secret:user";
    const access = { basicAuth: { kind: "secret", arn } } as const;
    const read = async (wanted: string) => (wanted === arn ? '{"username":"eve","password":"hunter2"}' : expect.unreachable());
    const found = await decoder({ kind: "confluent", url: "https://registry.example", access }, { secrets: { read } });
    expect(await found.decode(Uint8Array.from([0, 0, 0, 0, 42, 14]))).toEqual({ json: "7" });
  });

  it("by Glue", async () => {
    const glue = { framing: "glue", schema: async () => ({ format: "AVRO", text: '"int"', references: [] }) } as const;
    const found = await decoder({ kind: "glue" }, { glue });
    expect(await found.decode(Uint8Array.from([3, 0, ...new Array<number>(16).fill(1), 14]))).toEqual({ json: "7" });
  });
});

describe("a schema file that does not parse is malformed, with its line where the library tells", () => {
  it.each<[name: string, text: string, message: (path: string) => string, place: object]>([
    ["order.proto", 'syntax = "proto3";\nmessage Order {\n  string = 1;\n}\n', (path) => `${path}:3: illegal name '='`, { line: 3 }],
    [
      "order.avsc",
      '{\n  "type": "record",\n  name: "Order"\n}',
      (path) => `${path}:3:3: Expected double-quoted property name in JSON`,
      { line: 3, column: 3 },
    ],
    ["order.avsc", '{"type":"array","items":"Nobody"}', (path) => `${path}: undefined type name: Nobody`, {}],
    ["order.json", "{\n", (path) => `${path}:2:1: Expected property name or '}' in JSON`, { line: 2, column: 1 }],
  ])("%s: %j", async (name, text, message, place) => {
    const path = fileWith(name, text);
    const error = await errorOf(decoder({ kind: "file", path }));
    expect(error).toMatchObject({ code: "malformed-file", message: message(path) });
    expect(error.details).toEqual({ file: path, ...place });
  });
});

it("an imported file that does not parse is named", async () => {
  const path = fileWith("order.proto", 'import "item.proto";');
  writeFileSync(join(dirname(path), "item.proto"), "\nhello");
  const error = await errorOf(decoder({ kind: "file", path }));
  expect(error).toMatchObject({
    code: "malformed-file",
    message: `${path}: illegal token 'hello' (item.proto, line 2)`,
    details: { file: path },
  });
});

describe("the URL of a registry", () => {
  it.each(["registry.example:8081", "ftp://registry.example", "", "https://registry.example/?token=hunter2"])("%s is none", async (url) => {
    const error = await errorOf(decoder({ kind: "confluent", url }));
    expect(error).toMatchObject({ code: "usage" });
    expect(error.message).not.toContain("hunter2");
  });

  it("with a password in it is refused, and the password is not shown", async () => {
    const error = await errorOf(decoder({ kind: "confluent", url: "https://eve:hunter2@registry.example" }));
    expect(error).toMatchObject({ code: "usage", message: "the URL of the schema registry registry.example has a password in it" });
    expect(JSON.stringify([error.details, error.suggestions])).not.toContain("hunter2");
  });
});
