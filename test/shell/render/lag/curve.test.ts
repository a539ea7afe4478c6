import { describe, expect, it } from "vitest";
import { drawCurve } from "../../../../src/shell/render/lag/curve.ts";

describe("a curve", () => {
  it("has two dots across and four down in a cell", () => {
    expect(drawCurve({ values: [0, 1, 2, 3], columns: 2, rows: 1, top: 3, unicode: true })).toEqual(["⡠⠊"]);
  });

  it("goes through rows from above to below", () => {
    expect(drawCurve({ values: [7, 0], columns: 1, rows: 2, top: 7, unicode: true })).toEqual(["⡇", "⢸"]);
  });

  it("is stretched over all columns, straight between two values", () => {
    expect(drawCurve({ values: [0, 0], columns: 3, rows: 1, top: 3, unicode: true })).toEqual(["⣀⣀⣀"]);
  });

  it("is not drawn over a gap", () => {
    expect(drawCurve({ values: [0, undefined, undefined, 0], columns: 2, rows: 1, top: 3, unicode: true })).toEqual(["⡀⢀"]);
  });

  it("stays inside whatever the values are", () => {
    expect(drawCurve({ values: [-5, 99], columns: 1, rows: 1, top: 3, unicode: true })).toEqual(["⡜"]);
    expect(drawCurve({ values: [], columns: 2, rows: 1, top: 3, unicode: true })).toEqual(["  "]);
  });

  it("has one sign a cell in ASCII", () => {
    expect(drawCurve({ values: [0, 1, 2], columns: 3, rows: 3, top: 2, unicode: false })).toEqual(["  *", " * ", "*  "]);
  });
});
