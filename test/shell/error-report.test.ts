import { describe, expect, it } from "vitest";
import { errorCodes, MskctlError } from "../../src/core/errors.ts";
import { errorDocument, errorText } from "../../src/shell/error-report.ts";
import { schemaErrors } from "../support/schema.ts";

describe("the JSON of an error", () => {
  it.each(errorCodes)("with code %s holds its schema", (code) => {
    const error = new MskctlError(code, "m", { suggestions: ["mskctl list"], details: { candidates: [] } });
    expect(schemaErrors("error", errorDocument(error))).toEqual([]);
  });

  it("of a bug holds it too, and has neither stack nor cause", () => {
    const document = errorDocument(new TypeError("undefined is not a function", { cause: "secret" }));
    expect(schemaErrors("error", document)).toEqual([]);
    expect(JSON.stringify(document)).not.toMatch(/secret|error-report\.test/);
  });
});

describe("the text of an error", () => {
  it("escapes what came from outside and keeps its own lines", () => {
    const error = new MskctlError("refused", "no \u001b[2J\nsecond line", { suggestions: ["mskctl \u202elist"] });
    expect(errorText(error, { debug: false, unicode: true, columns: 80 })).toBe("✖ no \\x1b[2J\nsecond line\n  mskctl \\u202elist");
  });

  it("is wrapped where it is too wide, deeper where it is indented; a suggestion never is", () => {
    const error = new MskctlError("refused", "AWS would refuse this:\n  BatchSize must be at most 10,000.", {
      suggestions: ["mskctl update orders --batch-size 10000"],
    });
    expect(errorText(error, { debug: false, unicode: false, columns: 24 }).split("\n")).toEqual([
      "x AWS would refuse this:",
      "  BatchSize must be at",
      "    most 10,000.",
      "  mskctl update orders --batch-size 10000",
    ]);
  });
});
