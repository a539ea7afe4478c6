import { describe, expect, it } from "vitest";
import { band, line } from "../../../../../src/shell/render/tune/report/lines.ts";

const at = (x: number, y: number) => ({ x, y });

describe("a line", () => {
  it("breaks where there is no data, and never goes to zero there", () => {
    expect(line([at(0, 5), at(1, 6), undefined, undefined, at(4, 7), at(5, 8)], "observed").text).toBe(
      '<path class="line observed" d="M0 5L1 6"/><path class="line observed" d="M4 7L5 8"/>',
    );
  });

  it("is a dot between two gaps", () => {
    expect(line([undefined, at(1, 6), undefined], "observed").text).toBe('<circle class="dot observed" cx="1" cy="6" r="2"/>');
  });

  it("is nothing without data", () => expect(line([undefined, undefined], "observed").text).toBe(""));
});

describe("a band", () => {
  it("goes there along the most, and back along the least, with the same gaps", () => {
    const edge = (x: number) => ({ x, least: 9, most: 1 });
    expect(band([edge(0), edge(1), undefined, edge(3), edge(4)]).text).toBe(
      '<path class="band" d="M0 1L1 1L1 9L0 9Z"/><path class="band" d="M3 1L4 1L4 9L3 9Z"/>',
    );
  });
});
