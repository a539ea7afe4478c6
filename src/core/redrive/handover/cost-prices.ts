/** US dollars, of what an exported redrive needs beside Lambda; without free tier and volume discounts. AWS Step Functions and Amazon S3 pricing pages. */
export const handoverPrices = {
  region: "us-east-1",
  date: "2026-11-26",
  /** Standard workflows. */
  perTransition: 25 / 1_000_000,
  /** PUT, COPY, POST and LIST of S3 Standard; that a tag is written at this rate is an assumption. */
  perWrite: 0.005 / 1_000,
  /** GET and all others. DELETE costs nothing. */
  perRead: 0.0004 / 1_000,
} as const;
