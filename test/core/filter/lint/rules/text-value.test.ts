import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK125: value as plain text", () => {
  it("tells that records of JSON bypass it", () => {
    expect(said("MSK125", '{"value":["ERROR"]}')).toMatchObject([
      { severity: "info", at: '"value"', path: "value", message: expect.stringContaining("bypass the condition and are delivered") },
    ]);
  });

  it.each(["5", "null", "true", '{"numeric":[">",5]}', '{"exists":false}'])("warns of %s, which no text satisfies", (entry) => {
    expect(said("MSK125", `{"value":[${entry}]}`)).toMatchObject([{ severity: "warning", at: entry }]);
  });

  it("warns of a text that is JSON: such a record is not compared as text", () => {
    expect(said("MSK125", '{"value":["{\\"status\\":\\"PAID\\"}"]}')).toMatchObject([
      { severity: "warning", at: '"{\\"status\\":\\"PAID\\"}"' },
    ]);
    expect(said("MSK125", '{"value":["{broken","[1] and more"]}')).toMatchObject([{ severity: "info" }]);
  });

  it("says nothing of conditions on fields", () => {
    expect(said("MSK125", '{"value":{"value":["ERROR",5]}}')).toEqual([]);
  });
});
