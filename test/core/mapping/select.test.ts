import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { type Selection, selectForReading, selectForWriting } from "../../../src/core/mapping/select.ts";
import { mskMapping, selfManagedMapping } from "./samples.ts";

const fn = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
const orders = mskMapping({ UUID: "00000000-0000-4000-8000-000000000001", EventSourceMappingArn: "arn:1" });
const refunds = mskMapping({
  UUID: "00000000-0000-4000-8000-000000000002",
  EventSourceMappingArn: "arn:2",
  Topics: ["refunds"],
  State: "Disabled",
});
const emails = mskMapping({
  UUID: "00000000-0000-4000-8000-000000000003",
  EventSourceMappingArn: "arn:3",
  FunctionArn: fn("emails"),
  Topics: ["emails"],
});
const legacy = selfManagedMapping({ UUID: "00000000-0000-4000-8000-000000000004", EventSourceMappingArn: "arn:4" });
const account = [orders, refunds, emails, legacy];

const read = (selection: Selection) => selectForReading(selection, account, "mskctl inspect");
const write = (selection: Selection) => selectForWriting(selection, account, "mskctl update");

function refusal(action: () => unknown): MskctlError {
  try {
    action();
  } catch (error) {
    if (error instanceof MskctlError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("both", () => {
  const selections: [what: string, selection: Selection, hits: unknown[]][] = [
    ["a name", { names: ["emails"] }, [emails]],
    ["several names, in the account's order", { names: ["legacy", "emails"] }, [emails, legacy]],
    ["a function", { function: "orders" }, [orders, refunds]],
    ["a cluster", { cluster: "shop" }, [orders, refunds, emails]],
    ["a topic", { topic: "refunds" }, [refunds]],
    ["a state beside a function, in any case", { function: "orders", state: "disabled" }, [refunds]],
    ["tags", { taggedArns: new Set(["arn:2", "arn:4"]) }, [refunds, legacy]],
    ["all", { all: true }, account],
    ["a name and a flag", { names: ["orders"], topic: "refunds" }, [refunds]],
  ];
  it.each(selections)("take %s", (_, selection, hits) => {
    expect(read(selection)).toEqual(hits);
    expect(write(selection)).toEqual(hits);
  });

  it.each([read, write])("say not-found with the names that come nearest", (select) => {
    const error = refusal(() => select({ names: ["emials"] }));
    expect(error).toMatchObject({
      code: "not-found",
      details: { candidates: [{ name: "emails", topic: "emails", cluster: "shop", state: "Enabled" }] },
    });
    expect(error.suggestions[0]).toMatch(/^mskctl (inspect|update) emails$/);
    expect(error.suggestions.at(-1)).toBe("mskctl list");
  });

  it("offer what begins with the name", () => {
    expect(refusal(() => read({ names: ["ord"] })).suggestions).toEqual([
      "mskctl inspect orders/orders",
      "mskctl inspect orders/refunds",
      "mskctl list",
    ]);
  });

  it("offer a function for a mistyped topic of it", () => {
    expect(refusal(() => read({ names: ["orders/refund"] })).suggestions[0]).toBe("mskctl inspect orders/refunds");
  });

  it("offer nothing for a name like no other", () => {
    expect(refusal(() => read({ names: ["zzzzzz"] }))).toMatchObject({ suggestions: ["mskctl list"], details: { candidates: [] } });
  });

  it("say when it is a flag that excludes the name", () => {
    const error = refusal(() => write({ names: ["emails"], cluster: "other" }));
    expect(error).toMatchObject({ code: "not-found", message: expect.stringContaining("fits the other flags") });
  });
});

describe("selectForReading", () => {
  it("takes every hit of a name, and everything without one", () => {
    expect(read({ names: ["orders"] })).toEqual([orders, refunds]);
    expect(read({})).toEqual(account);
  });

  it("may find nothing by flags", () => expect(read({ topic: "none" })).toEqual([]));

  it("wants a hit for each name", () => expect(refusal(() => read({ names: ["emails", "nobody-like-this"] })).code).toBe("not-found"));
});

describe("selectForWriting", () => {
  it("does not guess between several: the candidates can be pasted", () => {
    const error = refusal(() => write({ names: ["orders"] }));
    expect(error).toMatchObject({
      code: "ambiguous",
      message: "orders means 2 mappings",
      details: { candidates: [{ uuid: orders.UUID }, { uuid: refunds.UUID }] },
    });
    expect(error.suggestions).toEqual(["mskctl update orders/orders", "mskctl update orders/refunds", "mskctl update --function orders"]);
  });

  it("wants a name or an explicit selector: a state alone is none", () => {
    for (const selection of [{}, { names: [] }, { state: "Enabled" }]) expect(refusal(() => write(selection)).code).toBe("usage");
  });

  it("wants at least one mapping", () => expect(refusal(() => write({ topic: "none" })).code).toBe("not-found"));

  it("copes with mappings that lack everything", () => {
    expect(refusal(() => selectForWriting({ names: ["orders"] }, [{ UUID: "x" }], "mskctl update")).code).toBe("not-found");
  });
});
