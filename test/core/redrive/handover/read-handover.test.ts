import { expect, it } from "vitest";
import { readHandover, type ToldHandover } from "../../../../src/core/redrive/handover/read-handover.ts";
import { wholeHandover as whole } from "../../../support/handover/whole-handover.ts";

const told: ToldHandover = { code: "storage", name: "handover.json", suggestions: ["look at it"] };

it("is what an export has written", () => expect(readHandover(JSON.stringify(whole), told)).toEqual(whole));

it.each([
  ["bytes that are no text", undefined, "it is no UTF-8"],
  ["no id", JSON.stringify({ ...whole, id: 5 }), "it has no id"],
  ["no place", JSON.stringify({ ...whole, place: undefined }), "it does not say in which account and region"],
  ["no count", JSON.stringify({ ...whole, documents: "2" }), "it does not say how many documents were listed"],
  ["no target", JSON.stringify({ ...whole, settings: { ...whole.settings, target: undefined } }), "it has no settings"],
  ["no JSON", "{", "it is no JSON"],
  ["a list", "[]", "it is no JSON object"],
  ["another version", JSON.stringify({ ...whole, schemaVersion: 2 }), "another version of mskctl has written it"],
  ["another order", JSON.stringify({ ...whole, order: "key" }), "it does not say in which order"],
  ["no settings", JSON.stringify({ ...whole, settings: undefined }), "it has no settings"],
  ["no function", JSON.stringify({ ...whole, settings: { ...whole.settings, functionName: undefined } }), "it names no function"],
  ["no origin", JSON.stringify({ ...whole, origin: undefined }), "it does not say where the records come from"],
  ["an area that ends within a name", JSON.stringify({ ...whole, area: { bucket: "area", prefix: "a" } }), "it has no area"],
  ["a short salt", JSON.stringify({ ...whole, keySalt: "abcd" }), "it has no salt for keys"],
])("with %s is refused", (_, text, why) => {
  const says = { code: "storage", message: `handover.json is not what an export writes: ${why}`, suggestions: told.suggestions };
  expect(() => readHandover(text, told)).toThrow(expect.objectContaining(says));
});
