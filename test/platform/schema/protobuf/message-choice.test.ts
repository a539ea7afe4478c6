import { describe, expect, it } from "vitest";
import { isError } from "../../../../src/core/errors.ts";
import { chosenMessage, nameOf } from "../../../../src/platform/schema/protobuf/message-choice.ts";
import { protobufFiles } from "../../../../src/platform/schema/protobuf/protobuf-files.ts";

function choose(body: string, name?: string): string {
  const { topMessages } = protobufFiles({ text: `syntax = "proto3"; package shop; ${body}`, references: [] }, "order.proto");
  return nameOf(chosenMessage(topMessages, name, "order.proto"));
}

function errorOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (isError(error)) return error;
    throw error;
  }
  return expect.unreachable("it should have failed");
}

const several = "message Order { message Line {} } message Refund { message Line {} }";

describe("the message of values that do not tell it", () => {
  it.each<[what: string, body: string, name: string | undefined, chosen: string]>([
    ["the only one", "message Order {}", undefined, "shop.Order"],
    ["the only one at the top", "message Order { message Line {} }", undefined, "shop.Order"],
    [
      "the only one that no other holds",
      "message Line {} message Order { repeated Line lines = 1; map<string, Note> notes = 2; } message Note {}",
      undefined,
      "shop.Order",
    ],
    ["by its full name", several, "shop.Refund", "shop.Refund"],
    ["by its last part", several, "Refund", "shop.Refund"],
    ["by the last parts of a nested one", several, "Refund.Line", "shop.Refund.Line"],
  ])("%s", (_, body, name, chosen) => {
    expect(choose(body, name)).toBe(chosen);
  });

  it.each<[what: string, name: string | undefined, message: string, candidates: readonly string[]]>([
    ["one of several", undefined, "declares several messages: shop.Order, shop.Refund", ["shop.Order", "shop.Refund"]],
    [
      "a name that several have",
      "Line",
      "declares several messages Line: shop.Order.Line, shop.Refund.Line",
      ["shop.Order.Line", "shop.Refund.Line"],
    ],
    [
      "a name that none has",
      "Invoice",
      "declares no message Invoice, but shop.Order, shop.Order.Line, shop.Refund, shop.Refund.Line",
      ["shop.Order", "shop.Order.Line", "shop.Refund", "shop.Refund.Line"],
    ],
  ])("%s is a question to the user", (_, name, message, candidates) => {
    const error = errorOf(() => choose(several, name));
    expect(error).toMatchObject({ code: "usage", message: `order.proto ${message}`, details: { file: "order.proto", candidates } });
    expect(error.suggestions).toEqual([`add --message ${candidates[0]}`]);
  });

  it("is not there in a file without messages", () => {
    expect(errorOf(() => choose("enum E { NONE = 0; }"))).toMatchObject({
      code: "malformed-file",
      message: "order.proto declares no message",
    });
  });
});
