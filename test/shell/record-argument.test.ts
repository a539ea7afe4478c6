import { describe, expect, it } from "vitest";
import { recordArgument, recordOfSamples, textArgument } from "../../src/shell/record-argument.ts";
import { errorOf } from "../support/aws.ts";
import { writeServices } from "../support/write-services.ts";

function services(texts: Readonly<Record<string, string>>) {
  const { services: all, files } = writeServices();
  for (const [name, text] of Object.entries(texts)) files.texts.set(name, text);
  return all;
}

describe("a flag that takes text", () => {
  const { files } = services({ "-": "piped\n", "a.json": "of a file\n" });

  it.each([
    ["typed", { source: "--pattern", text: "typed" }],
    ["@a.json", { source: "a.json", text: "of a file\n" }],
    ["-", { source: "-", text: "piped\n" }],
  ])("%s reads %j", async (given, expected) => {
    expect(await textArgument(files, "--pattern", given)).toEqual(expected);
  });

  it("names a file that it cannot read", async () => {
    expect((await errorOf(textArgument(files, "--pattern", "@b.json"))).message).toContain("b.json");
  });
});

describe("a record given as text", () => {
  it.each([
    ["@lf", "PAID"],
    ["@crlf", "PAID"],
    ["@two", "PAID\n"],
    ["PAID\n", "PAID\n"],
  ])("%j has the value %j", async (given, value) => {
    const { files } = services({ lf: "PAID\n", crlf: "PAID\r\n", two: "PAID\n\n" });
    expect((await recordArgument(files, given)).sample).toEqual({ value });
  });
});

describe("a record of samples", () => {
  const { samples } = services({ "s.ndjson": "one\n\nthree\n", empty: "" });
  const choice = { name: "s.ndjson", line: 3, options: {}, decoder: undefined };

  it("is the one on the line", async () => {
    const { source, line, sample } = await recordOfSamples(samples, choice);
    expect({ source, line }).toEqual({ source: "s.ndjson", line: 3 });
    expect(new TextDecoder().decode(sample.value as Uint8Array)).toBe("three");
  });

  it("is decoded by a schema", async () => {
    const decoder = { decode: (value: Uint8Array) => ({ json: `{"bytes":${value.length}}` }), notes: () => [] };
    expect((await recordOfSamples(samples, { ...choice, decoder })).sample).toMatchObject({ value: '{"bytes":5}' });
    const refusing = { decode: () => ({ undecodable: "not Avro" }), notes: () => [] };
    expect((await recordOfSamples(samples, { ...choice, decoder: refusing })).sample).toMatchObject({ undecodable: "not Avro" });
  });

  it.each([
    ["s.ndjson", 9, "s.ndjson has no record on line 9; the last one is on line 3"],
    ["s.ndjson", 2, "line 2 of s.ndjson is blank"],
    ["empty", 1, "there are no records in empty"],
  ])("%s:%i is not found: %s", async (name, line, message) => {
    const error = await errorOf(recordOfSamples(samples, { ...choice, name, line }));
    expect([error.code, error.message]).toEqual(["not-found", message]);
  });
});
