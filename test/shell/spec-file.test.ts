import { expect, test } from "vitest";
import { readSpecs } from "../../src/shell/spec-file.ts";
import { writeServices } from "../support/write-services.ts";

const orders = "FunctionName: orders\nTopics: [orders]\n";

/** Parts of specs will do for most of what is tested here. */
function read(text: string, name = "specs.yaml", parts = true) {
  const { services, files } = writeServices();
  files.texts.set(name, text);
  return readSpecs(services, name, { parts });
}

test("A YAML stream holds one spec a document.", async () => {
  const specs = await read(`${orders}---\nName: pay\nFunctionName: payments\n`);
  expect(specs.map(({ name, settings }) => [name, settings.FunctionName])).toEqual([
    [undefined, "orders"],
    ["pay", "payments"],
  ]);
});

test.each([
  ["a JSON object", '{"FunctionName":"orders"}'],
  ["a JSON list", '[{"FunctionName":"orders"}]'],
  ["the document of export --json", '{"schemaVersion":1,"specs":[{"FunctionName":"orders"}]}'],
])("Specs also come as %s.", async (_form, text) => {
  expect((await read(text)).map(({ settings }) => settings)).toEqual([{ FunctionName: "orders" }]);
});

test("Every fault is named with file, line, column and field.", async () => {
  await expect(read(`${orders}BatchSizze: 5\n---\n${orders}BatchSize: many\n`)).rejects.toMatchObject({
    code: "malformed-file",
    message: expect.stringMatching(
      /^specs\.yaml:3:1: unknown field BatchSizze; did you mean BatchSize\?\nspecs\.yaml:7:1: BatchSize must be a whole number/,
    ),
    details: {
      file: "specs.yaml",
      line: 3,
      column: 1,
      problems: [expect.objectContaining({ field: "BatchSizze" }), expect.objectContaining({ field: "BatchSize", line: 7 })],
    },
  });
});

test("A fault inside an exported document is named where it stands.", async () => {
  await expect(read('{"schemaVersion":1,"specs":[\n  {"FunctionName":"orders"},\n  {"Topic":["a"]}]}')).rejects.toMatchObject({
    details: { line: 3, problems: [expect.objectContaining({ field: "specs.1.Topic" })] },
  });
});

test("Text that does not parse is named, too, and standard input by its name.", async () => {
  await expect(read("FunctionName: [orders\n", "-")).rejects.toMatchObject({
    code: "malformed-file",
    message: expect.stringMatching(/^standard input:\d+:\d+: /),
  });
});

test("A spec that does not say which mapping it is of is a fault, unless its parts will do.", async () => {
  const cluster = "EventSourceArn: arn:aws:kafka:eu-central-1:123456789012:cluster/shop/1\n";
  const whole = `${orders}${cluster}---\nUUID: e0b5c7f2-0000-4000-8000-0000000091c2\n`;
  expect(await read(whole, "specs.yaml", false)).toHaveLength(2);
  await expect(read(`${whole}---\n${orders}---\n${cluster}`, "specs.yaml", false)).rejects.toMatchObject({
    code: "malformed-file",
    message: `specs.yaml:7:1: nothing says which mapping this spec is of: EventSourceArn or SelfManagedEventSource missing
specs.yaml:10:1: nothing says which mapping this spec is of: FunctionName, Topics missing`,
  });
});
