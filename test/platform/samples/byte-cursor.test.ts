import { describe, expect, it } from "vitest";
import { ByteCursor } from "../../../src/platform/samples/byte-cursor.ts";
import { piecewise, utf8 } from "../../support/samples.ts";

const cursorOn = (text: string, pieceBytes = 2) => new ByteCursor(piecewise(utf8(text), pieceBytes));

describe("ByteCursor", () => {
  it("waits for as much as is asked for", async () => {
    const cursor = cursorOn("abcdefg");
    expect(cursor.ahead.length).toBe(0);
    expect(await cursor.fill(3)).toBe(true);
    expect(String(cursor.ahead)).toBe("abcd");
    expect(String(cursor.take(3))).toBe("abc");
    expect(String(cursor.ahead)).toBe("d");
    expect(cursor.takenBytes).toBe(3);
    expect(await cursor.fill(4)).toBe(true);
    expect(String(cursor.take(4))).toBe("defg");
    expect(await cursor.fill(1)).toBe(false);
    expect(await cursor.fill(0)).toBe(true);
    expect(cursor.takenBytes).toBe(7);
  });

  it("says when there is less, which can be taken all the same", async () => {
    const cursor = cursorOn("abc");
    expect(await cursor.fill(4)).toBe(false);
    expect(String(cursor.take(4))).toBe("abc");
  });

  it("goes over bytes", async () => {
    const cursor = cursorOn("abcdef");
    expect(await cursor.skip(4)).toBe(true);
    expect(await cursor.fill(2)).toBe(true);
    expect(String(cursor.take(2))).toBe("ef");
    expect(await cursor.skip(1)).toBe(false);
    expect(cursor.takenBytes).toBe(6);
  });

  it("takes pieces larger than its buffer, and many small ones, without losing any", async () => {
    const text = Array.from({ length: 200_000 }, (_, index) => String(index)).join();
    const cursor = cursorOn(text, 70_000);
    const taken: string[] = [];
    for (const bytes of [1, 300_000, 7, 250_000, 262_144, 2]) {
      expect(await cursor.fill(bytes)).toBe(true);
      taken.push(String(cursor.take(bytes)));
    }
    while (await cursor.fill(1)) taken.push(String(cursor.take(1_001)));
    expect(taken.join("") === text).toBe(true);
  });
});
