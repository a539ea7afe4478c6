import { formatDollars } from "../../../../core/money.ts";
import { moneyPhrase } from "../tune-phrases.ts";

const compact = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3 });
/** From there on no digit more has room beside a chart. */
const long = 100_000;

/** `$97.25`, `$1,332`, `$1.23M`. */
export function amountText(dollars: number): string {
  return Math.abs(dollars) < long ? moneyPhrase(dollars) : compact.format(dollars);
}

/** With its sign; a minus as wide as the plus. */
export function changeText(dollars: number): string {
  return `${dollars > 0 ? "+" : ""}${amountText(dollars).replace("-", "−")}`;
}

/** At an axis: `$0.50`, `$200`, `$20K`. */
export function axisAmount(dollars: number): string {
  return Math.abs(dollars) < 10_000 ? formatDollars(dollars).replace(/\.00$/, "") : compact.format(dollars);
}
