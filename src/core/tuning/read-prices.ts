import type { ByArchitecture, Prices } from "../prices.ts";
import { parseTimestamp } from "../time.ts";
import { type FieldProblem, FieldReader } from "./read-fields.ts";

/** A person's own prices, or what is wrong with them. All of them are needed: a mixture would be nobody's bill. */
export function readPrices(value: unknown): Prices | { readonly problems: readonly FieldProblem[] } {
  const fields = new FieldReader(value);
  const price = (field: string) => fields.number(field, { least: 0 });
  const dated = fields.text("date");
  if (dated !== "" && parseTimestamp(dated) === undefined) fields.wrong("date", "has to be a day, like 2026-11-26");
  const [perGbSecond, perReservedGbSecond, perProvisionedGbSecond] = ["perGbSecond", "perReservedGbSecond", "perProvisionedGbSecond"].map(
    (field) => byArchitecture(fields.object(field)),
  ) as [ByArchitecture, ByArchitecture, ByArchitecture];
  const prices: Prices = {
    region: fields.text("region"),
    date: dated,
    perRequest: price("perRequest"),
    perGbSecond,
    perReservedGbSecond,
    perProvisionedGbSecond,
    perPollerUnitHour: price("perPollerUnitHour"),
    perMetricMonth: price("perMetricMonth"),
  };
  const problems = fields.problems();
  return problems.length === 0 ? prices : { problems };
}

function byArchitecture(fields: FieldReader): ByArchitecture {
  const prices = { x86_64: fields.number("x86_64", { least: 0 }), arm64: fields.number("arm64", { least: 0 }) };
  fields.problems();
  return prices;
}
