import { describe, expect, it } from "vitest";
import { placeOf } from "../../../src/core/mapping/place.ts";
import { sampleMapping } from "../../support/mappings.ts";

describe("where a mapping is", () => {
  it("is told by its ARN, or by its function's", () => {
    expect(placeOf(sampleMapping())).toEqual({ region: "eu-central-1", accountId: "123456789012" });
    expect(placeOf({ UUID: "u", FunctionArn: "arn:aws-cn:lambda:cn-north-1:210987654321:function:f" })).toEqual({
      region: "cn-north-1",
      accountId: "210987654321",
    });
  });

  it("is unknown where an answer has no ARN", () => {
    expect(placeOf({ UUID: "u" })).toBeUndefined();
    expect(placeOf({ UUID: "u", FunctionArn: "orders" })).toBeUndefined();
  });
});
