/** A kind of pattern that is timed, on `order` events. */
export interface Kind {
  readonly name: string;
  readonly pattern: object;
}

/** One pattern for each kind of condition. */
export const kinds: readonly Kind[] = [
  { name: "exact", pattern: { type: ["order.cancelled"] } },
  { name: "three fields", pattern: { type: ["order.paid"], source: { region: ["eu-west-1"] }, customer: { tier: ["gold"] } } },
  { name: "prefix", pattern: { customer: { id: [{ prefix: "C-04" }] } } },
  { name: "suffix", pattern: { customer: { email: [{ suffix: "@example.org" }] } } },
  { name: "ignore-case", pattern: { customer: { tier: [{ "equals-ignore-case": "PLATINUM" }] } } },
  { name: "wildcard", pattern: { source: { agent: [{ wildcard: "ShopApp/*Android*Pixel*" }] } } },
  { name: "anything-but", pattern: { status: [{ "anything-but": "ok" }] } },
  { name: "numeric", pattern: { total: [{ numeric: [">=", 980] }] } },
  { name: "exists-false", pattern: { coupon: [{ exists: false }] } },
  { name: "cidr", pattern: { source: { ip: [{ cidr: "10.3.0.0/16" }] } } },
  { name: "array-consistent", pattern: { items: { sku: ["SKU-0042", "SKU-0043"], qty: [{ numeric: [">=", 3] }] } } },
  { name: "$or", pattern: { $or: [{ type: ["order.cancelled"] }, { customer: { tier: ["Platinum"] } }] } },
  {
    name: "mixed",
    pattern: {
      type: [{ prefix: "order." }],
      status: ["ok", { "equals-ignore-case": "Pending" }],
      customer: { tier: ["gold", { suffix: "latinum" }] },
      total: [{ numeric: [">", 500, "<=", 950] }],
      coupon: [{ exists: false }],
    },
  },
];
