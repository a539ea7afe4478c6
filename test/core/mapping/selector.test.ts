import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isError } from "../../../src/core/errors.ts";
import { isCluster, matches, parseSelector, type Selector, shortestName } from "../../../src/core/mapping/selector.ts";
import { clusterArn, mskMapping, selfManagedMapping, uuid } from "./samples.ts";

const fn = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;

describe("parseSelector", () => {
  const cases: [text: string, selector: Selector][] = [
    [uuid, { kind: "uuid", uuid }],
    [uuid.toUpperCase(), { kind: "uuid", uuid }],
    [`arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}`, { kind: "uuid", uuid }],
    ["orders", { kind: "function", function: "orders" }],
    [" orders ", { kind: "function", function: "orders" }],
    ["orders:live", { kind: "function", function: "orders:live" }],
    ["function:list", { kind: "function", function: "list" }],
    ["123456789012:function:orders", { kind: "function", function: "orders" }],
    [fn("orders"), { kind: "function", function: "orders" }],
    [fn("orders:live"), { kind: "function", function: "orders:live" }],
    ["orders/refunds", { kind: "function-topic", function: "orders", topic: "refunds" }],
    ["function:list/refunds", { kind: "function-topic", function: "list", topic: "refunds" }],
    [`${fn("orders:live")}/refunds`, { kind: "function-topic", function: "orders:live", topic: "refunds" }],
    ["topic:refunds", { kind: "topic", topic: "refunds" }],
  ];
  it.each(cases)("reads %s", (text, selector) => expect(parseSelector(text)).toEqual(selector));

  it.each(["", "  ", "/orders", "orders/", clusterArn])("refuses %j as wrong usage", (text) => {
    expect(() => parseSelector(text)).toThrow(expect.objectContaining({ code: "usage" }));
  });

  it("throws our own error", () => {
    try {
      parseSelector("");
      expect.unreachable();
    } catch (error) {
      expect(isError(error, "usage")).toBe(true);
    }
  });
});

describe("matches", () => {
  const live = mskMapping({ FunctionArn: fn("orders:live") });
  it.each([
    ["orders", live, true],
    ["orders:live", live, true],
    ["orders:canary", live, false],
    ["orders:live", mskMapping(), false],
    ["orders:$LATEST", mskMapping(), true],
    ["order", mskMapping(), false],
    ["orders/orders", live, true],
    ["orders/refunds", live, false],
    ["topic:orders", live, true],
    ["topic:order", live, false],
    [uuid.toUpperCase(), live, true],
  ])("%s", (text, mapping, expected) => expect(matches(parseSelector(text), mapping)).toBe(expected));

  it("never crashes on a mapping that lacks everything", () => {
    for (const text of ["orders", "orders/orders", "topic:orders", uuid])
      expect(matches(parseSelector(text), { UUID: "other" })).toBe(false);
  });
});

describe("isCluster", () => {
  it.each([
    ["shop", mskMapping(), true],
    [clusterArn, mskMapping(), true],
    ["sho", mskMapping(), false],
    ["b-1.example.com:9096", selfManagedMapping(), true],
    ["b-1.example.com", selfManagedMapping(), true],
    ["b-1", selfManagedMapping(), false],
  ])("%s", (name, mapping, expected) => expect(isCluster(mapping, name)).toBe(expected));
});

describe("shortestName", () => {
  const plain = mskMapping({ UUID: "1" });
  const refunds = mskMapping({ UUID: "2", Topics: ["refunds"] });
  const live = mskMapping({ UUID: "3", FunctionArn: fn("orders:live") });
  const emails = mskMapping({ UUID: "4", FunctionArn: fn("emails"), Topics: ["emails"] });
  const twin = mskMapping({ UUID: "5", EventSourceArn: `${clusterArn}2` });

  it.each([
    ["the function", emails, [plain, refunds, emails], "emails"],
    ["function/topic", plain, [plain, refunds, emails], "orders/orders"],
    ["the alias", live, [refunds, live], "orders:live"],
    ["the UUID", twin, [plain, twin], "5"],
  ])("is %s where that is enough", (_, mapping, mappings, name) => expect(shortestName(mapping, mappings)).toBe(name));

  it("is the UUID of a mapping that lacks everything else", () => expect(shortestName({ UUID: "9" }, [{ UUID: "9" }])).toBe("9"));

  it("can be read and means that mapping alone, whatever AWS answered", () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("arn:aws:lambda:x", "/x", "x/", " ", "topic:a", "a", "a:$LATEST", "00000000-0000-4000-8000-000000000001"),
    );
    const document = fc.record({ FunctionArn: text, Topics: fc.array(text, { maxLength: 1 }) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 4 }), (documents) => {
        const mappings = documents.map((each, index) => ({ ...each, UUID: `00000000-0000-4000-8000-00000000000${index}` }));
        for (const mapping of mappings) {
          const selector = parseSelector(shortestName(mapping, mappings));
          expect(mappings.filter((other) => matches(selector, other))).toEqual([mapping]);
        }
      }),
    );
  });
});
