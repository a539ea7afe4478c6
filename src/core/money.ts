const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const signedDollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", signDisplay: "exceptZero" });

/** US dollars, to the cent: `$135.05`, `$1,332.00`. */
export function formatDollars(amount: number): string {
  return dollars.format(amount);
}

/** A difference in US dollars with its sign: `+$135.05`, `-$270.10`, `$0.00`. */
export function formatDollarChange(amount: number): string {
  return signedDollars.format(amount);
}
