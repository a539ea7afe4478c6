import { describe, expect, it } from "vitest";
import { areaText, chooseArea, parseArea } from "../../../../src/core/redrive/handover/area.ts";
import type { BucketSource } from "../../../../src/core/redrive/handover/export-plan.ts";

const source: BucketSource = { kind: "s3", bucket: "failed", prefix: "aws/lambda/0c7e/" };

describe("an area", () => {
  it.each(["s3://ledgers/redrives/orders", "s3://ledgers/redrives/orders/", "s3://ledgers/redrives/orders//"])("%s is read", (text) => {
    const area = parseArea(text);
    expect(area).toEqual({ bucket: "ledgers", prefix: "redrives/orders/" });
    expect(areaText(area)).toBe("s3://ledgers/redrives/orders/");
  });

  it.each(["", "s3://ledgers", "s3://ledgers/", "orders", "archive:x"])("%j is none", (text) => {
    expect(() => parseArea(text)).toThrow(expect.objectContaining({ code: "usage", suggestions: ["s3://BUCKET/PREFIX/"] }));
  });

  it("lies in the source's bucket, in a folder of the run", () => {
    expect(chooseArea(undefined, source, "01RUN")).toEqual({ bucket: "failed", prefix: "mskctl-redrive/01RUN/" });
  });

  it("may be in another bucket, also under the source's prefix", () => {
    expect(chooseArea("s3://ledgers/aws/lambda/0c7e/", source, "01RUN")).toEqual({ bucket: "ledgers", prefix: "aws/lambda/0c7e/" });
  });

  it.each([
    ["below the source", "s3://failed/aws/lambda/0c7e/ledger", source],
    ["above the source", "s3://failed/aws/", source],
    ["that is the source", "s3://failed/aws/lambda/0c7e/", source],
    ["in a bucket that is all source", undefined, { ...source, prefix: "" }],
  ])("%s is refused", (_, asked, of) => {
    const says = { code: "usage", message: expect.stringContaining("the ledger would lie in the source") };
    expect(() => chooseArea(asked, of, "01RUN")).toThrow(expect.objectContaining(says));
  });

  it.each([["$", "{Region}/"].join(""), "orders*/", "what?/"])("is none that a template or a policy would read otherwise: %s", (prefix) => {
    const says = expect.objectContaining({ code: "usage", message: expect.stringMatching(/ has (\$\{|\*|\?) in it: /) });
    expect(() => chooseArea(undefined, { ...source, prefix }, "01RUN")).toThrow(says);
    expect(() => chooseArea(`s3://ledgers/${prefix}`, source, "01RUN")).toThrow(says);
  });

  it("may have a dollar sign or braces, which nobody reads", () => {
    expect(chooseArea("s3://ledgers/$a{b}/", source, "01RUN").prefix).toBe("$a{b}/");
  });
});
