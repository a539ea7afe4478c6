import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelWidth, placeLabels } from "../../../../../src/shell/render/tune/report/labels.ts";

const within = { left: 0, right: 400, top: 0, bottom: 200 };

describe("labels", () => {
  it("stand to the right of their point where there is room", () => {
    const [placed] = placeLabels([{ at: { x: 100, y: 100 }, text: "today" }], [], within);
    expect(placed).toMatchObject({ x: 113, y: 104, isApart: false });
  });

  it("stand to the left at the edge", () => {
    const [placed] = placeLabels([{ at: { x: 390, y: 100 }, text: "today" }], [], within);
    expect(placed?.x).toBe(390 - 13 - labelWidth("today"));
  });

  it("go further off, by a line, where all is full around", () => {
    const spots = [-60, -30, 0, 30, 60].flatMap((x) => [-20, 0, 20].map((y) => ({ x: 200 + x, y: 100 + y })));
    expect(placeLabels([{ at: { x: 200, y: 100 }, text: "today" }], spots, within)).toMatchObject([{ isApart: true }]);
  });

  it("are left out where there is no room at all", () => {
    expect(placeLabels([{ at: { x: 5, y: 5 }, text: "today" }], [], { left: 0, right: 10, top: 0, bottom: 10 })).toEqual([]);
  });

  it("never touch each other or a mark, wherever the points are", () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 200 }) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 7 }), fc.array(point, { maxLength: 20 }), (points, spots) => {
        const placed = placeLabels(
          points.map((at) => ({ at, text: "balanced" })),
          spots,
          within,
        );
        const width = labelWidth("balanced");
        for (const [index, one] of placed.entries()) {
          expect(one.x >= 0 && one.x + width <= 400).toBe(true);
          for (const { x, y } of [...points, ...spots]) expect(x > one.x && x < one.x + width && y > one.y - 11 && y < one.y).toBe(false);
          for (const other of placed.slice(index + 1))
            expect(Math.abs(one.x - other.x) >= width || Math.abs(one.y - other.y) >= 15).toBe(true);
        }
      }),
    );
  });
});
