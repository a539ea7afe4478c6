import { expect, it } from "vitest";
import { backtestDocument } from "../../../../src/shell/render/tune/backtest-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
import { backtestReport, silentBacktest } from "../../../support/tuning/backtests.ts";

const written = (document: unknown) => JSON.parse(JSON.stringify(document)) as unknown;

it.each([
  ["one that passed", backtestReport()],
  ["one that did not", backtestReport({ misses: ["off"], lagP99: { predicted: 1, actual: 0, ratio: undefined } })],
  ["none", silentBacktest()],
])("the document of %s holds its schema", (_, report) => {
  expect(schemaErrors("tune-backtest", written(backtestDocument([report])))).toEqual([]);
});

it("says whether it passed, and null for what cannot be compared", () => {
  expect(backtestDocument([backtestReport(), backtestReport({ misses: ["off"] }), silentBacktest()]).mappings).toMatchObject([
    { name: "orders", backtest: { passed: true, hourlyErrors: { model: { cost: 0.004 }, sameHour: { batch: null } } }, missing: null },
    { backtest: { passed: false, misses: ["off"] } },
    { backtest: null, missing: { message: "it is disabled", fix: "mskctl resume orders" } },
  ]);
});
