import { describe, expect, it } from "vitest";
import { watchForWrongSource } from "../../../src/core/redrive/wrong-source.ts";

function look(count: number, isForeign: (index: number) => boolean): void {
  const see = watchForWrongSource("sqs:failed");
  for (let index = 0; index < count; index += 1) see(isForeign(index));
}

describe("watchForWrongSource", () => {
  it("refuses once more than half of the first 200 are foreign, and says where", () => {
    const wrong = expect.objectContaining({
      code: "refused",
      message: expect.stringContaining("sqs:failed"),
      details: { source: "sqs:failed", seen: 101, foreign: 101 },
    });
    expect(() => look(200, () => true)).toThrow(wrong);
    expect(() => look(200, (index) => index >= 99)).toThrow(
      expect.objectContaining({ details: { source: "sqs:failed", seen: 200, foreign: 101 } }),
    );
  });

  it("goes on with half of them, with few, and whatever comes later", () => {
    expect(() => look(200, (index) => index % 2 === 0)).not.toThrow();
    expect(() => look(100, () => true)).not.toThrow();
    expect(() => look(10_000, (index) => index >= 200)).not.toThrow();
  });
});
