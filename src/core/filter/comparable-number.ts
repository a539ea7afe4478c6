/**
 * The double that a number's text stands for, when the text has the value of the double's shortest decimal; undefined
 * otherwise (9007199254740993, 0.12345678901234567, 1e400). Only such numbers take part in numeric comparisons
 * (event-ruler, ComparableNumber). -0 is 0.
 */
export function comparableNumber(text: string): number | undefined {
  // A shortest decimal has at most 17 digits and an exponent; a longer text can still be one, by zeros.
  if (text.length > longestNumber) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  if (text.length <= surelyExact && !text.includes("e") && !text.includes("E")) return value + 0;
  const shortest = String(value);
  return decimalOf(text) === decimalOf(javaSpelling.get(shortest) ?? shortest) ? value + 0 : undefined;
}

/** Java takes two digits where one would do, and these two doubles then read differently (Double.toString). */
const javaSpelling = new Map([
  ["5e-324", "4.9e-324"],
  ["1e-323", "9.9e-324"],
]);

/** Fifteen digits always survive; one place is left for a sign or a point. */
const surelyExact = 15;

/** Jackson reads no longer numbers (StreamReadConstraints, default). */
const longestNumber = 1000;

/** One spelling for all texts of a decimal: significant digits, then the power of ten of the last one. */
function decimalOf(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[-+]/, "").split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${mantissa.startsWith("-") ? "-" : ""}${significant}e${power}`;
}
